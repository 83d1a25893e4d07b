//! Articles in: is it known, has it changed, keep it.

use rafid_core::{ArticleDraft, ArticleId, FetchRecord, Identity, IngestIntent, IngestOutcome, Known, SourceId, cut_at_word};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::codec::{
    from_micros, hash_bits, key_hash, pack_body, pack_keywords, pack_signature, to_micros, unpack_body, unpack_keywords,
    unpack_signature,
};
use super::error::DbResult;
use super::feeds;

/// A lead is the opening of a text, for lists.
const LEAD_CHARS: usize = 320;

/// A feed that rewrites its articles all day (a clock in the text) may not fill the disk: the oldest go first.
const MOST_REVISIONS: i64 = 30;

/// By the external id; without one by the address. An article that was collected takes on the external id of an
/// imported one with its address.
pub fn find(connection: &Connection, identity: &Identity) -> DbResult<Option<Known>> {
    if let Some(external_id) = &identity.external_id {
        let mut by_external = connection.prepare_cached(BY_EXTERNAL_ID)?;
        if let Some(known) = by_external.query_row([external_id], known).optional()? {
            return Ok(Some(known));
        }
    }
    let Some(url) = &identity.url else { return Ok(None) };
    let mut by_url = connection.prepare_cached(if identity.external_id.is_some() { BY_FREE_URL } else { BY_URL })?;
    Ok(by_url.query_row([url.as_str()], known).optional()?)
}

pub(super) const BY_EXTERNAL_ID: &str = "SELECT id, content_hash, fetched_at, source FROM article WHERE external_id = ?1";
pub(super) const BY_URL: &str = "SELECT id, content_hash, fetched_at, source FROM article WHERE url = ?1 ORDER BY id LIMIT 1";
/// The `+` keeps SQLite from walking all articles without an external id, which in a collected store are all.
pub(super) const BY_FREE_URL: &str =
    "SELECT id, content_hash, fetched_at, source FROM article WHERE url = ?1 AND +external_id IS NULL ORDER BY id LIMIT 1";

fn known(row: &Row) -> rusqlite::Result<Known> {
    Ok(Known {
        id: ArticleId(row.get(0)?),
        source: SourceId(row.get(3)?),
        content_hash: row.get::<_, i64>(1)?.cast_unsigned(),
        fetched_at: from_micros(row.get(2)?)?,
    })
}

pub fn commit(connection: &Connection, intents: &[IngestIntent], fetches: &[FetchRecord]) -> DbResult<Vec<IngestOutcome>> {
    let mut outcomes = Vec::with_capacity(intents.len());
    let mut brought_new = std::collections::HashSet::new();
    let mut parts: Vec<(u32, ArticleId)> = Vec::new();
    for intent in intents {
        let outcome = match find(connection, &intent.draft.identity())? {
            None => {
                brought_new.insert(intent.draft.source);
                IngestOutcome::Added(add(connection, intent)?)
            }
            Some(known) if known.content_hash == intent.content_hash && !passes(&known, &intent.draft) => {
                adopt(connection, known.id, &intent.draft)?;
                IngestOutcome::Unchanged(known.id)
            }
            Some(known) => {
                if passes(&known, &intent.draft) {
                    pass(connection, known.id, intent.draft.source)?;
                }
                revise(connection, known.id, intent)?;
                IngestOutcome::Revised(known.id)
            }
        };
        if let IngestOutcome::Added(id) | IngestOutcome::Revised(id) = outcome {
            parts.extend(intent.analysis.signature.iter().map(|part| (*part, id)));
        }
        outcomes.push(outcome);
    }
    save_signatures(connection, parts)?;
    for fetch in fetches {
        let new = feeds::by_id(connection, fetch.feed)?.is_some_and(|feed| brought_new.contains(&feed.source));
        feeds::record(connection, fetch, new)?;
    }
    Ok(outcomes)
}

