//! What can be wrong with a store, looked for.

use rusqlite::Connection;

use super::error::DbResult;

pub fn check(connection: &Connection) -> DbResult<Vec<String>> {
    let mut wrong = Vec::new();
    let mut integrity = connection.prepare("PRAGMA integrity_check(20)")?;
    let lines: Vec<String> = integrity.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    wrong.extend(lines.into_iter().filter(|line| line != "ok").map(|line| format!("the store's file is damaged: {line}")));
    for (what, query) in [
        ("articles without a body", "SELECT COUNT(*) FROM article WHERE id NOT IN (SELECT article FROM body)"),
        ("articles that were never analysed", "SELECT COUNT(*) FROM article WHERE id NOT IN (SELECT article FROM analysis)"),
        (
            "articles that the search index will never see",
            "SELECT COUNT(*) FROM article WHERE id NOT IN (SELECT article FROM change)",
        ),
        (
            "articles in a story that does not exist",
            "SELECT COUNT(*) FROM article WHERE story IS NOT NULL AND story NOT IN (SELECT id FROM story)",
        ),
        (
            "stories without articles",
            "SELECT COUNT(*) FROM story WHERE id NOT IN (SELECT story FROM article WHERE story IS NOT NULL)",
        ),
        (
            "stories whose lead is elsewhere",
            "SELECT COUNT(*) FROM story s WHERE NOT EXISTS (SELECT 1 FROM article WHERE id = s.lead AND story = s.id)",
        ),
        ("feeds without a source", "SELECT COUNT(*) FROM feed WHERE source NOT IN (SELECT id FROM source)"),
    ] {
        let count: i64 = connection.query_row(query, [], |row| row.get(0))?;
        if count > 0 {
            wrong.push(format!("{count} {what}"));
        }
    }
    Ok(wrong)
}
