//! Search: hits with snippets, grouped by story; what the whole result consists of; what was probably meant.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;
use rafid_core::*;

use super::snippet::{QueryWords, Run, Runs};
use super::{Portal, PortalError, PortalResult};
use crate::view::{Card, Outlet, Outlets};

/// What is longer than this is nobody's question: the rest is not read.
pub const MAX_QUERY_CHARS: usize = 500;
pub const MAX_RESULTS: usize = 100;
/// How deep a search can be paged.
const MAX_OFFSET: usize = 5_000;
/// How many stories a cursor remembers, so that none is shown twice.
const REMEMBERED: usize = 100;
const SNIPPET_CHARS: usize = 220;
/// How many other hits of a story stand with the best one.
const MOST_OTHERS: usize = 5;
/// How many keywords of a result are told.
const KEYWORD_FACETS: usize = 12;
/// How many articles are asked how a keyword is written.
const SPELLING_VOTES: usize = 3;

/// What a result is narrowed to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filters {
    /// An outlet's key.
    pub source: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// A [`Keyword::key`], or the keyword as anybody writes it.
    pub keyword: Option<String>,
    pub since: Option<Timestamp>,
    pub until: Option<Timestamp>,
    /// One story; its articles are a plain list.
    pub story: Option<StoryId>,
}

#[derive(Debug, Clone)]
pub struct SearchParams {
    pub q: String,
    pub sort: Sort,
    /// Whether articles of one story stand together.
    pub group: bool,
    /// Whether to count what the whole result consists of.
    pub facets: bool,
    pub cursor: Option<String>,
    pub limit: usize,
    pub filters: Filters,
}

impl SearchParams {
    pub fn new(q: impl Into<String>) -> Self {
        let filters = Filters::default();
        Self { q: q.into(), sort: Sort::Blend, group: true, facets: false, cursor: None, limit: 10, filters }
    }
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct SearchResults {
    pub q: String,
    /// All articles that match.
    pub total: usize,
    pub groups: Vec<Group>,
    pub next_cursor: Option<String>,
    pub facets: Option<SearchFacets>,
    pub did_you_mean: Option<DidYouMean>,
}

/// What a whole result consists of, the most articles first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SearchFacets {
    pub outlets: Vec<(Arc<Outlet>, usize)>,
    pub countries: Vec<(String, usize)>,
    /// Keys and phrases.
    pub keywords: Vec<KeywordFacet>,
    pub times: Histogram,
}

#[derive(Debug, Clone, PartialEq)]
pub struct KeywordFacet {
    pub key: String,
    pub phrase: String,
    pub articles: usize,
}

/// The question as it was probably meant.
#[derive(Debug, Clone, PartialEq)]
pub struct DidYouMean {
    pub q: String,
    /// The same, what differs marked.
    pub runs: Runs,
}

/// A hit, with others of its story.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    pub hit: Hit,
    /// The best other hits of the same story, in their order.
    pub others: Vec<Card>,
    /// How many other articles of the same story match, shown or not.
    pub more: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    pub card: Card,
    pub score: f32,
    pub title: Runs,
    pub snippet: Runs,
}

/// A hit that will be shown, with others of its story.
struct Picked {
    id: ArticleId,
    score: f32,
    story: Option<StoryId>,
    others: Vec<ArticleId>,
}

/// Where a search goes on: the next hit, and which stories were shown.
#[derive(Debug, Default, PartialEq)]
struct Place {
    offset: usize,
    shown: Vec<StoryId>,
}

impl Place {
    fn read(cursor: &str) -> PortalResult<Self> {
        let place = || {
            let (offset, shown) = cursor.split_once('-').unwrap_or((cursor, ""));
            let shown = shown.split('.').filter(|id| !id.is_empty()).map(|id| id.parse().ok().map(StoryId));
            let offset = offset.parse().ok().filter(|offset| *offset <= MAX_OFFSET)?;
            Some(Self { offset, shown: shown.take(REMEMBERED).collect::<Option<_>>()? })
        };
        place().ok_or_else(|| PortalError::Invalid("`cursor` is not one that a search gave".to_owned()))
    }

