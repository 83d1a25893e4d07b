//! What robots.txt of origins said.

use jiff::SignedDuration;
use rafid_core::RobotsNote;
use rusqlite::{Connection, OptionalExtension, params};

use super::codec::{from_micros, to_micros};
use super::error::DbResult;

/// RFC 9309, 2.4.
const MOST_AGE: SignedDuration = SignedDuration::from_hours(24);

pub fn keep(connection: &Connection, notes: &[RobotsNote]) -> DbResult<()> {
    let mut insert = connection.prepare_cached("INSERT OR REPLACE INTO robots (origin, fetched_at, text) VALUES (?1, ?2, ?3)")?;
    for note in notes {
        insert.execute(params![note.origin, to_micros(note.fetched_at), note.text])?;
    }
    if let Some(horizon) = notes.iter().map(|note| note.fetched_at).max().and_then(|newest| newest.checked_sub(MOST_AGE).ok()) {
        connection.prepare_cached("DELETE FROM robots WHERE fetched_at < ?1")?.execute([to_micros(horizon)])?;
    }
    Ok(())
}

pub fn by_origin(connection: &Connection, origin: &str) -> DbResult<Option<RobotsNote>> {
    let mut statement = connection.prepare_cached("SELECT fetched_at, text FROM robots WHERE origin = ?1")?;
    let note = |row: &rusqlite::Row| {
        Ok(RobotsNote { origin: origin.to_owned(), fetched_at: from_micros(row.get(0)?)?, text: row.get(1)? })
    };
    Ok(statement.query_row([origin], note).optional()?)
}
