//! A store and an index in memory: simple enough to be right at a glance, real enough to serve the whole site.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use rafid_analysis::{ArticleText, analyse};
use rafid_core::*;

/// What the site is made from. Build it with the methods below, then share it.
#[derive(Default, Clone)]
pub struct Shelf {
    pub sources: Vec<Source>,
    pub articles: Vec<ArticleDetail>,
    pub feeds: Vec<Feed>,
    pub merged: BTreeMap<i64, i64>,
    /// Every question fails with this.
    pub broken: bool,
    /// Every question panics.
    pub haunted: bool,
}

pub fn ago(minutes: i64) -> Timestamp {
    Timestamp::now().checked_sub(SignedDuration::from_mins(minutes)).unwrap()
}

impl Shelf {
    pub fn outlet(&mut self, key: &str, name: &str, policy: DisplayPolicy) -> SourceId {
        let id = SourceId(self.sources.len() as i64 + 1);
        let home_url = WebUrl::new(&format!("https://{key}/"));
        let (key, name) = (key.to_owned(), name.to_owned());
        self.sources.push(Source {
            id,
            key,
            name,
            home_url,
            country: None,
            policy,
            tags: vec![],
            added_at: Timestamp::UNIX_EPOCH,
        });
        id
    }

    /// Adds an article of `minutes` ago; `story` 0 opens one.
    pub fn put(&mut self, source: SourceId, title: &str, body: &str, minutes: i64, story: i64) -> &mut ArticleDetail {
        let id = ArticleId(self.articles.len() as i64 + 1);
        let body = Body::from_text(body);
        let at = ago(minutes);
        let text = body.text();
        let keywords = analyse(&ArticleText { title, body: &text, ..ArticleText::default() }).keywords;
        self.articles.push(ArticleDetail {
            summary: ArticleSummary {
                id,
                external_id: Some(format!("x{id}")),
                source,
                url: WebUrl::new(&format!("https://news.example/{id}")),
                title: title.to_owned(),
                lead: cut_at_word(&text.replace('\n', " "), 300),
                byline: Some("هناء البحار".to_owned()),
                section: None,
                image: WebUrl::new("https://news.example/i.jpg"),
                published: Some(at),
                at,
                story: Some(StoryId(if story == 0 { id.0 } else { story })),
                original: None,
                agency: None,
                keywords,
            },
            body,
            abstract_text: None,
            updated: None,
            fetched_at: at,
            tags: vec![],
            credit: None,
            language: Some("ar".to_owned()),
            copies: vec![],
            revisions: vec![],
        });
        self.articles.last_mut().unwrap()
    }

    /// Says that `copy` carries the text of `original`.
    pub fn link(&mut self, original: i64, copy: i64, kind: CopyKind, similarity: f32) {
        let link = |other| CopyLink { other: ArticleId(other), kind, similarity, of_this: similarity, of_other: similarity };
        self.articles[original as usize - 1].copies.push(link(copy));
        let copy = &mut self.articles[copy as usize - 1];
        copy.copies.push(link(original));
        copy.summary.original = Some(ArticleId(original));
    }

    pub fn share(self) -> Arc<Self> {
        Arc::new(self)
    }

    fn asked(&self) -> StoreResult<()> {
        assert!(!self.haunted, "the test wants a panic");
        if self.broken { Err(StoreError::new(ErrorKind::Corrupt, "page 7 of <rafid.db> is torn")) } else { Ok(()) }
    }

    fn find(&self, id: ArticleId) -> Option<&ArticleDetail> {
        self.articles.iter().find(|article| article.summary.id == id)
    }

    fn row(&self, article: &ArticleDetail) -> DigestRow {
        let summary = &article.summary;
        let body = article.body.text();
        let text = ArticleText { title: &summary.title, body: &body, ..ArticleText::default() };
        DigestRow {
            id: summary.id,
            source: summary.source,
            at: summary.at,
            story: summary.story,
            original: summary.original,
            digest: analyse(&text).digest,
        }
    }