    fn write(&self) -> String {
        let shown: Vec<String> = self.shown.iter().rev().take(REMEMBERED).rev().map(StoryId::to_string).collect();
        if shown.is_empty() { self.offset.to_string() } else { format!("{}-{}", self.offset, shown.join(".")) }
    }
}

impl Portal {
    /// No question makes it fail; a cursor that no search gave and an outlet that is not there do.
    pub fn search(&self, params: &SearchParams, now: Timestamp) -> PortalResult<SearchResults> {
        let mut q = params.q.trim();
        if let Some((end, _)) = q.char_indices().nth(MAX_QUERY_CHARS) {
            q = q[..end].trim_end();
        }
        let mut results = SearchResults { q: q.to_owned(), ..SearchResults::default() };
        let mut place = params.cursor.as_deref().map(Place::read).transpose()?.unwrap_or_default();
        let filters = &params.filters;
        let source = match &filters.source {
            None => None,
            Some(key) => match self.store.source_by_key(key)? {
                Some(source) => Some(source.id),
                None => return Err(PortalError::Invalid(format!("there is no outlet `{key}`"))),
            },
        };
        if results.q.is_empty() && *filters == Filters::default() {
            return Ok(results);
        }
        let limit = params.limit.clamp(1, MAX_RESULTS);
        let (only, group) = match filters.story {
            Some(story) => (Some(self.members_of(story)?), false),
            None => (None, params.group),
        };
        let query = SearchQuery {
            sort: params.sort,
            since: filters.since,
            until: filters.until,
            source,
            country: filters.country.as_ref().map(|code| code.to_uppercase()),
            keyword: filters.keyword.as_deref().map(rafid_arabic::normalize::fold),
            only,
            offset: place.offset,
            // Grouping eats hits: look further than the page is long.
            limit: if group { limit * 3 } else { limit },
            facets: params.facets,
            ..SearchQuery::new(results.q.as_str(), now)
        };
        let (page, matches) = if group {
            let (page, matches) = self.index.search_keeping(&query)?;
            (page, Some(matches))
        } else {
            (self.index.search(&query)?, None)
        };
        results.total = page.total;
        let picked = self.pick(&page.hits, group, limit, &mut place)?;
        if place.offset < page.total.min(MAX_OFFSET) && !page.hits.is_empty() {
            if group {
                place.shown.extend(picked.iter().filter_map(|picked| picked.story));
            }
            results.next_cursor = Some(place.write());
        }
        let more = match matches {
            Some(matches) => self.more(&picked, &*matches)?,
            None => vec![0; picked.len()],
        };
        let outlets = Outlets::new(&*self.store);
        let ids: Vec<ArticleId> =
            picked.iter().flat_map(|picked| std::iter::once(&picked.id).chain(&picked.others)).copied().collect();
        let cards = outlets.cards(self.store.summaries(&ids)?)?;
        if let Some(facets) = page.facets {
            results.facets = Some(self.facets(facets, &cards, &outlets)?);
        }
        let mut cards: HashMap<ArticleId, Card> = cards.into_iter().map(|card| (card.id, card)).collect();
        let words = QueryWords::new(self.index.analyzer(), &results.q);
        for (picked, more) in picked.into_iter().zip(more) {
            // Otherwise it is gone from the store, and soon from the index.
            if let Some(card) = cards.remove(&picked.id) {
                let others = picked.others.iter().filter_map(|id| cards.remove(id)).collect();
                results.groups.push(Group { hit: self.hit(card, picked.score, &words)?, others, more });
            }
        }
        if params.cursor.is_none() {
            results.did_you_mean = self.did_you_mean(&results.q, &outlets)?;
        }
        Ok(results)
    }

    /// The articles of a story, or of the one that it was merged into.
    fn members_of(&self, story: StoryId) -> PortalResult<Vec<ArticleId>> {
        let story = match self.store.story(story)? {
            Some(StoryLookup::Found(found)) => found.id,
            Some(StoryLookup::MovedTo(story)) => story,
            None => return Err(PortalError::Invalid(format!("there is no story `{story}`"))),
        };
        Ok(self.store.story_members(story)?)
    }

