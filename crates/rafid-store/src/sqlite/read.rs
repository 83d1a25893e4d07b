//! Articles as they are shown, exported and indexed.

use jiff::Timestamp;
use rafid_core::{
    ArticleDetail, ArticleFilter, ArticleId, ArticleRef, ArticleSummary, Change, CopyLink, DisplayPolicy, IndexDocument, Keyword,
    Revision, Seq, SourceId, StoreCounts, StoryId, full_text,
};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::codec::{
    copy_kind, from_micros, json, key_hash, maybe_time, maybe_url, policy, rows, to_micros, unpack_body, unpack_keywords,
};
use super::error::DbResult;

const SUMMARY_COLUMNS: &str = "a.id, a.external_id, a.source, a.url, a.title, a.lead, a.byline, a.section, a.image,
    a.published, a.at, a.story, a.original, a.agency, n.keywords";

pub fn resolve(connection: &Connection, article: &ArticleRef) -> DbResult<Option<ArticleId>> {
    let found = match article {
        ArticleRef::Id(id) => {
            connection.prepare_cached("SELECT id FROM article WHERE id = ?1")?.query_row([id.0], |row| row.get(0)).optional()?
        }
        ArticleRef::External(external_id) => connection
            .prepare_cached("SELECT id FROM article WHERE external_id = ?1")?
            .query_row([external_id], |row| row.get(0))
            .optional()?,
    };
    Ok(found.map(ArticleId))
}

pub fn article(connection: &Connection, id: ArticleId) -> DbResult<Option<ArticleDetail>> {
    let Some(summary) = summaries(connection, &[id])?.pop() else { return Ok(None) };
    let mut statement = connection.prepare_cached(
        "SELECT a.updated, a.fetched_at, a.tags, a.credit, a.language, b.blocks, b.summary
         FROM article a JOIN body b ON b.article = a.id WHERE a.id = ?1",
    )?;
    let (mut detail, blocks) = statement.query_row([id.0], |row| {
        let detail = ArticleDetail {
            summary,
            abstract_text: row.get(6)?,
            body: rafid_core::Body::default(),
            updated: maybe_time(row.get(0)?)?,
            fetched_at: from_micros(row.get(1)?)?,
            tags: json(&row.get::<_, String>(2)?)?,
            credit: row.get(3)?,
            language: row.get(4)?,
            copies: Vec::new(),
            revisions: Vec::new(),
        };
        Ok((detail, row.get::<_, Vec<u8>>(5)?))
    })?;
    detail.body = unpack_body(&blocks)?;
    detail.copies = copies(connection, id)?;
    detail.revisions = revisions(connection, id)?;
    Ok(Some(detail))
}

fn copies(connection: &Connection, id: ArticleId) -> DbResult<Vec<CopyLink>> {
    let mut statement = connection.prepare_cached(
        "SELECT other, kind, similarity, of_article, of_other FROM copy WHERE article = ?1
             ORDER BY similarity DESC, other",
    )?;
    let links = statement.query_map([id.0], |row| {
        Ok(CopyLink {
            other: ArticleId(row.get(0)?),
            kind: copy_kind(&row.get::<_, String>(1)?)?,
            similarity: row.get(2)?,
            of_this: row.get(3)?,
            of_other: row.get(4)?,
        })
    })?;
    Ok(links.collect::<Result<_, _>>()?)
}

fn revisions(connection: &Connection, id: ArticleId) -> DbResult<Vec<Revision>> {
    let mut statement = connection
        .prepare_cached("SELECT replaced_at, title, blocks FROM revision WHERE article = ?1 ORDER BY replaced_at, rowid")?;
    let rows: Vec<(Timestamp, String, Vec<u8>)> = statement
        .query_map([id.0], |row| Ok((from_micros(row.get(0)?)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    rows.into_iter()
        .map(|(replaced_at, title, blocks)| Ok(Revision { replaced_at, title, body: unpack_body(&blocks)? }))
        .collect()
}

pub fn summaries(connection: &Connection, ids: &[ArticleId]) -> DbResult<Vec<ArticleSummary>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {SUMMARY_COLUMNS} FROM article a LEFT JOIN analysis n ON n.article = a.id WHERE a.id = ?1"
    ))?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        found.extend(statement.query_row([id.0], summary).optional()?);
    }
    Ok(found)
}

