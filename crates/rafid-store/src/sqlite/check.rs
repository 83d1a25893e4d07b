//! What can be wrong with a store, looked for.

use std::collections::HashSet;

use rusqlite::{Connection, Row};

use super::codec::{key_hash, unpack_body, unpack_keywords};
use super::error::DbResult;

/// What must never be there, with the query that counts it.
const NEVER: &[(&str, &str)] = &[
    ("articles without a body", "SELECT COUNT(*) FROM article WHERE id NOT IN (SELECT article FROM body)"),
    ("articles that were never analysed", "SELECT COUNT(*) FROM article WHERE id NOT IN (SELECT article FROM analysis)"),
    (
        "articles that the search index will never see",
        "SELECT COUNT(*) FROM article WHERE id NOT IN (SELECT article FROM change)",
    ),
    (
        "changes that the search index will see twice",
        "SELECT COUNT(*) FROM change WHERE seq > (SELECT value FROM counter WHERE name = 'seq')",
    ),
    (
        "bodies, analyses, revisions or keywords of articles that do not exist",
        "SELECT (SELECT COUNT(*) FROM body WHERE article NOT IN (SELECT id FROM article))
              + (SELECT COUNT(*) FROM analysis WHERE article NOT IN (SELECT id FROM article))
              + (SELECT COUNT(*) FROM revision WHERE article NOT IN (SELECT id FROM article))
              + (SELECT COUNT(*) FROM keyword WHERE article NOT IN (SELECT id FROM article))",
    ),
    (
        "articles in a story that does not exist",
        "SELECT COUNT(*) FROM article WHERE story IS NOT NULL AND story NOT IN (SELECT id FROM story)",
    ),
    (
        "stories that count their articles wrongly",
        "SELECT COUNT(*) FROM story s LEFT JOIN
            (SELECT story, COUNT(*) AS articles, SUM(original IS NULL) AS originals, MIN(at) AS first_at, MAX(at) AS last_at
             FROM article WHERE story IS NOT NULL GROUP BY story) a ON a.story = s.id
         WHERE (s.articles, s.originals, s.first_at, s.last_at) IS NOT (a.articles, a.originals, a.first_at, a.last_at)",
    ),
    (
        "stories whose lead is elsewhere",
        "SELECT COUNT(*) FROM story s WHERE NOT EXISTS (SELECT 1 FROM article WHERE id = s.lead AND story = s.id)",
    ),
    (
        "copies that are known from one side only",
        "SELECT COUNT(*) FROM copy c WHERE NOT EXISTS (SELECT 1 FROM copy WHERE article = c.other AND other = c.article)",
    ),
    ("feeds without a source", "SELECT COUNT(*) FROM feed WHERE source NOT IN (SELECT id FROM source)"),
    ("articles without a source", "SELECT COUNT(*) FROM article WHERE source NOT IN (SELECT id FROM source)"),
];

pub fn check(connection: &Connection) -> DbResult<Vec<String>> {
    let mut wrong = Vec::new();
    let mut integrity = connection.prepare("PRAGMA integrity_check(20)")?;
    let lines: Vec<String> = integrity.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    wrong.extend(lines.into_iter().filter(|line| line != "ok").map(|line| format!("the store's file is damaged: {line}")));
    for (what, query) in NEVER {
        let count: i64 = connection.query_row(query, [], |row| row.get(0))?;
        if count > 0 {
            wrong.push(format!("{count} {what}"));
        }
    }
    let packed = |row: &Row| Ok(unpack_body(row.get_ref(0)?.as_blob()?).is_ok());
    for (what, query) in [("bodies", "SELECT blocks FROM body"), ("revisions", "SELECT blocks FROM revision")] {
        let unreadable = connection.prepare(query)?.query_map([], packed)?.filter(|ok| !matches!(ok, Ok(true))).count();
        if unreadable > 0 {
            wrong.push(format!("{unreadable} {what} that cannot be read"));
        }
    }
    wrong.extend(keywords(connection)?);
    Ok(wrong)
}

/// Each keyword of an article has its line in the list that keyword pages walk, and no line is without its keyword.
fn keywords(connection: &Connection) -> DbResult<Option<String>> {
    let mut unreadable = 0;
    let mut expected = 0;
    let mut statement = connection.prepare("SELECT keywords FROM analysis")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        match row.get_ref(0)?.as_str().ok().and_then(|text| unpack_keywords(text).ok()) {
            Some(keywords) => expected += keywords.iter().map(|keyword| key_hash(&keyword.key)).collect::<HashSet<_>>().len(),
            None => unreadable += 1,
        }
    }
    let listed: i64 = connection.query_row("SELECT COUNT(*) FROM keyword", [], |row| row.get(0))?;
    Ok(if unreadable > 0 {
        Some(format!("the keywords of {unreadable} articles cannot be read"))
    } else if usize::try_from(listed) != Ok(expected) {
        Some(format!("keyword pages list {listed} articles where there are {expected}"))
    } else {
        None
    })
}