    fn story_summary(&self, id: StoryId) -> Option<StorySummary> {
        let mut members: Vec<_> = self.articles.iter().filter(|a| a.summary.story == Some(id)).collect();
        members.sort_by_key(|a| (a.summary.at, a.summary.id));
        let (first, last) = (members.first()?, members.last()?);
        let mut sources = Vec::new();
        for member in &members {
            if !sources.contains(&member.summary.source) {
                sources.push(member.summary.source);
            }
        }
        let mut agencies: Vec<String> = Vec::new();
        for agency in members.iter().filter_map(|member| member.summary.agency.clone()) {
            if !agencies.contains(&agency) {
                agencies.push(agency);
            }
        }
        let share = |source: &SourceId| {
            let own = || members.iter().filter(|member| member.summary.source == *source);
            OutletShare {
                originals: own().filter(|member| member.summary.original.is_none()).count() as u32,
                first_at: own().map(|member| member.summary.at).min().unwrap_or(first.summary.at),
                last_at: own().map(|member| member.summary.at).max().unwrap_or(last.summary.at),
            }
        };
        Some(StorySummary {
            shares: sources.iter().map(share).collect(),
            agencies,
            id,
            lead: first.summary.id,
            first_at: first.summary.at,
            last_at: last.summary.at,
            articles: members.len() as u32,
            originals: members.iter().filter(|a| a.summary.original.is_none()).count() as u32,
            sources,
        })
    }
}

fn absent<T>() -> StoreResult<T> {
    Err(StoreError::new(ErrorKind::Other, "not on this shelf"))
}