/// Whether the credit goes from another outlet to the draft's.
fn passes(known: &Known, draft: &ArticleDraft) -> bool {
    draft.takes_over && known.source != draft.source
}

fn pass(connection: &Connection, id: ArticleId, to: SourceId) -> DbResult<()> {
    connection.prepare_cached("UPDATE article SET source = ?2 WHERE id = ?1")?.execute(params![id.0, to.0])?;
    // Copies and stories look at who published.
    connection.prepare_cached("INSERT OR IGNORE INTO changed_text (article) VALUES (?1)")?.execute([id.0])?;
    Ok(())
}

/// An article that was collected and now comes with an external id is found by that id from now on.
fn adopt(connection: &Connection, id: ArticleId, draft: &ArticleDraft) -> DbResult<()> {
    if let Some(external_id) = &draft.external_id {
        connection
            .prepare_cached("UPDATE article SET external_id = ?2 WHERE id = ?1 AND external_id IS NULL")?
            .execute(params![id.0, external_id])?;
    }
    Ok(())
}

fn add(connection: &Connection, intent: &IngestIntent) -> DbResult<ArticleId> {
    let draft = &intent.draft;
    connection
        .prepare_cached(
            "INSERT INTO article (external_id, source, url, title, byline, lead, section, image, published, updated, at,
                fetched_at, tags, credit, language, content_hash, agency)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        )?
        .execute(params![
            draft.external_id,
            draft.source.0,
            draft.url.as_ref().map(|url| url.as_str()),
            draft.title,
            draft.byline,
            lead(draft),
            draft.section,
            draft.image.as_ref().map(|url| url.as_str()),
            draft.published.map(to_micros),
            draft.updated.map(to_micros),
            to_micros(draft.at()),
            to_micros(draft.fetched_at),
            serde_json::to_string(&draft.tags)?,
            draft.credit,
            draft.language,
            hash_bits(intent.content_hash),
            intent.analysis.agency,
        ])?;
    let id = ArticleId(connection.last_insert_rowid());
    connection.prepare_cached("INSERT INTO body (article, summary, blocks) VALUES (?1, ?2, ?3)")?.execute(params![
        id.0,
        draft.summary,
        pack_body(&draft.body)?
    ])?;
    save_analysis(connection, id, intent)?;
    log_change(connection, id, false)?;
    Ok(id)
}

