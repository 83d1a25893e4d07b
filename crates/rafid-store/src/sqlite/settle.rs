//! Stories and copies as they were decided.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use rafid_core::{ArticleId, Digest, DigestRow, SettleIntent, SourceId, StoryId};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::codec::{copy_kind_name, from_micros, rows, to_micros};
use super::error::DbResult;
use super::stories::ShareRow;

const COLUMNS: &str = "a.id, a.source, a.at, a.story, a.original, n.digest";

pub(super) const UNSETTLED: &str =
    "FROM article a JOIN analysis n ON n.article = a.id WHERE a.story IS NULL ORDER BY a.at, a.id LIMIT ?1";
pub(super) const SETTLED_BETWEEN: &str = "FROM article a JOIN analysis n ON n.article = a.id
     WHERE a.at BETWEEN ?1 AND ?2 AND a.story IS NOT NULL ORDER BY a.at, a.id";
/// Few have changed: the joins are crossed so that their list is walked, not the articles.
pub(super) const CHANGED: &str =
    "FROM changed_text c CROSS JOIN article a ON a.id = c.article CROSS JOIN analysis n ON n.article = a.id LIMIT ?1";
pub(super) const MEMBERS: &str = "SELECT id, source, at, original, agency FROM article WHERE story = ?1 ORDER BY at, id";
pub(super) const OF_STORY: &str =
    "FROM article a JOIN analysis n ON n.article = a.id WHERE a.story = ?1 ORDER BY a.at DESC LIMIT ?2";
pub(super) const SHARING: &str = "SELECT article FROM signature WHERE part = ?1 ORDER BY article DESC LIMIT ?2";

/// A number that more articles have is an outlet's own phrase: it says nothing, and its list is not read.
const COMMON_PART: usize = 64;

pub fn unsettled(connection: &Connection, limit: usize) -> DbResult<Vec<DigestRow>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} {CHANGED}"))?;
    let mut changed: Vec<DigestRow> = statement.query_map([rows(limit)], row)?.collect::<Result<_, _>>()?;
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} {UNSETTLED}"))?;
    let mut found: Vec<DigestRow> = statement.query_map([rows(limit)], row)?.collect::<Result<_, _>>()?;
    if !changed.is_empty() {
        // One whose text changed before it got a story is in both lists.
        changed.retain(|row| row.story.is_some());
        found.append(&mut changed);
        found.sort_by_key(|row| (row.at, row.id));
        found.truncate(limit);
    }
    Ok(found)
}

