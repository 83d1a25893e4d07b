//! The contract with what keeps things. Speaks use cases: no transaction, connection or SQL word crosses it.
//!
//! All calls block; asynchronous callers wrap them. Lists come in a stated order, absence is an `Option`, and a call
//! that takes a list answers in the list's order.

use jiff::Timestamp;

use crate::*;

/// The newest first, or the oldest first, from a place on.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ArticleFilter {
    pub source: Option<SourceId>,
    /// A [`Keyword::key`].
    pub keyword: Option<String>,
    pub since: Option<Timestamp>,
    pub until: Option<Timestamp>,
    /// Continue after this article (in the same order).
    pub after: Option<(Timestamp, ArticleId)>,
    pub limit: usize,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct StoryFilter {
    /// Stories whose last article is at or after this.
    pub since: Option<Timestamp>,
    /// Stories whose first article is before this.
    pub until: Option<Timestamp>,
    pub min_articles: u32,
    /// Continue after this story: `(last_at, id)`.
    pub after: Option<(Timestamp, StoryId)>,
    pub limit: usize,
}

/// How full the store is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct StoreCounts {
    pub articles: u64,
    pub stories: u64,
    pub sources: u64,
    pub feeds: u64,
    /// Articles that wait for a story.
    pub unsettled: u64,
}

/// An outlet with what it brings.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceActivity {
    pub source: Source,
    pub articles: u64,
    pub last_at: Option<Timestamp>,
}

/// How much an outlet publishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Publishing {
    pub source: SourceId,
    /// Its newest article that is not ahead of now.
    pub last_at: Option<Timestamp>,
    /// Articles of the last 24 hours.
    pub last_day: u64,
    /// Articles of the four weeks that end with its last article, and the first of them.
    pub before_last: u64,
    pub first_at: Option<Timestamp>,
}

/// One line of the change log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    pub seq: Seq,
    pub article: ArticleId,
    /// The article is gone, and must go from every index.
    pub removed: bool,
}

/// How a story's address ends.
#[derive(Debug, Clone, PartialEq)]
pub enum StoryLookup {
    Found(StorySummary),
    /// It was merged: go there.
    MovedTo(StoryId),
}

pub trait Store: Send + Sync {
    // outlets and feeds
    /// Finds the outlet by `draft.key` or adds it; what is known already is left as it is.
    fn ensure_source(&self, draft: &SourceDraft) -> StoreResult<Source>;
    fn update_source(&self, source: &Source) -> StoreResult<()>;
    fn source(&self, id: SourceId) -> StoreResult<Option<Source>>;
    fn source_by_key(&self, key: &str) -> StoreResult<Option<Source>>;
    /// By name.
    fn sources(&self) -> StoreResult<Vec<Source>>;
    /// Outlets with an article since `since`, the most articles first.
    fn source_activity(&self, since: Option<Timestamp>) -> StoreResult<Vec<SourceActivity>>;
    /// How much each outlet that has a feed publishes, in the order of their numbers.
    fn publishing(&self, now: Timestamp) -> StoreResult<Vec<Publishing>>;
    /// Stops following an outlet: its feeds go, its articles stay. Answers how many feeds went.
    fn unfollow_source(&self, id: SourceId) -> StoreResult<usize>;
    /// Follows feeds with their outlets, all in one atomic step. An outlet that is known keeps what is said of it and takes on
    /// tags that are new; a feed that is known stays with its outlet.
    fn follow(&self, drafts: &[FollowDraft]) -> StoreResult<Vec<Followed>>;
    /// How the articles are found in a listing page, in a form that the store does not read; `None` takes it away.
    fn set_listing_rule(&self, feed: FeedId, rule: Option<&str>) -> StoreResult<()>;
    fn listing_rule(&self, feed: FeedId) -> StoreResult<Option<String>>;
    /// Stops asking an outlet's feeds, or goes on with all that are stopped, at once. Answers how many feeds changed.
    fn pause_source(&self, id: SourceId, paused: bool) -> StoreResult<usize>;
    /// Finds the feed by address or adds it, due at once.
    fn ensure_feed(&self, draft: &FeedDraft) -> StoreResult<Feed>;
    fn feed(&self, id: FeedId) -> StoreResult<Option<Feed>>;
    fn feeds(&self) -> StoreResult<Vec<Feed>>;
    /// Active feeds whose time has come, the longest overdue first.
    fn due_feeds(&self, now: Timestamp, limit: usize) -> StoreResult<Vec<Feed>>;
    /// When the next active feed is due.
    fn next_due(&self) -> StoreResult<Option<Timestamp>>;