    /// The hits that make a page, and moves `place` behind them and those that stand with them.
    fn pick(&self, hits: &[SearchHit], group: bool, limit: usize, place: &mut Place) -> PortalResult<Vec<Picked>> {
        let stories = if group {
            let ids: Vec<ArticleId> = hits.iter().map(|hit| hit.id).collect();
            self.store.stories_of(&ids)?
        } else {
            vec![None; hits.len()]
        };
        let mut picked: Vec<Picked> = Vec::new();
        for (hit, story) in hits.iter().zip(stories) {
            let is_full = picked.len() == limit;
            match picked.iter_mut().find(|picked| story.is_some() && picked.story == story) {
                Some(picked) if picked.others.len() < MOST_OTHERS => picked.others.push(hit.id),
                Some(_) => {}
                None if is_full => break,
                None if story.is_some_and(|story| place.shown.contains(&story)) => {}
                None => picked.push(Picked { id: hit.id, score: hit.score, story, others: Vec::new() }),
            }
            place.offset += 1;
        }
        Ok(picked)
    }

    /// For each, how many other articles of its story match.
    fn more(&self, picked: &[Picked], matches: &dyn Matches) -> PortalResult<Vec<usize>> {
        let mut asked = Vec::new();
        let mut ends = Vec::with_capacity(picked.len());
        for picked in picked {
            if let Some(story) = picked.story {
                asked.extend(self.store.story_members(story)?.into_iter().filter(|id| *id != picked.id));
            }
            ends.push(asked.len());
        }
        let found: HashSet<ArticleId> = matches.among(&asked)?.into_iter().collect();
        let mut start = 0;
        let count = |end: usize| {
            let members = &asked[start..end];
            start = end;
            members.iter().filter(|id| found.contains(id)).count()
        };
        Ok(ends.into_iter().map(count).collect())
    }

    fn facets(&self, facets: Facets, cards: &[Card], outlets: &Outlets) -> PortalResult<SearchFacets> {
        let mut keywords = Vec::new();
        for (key, articles) in facets.keywords {
            if keywords.len() == KEYWORD_FACETS {
                break;
            }
            // Those on the page have most of them.
            let spelled = match spelling_in(cards, &key) {
                None => self.phrase(&key, outlets)?,
                spelled => spelled,
            };
            if let Some(phrase) = spelled {
                keywords.push(KeywordFacet { key, phrase, articles });
            }
        }
        let of = |(source, articles)| Ok((outlets.get(source)?, articles));
        let outlets = facets.sources.into_iter().map(of).collect::<StoreResult<_>>()?;
        Ok(SearchFacets { outlets, countries: facets.countries, keywords, times: facets.times })
    }

    /// How articles that may show it write a keyword: what most of the newest have. `None` when none has it any longer.
    pub(super) fn phrase(&self, key: &str, outlets: &Outlets) -> PortalResult<Option<String>> {
        let filter = ArticleFilter { keyword: Some(key.to_owned()), limit: SPELLING_VOTES, ..ArticleFilter::default() };
        Ok(spelling_in(&outlets.cards(self.store.latest(&filter)?)?, key))
    }

    fn did_you_mean(&self, q: &str, outlets: &Outlets) -> PortalResult<Option<DidYouMean>> {
        let (mut runs, mut at) = (Runs::new(), 0);
        for wrong in self.index.respell(q)? {
            let Some(before) = q.get(at..wrong.range.start) else { continue };
            let Some(spelling) = self.spelling(&wrong, outlets)? else { continue };
            runs.push(Run { text: before.to_owned(), is_match: false });
            runs.push(Run { text: format!("{}{spelling}", wrong.clitic), is_match: true });
            at = wrong.range.end;
        }
        if runs.is_empty() {
            return Ok(None);
        }
        runs.push(Run { text: q.get(at..).unwrap_or_default().to_owned(), is_match: false });
        runs.retain(|run| !run.text.is_empty());
        Ok(Some(DidYouMean { q: runs.iter().map(|run| run.text.as_str()).collect(), runs }))
    }