pub fn sharing_signature(
    connection: &Connection,
    signature: &[u32],
    least: u32,
    limit: usize,
) -> DbResult<Vec<(ArticleId, u32)>> {
    let mut statement = connection.prepare_cached(SHARING)?;
    let mut counts: HashMap<i64, u32> = HashMap::new();
    for part in signature {
        let articles: Vec<i64> =
            statement.query_map(params![part, rows(COMMON_PART + 1)], |row| row.get(0))?.collect::<Result<_, _>>()?;
        if articles.len() <= COMMON_PART {
            for article in articles {
                *counts.entry(article).or_default() += 1;
            }
        }
    }
    let mut found: Vec<(ArticleId, u32)> =
        counts.into_iter().filter(|(_, count)| *count >= least).map(|(article, count)| (ArticleId(article), count)).collect();
    found.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    found.truncate(limit);
    Ok(found)
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

pub fn digests_of_story(connection: &Connection, story: StoryId, limit: usize) -> DbResult<Vec<DigestRow>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} {OF_STORY}"))?;
    let mut rows: Vec<DigestRow> = statement.query_map(params![story.0, rows(limit)], row)?.collect::<Result<_, _>>()?;
    rows.reverse();
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
    let mut copy = connection.prepare_cached(
        "INSERT OR REPLACE INTO copy (article, other, kind, similarity, of_article, of_other) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    let mut settled = connection.prepare_cached("DELETE FROM changed_text WHERE article = ?1")?;
    for id in &intent.unlinked {
        touched.extend(unlink(connection, *id)?);
    }
    for assignment in &intent.assignments {
        let id = assignment.article.0;
        let Some(old) = former.query_row([id], |row| row.get::<_, Option<i64>>(0)).optional()? else { continue };
        touched.extend(old);
        touched.insert(assignment.story.0);
        assign.execute(params![id, assignment.story.0, assignment.original.map(|original| original.0)])?;
        for link in &assignment.copies {
            let kind = copy_kind_name(link.kind);
            copy.execute(params![id, link.other.0, kind, link.similarity, link.of_this, link.of_other])?;
            copy.execute(params![link.other.0, id, kind, link.similarity, link.of_other, link.of_this])?;
        }
        settled.execute([id])?;
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

/// Forgets whose text an article carries and who carries its text. The latter are in the intent themselves where the window of
/// recent news knows them; further back, one whose original this was has none any more. Answers the stories concerned.
fn unlink(connection: &Connection, article: ArticleId) -> DbResult<Vec<i64>> {
    let others: Vec<i64> = connection
        .prepare_cached("SELECT other FROM copy WHERE article = ?1")?
        .query_map([article.0], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut stories: Vec<Option<i64>> = Vec::new();
    let mut release = connection
        .prepare_cached("UPDATE article SET original = NULL WHERE id = ?1 AND (?2 IS NULL OR original = ?2) RETURNING story")?;
    let mut forget = connection.prepare_cached("DELETE FROM copy WHERE article = ?1 AND other = ?2")?;
    for other in others {
        stories.extend(release.query_row([other, article.0], |row| row.get::<_, Option<i64>>(0)).optional()?);
        forget.execute([other, article.0])?;
        forget.execute([article.0, other])?;
    }
    stories.extend(release.query_row(params![article.0, None::<i64>], |row| row.get::<_, Option<i64>>(0)).optional()?);
    Ok(stories.into_iter().flatten().collect())
}

/// A member as a story's figures need it.
struct Member {
    id: i64,
    source: i64,
    at: i64,
    original: Option<i64>,
    agency: Option<String>,
}

/// Counts a story's members anew. One whose members have all gone elsewhere leads on to where the article that opened
/// it is now.
fn refresh(connection: &Connection, story: i64) -> DbResult<()> {
    let mut members = connection.prepare_cached(MEMBERS)?;
    let members: Vec<Member> = members
        .query_map([story], |row| {
            Ok(Member { id: row.get(0)?, source: row.get(1)?, at: row.get(2)?, original: row.get(3)?, agency: row.get(4)? })
        })?
        .collect::<Result<_, _>>()?;
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
    let mut shares: Vec<ShareRow> = Vec::new();
    let mut agencies: Vec<&str> = Vec::new();
    for member in &members {
        let place = sources.iter().position(|source| *source == member.source).unwrap_or_else(|| {
            sources.push(member.source);
            shares.push((0, member.at, member.at));
            sources.len() - 1
        });
        shares[place].0 += u32::from(member.original.is_none());
        shares[place].2 = member.at;
        if let Some(agency) = member.agency.as_deref().filter(|agency| !agencies.contains(agency)) {
            agencies.push(agency);
        }
    }
    let originals = members.iter().filter(|member| member.original.is_none()).count();
    connection
        .prepare_cached(
            "INSERT INTO story (id, lead, first_at, last_at, articles, originals, sources, shares, agencies)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             ON CONFLICT (id) DO UPDATE SET first_at = excluded.first_at, last_at = excluded.last_at,
                articles = excluded.articles, originals = excluded.originals, sources = excluded.sources,
                shares = excluded.shares, agencies = excluded.agencies,
                lead = CASE WHEN EXISTS (SELECT 1 FROM article WHERE id = story.lead AND story = ?1)
                            THEN story.lead ELSE excluded.lead END",
        )?
        .execute(params![
            story,
            first.id,
            first.at,
            last.at,
            members.len(),
            originals,
            serde_json::to_string(&sources)?,
            serde_json::to_string(&shares)?,
            serde_json::to_string(&agencies)?,
        ])?;
    connection.prepare_cached("DELETE FROM story_redirect WHERE story = ?1")?.execute([story])?;
    Ok(())
}
