//! Feeds: what is due, what a fetch taught, which entries are known.

use jiff::Timestamp;
use rafid_core::{Feed, FeedDraft, FeedId, FeedState, FetchRecord, FetchResult, FollowDraft, Followed, SourceId, Validators};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::codec::{
    feed_kind, feed_kind_name, feed_state, feed_state_name, from_micros, hash_bits, json, key_hash, maybe_time, rows, to_micros,
    url,
};
use super::error::DbResult;
use super::{sources, websub};

const COLUMNS: &str = "id, source, url, kind, state, etag, last_modified, interval_secs, next_fetch_at, last_fetch_at,
    last_success_at, last_new_at, failures, last_error, issues";

pub(super) const DUE: &str = "FROM feed WHERE state = 'active' AND next_fetch_at <= ?1 ORDER BY next_fetch_at, id LIMIT ?2";
pub(super) const NEXT_DUE: &str = "SELECT MIN(next_fetch_at) FROM feed WHERE state = 'active'";

/// Before a feed has shown its own rhythm.
const FIRST_INTERVAL_SECS: u32 = 15 * 60;

pub fn ensure(connection: &Connection, draft: &FeedDraft) -> DbResult<Feed> {
    let select = format!("SELECT {COLUMNS} FROM feed WHERE url = ?1");
    if let Some(feed) = connection.query_row(&select, [draft.url.as_str()], row).optional()? {
        return Ok(feed);
    }
    connection.execute(
        "INSERT INTO feed (source, url, kind, state, interval_secs, next_fetch_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            draft.source.0,
            draft.url.as_str(),
            feed_kind_name(draft.kind),
            feed_state_name(FeedState::Active),
            FIRST_INTERVAL_SECS,
            0,
        ],
    )?;
    Ok(connection.query_row(&select, [draft.url.as_str()], row)?)
}

pub fn by_id(connection: &Connection, id: FeedId) -> DbResult<Option<Feed>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM feed WHERE id = ?1"))?;
    Ok(statement.query_row([id.0], row).optional()?)
}

pub fn all(connection: &Connection) -> DbResult<Vec<Feed>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM feed ORDER BY source, id"))?;
    let feeds = statement.query_map([], row)?.collect::<Result<_, _>>()?;
    Ok(feeds)
}

pub fn due(connection: &Connection, now: Timestamp, limit: usize) -> DbResult<Vec<Feed>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} {DUE}"))?;
    let feeds = statement.query_map(params![to_micros(now), rows(limit)], row)?.collect::<Result<_, _>>()?;
    Ok(feeds)
}

pub fn next_due(connection: &Connection) -> DbResult<Option<Timestamp>> {
    let mut statement = connection.prepare_cached(NEXT_DUE)?;
    Ok(statement.query_row([], |row| maybe_time(row.get(0)?))?)
}

pub fn unfollow(connection: &Connection, source: SourceId) -> DbResult<usize> {
    websub::end_of_source(connection, source)?;
    connection.execute("DELETE FROM entry WHERE feed IN (SELECT id FROM feed WHERE source = ?1)", [source.0])?;
    connection.execute("DELETE FROM listing_rule WHERE feed IN (SELECT id FROM feed WHERE source = ?1)", [source.0])?;
    let feeds = connection.execute("DELETE FROM feed WHERE source = ?1", [source.0])?;
    connection.execute("DELETE FROM revisit WHERE source = ?1", [source.0])?;
    // An outlet that brought nothing would only be an empty name in every list.
    connection
        .execute("DELETE FROM source WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM article WHERE source = ?1)", [source.0])?;
    Ok(feeds)
}

pub fn follow(connection: &Connection, drafts: &[FollowDraft]) -> DbResult<Vec<Followed>> {
    let mut known = connection.prepare_cached("SELECT id, source FROM feed WHERE url = ?1")?;
    let mut followed = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let there: Option<(i64, i64)> = known.query_row([draft.url.as_str()], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let mut source = match there {
            Some((_, id)) => match sources::by_id(connection, SourceId(id))? {
                Some(source) => source,
                None => sources::ensure(connection, &draft.source)?,
            },
            None => sources::ensure(connection, &draft.source)?,
        };
        let before = source.tags.len();
        for tag in &draft.source.tags {
            if !source.tags.contains(tag) {
                source.tags.push(tag.clone());
            }
        }
        if source.tags.len() > before {
            sources::update(connection, &source)?;
        }
        let feed = match there {
            Some((id, _)) => FeedId(id),
            None => ensure(connection, &FeedDraft { source: source.id, url: draft.url.clone(), kind: draft.kind })?.id,
        };
        followed.push(Followed { source: source.id, feed, new: there.is_none() });
    }
    Ok(followed)
}

pub fn set_listing_rule(connection: &Connection, feed: FeedId, rule: Option<&str>) -> DbResult<()> {
    match rule {
        Some(rule) => {
            connection.execute("INSERT OR REPLACE INTO listing_rule (feed, rule) VALUES (?1, ?2)", params![feed.0, rule])?
        }
        None => connection.execute("DELETE FROM listing_rule WHERE feed = ?1", [feed.0])?,
    };
    Ok(())
}