fn summary(row: &Row) -> rusqlite::Result<ArticleSummary> {
    Ok(ArticleSummary {
        id: ArticleId(row.get(0)?),
        external_id: row.get(1)?,
        source: SourceId(row.get(2)?),
        url: maybe_url(row.get(3)?),
        title: row.get(4)?,
        lead: row.get(5)?,
        byline: row.get(6)?,
        section: row.get(7)?,
        image: maybe_url(row.get(8)?),
        published: maybe_time(row.get(9)?)?,
        at: from_micros(row.get(10)?)?,
        story: row.get::<_, Option<i64>>(11)?.map(StoryId),
        original: row.get::<_, Option<i64>>(12)?.map(ArticleId),
        agency: row.get(13)?,
        keywords: keywords(row, 14)?,
    })
}

fn keywords(row: &Row, column: usize) -> rusqlite::Result<Vec<Keyword>> {
    match row.get_ref(column)?.as_str_or_null()? {
        Some(text) => unpack_keywords(text),
        None => Ok(Vec::new()),
    }
}

pub fn latest(connection: &Connection, filter: &ArticleFilter) -> DbResult<Vec<ArticleSummary>> {
    let since = filter.since.map_or(i64::MIN, to_micros);
    // One upper bound, so that the walk through the index starts at it however deep the page lies.
    let after = filter.after.map_or((i64::MAX, i64::MAX), |(at, id)| (to_micros(at), id.0));
    let (until, until_id) = after.min((filter.until.map_or(i64::MAX, to_micros), i64::MIN));
    let limit = rows(filter.limit);
    // Each kind of list walks the index that has its order.
    let ids: Vec<ArticleId> = if let Some(keyword) = &filter.keyword {
        let mut statement = connection.prepare_cached(LATEST_OF_KEYWORD)?;
        let source = filter.source.map(|source| source.0);
        statement.query_map(params![key_hash(keyword), since, until, until_id, source, limit], id)?.collect::<Result<_, _>>()?
    } else if let Some(source) = filter.source {
        let mut statement = connection.prepare_cached(LATEST_OF_SOURCE)?;
        statement.query_map(params![source.0, since, until, until_id, limit], id)?.collect::<Result<_, _>>()?
    } else {
        let mut statement = connection.prepare_cached(LATEST)?;
        statement.query_map(params![since, until, until_id, limit], id)?.collect::<Result<_, _>>()?
    };
    summaries(connection, &ids)
}

pub(super) const LATEST: &str =
    "SELECT id FROM article WHERE at >= ?1 AND (at, id) < (?2, ?3) ORDER BY at DESC, id DESC LIMIT ?4";
pub(super) const LATEST_OF_SOURCE: &str =
    "SELECT id FROM article WHERE source = ?1 AND at >= ?2 AND (at, id) < (?3, ?4) ORDER BY at DESC, id DESC LIMIT ?5";
pub(super) const LATEST_OF_KEYWORD: &str = "SELECT k.article FROM keyword k
     WHERE k.key_hash = ?1 AND k.at >= ?2 AND (k.at, k.article) < (?3, ?4)
        AND (?5 IS NULL OR (SELECT source FROM article WHERE id = k.article) = ?5)
     ORDER BY k.at DESC, k.article DESC LIMIT ?6";
pub(super) const CHANGES: &str = "SELECT seq, article, removed FROM change WHERE seq > ?1 ORDER BY seq LIMIT ?2";
pub(super) const NEWEST: &str = "SELECT MAX(at) FROM article WHERE at <= ?1";
pub(super) const EXPORT: &str = "SELECT id FROM article a
     WHERE at < ?1 AND (at, id) > (?2, ?3) AND (?4 IS NULL OR source = ?4)
        AND (?5 IS NULL OR EXISTS (SELECT 1 FROM keyword k WHERE k.key_hash = ?5 AND k.at = a.at AND k.article = a.id))
     ORDER BY at, id LIMIT ?6";

pub(super) const KEYWORD_TIMES: &str = "SELECT at FROM keyword WHERE key_hash = ?1 AND at >= ?2 AND at < ?3";

pub fn keyword_history(connection: &Connection, keys: &[String], edges: &[Timestamp]) -> DbResult<Vec<Vec<u32>>> {
    let edges: Vec<i64> = edges.iter().map(|edge| to_micros(*edge)).collect();
    let (Some(first), Some(last)) = (edges.first(), edges.last()) else { return Ok(vec![Vec::new(); keys.len()]) };
    let mut statement = connection.prepare_cached(KEYWORD_TIMES)?;
    let mut histories = Vec::with_capacity(keys.len());
    for key in keys {
        let mut counts = vec![0u32; edges.len() - 1];
        let mut rows = statement.query(params![key_hash(key), first, last])?;
        while let Some(row) = rows.next()? {
            let at: i64 = row.get(0)?;
            if let Some(count) = counts.get_mut(edges.partition_point(|edge| *edge <= at).saturating_sub(1)) {
                *count += 1;
            }
        }
        histories.push(counts);
    }
    Ok(histories)
}