impl Store for Shelf {
    fn ensure_source(&self, _: &SourceDraft) -> StoreResult<Source> {
        absent()
    }
    fn update_source(&self, _: &Source) -> StoreResult<()> {
        absent()
    }
    fn follow(&self, _: &[FollowDraft]) -> StoreResult<Vec<Followed>> {
        absent()
    }
    fn set_listing_rule(&self, _: FeedId, _: Option<&str>) -> StoreResult<()> {
        absent()
    }
    fn listing_rule(&self, _: FeedId) -> StoreResult<Option<String>> {
        absent()
    }
    fn pause_source(&self, _: SourceId, _: bool) -> StoreResult<usize> {
        absent()
    }
    fn source(&self, id: SourceId) -> StoreResult<Option<Source>> {
        Ok(self.sources.iter().find(|source| source.id == id).cloned())
    }
    fn source_by_key(&self, key: &str) -> StoreResult<Option<Source>> {
        self.asked()?;
        Ok(self.sources.iter().find(|source| source.key == key).cloned())
    }
    fn sources(&self) -> StoreResult<Vec<Source>> {
        Ok(self.sources.clone())
    }
    fn source_activity(&self, since: Option<Timestamp>) -> StoreResult<Vec<SourceActivity>> {
        let activity = |source: &Source| {
            let own = self.articles.iter().filter(|a| a.summary.source == source.id);
            let own: Vec<_> = own.map(|a| a.summary.at).filter(|at| since.is_none_or(|since| *at >= since)).collect();
            SourceActivity { source: source.clone(), articles: own.len() as u64, last_at: own.into_iter().max() }
        };
        let mut all: Vec<_> = self.sources.iter().map(activity).filter(|activity| activity.articles > 0).collect();
        all.sort_by_key(|activity| std::cmp::Reverse(activity.articles));
        Ok(all)
    }
    fn publishing(&self, _: Timestamp) -> StoreResult<Vec<Publishing>> {
        Ok(Vec::new())
    }
    fn site_template(&self, _: &str) -> StoreResult<Option<Vec<u8>>> {
        absent()
    }
    fn keep_site_templates(&self, _: &[(String, Vec<u8>)]) -> StoreResult<()> {
        absent()
    }
    fn keep_subscription(&self, _: &Subscription) -> StoreResult<()> {
        absent()
    }
    fn drop_subscription(&self, _: &str) -> StoreResult<()> {
        absent()
    }
    fn subscription(&self, _: &str) -> StoreResult<Option<Subscription>> {
        absent()
    }
    fn subscriptions_of(&self, _: FeedId) -> StoreResult<Vec<Subscription>> {
        absent()
    }
    fn subscriptions(&self) -> StoreResult<Vec<Subscription>> {
        Ok(Vec::new())
    }
    fn keep_robots(&self, _: &[RobotsNote]) -> StoreResult<()> {
        absent()
    }
    fn robots(&self, _: &str) -> StoreResult<Option<RobotsNote>> {
        absent()
    }
    fn due_subscriptions(&self, _: Timestamp, _: usize) -> StoreResult<Vec<Subscription>> {
        absent()
    }
    fn plan_revisits(&self, _: &[RevisitPlan]) -> StoreResult<()> {
        absent()
    }
    fn due_revisits(&self, _: Timestamp, _: usize) -> StoreResult<Vec<RevisitPlan>> {
        absent()
    }
    fn unfollow_source(&self, _: SourceId) -> StoreResult<usize> {
        absent()
    }
    fn ensure_feed(&self, _: &FeedDraft) -> StoreResult<Feed> {
        absent()
    }
    fn feed(&self, _: FeedId) -> StoreResult<Option<Feed>> {
        absent()
    }
    fn feeds(&self) -> StoreResult<Vec<Feed>> {
        Ok(self.feeds.clone())
    }
    fn due_feeds(&self, _: Timestamp, _: usize) -> StoreResult<Vec<Feed>> {
        absent()
    }
    fn next_due(&self) -> StoreResult<Option<Timestamp>> {
        absent()
    }
    fn known(&self, _: &[Identity]) -> StoreResult<Vec<Option<Known>>> {
        absent()
    }
    fn known_entries(&self, _: FeedId, _: &[String]) -> StoreResult<Vec<Option<u64>>> {
        absent()
    }
    fn commit(&self, _: &[IngestIntent], _: &[FetchRecord]) -> StoreResult<Vec<IngestOutcome>> {
        absent()
    }
    fn unsettled(&self, _: usize) -> StoreResult<Vec<DigestRow>> {
        absent()
    }
    fn digests_between(&self, _: Timestamp, _: Timestamp) -> StoreResult<Vec<DigestRow>> {
        absent()
    }
    fn digests(&self, ids: &[ArticleId]) -> StoreResult<Vec<DigestRow>> {
        Ok(ids.iter().filter_map(|id| self.find(*id)).map(|article| self.row(article)).collect())
    }
    fn digests_of_story(&self, story: StoryId, limit: usize) -> StoreResult<Vec<DigestRow>> {
        let mut rows: Vec<_> =
            self.articles.iter().map(|article| self.row(article)).filter(|row| row.story == Some(story)).collect();
        rows.sort_by_key(|row| (row.at, row.id));
        Ok(rows.split_off(rows.len().saturating_sub(limit)))
    }
    fn sharing_signature(&self, _: &[u32], _: u32, _: usize) -> StoreResult<Vec<(ArticleId, u32)>> {
        absent()
    }
    fn settle(&self, _: &SettleIntent) -> StoreResult<()> {
        absent()
    }
    fn changes(&self, _: Seq, _: usize) -> StoreResult<Vec<Change>> {
        absent()
    }
    fn last_seq(&self) -> StoreResult<Seq> {
        Ok(Seq(self.articles.len() as u64))
    }
    fn index_documents(&self, ids: &[ArticleId]) -> StoreResult<Vec<IndexDocument>> {
        let found = ids.iter().filter_map(|id| self.articles.iter().find(|a| a.summary.id == *id));
        let document = |a: &ArticleDetail| IndexDocument {
            id: a.summary.id,
            source: a.summary.source,
            source_key: String::new(),
            country: None,
            at: a.summary.at,
            title: a.summary.title.clone(),
            body: a.body.text(),
            keywords: a.summary.keywords.iter().map(|keyword| keyword.key.clone()).collect(),
        };
        Ok(found.map(document).collect())
    }
    fn resolve(&self, article: &ArticleRef) -> StoreResult<Option<ArticleId>> {
        self.asked()?;
        let is_it = |a: &&ArticleDetail| match article {
            ArticleRef::Id(id) => a.summary.id == *id,
            ArticleRef::External(external) => a.summary.external_id.as_ref() == Some(external),
        };
        Ok(self.articles.iter().find(is_it).map(|a| a.summary.id))
    }
    fn article(&self, id: ArticleId) -> StoreResult<Option<ArticleDetail>> {
        Ok(self.find(id).cloned())
    }
    fn summaries(&self, ids: &[ArticleId]) -> StoreResult<Vec<ArticleSummary>> {
        Ok(ids.iter().filter_map(|id| self.find(*id)).map(|a| a.summary.clone()).collect())
    }
    fn latest(&self, filter: &ArticleFilter) -> StoreResult<Vec<ArticleSummary>> {
        let mut found: Vec<_> = self.articles.iter().map(|a| a.summary.clone()).collect();
        found.retain(|a| filter.source.is_none_or(|source| a.source == source));
        found.retain(|a| filter.keyword.as_ref().is_none_or(|key| a.keywords.iter().any(|keyword| keyword.key == *key)));
        found.retain(|a| filter.until.is_none_or(|until| a.at <= until));
        found.sort_by_key(|a| std::cmp::Reverse((a.at, a.id)));
        found.retain(|a| filter.after.is_none_or(|after| (a.at, a.id) < after));
        found.truncate(filter.limit);
        Ok(found)
    }
    fn keyword_history(&self, keys: &[String], edges: &[Timestamp]) -> StoreResult<Vec<Vec<u32>>> {
        let has = |article: &ArticleDetail, key: &str| article.summary.keywords.iter().any(|keyword| keyword.key == key);
        let count = |key: &String, from: Timestamp, to: Timestamp| {
            let of_key = self.articles.iter().filter(|article| has(article, key));
            of_key.filter(|article| (from..to).contains(&article.summary.at)).count() as u32
        };
        Ok(keys.iter().map(|key| edges.windows(2).map(|two| count(key, two[0], two[1])).collect()).collect())
    }
    fn newest_at(&self, now: Timestamp) -> StoreResult<Option<Timestamp>> {
        Ok(self.articles.iter().map(|a| a.summary.at).filter(|at| *at <= now).max())
    }
    fn export(&self, _: &ArticleFilter) -> StoreResult<Vec<ArticleDetail>> {
        absent()
    }
    fn story(&self, id: StoryId) -> StoreResult<Option<StoryLookup>> {
        self.asked()?;
        if let Some(into) = self.merged.get(&id.0) {
            return Ok(Some(StoryLookup::MovedTo(StoryId(*into))));
        }
        Ok(self.story_summary(id).map(StoryLookup::Found))
    }
    fn story_articles(&self, id: StoryId) -> StoreResult<Vec<ArticleSummary>> {
        let mut found: Vec<_> = self.articles.iter().map(|a| a.summary.clone()).filter(|a| a.story == Some(id)).collect();
        found.sort_by_key(|a| (a.at, a.id));
        Ok(found)
    }
    fn story_members(&self, id: StoryId) -> StoreResult<Vec<ArticleId>> {
        Ok(self.story_articles(id)?.into_iter().map(|a| a.id).collect())
    }
    fn stories_of(&self, ids: &[ArticleId]) -> StoreResult<Vec<Option<StoryId>>> {
        let of = |id: &ArticleId| self.articles.iter().find(|a| a.summary.id == *id)?.summary.story;
        Ok(ids.iter().map(of).collect())
    }
    fn stories(&self, filter: &StoryFilter) -> StoreResult<Vec<StorySummary>> {
        let mut ids: Vec<_> = self.articles.iter().filter_map(|a| a.summary.story).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut found: Vec<_> = ids.into_iter().filter_map(|id| self.story_summary(id)).collect();
        found.retain(|story| filter.since.is_none_or(|since| story.last_at >= since));
        found.retain(|story| filter.until.is_none_or(|until| story.first_at < until));
        found.retain(|story| story.articles >= filter.min_articles);
        found.sort_by_key(|story| std::cmp::Reverse((story.last_at, story.id)));
        found.retain(|story| filter.after.is_none_or(|after| (story.last_at, story.id) < after));
        found.truncate(filter.limit);
        Ok(found)
    }
    fn counts(&self) -> StoreResult<StoreCounts> {
        self.asked()?;
        let (articles, sources) = (self.articles.len() as u64, self.sources.len() as u64);
        Ok(StoreCounts { articles, stories: articles, sources, feeds: 0, unsettled: 0 })
    }
    fn check(&self) -> StoreResult<Vec<String>> {
        absent()
    }
}

