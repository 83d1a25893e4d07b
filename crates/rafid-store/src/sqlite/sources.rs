//! Outlets.

use jiff::Timestamp;
use rafid_core::{ArticleId, Publishing, Source, SourceActivity, SourceDraft, SourceId};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::codec::{from_micros, json, maybe_time, maybe_url, policy, to_micros};
use super::error::DbResult;
use super::ingest::log_change;

const COLUMNS: &str = "id, key, name, home_url, country, policy, tags, added_at";

pub fn ensure(connection: &Connection, draft: &SourceDraft) -> DbResult<Source> {
    if let Some(source) = by_key(connection, &draft.key)? {
        return Ok(source);
    }
    let name = if draft.name.is_empty() { &draft.key } else { &draft.name };
    connection
        .prepare_cached(
            "INSERT INTO source (key, name, home_url, country, policy, tags, added_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            draft.key,
            name,
            draft.home_url.as_ref().map(|url| url.as_str()),
            draft.country,
            draft.policy.as_str(),
            serde_json::to_string(&draft.tags)?,
            to_micros(Timestamp::now()),
        ])?;
    let id = connection.last_insert_rowid();
    Ok(connection.query_row(&format!("SELECT {COLUMNS} FROM source WHERE id = ?1"), [id], row)?)
}

/// What the index has of an outlet's articles depends on its country and policy: where those change, it takes the articles anew.
pub fn update(connection: &Connection, source: &Source) -> DbResult<()> {
    let before = by_id(connection, source.id)?;
    if before.is_some_and(|before| before.policy != source.policy || before.country != source.country) {
        let mut articles = connection.prepare_cached("SELECT id FROM article WHERE source = ?1 ORDER BY id")?;
        let articles = articles.query_map([source.id.0], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
        for article in articles {
            log_change(connection, ArticleId(article), false)?;
        }
    }
    connection.execute(
        "UPDATE source SET name = ?2, home_url = ?3, country = ?4, policy = ?5, tags = ?6 WHERE id = ?1",
        params![
            source.id.0,
            source.name,
            source.home_url.as_ref().map(|url| url.as_str()),
            source.country,
            source.policy.as_str(),
            serde_json::to_string(&source.tags)?,
        ],
    )?;
    Ok(())
}

pub fn by_id(connection: &Connection, id: SourceId) -> DbResult<Option<Source>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM source WHERE id = ?1"))?;
    Ok(statement.query_row([id.0], row).optional()?)
}

pub fn by_key(connection: &Connection, key: &str) -> DbResult<Option<Source>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM source WHERE key = ?1"))?;
    Ok(statement.query_row([key], row).optional()?)
}

pub fn all(connection: &Connection) -> DbResult<Vec<Source>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM source ORDER BY name, id"))?;
    let sources = statement.query_map([], row)?.collect::<Result<_, _>>()?;
    Ok(sources)
}

/// An outlet at a time: each is a short stretch of the index, however long the archive is.
pub(super) const ACTIVITY: &str = "WITH seen AS MATERIALIZED (
        SELECT id, (SELECT COUNT(*) FROM article WHERE source = s.id AND at >= ?1) AS articles FROM source s
     )
     SELECT s.id, key, name, home_url, country, policy, tags, added_at, articles,
        (SELECT MAX(at) FROM article WHERE source = s.id)
     FROM seen JOIN source s ON s.id = seen.id WHERE articles > 0 ORDER BY articles DESC, name, s.id";

pub fn activity(connection: &Connection, since: Option<Timestamp>) -> DbResult<Vec<SourceActivity>> {
    let mut statement = connection.prepare_cached(ACTIVITY)?;
    let since = since.map_or(i64::MIN, to_micros);
    let rows = statement.query_map([since], |r| {
        Ok(SourceActivity { source: row(r)?, articles: r.get::<_, i64>(8)?.unsigned_abs(), last_at: maybe_time(r.get(9)?)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Four look-ups in the index of an outlet's articles for each, whatever the archive's length. ?1 is now, ?2 a day, ?3 four weeks.
pub(super) const PUBLISHING: &str = "WITH seen AS MATERIALIZED (
        SELECT id, (SELECT MAX(at) FROM article WHERE source = s.id AND at <= ?1) AS last FROM source s
        WHERE id IN (SELECT source FROM feed)
     )
     SELECT id, last,
        (SELECT COUNT(*) FROM article WHERE source = seen.id AND at > ?1 - ?2 AND at <= ?1),
        (SELECT COUNT(*) FROM article WHERE source = seen.id AND at > last - ?3 AND at <= last),
        (SELECT MIN(at) FROM article WHERE source = seen.id AND at > last - ?3)
     FROM seen ORDER BY id";

pub fn publishing(connection: &Connection, now: Timestamp) -> DbResult<Vec<Publishing>> {
    const DAY_MICROS: i64 = 86_400_000_000;
    let mut statement = connection.prepare_cached(PUBLISHING)?;
    let rows = statement.query_map(params![to_micros(now), DAY_MICROS, 28 * DAY_MICROS], |row| {
        Ok(Publishing {
            source: SourceId(row.get(0)?),
            last_at: maybe_time(row.get(1)?)?,
            last_day: row.get::<_, i64>(2)?.unsigned_abs(),
            before_last: row.get::<_, i64>(3)?.unsigned_abs(),
            first_at: maybe_time(row.get(4)?)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn row(row: &Row) -> rusqlite::Result<Source> {
    Ok(Source {
        id: SourceId(row.get(0)?),
        key: row.get(1)?,
        name: row.get(2)?,
        home_url: maybe_url(row.get(3)?),
        country: row.get(4)?,
        policy: policy(&row.get::<_, String>(5)?)?,
        tags: json(&row.get::<_, String>(6)?)?,
        added_at: from_micros(row.get(7)?)?,
    })
}