    /// How publishers write what was meant, as far as they let it be shown.
    fn spelling(&self, wrong: &Respelling, outlets: &Outlets) -> PortalResult<Option<String>> {
        let meant: Vec<&str> = wrong.folded.split(' ').collect();
        let mut votes: Vec<Vec<(usize, String)>> = vec![Vec::new(); meant.len()];
        let analyzer = self.index.analyzer();
        for &id in &wrong.examples {
            let Some(detail) = self.store.article(id)? else { continue };
            let article = outlets.article(detail)?;
            for text in [article.card.title, article.body.text()] {
                analyzer.analyze(&text, |term| {
                    for (word, votes) in meant.iter().zip(&mut votes) {
                        // It may stand there with clitics only.
                        let Some(clitic) = term.exact.strip_suffix(word) else { continue };
                        let written = rafid_arabic::normalize::exact(&text[term.range.clone()]);
                        if clitic.is_empty() || term.guided == *word && written.chars().count() == term.exact.chars().count() {
                            vote(votes, written.chars().skip(clitic.chars().count()).collect());
                        }
                    }
                });
            }
        }
        let spellings: Option<Vec<String>> = votes.into_iter().map(elected).collect();
        Ok(spellings.map(|words| words.join(" ")))
    }

    fn hit(&self, card: Card, score: f32, words: &QueryWords) -> PortalResult<Hit> {
        let mut snippet = words.excerpt(&card.lead, SNIPPET_CHARS);
        // Where everything may be shown, the text as it was indexed is what was found.
        if snippet.is_none()
            && card.outlet.policy == DisplayPolicy::Full
            && let Some(document) = self.store.index_documents(&[card.id])?.pop()
        {
            snippet = Some(words.snippet(&document.body, SNIPPET_CHARS));
        }
        let snippet = snippet.unwrap_or_else(|| words.snippet(&card.lead, SNIPPET_CHARS));
        Ok(Hit { title: words.mark(&card.title), snippet, score, card })
    }
}

/// How most of the articles write a keyword; `None` when none has it.
fn spelling_in(cards: &[Card], key: &str) -> Option<String> {
    let mut votes: Vec<(usize, String)> = Vec::new();
    for keyword in cards.iter().flat_map(|card| &card.keywords).filter(|keyword| keyword.key == key) {
        vote(&mut votes, keyword.phrase.clone());
    }
    elected(votes)
}

fn vote(votes: &mut Vec<(usize, String)>, spelling: String) {
    match votes.iter_mut().find(|(_, known)| *known == spelling) {
        Some((count, _)) => *count += 1,
        None => votes.push((1, spelling)),
    }
}

/// The spelling with the most votes; the first to be met among equals.
fn elected(votes: Vec<(usize, String)>) -> Option<String> {
    votes.into_iter().rev().max_by_key(|(count, _)| *count).map(|(_, spelling)| spelling)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commonest_spelling_wins_and_the_first_among_equals() {
        let mut votes = Vec::new();
        assert_eq!(elected(votes.clone()), None);
        for spelling in ["إعلان", "اعلان"] {
            vote(&mut votes, spelling.into());
        }
        assert_eq!(elected(votes.clone()).as_deref(), Some("إعلان"));
        vote(&mut votes, "اعلان".into());
        assert_eq!(elected(votes).as_deref(), Some("اعلان"));
    }

    #[test]
    fn places_come_back_and_others_are_refused() {
        let place = Place { offset: 20, shown: vec![StoryId(3), StoryId(9)] };
        assert_eq!(place.write(), "20-3.9");
        assert_eq!(Place::read("20-3.9").unwrap(), place);
        assert_eq!(Place::read("7").unwrap(), Place { offset: 7, shown: vec![] });
        for bad in ["", "x", "-3", "20-x", "99999999", "20-3..x"] {
            assert!(Place::read(bad).is_err(), "{bad}");
        }
    }
}