/// The time of an article stays as it was at first sight: a correction does not make it new.
fn revise(connection: &Connection, id: ArticleId, intent: &IngestIntent) -> DbResult<()> {
    let draft = &intent.draft;
    let (old_title, old_blocks): (String, Vec<u8>) = connection
        .prepare_cached("SELECT a.title, b.blocks FROM article a JOIN body b ON b.article = a.id WHERE a.id = ?1")?
        .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let blocks = pack_body(&draft.body)?;
    // Bytes may differ where words do not: a newer zstd packs otherwise.
    if old_title != draft.title || (old_blocks != blocks && unpack_body(&old_blocks)? != draft.body) {
        connection
            .prepare_cached("INSERT INTO revision (article, replaced_at, title, blocks) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![id.0, to_micros(draft.fetched_at), old_title, old_blocks])?;
        connection
            .prepare_cached(
                "DELETE FROM revision WHERE article = ?1 AND rowid NOT IN
                    (SELECT rowid FROM revision WHERE article = ?1 ORDER BY replaced_at DESC, rowid DESC LIMIT ?2)",
            )?
            .execute(params![id.0, MOST_REVISIONS])?;
        // Whose text it carries and where it belongs may be otherwise now.
        connection.prepare_cached("INSERT OR IGNORE INTO changed_text (article) VALUES (?1)")?.execute([id.0])?;
    }
    connection
        .prepare_cached(
            "UPDATE article SET external_id = COALESCE(external_id, ?2), url = COALESCE(?3, url), title = ?4, byline = ?5,
                lead = ?6, section = COALESCE(?7, section), image = COALESCE(?8, image), published = COALESCE(published, ?9),
                updated = COALESCE(?10, updated), tags = ?11, credit = ?12, language = ?13, content_hash = ?14,
                fetched_at = MAX(fetched_at, ?15), agency = ?16
             WHERE id = ?1",
        )?
        .execute(params![
            id.0,
            draft.external_id,
            draft.url.as_ref().map(|url| url.as_str()),
            draft.title,
            draft.byline,
            lead(draft),
            draft.section,
            draft.image.as_ref().map(|url| url.as_str()),
            draft.published.map(to_micros),
            draft.updated.map(to_micros),
            serde_json::to_string(&draft.tags)?,
            draft.credit,
            draft.language,
            hash_bits(intent.content_hash),
            to_micros(draft.fetched_at),
            intent.analysis.agency,
        ])?;
    connection.prepare_cached("UPDATE body SET summary = ?2, blocks = ?3 WHERE article = ?1")?.execute(params![
        id.0,
        draft.summary,
        blocks
    ])?;
    save_analysis(connection, id, intent)?;
    log_change(connection, id, false)
}

fn save_analysis(connection: &Connection, id: ArticleId, intent: &IngestIntent) -> DbResult<()> {
    let analysis = &intent.analysis;
    let at: i64 = connection.prepare_cached("SELECT at FROM article WHERE id = ?1")?.query_row([id.0], |row| row.get(0))?;
    let former: Option<(String, Vec<u8>)> = connection
        .prepare_cached("SELECT keywords, signature FROM analysis WHERE article = ?1")?
        .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if let Some((keywords, signature)) = former {
        let mut delete = connection.prepare_cached("DELETE FROM keyword WHERE key_hash = ?1 AND at = ?2 AND article = ?3")?;
        for keyword in unpack_keywords(&keywords)? {
            delete.execute(params![key_hash(&keyword.key), at, id.0])?;
        }
        let mut delete = connection.prepare_cached("DELETE FROM signature WHERE part = ?1 AND article = ?2")?;
        for part in unpack_signature(&signature) {
            delete.execute(params![part, id.0])?;
        }
    }
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO analysis (article, version, keywords, digest, signature) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            id.0,
            analysis.version,
            pack_keywords(&analysis.keywords)?,
            analysis.digest.0,
            pack_signature(&analysis.signature)
        ])?;
    let mut insert = connection.prepare_cached("INSERT OR IGNORE INTO keyword (key_hash, at, article) VALUES (?1, ?2, ?3)")?;
    for keyword in &analysis.keywords {
        insert.execute(params![key_hash(&keyword.key), at, id.0])?;
    }
    Ok(())
}

/// The parts of new articles' signatures, sorted: what lies together in the table is written together.
fn save_signatures(connection: &Connection, mut parts: Vec<(u32, ArticleId)>) -> DbResult<()> {
    parts.sort_unstable();
    let mut insert = connection.prepare_cached("INSERT OR IGNORE INTO signature (part, article) VALUES (?1, ?2)")?;
    for (part, article) in parts {
        insert.execute(params![part, article.0])?;
    }
    Ok(())
}

/// Each article has at most one line in the log, at the place of its last change.
pub fn log_change(connection: &Connection, article: ArticleId, removed: bool) -> DbResult<()> {
    let seq: i64 = connection
        .prepare_cached("UPDATE counter SET value = value + 1 WHERE name = 'seq' RETURNING value")?
        .query_row([], |row| row.get(0))?;
    connection
        .prepare_cached("INSERT OR REPLACE INTO change (article, seq, removed) VALUES (?1, ?2, ?3)")?
        .execute(params![article.0, seq, removed])?;
    Ok(())
}

fn lead(draft: &ArticleDraft) -> String {
    let summary = draft.summary.as_deref().map(str::trim).filter(|summary| !summary.is_empty());
    let text = summary.map_or_else(|| draft.body.text(), str::to_owned);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    cut_at_word(&text, LEAD_CHARS)
}
