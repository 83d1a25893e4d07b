//! Stories as they are shown.

use rafid_core::{ArticleId, ArticleSummary, OutletShare, SourceId, StoryFilter, StoryId, StoryLookup, StorySummary};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::codec::{from_micros, json, rows, to_micros};
use super::error::DbResult;
use super::read;

const COLUMNS: &str = "id, lead, first_at, last_at, articles, originals, sources, shares, agencies";

/// Originals, first and last time: an [`OutletShare`] as it is kept.
pub(super) type ShareRow = (u32, i64, i64);

pub(super) const LIST: &str = "FROM story
     WHERE last_at >= ?1 AND first_at < ?2 AND articles >= ?3 AND (last_at, id) < (?4, ?5)
     ORDER BY last_at DESC, id DESC LIMIT ?6";

pub fn lookup(connection: &Connection, id: StoryId) -> DbResult<Option<StoryLookup>> {
    let found =
        connection.prepare_cached(&format!("SELECT {COLUMNS} FROM story WHERE id = ?1"))?.query_row([id.0], row).optional()?;
    if let Some(story) = found {
        return Ok(Some(StoryLookup::Found(story)));
    }
    // A story that others moved to may have moved on itself: only the last address of the way is worth telling.
    let mut moved = connection.prepare_cached(
        "WITH RECURSIVE way (story, step) AS (
            SELECT moved_to, 1 FROM story_redirect WHERE story = ?1
            UNION ALL
            SELECT r.moved_to, way.step + 1 FROM way JOIN story_redirect r ON r.story = way.story WHERE way.step < 100
         )
         SELECT way.story FROM way JOIN story ON story.id = way.story ORDER BY way.step DESC LIMIT 1",
    )?;
    let moved: Option<i64> = moved.query_row([id.0], |row| row.get(0)).optional()?;
    Ok(moved.map(|to| StoryLookup::MovedTo(StoryId(to))))
}

pub fn articles(connection: &Connection, id: StoryId) -> DbResult<Vec<ArticleSummary>> {
    read::summaries(connection, &members(connection, id)?)
}

pub fn members(connection: &Connection, id: StoryId) -> DbResult<Vec<ArticleId>> {
    let mut statement = connection.prepare_cached("SELECT id FROM article WHERE story = ?1 ORDER BY at, id")?;
    let ids = statement.query_map([id.0], |row| Ok(ArticleId(row.get(0)?)))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

pub fn of(connection: &Connection, ids: &[ArticleId]) -> DbResult<Vec<Option<StoryId>>> {
    let mut statement = connection.prepare_cached("SELECT story FROM article WHERE id = ?1")?;
    let mut of = |id: &ArticleId| statement.query_row([id.0], |row| row.get::<_, Option<i64>>(0)).optional();
    ids.iter().map(|id| Ok(of(id)?.flatten().map(StoryId))).collect()
}

pub fn list(connection: &Connection, filter: &StoryFilter) -> DbResult<Vec<StorySummary>> {
    let (after_at, after_id) = filter.after.map_or((i64::MAX, i64::MAX), |(at, id)| (to_micros(at), id.0));
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} {LIST}"))?;
    let rows = statement.query_map(
        params![
            filter.since.map_or(i64::MIN, to_micros),
            filter.until.map_or(i64::MAX, to_micros),
            filter.min_articles,
            after_at,
            after_id,
            rows(filter.limit),
        ],
        row,
    )?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn row(row: &Row) -> rusqlite::Result<StorySummary> {
    let sources: Vec<i64> = json(&row.get::<_, String>(6)?)?;
    let (first_at, last_at) = (from_micros(row.get(2)?)?, from_micros(row.get(3)?)?);
    let shares: Vec<ShareRow> = json(&row.get::<_, String>(7)?)?;
    let share = |(originals, first, last): ShareRow| -> rusqlite::Result<OutletShare> {
        Ok(OutletShare { originals, first_at: from_micros(first)?, last_at: from_micros(last)? })
    };
    let mut shares: Vec<OutletShare> = shares.into_iter().map(share).collect::<Result<_, _>>()?;
    // A story that was counted before shares were kept.
    shares.resize(sources.len(), OutletShare { originals: 1, first_at, last_at });
    Ok(StorySummary {
        id: StoryId(row.get(0)?),
        lead: ArticleId(row.get(1)?),
        first_at,
        last_at,
        shares,
        agencies: json(&row.get::<_, String>(8)?)?,
        articles: row.get(4)?,
        originals: row.get(5)?,
        sources: sources.into_iter().map(SourceId).collect(),
    })
}