fn id(row: &Row) -> rusqlite::Result<ArticleId> {
    Ok(ArticleId(row.get(0)?))
}

pub fn newest_at(connection: &Connection, now: Timestamp) -> DbResult<Option<Timestamp>> {
    let mut statement = connection.prepare_cached(NEWEST)?;
    Ok(statement.query_row([to_micros(now)], |row| maybe_time(row.get(0)?))?)
}

pub fn export(connection: &Connection, filter: &ArticleFilter) -> DbResult<Vec<ArticleDetail>> {
    let after = filter.after.map_or((i64::MIN, i64::MIN), |(at, id)| (to_micros(at), id.0));
    // Everything at `since` is after the smallest id that could be there.
    let (since, since_id) = after.max((filter.since.map_or(i64::MIN, to_micros), i64::MIN));
    let until = filter.until.map_or(i64::MAX, to_micros);
    let mut statement = connection.prepare_cached(EXPORT)?;
    let source = filter.source.map(|source| source.0);
    let keyword = filter.keyword.as_deref().map(key_hash);
    let ids: Vec<ArticleId> = statement
        .query_map(params![until, since, since_id, source, keyword, rows(filter.limit)], id)?
        .collect::<Result<_, _>>()?;
    let mut articles = Vec::with_capacity(ids.len());
    for id in ids {
        articles.extend(article(connection, id)?);
    }
    Ok(articles)
}

pub fn changes(connection: &Connection, after: Seq, limit: usize) -> DbResult<Vec<Change>> {
    let mut statement = connection.prepare_cached(CHANGES)?;
    let rows = statement.query_map(params![i64::try_from(after.0).unwrap_or(i64::MAX), rows(limit)], |row| {
        Ok(Change { seq: Seq(row.get::<_, i64>(0)?.cast_unsigned()), article: ArticleId(row.get(1)?), removed: row.get(2)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub fn last_seq(connection: &Connection) -> DbResult<Seq> {
    let mut statement = connection.prepare_cached("SELECT value FROM counter WHERE name = 'seq'")?;
    Ok(Seq(statement.query_row([], |row| row.get::<_, i64>(0))?.cast_unsigned()))
}

pub fn index_documents(connection: &Connection, ids: &[ArticleId]) -> DbResult<Vec<IndexDocument>> {
    let mut statement = connection.prepare_cached(
        "SELECT a.source, s.key, s.country, a.at, a.title, b.summary, b.blocks, n.keywords, s.policy
         FROM article a JOIN source s ON s.id = a.source JOIN body b ON b.article = a.id
         LEFT JOIN analysis n ON n.article = a.id
         WHERE a.id = ?1",
    )?;
    let mut documents = Vec::with_capacity(ids.len());
    for &id in ids {
        let found = statement
            .query_row([id.0], |row| {
                let title: String = row.get(4)?;
                let mut keywords = keywords(row, 7)?;
                // What a headline-only outlet has in its body must not be told by counts and suggestions either.
                if policy(row.get_ref(8)?.as_str()?)? == DisplayPolicy::Headline {
                    keywords.retain(|keyword| rafid_arabic::has_words(&title, &keyword.phrase));
                }
                let document = IndexDocument {
                    id,
                    source: SourceId(row.get(0)?),
                    source_key: row.get(1)?,
                    country: row.get(2)?,
                    at: from_micros(row.get(3)?)?,
                    title,
                    body: String::new(),
                    keywords: keywords.into_iter().map(|keyword| keyword.key).collect(),
                };
                Ok((document, row.get::<_, Option<String>>(5)?, row.get::<_, Vec<u8>>(6)?))
            })
            .optional()?;
        if let Some((mut document, summary, blocks)) = found {
            document.body = full_text(summary.as_deref(), &unpack_body(&blocks)?);
            // A headline that was made from the opening says nothing of its own, and must not count twice.
            if document.body.starts_with(document.title.trim_end_matches('…')) {
                document.title.clear();
            }
            documents.push(document);
        }
    }
    Ok(documents)
}

pub fn counts(connection: &Connection) -> DbResult<StoreCounts> {
    let count = |table: &str| -> DbResult<u64> {
        Ok(connection
            .prepare_cached(&format!("SELECT COUNT(*) FROM {table}"))?
            .query_row([], |row| row.get::<_, i64>(0))?
            .unsigned_abs())
    };
    Ok(StoreCounts {
        articles: count("article")?,
        stories: count("story")?,
        sources: count("source")?,
        feeds: count("feed")?,
        unsettled: count("article WHERE story IS NULL")? + count("changed_text")?,
    })
}
