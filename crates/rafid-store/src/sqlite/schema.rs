//! The tables, and how an older file becomes a newer one. `PRAGMA user_version` says which step a file has reached.

use rafid_core::{ErrorKind, StoreError, StoreResult};
use rusqlite::Connection;

use super::error::DbError;

/// Steps are appended, never changed. Times are microseconds since 1970, hashes are the bits of a `u64`.
const STEPS: &[&str] = &[
    "
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    home_url TEXT,
    country TEXT,
    policy TEXT NOT NULL,
    tags TEXT NOT NULL,
    added_at INTEGER NOT NULL
);
CREATE TABLE feed (
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES source (id),
    url TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    interval_secs INTEGER NOT NULL,
    next_fetch_at INTEGER NOT NULL,
    last_fetch_at INTEGER,
    last_success_at INTEGER,
    last_new_at INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    last_error TEXT,
    issues TEXT NOT NULL DEFAULT '[]'
);
CREATE INDEX feed_due ON feed (next_fetch_at) WHERE state = 'active';
CREATE TABLE entry (
    feed INTEGER NOT NULL,
    key_hash INTEGER NOT NULL,
    hash INTEGER NOT NULL,
    PRIMARY KEY (feed, key_hash)
) WITHOUT ROWID;
CREATE TABLE article (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    external_id TEXT UNIQUE,
    source INTEGER NOT NULL REFERENCES source (id),
    url TEXT,
    title TEXT NOT NULL,
    byline TEXT,
    lead TEXT NOT NULL,
    section TEXT,
    image TEXT,
    published INTEGER,
    updated INTEGER,
    at INTEGER NOT NULL,
    fetched_at INTEGER NOT NULL,
    tags TEXT NOT NULL,
    credit TEXT,
    language TEXT,
    content_hash INTEGER NOT NULL,
    story INTEGER,
    original INTEGER
);
CREATE INDEX article_url ON article (url);
CREATE INDEX article_at ON article (at, id);
CREATE INDEX article_source ON article (source, at);
CREATE INDEX article_story ON article (story, at) WHERE story IS NOT NULL;
CREATE INDEX article_unsettled ON article (at, id) WHERE story IS NULL;
CREATE TABLE body (
    article INTEGER PRIMARY KEY,
    summary TEXT,
    blocks BLOB NOT NULL
);
CREATE TABLE analysis (
    article INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    keywords TEXT NOT NULL,
    digest BLOB NOT NULL
);
CREATE TABLE keyword (
    key_hash INTEGER NOT NULL,
    at INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (key_hash, at, article)
) WITHOUT ROWID;
CREATE TABLE copy (
    article INTEGER NOT NULL,
    other INTEGER NOT NULL,
    kind TEXT NOT NULL,
    similarity REAL NOT NULL,
    PRIMARY KEY (article, other)
) WITHOUT ROWID;
CREATE TABLE revision (
    article INTEGER NOT NULL,
    replaced_at INTEGER NOT NULL,
    title TEXT NOT NULL,
    blocks BLOB NOT NULL
);
CREATE INDEX revision_article ON revision (article, replaced_at);
CREATE TABLE story (
    id INTEGER PRIMARY KEY,
    lead INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    originals INTEGER NOT NULL,
    sources TEXT NOT NULL
);
CREATE INDEX story_last ON story (last_at, id);
CREATE TABLE story_redirect (
    story INTEGER PRIMARY KEY,
    moved_to INTEGER NOT NULL
);
CREATE INDEX story_redirect_to ON story_redirect (moved_to);
CREATE TABLE change (
    article INTEGER PRIMARY KEY,
    seq INTEGER NOT NULL UNIQUE,
    removed INTEGER NOT NULL
);
CREATE TABLE counter (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO counter (name, value) VALUES ('seq', 0);
",
    "
CREATE TABLE listing_rule (
    feed INTEGER PRIMARY KEY,
    rule TEXT NOT NULL
);
",
    "
CREATE TABLE signature (
    part INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (part, article)
) WITHOUT ROWID;
ALTER TABLE analysis ADD COLUMN signature BLOB NOT NULL DEFAULT x'';
ALTER TABLE article ADD COLUMN agency TEXT;
ALTER TABLE copy ADD COLUMN of_article REAL NOT NULL DEFAULT 0;
ALTER TABLE copy ADD COLUMN of_other REAL NOT NULL DEFAULT 0;
UPDATE copy SET of_article = similarity, of_other = similarity;
ALTER TABLE story ADD COLUMN shares TEXT NOT NULL DEFAULT '[]';
ALTER TABLE story ADD COLUMN agencies TEXT NOT NULL DEFAULT '[]';
CREATE TABLE changed_text (
    article INTEGER PRIMARY KEY
);
",
    "
CREATE TABLE revisit (
    url TEXT PRIMARY KEY,
    source INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    step INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    etag TEXT,
    last_modified TEXT,
    entry TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX revisit_due ON revisit (due_at);
",
    "
CREATE TABLE websub (
    token TEXT PRIMARY KEY,
    feed INTEGER NOT NULL,
    hub TEXT NOT NULL,
    topic TEXT NOT NULL,
    secret TEXT NOT NULL,
    state TEXT NOT NULL,
    expires_at INTEGER,
    next_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX websub_due ON websub (next_at);
CREATE INDEX websub_feed ON websub (feed);
",
    "
CREATE TABLE site_template (
    host TEXT PRIMARY KEY,
    sketch BLOB NOT NULL
) WITHOUT ROWID;
",
    "
CREATE TABLE robots (
    origin TEXT PRIMARY KEY,
    fetched_at INTEGER NOT NULL,
    text TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX robots_age ON robots (fetched_at);
",
];

/// Brings the file up to this program's schema.
pub fn migrate(connection: &mut Connection) -> StoreResult<()> {
    let version = check_not_newer(connection)?;
    let transaction = connection.transaction().map_err(DbError::from)?;
    for step in &STEPS[version..] {
        transaction.execute_batch(step).map_err(DbError::from)?;
    }
    transaction.pragma_update(None, "user_version", STEPS.len()).map_err(DbError::from)?;
    transaction.commit().map_err(DbError::from)?;
    Ok(())
}

/// For readers, who may not migrate.
pub fn check_current(connection: &Connection) -> StoreResult<()> {
    let version = check_not_newer(connection)?;
    if version < STEPS.len() {
        return Err(StoreError::new(
            ErrorKind::Other,
            "the store was made by an older version: start `rafid serve` or an import once to bring it up to date",
        ));
    }
    Ok(())
}

/// Answers the file's version.
pub fn check_not_newer(connection: &Connection) -> StoreResult<usize> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(DbError::from)?;
    let version = usize::try_from(version).unwrap_or(usize::MAX);
    if version > STEPS.len() {
        return Err(StoreError::new(
            ErrorKind::TooNew,
            format!("the store has schema {version}, this program knows up to {}: use a newer rafid", STEPS.len()),
        ));
    }
    Ok(version)
}