/// Words as they are compared.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    rafid_arabic::Analyzer::builtin().analyze(text, |term| words.push(term.light.to_owned()));
    words
}

/// Finds by counting shared words.
pub struct ShelfIndex(pub Arc<Shelf>);

struct Found(Vec<ArticleId>);

impl Matches for Found {
    fn among(&self, ids: &[ArticleId]) -> StoreResult<Vec<ArticleId>> {
        Ok(ids.iter().filter(|id| self.0.contains(id)).copied().collect())
    }
}

impl SearchIndex for ShelfIndex {
    fn analyzer(&self) -> rafid_arabic::SharedAnalyzer {
        Default::default()
    }
    fn generation(&self) -> StoreResult<Generation> {
        absent()
    }
    fn begin_next(&self, _: Option<&rafid_arabic::Vocabulary>) -> StoreResult<Box<dyn NextIndex>> {
        absent()
    }
    fn cursor(&self) -> StoreResult<Seq> {
        Ok(Seq(0))
    }
    fn apply(&self, _: &[IndexDocument], _: &[ArticleId], _: Seq) -> StoreResult<()> {
        absent()
    }
    fn clear(&self) -> StoreResult<()> {
        absent()
    }
    fn search(&self, query: &SearchQuery) -> StoreResult<SearchPage> {
        self.0.asked()?;
        let asked = words(&query.text);
        let mut hits: Vec<_> = (self.0.articles.iter())
            .filter(|a| query.source.is_none_or(|source| a.summary.source == source))
            .filter(|a| query.only.as_ref().is_none_or(|only| only.contains(&a.summary.id)))
            .filter_map(|a| {
                let own = words(&format!("{} {}", a.summary.title, a.body.text()));
                let score = asked.iter().filter(|word| own.contains(word)).count() as f32;
                (score > 0.0).then_some(SearchHit { id: a.summary.id, score })
            })
            .collect();
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.id.cmp(&b.id)));
        let total = hits.len();
        let facets = (query.facets && total > 0).then(|| self.facets(&hits));
        Ok(SearchPage { hits: hits.into_iter().skip(query.offset).take(query.limit).collect(), total, facets })
    }
    fn search_keeping(&self, query: &SearchQuery) -> StoreResult<(SearchPage, Box<dyn Matches>)> {
        let all = self.search(&SearchQuery { offset: 0, limit: usize::MAX, ..query.clone() })?;
        let found = Found(all.hits.iter().map(|hit| hit.id).collect());
        Ok((self.search(query)?, Box::new(found)))
    }
    fn similar(&self, terms: &[(String, f32)], limit: usize) -> StoreResult<Vec<SearchHit>> {
        let text = terms.iter().map(|(term, _)| term.as_str()).collect::<Vec<_>>().join(" ");
        Ok(self.search(&SearchQuery { limit, ..SearchQuery::new(text, Timestamp::now()) })?.hits)
    }
    fn complete(&self, prefix: &str, limit: usize) -> StoreResult<Vec<Completion>> {
        let prefix = rafid_arabic::normalize::fold(prefix);
        let keys = self.0.articles.iter().flat_map(|a| &a.summary.keywords).map(|keyword| keyword.key.clone());
        let keys: std::collections::BTreeSet<String> = keys.filter(|key| key.starts_with(&prefix)).collect();
        Ok(keys.into_iter().take(limit).map(|key| Completion { key, articles: 1 }).collect())
    }
    /// Whatever has a word of the shelf's with its first two letters in turn.
    fn respell(&self, text: &str) -> StoreResult<Vec<Respelling>> {
        let mut found = Vec::new();
        rafid_arabic::Analyzer::builtin().analyze(text, |term| {
            let mut letters: Vec<char> = term.exact.chars().collect();
            if letters.len() < 3 {
                return;
            }
            letters.swap(0, 1);
            let folded: String = letters.into_iter().collect();
            let has = |a: &&ArticleDetail| {
                let mut has = false;
                let text = format!("{} {}", a.summary.title, a.body.text());
                rafid_arabic::Analyzer::builtin().analyze(&text, |term| has |= term.exact == folded);
                has
            };
            let examples: Vec<_> = self.0.articles.iter().filter(has).map(|a| a.summary.id).collect();
            if !examples.is_empty() {
                found.push(Respelling { range: term.range.clone(), clitic: String::new(), folded, examples });
            }
        });
        Ok(found)
    }
    fn documents(&self) -> StoreResult<u64> {
        Ok(self.0.articles.len() as u64)
    }
}

impl ShelfIndex {
    fn facets(&self, hits: &[SearchHit]) -> Facets {
        let mut facets = Facets::default();
        let mut count = |source: SourceId| match facets.sources.iter_mut().find(|(known, _)| *known == source) {
            Some((_, count)) => *count += 1,
            None => facets.sources.push((source, 1)),
        };
        for hit in hits {
            self.0.articles.iter().filter(|a| a.summary.id == hit.id).for_each(|a| count(a.summary.source));
        }
        facets
    }
}
