//! Search: hits with snippets, grouped by story.

use jiff::Timestamp;
use rafid_core::*;

use super::snippet::{QueryWords, Runs};
use super::{Portal, PortalError, PortalResult};
use crate::view::{Card, Outlets};

/// A question longer than this is nobody's question.
pub const MAX_QUERY_CHARS: usize = 500;
pub const MAX_RESULTS: usize = 100;
/// How deep a search can be paged.
const MAX_OFFSET: usize = 5_000;
/// How many stories a cursor remembers, so that none is shown twice.
const REMEMBERED: usize = 100;
const SNIPPET_CHARS: usize = 220;

#[derive(Debug, Clone)]
pub struct SearchParams {
    pub q: String,
    pub sort: Sort,
    /// Whether articles of one story stand together.
    pub group: bool,
    pub cursor: Option<String>,
    pub limit: usize,
    /// An outlet's key.
    pub source: Option<String>,
    pub since: Option<Timestamp>,
    pub until: Option<Timestamp>,
}

impl SearchParams {
    pub fn new(q: impl Into<String>) -> Self {
        let (source, since, until) = (None, None, None);
        Self { q: q.into(), sort: Sort::Blend, group: true, cursor: None, limit: 10, source, since, until }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct SearchResults {
    pub q: String,
    /// All articles that match.
    pub total: usize,
    pub groups: Vec<Group>,
    pub next_cursor: Option<String>,
}

/// A hit, with others of its story.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    pub hit: Hit,
    /// Other hits of the same story among the best, in their order.
    pub others: Vec<Card>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    pub card: Card,
    pub score: f32,
    pub title: Runs,
    pub snippet: Runs,
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
    /// No question makes it fail, unless it is too long or its cursor or outlet is not ours.
    pub fn search(&self, params: &SearchParams, now: Timestamp) -> PortalResult<SearchResults> {
        let q = params.q.trim().to_owned();
        if q.chars().count() > MAX_QUERY_CHARS {
            return Err(PortalError::Invalid(format!("`q` is longer than {MAX_QUERY_CHARS} characters")));
        }
        let mut results = SearchResults { q, total: 0, groups: vec![], next_cursor: None };
        let mut place = params.cursor.as_deref().map(Place::read).transpose()?.unwrap_or_default();
        let source = match &params.source {
            None => None,
            Some(key) => match self.store.source_by_key(key)? {
                Some(source) => Some(source.id),
                None => return Err(PortalError::Invalid(format!("there is no outlet `{key}`"))),
            },
        };
        if results.q.is_empty() {
            return Ok(results);
        }
        let limit = params.limit.clamp(1, MAX_RESULTS);
        // Grouping eats hits: look further than the page is long.
        let window = if params.group { limit * 3 } else { limit };
        let page = self.index.search(&SearchQuery {
            text: results.q.clone(),
            sort: params.sort,
            since: params.since,
            until: params.until,
            source,
            offset: place.offset,
            limit: window,
            now,
        })?;
        results.total = page.total;
        let outlets = Outlets::new(&*self.store);
        let ids: Vec<ArticleId> = page.hits.iter().map(|hit| hit.id).collect();
        let mut cards = outlets.cards(self.store.summaries(&ids)?)?.into_iter().peekable();
        let words = QueryWords::new(&results.q);
        for hit in &page.hits {
            let card = cards.next_if(|card| card.id == hit.id);
            let story = card.as_ref().and_then(|card| card.story).filter(|_| params.group);
            let is_full = results.groups.len() == limit;
            let group = results.groups.iter_mut().find(|group| story.is_some() && group.hit.card.story == story);
            match (card, group) {
                (Some(card), Some(group)) => group.others.push(card),
                (Some(_), None) if is_full => break,
                (Some(_), None) if story.is_some_and(|story| place.shown.contains(&story)) => {}
                (Some(card), None) => {
                    results.groups.push(Group { hit: self.hit(card, hit.score, &words, &outlets)?, others: vec![] });
                }
                // Gone from the store, and soon from the index.
                (None, _) => {}
            }
            place.offset += 1;
        }
        if place.offset < page.total.min(MAX_OFFSET) && !page.hits.is_empty() {
            if params.group {
                place.shown.extend(results.groups.iter().filter_map(|group| group.hit.card.story));
            }
            results.next_cursor = Some(place.write());
        }
        Ok(results)
    }

    fn hit(&self, card: Card, score: f32, words: &QueryWords, outlets: &Outlets) -> PortalResult<Hit> {
        let mut snippet = None;
        if card.outlet.policy == DisplayPolicy::Full
            && !words.occur_in(&card.lead)
            && let Some(detail) = self.store.article(card.id)?
        {
            snippet = Some(words.snippet(&outlets.article(detail)?.body.text(), SNIPPET_CHARS));
        }
        let snippet = snippet.unwrap_or_else(|| words.snippet(&card.lead, SNIPPET_CHARS));
        Ok(Hit { title: words.mark(&card.title), snippet, score, card })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
