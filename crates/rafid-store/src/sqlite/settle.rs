//! Stories and copies as they were decided.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rafid_core::{ArticleId, Digest, DigestRow, SettleIntent, SourceId, StoryId};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::codec::{copy_kind_name, from_micros, rows, to_micros};
use super::error::DbResult;

const COLUMNS: &str = "a.id, a.source, a.at, a.story, a.original, n.digest";

pub(super) const UNSETTLED: &str =
    "FROM article a JOIN analysis n ON n.article = a.id WHERE a.story IS NULL ORDER BY a.at, a.id LIMIT ?1";
pub(super) const SETTLED_BETWEEN: &str = "FROM article a JOIN analysis n ON n.article = a.id
     WHERE a.at BETWEEN ?1 AND ?2 AND a.story IS NOT NULL ORDER BY a.at, a.id";
pub(super) const MEMBERS: &str = "SELECT id, source, at, original FROM article WHERE story = ?1 ORDER BY at, id";

pub fn unsettled(connection: &Connection, limit: usize) -> DbResult<Vec<DigestRow>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} {UNSETTLED}"))?;
    let rows = statement.query_map([rows(limit)], row)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

pub fn digests_between(connection: &Connection, from: Timestamp, to: Timestamp) -> DbResult<Vec<DigestRow>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} {SETTLED_BETWEEN}"))?;
    let rows = statement.query_map([to_micros(from), to_micros(to)], row)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

pub fn digests(connection: &Connection, ids: &[ArticleId]) -> DbResult<Vec<DigestRow>> {
    let mut statement = connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM article a JOIN analysis n ON n.article = a.id WHERE a.id = ?1"))?;
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        rows.extend(statement.query_row([id.0], row).optional()?);
    }
    Ok(rows)
}

fn row(row: &Row) -> rusqlite::Result<DigestRow> {
    Ok(DigestRow {
        id: ArticleId(row.get(0)?),
        source: SourceId(row.get(1)?),
        at: from_micros(row.get(2)?)?,
        story: row.get::<_, Option<i64>>(3)?.map(StoryId),
        original: row.get::<_, Option<i64>>(4)?.map(ArticleId),
        digest: Digest(row.get(5)?),
    })
}

pub fn settle(connection: &Connection, intent: &SettleIntent) -> DbResult<()> {
    let mut touched = BTreeSet::new();
    let mut former = connection.prepare_cached("SELECT story FROM article WHERE id = ?1")?;
    let mut assign = connection.prepare_cached("UPDATE article SET story = ?2, original = ?3 WHERE id = ?1")?;
    let mut copy =
        connection.prepare_cached("INSERT OR REPLACE INTO copy (article, other, kind, similarity) VALUES (?1, ?2, ?3, ?4)")?;
    for assignment in &intent.assignments {
        let id = assignment.article.0;
        let Some(old) = former.query_row([id], |row| row.get::<_, Option<i64>>(0)).optional()? else { continue };
        touched.extend(old);
        touched.insert(assignment.story.0);
        assign.execute(params![id, assignment.story.0, assignment.original.map(|original| original.0)])?;
        for link in &assignment.copies {
            let kind = copy_kind_name(link.kind);
            copy.execute(params![id, link.other.0, kind, link.similarity])?;
            copy.execute(params![link.other.0, id, kind, link.similarity])?;
        }
    }
    for merge in &intent.merges {
        connection.execute("UPDATE article SET story = ?2 WHERE story = ?1", [merge.from.0, merge.into.0])?;
        connection.execute("UPDATE story_redirect SET moved_to = ?2 WHERE moved_to = ?1", [merge.from.0, merge.into.0])?;
        connection
            .execute("INSERT OR REPLACE INTO story_redirect (story, moved_to) VALUES (?1, ?2)", [merge.from.0, merge.into.0])?;
        touched.extend([merge.from.0, merge.into.0]);
    }
    let mut set_lead = connection.prepare_cached(
        "INSERT INTO story (id, lead, first_at, last_at, articles, originals, sources) VALUES (?1, ?2, 0, 0, 0, 0, '[]')
         ON CONFLICT (id) DO UPDATE SET lead = excluded.lead",
    )?;
    for story in &intent.stories {
        set_lead.execute([story.id.0, story.lead.0])?;
        touched.insert(story.id.0);
    }
    for story in touched {
        refresh(connection, story)?;
    }
    Ok(())
}

/// Counts a story's members anew. One whose members have all gone elsewhere leads on to where the article that opened
/// it is now.
fn refresh(connection: &Connection, story: i64) -> DbResult<()> {
    let mut members = connection.prepare_cached(MEMBERS)?;
    let members: Vec<(i64, i64, i64, Option<i64>)> =
        members.query_map([story], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?.collect::<Result<_, _>>()?;
    let (Some(first), Some(last)) = (members.first(), members.last()) else {
        connection.prepare_cached("DELETE FROM story WHERE id = ?1")?.execute([story])?;
        connection
            .prepare_cached(
                "INSERT OR IGNORE INTO story_redirect (story, moved_to)
                 SELECT ?1, story FROM article WHERE id = ?1 AND story IS NOT NULL AND story != ?1",
            )?
            .execute([story])?;
        return Ok(());
    };
    let mut sources: Vec<i64> = Vec::new();
    for member in &members {
        if !sources.contains(&member.1) {
            sources.push(member.1);
        }
    }
    let originals = members.iter().filter(|member| member.3.is_none()).count();
    connection
        .prepare_cached(
            "INSERT INTO story (id, lead, first_at, last_at, articles, originals, sources) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (id) DO UPDATE SET first_at = excluded.first_at, last_at = excluded.last_at,
                articles = excluded.articles, originals = excluded.originals, sources = excluded.sources,
                lead = CASE WHEN EXISTS (SELECT 1 FROM article WHERE id = story.lead AND story = ?1)
                            THEN story.lead ELSE excluded.lead END",
        )?
        .execute(params![story, first.0, first.2, last.2, members.len(), originals, serde_json::to_string(&sources)?])?;
    connection.prepare_cached("DELETE FROM story_redirect WHERE story = ?1")?.execute([story])?;
    Ok(())
}
