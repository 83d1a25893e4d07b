//! The truth: one SQLite file in WAL mode. One writer connection, a few readers.
//!
//! Each file here has one group of the contract's use cases; [`schema`] has the tables. A method of the trait is one
//! call of [`SqliteStore::read`] or [`SqliteStore::write`]; the latter is one transaction, flushed to disk before it
//! answers.

mod check;
mod codec;
mod error;
mod feeds;
mod ingest;
#[cfg(test)]
mod plans;
mod read;
mod revisits;
mod robots;
mod schema;
mod settle;
mod sources;
mod stories;
mod templates;
mod websub;

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use rafid_core::*;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::lock::DirLock;
use error::{DbError, DbResult};

/// A checkpoint every 16 MiB of log: pages that many batches touch (keywords, stories) are copied once for all of them. The log
/// is cut back to the limit after a checkpoint, where one long transaction has made it longer.
///
/// There is no `PRAGMA optimize`: every hot query has one sensible plan, which a test pins, and statistics could only
/// move it.
const WRITER_PRAGMAS: [(&str, &str); 4] =
    [("journal_mode", "wal"), ("synchronous", "full"), ("wal_autocheckpoint", "4000"), ("journal_size_limit", "67108864")];

const WRITER_CACHE_KIB: i64 = 32_000;
/// There may be eight of them.
const READER_CACHE_KIB: i64 = 4_000;

pub const FILE_NAME: &str = "rafid.sqlite";

pub struct SqliteStore {
    /// `None` when opened for reading.
    writer: Option<Mutex<Connection>>,
    idle_readers: Mutex<Vec<Connection>>,
    path: std::path::PathBuf,
    /// Writers hold it until they are done; readers have none.
    _lock: Option<Arc<DirLock>>,
}

impl SqliteStore {
    /// Opens `dir`'s store for writing, making it when it is not there.
    pub fn open_for_writing(dir: &Path, lock: Arc<DirLock>) -> StoreResult<Self> {
        let path = dir.join(FILE_NAME);
        let mut connection = Connection::open(&path).map_err(DbError::from)?;
        prepare(&connection, WRITER_CACHE_KIB)?;
        schema::check_not_newer(&connection)?;
        for (pragma, value) in WRITER_PRAGMAS {
            connection.execute_batch(&format!("PRAGMA {pragma} = {value}")).map_err(DbError::from)?;
        }
        schema::migrate(&mut connection)?;
        Ok(Self { writer: Some(Mutex::new(connection)), idle_readers: Mutex::default(), path, _lock: Some(lock) })
    }

    /// Opens an existing store for short writes beside the process that holds the directory. Never migrates.
    pub fn open_beside(dir: &Path) -> StoreResult<Self> {
        let path = dir.join(FILE_NAME);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&path, flags).map_err(DbError::from)?;
        prepare(&connection, READER_CACHE_KIB)?;
        schema::check_current(&connection)?;
        // The journal's mode is the file's; how safely it is flushed is each connection's own.
        connection.pragma_update(None, "synchronous", "full").map_err(DbError::from)?;
        Ok(Self { writer: Some(Mutex::new(connection)), idle_readers: Mutex::default(), path, _lock: None })
    }

    /// Opens an existing store for reading, beside whoever writes it.
    pub fn open_for_reading(dir: &Path) -> StoreResult<Self> {
        let path = dir.join(FILE_NAME);
        let store = Self { writer: None, idle_readers: Mutex::default(), path, _lock: None };
        let connection = store.reader()?;
        schema::check_current(&connection)?;
        store.give_back(connection);
        Ok(store)
    }

    fn reader(&self) -> Result<Connection, DbError> {
        if let Some(connection) = locked(&self.idle_readers).pop() {
            return Ok(connection);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        prepare(&connection, READER_CACHE_KIB)?;
        connection.pragma_update(None, "query_only", true)?;
        Ok(connection)
    }

    fn give_back(&self, connection: Connection) {
        const MOST_IDLE: usize = 8;
        let mut idle = locked(&self.idle_readers);
        if idle.len() < MOST_IDLE {
            idle.push(connection);
        }
    }

    /// In one transaction: all statements of `work` see one state, and the file is locked once for all of them, not for each.
    fn read<T>(&self, work: impl FnOnce(&Connection) -> DbResult<T>) -> StoreResult<T> {
        let connection = self.reader()?;
        let answer = match connection.unchecked_transaction() {
            Ok(transaction) => work(&transaction),
            Err(error) => Err(error.into()),
        };
        self.give_back(connection);
        Ok(answer?)
    }

    fn write<T>(&self, work: impl FnOnce(&Transaction) -> DbResult<T>) -> StoreResult<T> {
        let Some(writer) = &self.writer else {
            return Err(StoreError::new(ErrorKind::Other, "the store was opened for reading only"));
        };
        let mut connection = locked(writer);
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(DbError::from)?;
        let answer = work(&transaction)?;
        transaction.commit().map_err(DbError::from)?;
        Ok(answer)
    }
}