pub fn listing_rule(connection: &Connection, feed: FeedId) -> DbResult<Option<String>> {
    let mut statement = connection.prepare_cached("SELECT rule FROM listing_rule WHERE feed = ?1")?;
    Ok(statement.query_row([feed.0], |row| row.get(0)).optional()?)
}

pub fn pause(connection: &Connection, source: SourceId, paused: bool) -> DbResult<usize> {
    let (active, stopped) = (feed_state_name(FeedState::Active), feed_state_name(FeedState::Paused));
    Ok(if paused {
        websub::end_of_source(connection, source)?;
        connection.execute("UPDATE feed SET state = ?2 WHERE source = ?1 AND state = ?3", params![source.0, stopped, active])?
    } else {
        connection.execute(
            "UPDATE feed SET state = ?2, next_fetch_at = 0, failures = 0, last_error = NULL WHERE source = ?1 AND state <> ?2",
            params![source.0, active],
        )?
    })
}

pub fn known_entries(connection: &Connection, feed: FeedId, keys: &[String]) -> DbResult<Vec<Option<u64>>> {
    let mut statement = connection.prepare_cached("SELECT hash FROM entry WHERE feed = ?1 AND key_hash = ?2")?;
    keys.iter()
        .map(|key| {
            let hash: Option<i64> = statement.query_row(params![feed.0, key_hash(key)], |row| row.get(0)).optional()?;
            Ok(hash.map(i64::cast_unsigned))
        })
        .collect()
}

/// `brought_new`: the same step stores articles that were not there before. A feed that was removed while it was being
/// fetched teaches nothing.
pub fn record(connection: &Connection, fetch: &FetchRecord, brought_new: bool) -> DbResult<()> {
    let at = to_micros(fetch.at);
    let there = connection
        .prepare_cached("UPDATE feed SET interval_secs = ?2, next_fetch_at = ?3, last_fetch_at = ?4 WHERE id = ?1")?
        .execute(params![fetch.feed.0, fetch.interval_secs, to_micros(fetch.next_fetch_at), at])?;
    if there == 0 {
        return Ok(());
    }
    match &fetch.result {
        FetchResult::Modified { validators, issues } => connection
            .prepare_cached(
                "UPDATE feed SET etag = ?2, last_modified = ?3, issues = ?4, last_success_at = ?5, failures = 0, last_error = NULL,
                    last_new_at = CASE WHEN ?6 THEN ?5 ELSE last_new_at END
                 WHERE id = ?1",
            )?
            .execute(params![
                fetch.feed.0,
                validators.etag,
                validators.last_modified,
                serde_json::to_string(issues)?,
                at,
                brought_new
            ])?,
        FetchResult::NotModified => connection
            .prepare_cached("UPDATE feed SET last_success_at = ?2, failures = 0, last_error = NULL WHERE id = ?1")?
            .execute(params![fetch.feed.0, at])?,
        FetchResult::Gone => {
            websub::end_of_feed(connection, fetch.feed)?;
            connection
            .prepare_cached("UPDATE feed SET state = ?2, last_error = ?3 WHERE id = ?1")?
            .execute(params![fetch.feed.0, feed_state_name(FeedState::Gone), "410 Gone"])?
        }
        FetchResult::Failed { error } => connection
            .prepare_cached("UPDATE feed SET failures = failures + 1, last_error = ?2 WHERE id = ?1")?
            .execute(params![fetch.feed.0, error])?,
    };
    if let Some(moved_to) = &fetch.moved_to {
        // Where the new address is followed already, this feed has nothing left to say.
        let moved =
            connection.execute("UPDATE OR IGNORE feed SET url = ?2 WHERE id = ?1", params![fetch.feed.0, moved_to.as_str()])?;
        if moved == 0 {
            connection
                .execute("UPDATE feed SET state = ?2 WHERE id = ?1", params![fetch.feed.0, feed_state_name(FeedState::Gone)])?;
        }
    }
    let mut upsert = connection.prepare_cached("INSERT OR REPLACE INTO entry (feed, key_hash, hash) VALUES (?1, ?2, ?3)")?;
    for entry in &fetch.entries {
        upsert.execute(params![fetch.feed.0, key_hash(&entry.key), hash_bits(entry.hash)])?;
    }
    Ok(())
}

fn row(row: &Row) -> rusqlite::Result<Feed> {
    Ok(Feed {
        id: FeedId(row.get(0)?),
        source: SourceId(row.get(1)?),
        url: url(&row.get::<_, String>(2)?)?,
        kind: feed_kind(&row.get::<_, String>(3)?)?,
        state: feed_state(&row.get::<_, String>(4)?)?,
        validators: Validators { etag: row.get(5)?, last_modified: row.get(6)? },
        interval_secs: row.get(7)?,
        next_fetch_at: from_micros(row.get(8)?)?,
        last_fetch_at: maybe_time(row.get(9)?)?,
        last_success_at: maybe_time(row.get(10)?)?,
        last_new_at: maybe_time(row.get(11)?)?,
        failures: row.get(12)?,
        last_error: row.get(13)?,
        issues: json(&row.get::<_, String>(14)?)?,
    })
}