    // articles in
    fn known(&self, identities: &[Identity]) -> StoreResult<Vec<Option<Known>>>;
    /// What the feed said last about these entries (by [`EntryRecord::key`]): the hash, `None` where it is new.
    fn known_entries(&self, feed: FeedId, keys: &[String]) -> StoreResult<Vec<Option<u64>>>;
    /// Stores articles and what the fetches that brought them taught, in one atomic step.
    fn commit(&self, intents: &[IngestIntent], fetches: &[FetchRecord]) -> StoreResult<Vec<IngestOutcome>>;
    /// Keeps plans to look at pages again, by address; a plan whose `due_at` is `None` is over and goes.
    fn plan_revisits(&self, plans: &[RevisitPlan]) -> StoreResult<()>;
    /// Plans whose time has come, the longest overdue first.
    fn due_revisits(&self, now: Timestamp, limit: usize) -> StoreResult<Vec<RevisitPlan>>;
    /// What was learned of a host's pages, in a form that the store does not read.
    fn site_template(&self, host: &str) -> StoreResult<Option<Vec<u8>>>;
    /// Keeps what was learned of hosts, in one atomic step.
    fn keep_site_templates(&self, templates: &[(String, Vec<u8>)]) -> StoreResult<()>;
    /// Keeps a subscription, by its token.
    fn keep_subscription(&self, subscription: &Subscription) -> StoreResult<()>;
    fn drop_subscription(&self, token: &str) -> StoreResult<()>;
    fn subscription(&self, token: &str) -> StoreResult<Option<Subscription>>;
    /// The feed's subscriptions that are not ending, one a hub. A feed that is paused, gone or removed has none: what it had is
    /// ending.
    fn subscriptions_of(&self, feed: FeedId) -> StoreResult<Vec<Subscription>>;
    /// All that are not ending, by feed.
    fn subscriptions(&self) -> StoreResult<Vec<Subscription>>;
    /// Subscriptions whose hub is to be spoken to, the longest overdue first.
    fn due_subscriptions(&self, now: Timestamp, limit: usize) -> StoreResult<Vec<Subscription>>;
    /// Keeps what robots.txt of origins said; what is older than a day is forgotten.
    fn keep_robots(&self, notes: &[RobotsNote]) -> StoreResult<()>;
    /// By [`RobotsNote::origin`].
    fn robots(&self, origin: &str) -> StoreResult<Option<RobotsNote>>;
    /// Articles without a story and those whose text has changed since they got theirs, by time, at most `limit`.
    fn unsettled(&self, limit: usize) -> StoreResult<Vec<DigestRow>>;
    /// Settled articles with `from <= at <= to`, by time.
    fn digests_between(&self, from: Timestamp, to: Timestamp) -> StoreResult<Vec<DigestRow>>;
    fn digests(&self, ids: &[ArticleId]) -> StoreResult<Vec<DigestRow>>;
    /// The latest `limit` articles of a story, the earliest of them first.
    fn digests_of_story(&self, story: StoryId, limit: usize) -> StoreResult<Vec<DigestRow>>;
    /// Articles that share numbers of a signature ([`Analysis::signature`]), with how many: the most first, at most `limit`, none
    /// with fewer than `least`. Numbers that very many articles have do not count.
    fn sharing_signature(&self, signature: &[u32], least: u32, limit: usize) -> StoreResult<Vec<(ArticleId, u32)>>;
    fn settle(&self, intent: &SettleIntent) -> StoreResult<()>;

    // the change log
    fn changes(&self, after: Seq, limit: usize) -> StoreResult<Vec<Change>>;
    fn last_seq(&self) -> StoreResult<Seq>;
    /// What the search index needs of these articles; those that are gone are left out.
    fn index_documents(&self, ids: &[ArticleId]) -> StoreResult<Vec<IndexDocument>>;

    // reading
    fn resolve(&self, article: &ArticleRef) -> StoreResult<Option<ArticleId>>;
    fn article(&self, id: ArticleId) -> StoreResult<Option<ArticleDetail>>;
    /// In the order of `ids`; those that are gone are left out.
    fn summaries(&self, ids: &[ArticleId]) -> StoreResult<Vec<ArticleSummary>>;
    /// Newest first.
    fn latest(&self, filter: &ArticleFilter) -> StoreResult<Vec<ArticleSummary>>;
    /// How many articles have each keyword ([`Keyword::key`]) between each two neighbours of `edges`, which ascend.
    fn keyword_history(&self, keys: &[String], edges: &[Timestamp]) -> StoreResult<Vec<Vec<u32>>>;
    /// The time of the newest article that is not ahead of `now`.
    fn newest_at(&self, now: Timestamp) -> StoreResult<Option<Timestamp>>;
    /// Every article with its body in the order of time, in pages: continue after the last one's `(at, id)`.
    fn export(&self, filter: &ArticleFilter) -> StoreResult<Vec<ArticleDetail>>;
    fn story(&self, id: StoryId) -> StoreResult<Option<StoryLookup>>;
    /// By time, the earliest first.
    fn story_articles(&self, id: StoryId) -> StoreResult<Vec<ArticleSummary>>;
    /// The numbers of [`Store::story_articles`], in the same order.
    fn story_members(&self, id: StoryId) -> StoreResult<Vec<ArticleId>>;
    /// The story of each article, in the order of `ids`; `None` where it waits for one or is gone.
    fn stories_of(&self, ids: &[ArticleId]) -> StoreResult<Vec<Option<StoryId>>>;
    /// The latest `last_at` first.
    fn stories(&self, filter: &StoryFilter) -> StoreResult<Vec<StorySummary>>;
    fn counts(&self) -> StoreResult<StoreCounts>;
    /// What is wrong with what is stored, in plain words; empty when it is sound. Reads everything.
    fn check(&self) -> StoreResult<Vec<String>>;
}