/// A panic while a lock was held has ended its transaction; the connection itself is sound.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn prepare(connection: &Connection, cache_kib: i64) -> Result<(), DbError> {
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.pragma_update(None, "cache_size", -cache_kib)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    // A plan does not depend on what is bound: otherwise statements with limits of time are planned anew each time that they are asked.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

impl Store for SqliteStore {
    fn ensure_source(&self, draft: &SourceDraft) -> StoreResult<Source> {
        self.write(|t| sources::ensure(t, draft))
    }
    fn update_source(&self, source: &Source) -> StoreResult<()> {
        self.write(|t| sources::update(t, source))
    }
    fn source(&self, id: SourceId) -> StoreResult<Option<Source>> {
        self.read(|c| sources::by_id(c, id))
    }
    fn source_by_key(&self, key: &str) -> StoreResult<Option<Source>> {
        self.read(|c| sources::by_key(c, key))
    }
    fn sources(&self) -> StoreResult<Vec<Source>> {
        self.read(sources::all)
    }
    fn source_activity(&self, since: Option<Timestamp>) -> StoreResult<Vec<SourceActivity>> {
        self.read(|c| sources::activity(c, since))
    }
    fn publishing(&self, now: Timestamp) -> StoreResult<Vec<Publishing>> {
        self.read(|c| sources::publishing(c, now))
    }
    fn unfollow_source(&self, id: SourceId) -> StoreResult<usize> {
        self.write(|t| feeds::unfollow(t, id))
    }
    fn follow(&self, drafts: &[FollowDraft]) -> StoreResult<Vec<Followed>> {
        self.write(|t| feeds::follow(t, drafts))
    }
    fn set_listing_rule(&self, feed: FeedId, rule: Option<&str>) -> StoreResult<()> {
        self.write(|t| feeds::set_listing_rule(t, feed, rule))
    }
    fn listing_rule(&self, feed: FeedId) -> StoreResult<Option<String>> {
        self.read(|c| feeds::listing_rule(c, feed))
    }
    fn pause_source(&self, id: SourceId, paused: bool) -> StoreResult<usize> {
        self.write(|t| feeds::pause(t, id, paused))
    }
    fn ensure_feed(&self, draft: &FeedDraft) -> StoreResult<Feed> {
        self.write(|t| feeds::ensure(t, draft))
    }
    fn feed(&self, id: FeedId) -> StoreResult<Option<Feed>> {
        self.read(|c| feeds::by_id(c, id))
    }
    fn feeds(&self) -> StoreResult<Vec<Feed>> {
        self.read(feeds::all)
    }
    fn due_feeds(&self, now: Timestamp, limit: usize) -> StoreResult<Vec<Feed>> {
        self.read(|c| feeds::due(c, now, limit))
    }
    fn next_due(&self) -> StoreResult<Option<Timestamp>> {
        self.read(feeds::next_due)
    }
    fn known(&self, identities: &[Identity]) -> StoreResult<Vec<Option<Known>>> {
        self.read(|c| identities.iter().map(|identity| ingest::find(c, identity)).collect())
    }
    fn known_entries(&self, feed: FeedId, keys: &[String]) -> StoreResult<Vec<Option<u64>>> {
        self.read(|c| feeds::known_entries(c, feed, keys))
    }
    fn commit(&self, intents: &[IngestIntent], fetches: &[FetchRecord]) -> StoreResult<Vec<IngestOutcome>> {
        self.write(|t| ingest::commit(t, intents, fetches))
    }
    fn plan_revisits(&self, plans: &[RevisitPlan]) -> StoreResult<()> {
        self.write(|t| revisits::plan(t, plans))
    }
    fn due_revisits(&self, now: Timestamp, limit: usize) -> StoreResult<Vec<RevisitPlan>> {
        self.read(|c| revisits::due(c, now, limit))
    }
    fn site_template(&self, host: &str) -> StoreResult<Option<Vec<u8>>> {
        self.read(|c| templates::of_host(c, host))
    }
    fn keep_site_templates(&self, templates: &[(String, Vec<u8>)]) -> StoreResult<()> {
        self.write(|t| templates::keep(t, templates))
    }
    fn keep_subscription(&self, subscription: &Subscription) -> StoreResult<()> {
        self.write(|t| websub::keep(t, subscription))
    }
    fn drop_subscription(&self, token: &str) -> StoreResult<()> {
        self.write(|t| websub::remove(t, token))
    }
    fn subscription(&self, token: &str) -> StoreResult<Option<Subscription>> {
        self.read(|c| websub::by_token(c, token))
    }
    fn subscriptions_of(&self, feed: FeedId) -> StoreResult<Vec<Subscription>> {
        self.read(|c| websub::of_feed(c, feed))
    }
    fn subscriptions(&self) -> StoreResult<Vec<Subscription>> {
        self.read(websub::all)
    }
    fn keep_robots(&self, notes: &[RobotsNote]) -> StoreResult<()> {
        self.write(|t| robots::keep(t, notes))
    }
    fn robots(&self, origin: &str) -> StoreResult<Option<RobotsNote>> {
        self.read(|c| robots::by_origin(c, origin))
    }
    fn due_subscriptions(&self, now: Timestamp, limit: usize) -> StoreResult<Vec<Subscription>> {
        self.read(|c| websub::due(c, now, limit))
    }
    fn unsettled(&self, limit: usize) -> StoreResult<Vec<DigestRow>> {
        self.read(|c| settle::unsettled(c, limit))
    }
    fn digests_between(&self, from: Timestamp, to: Timestamp) -> StoreResult<Vec<DigestRow>> {
        self.read(|c| settle::digests_between(c, from, to))
    }
    fn digests(&self, ids: &[ArticleId]) -> StoreResult<Vec<DigestRow>> {
        self.read(|c| settle::digests(c, ids))
    }
    fn digests_of_story(&self, story: StoryId, limit: usize) -> StoreResult<Vec<DigestRow>> {
        self.read(|c| settle::digests_of_story(c, story, limit))
    }
    fn sharing_signature(&self, signature: &[u32], least: u32, limit: usize) -> StoreResult<Vec<(ArticleId, u32)>> {
        self.read(|c| settle::sharing_signature(c, signature, least, limit))
    }
    fn settle(&self, intent: &SettleIntent) -> StoreResult<()> {
        self.write(|t| settle::settle(t, intent))
    }
    fn changes(&self, after: Seq, limit: usize) -> StoreResult<Vec<Change>> {
        self.read(|c| read::changes(c, after, limit))
    }
    fn last_seq(&self) -> StoreResult<Seq> {
        self.read(read::last_seq)
    }
    fn index_documents(&self, ids: &[ArticleId]) -> StoreResult<Vec<IndexDocument>> {
        self.read(|c| read::index_documents(c, ids))
    }
    fn resolve(&self, article: &ArticleRef) -> StoreResult<Option<ArticleId>> {
        self.read(|c| read::resolve(c, article))
    }
    fn article(&self, id: ArticleId) -> StoreResult<Option<ArticleDetail>> {
        self.read(|c| read::article(c, id))
    }
    fn summaries(&self, ids: &[ArticleId]) -> StoreResult<Vec<ArticleSummary>> {
        self.read(|c| read::summaries(c, ids))
    }
    fn latest(&self, filter: &ArticleFilter) -> StoreResult<Vec<ArticleSummary>> {
        self.read(|c| read::latest(c, filter))
    }
    fn keyword_history(&self, keys: &[String], edges: &[Timestamp]) -> StoreResult<Vec<Vec<u32>>> {
        self.read(|c| read::keyword_history(c, keys, edges))
    }
    fn newest_at(&self, now: Timestamp) -> StoreResult<Option<Timestamp>> {
        self.read(|c| read::newest_at(c, now))
    }
    fn export(&self, filter: &ArticleFilter) -> StoreResult<Vec<ArticleDetail>> {
        self.read(|c| read::export(c, filter))
    }
    fn story(&self, id: StoryId) -> StoreResult<Option<StoryLookup>> {
        self.read(|c| stories::lookup(c, id))
    }
    fn story_articles(&self, id: StoryId) -> StoreResult<Vec<ArticleSummary>> {
        self.read(|c| stories::articles(c, id))
    }
    fn story_members(&self, id: StoryId) -> StoreResult<Vec<ArticleId>> {
        self.read(|c| stories::members(c, id))
    }
    fn stories_of(&self, ids: &[ArticleId]) -> StoreResult<Vec<Option<StoryId>>> {
        self.read(|c| stories::of(c, ids))
    }
    fn stories(&self, filter: &StoryFilter) -> StoreResult<Vec<StorySummary>> {
        self.read(|c| stories::list(c, filter))
    }
    fn counts(&self) -> StoreResult<StoreCounts> {
        self.read(read::counts)
    }
    fn check(&self) -> StoreResult<Vec<String>> {
        self.read(check::check)
    }
}
