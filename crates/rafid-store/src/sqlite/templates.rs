//! What was learned of the pages of each host.

use rusqlite::{Connection, OptionalExtension, params};

use super::error::DbResult;

pub fn of_host(connection: &Connection, host: &str) -> DbResult<Option<Vec<u8>>> {
    let mut statement = connection.prepare_cached("SELECT sketch FROM site_template WHERE host = ?1")?;
    Ok(statement.query_row([host], |row| row.get(0)).optional()?)
}

pub fn keep(connection: &Connection, templates: &[(String, Vec<u8>)]) -> DbResult<()> {
    let mut statement = connection.prepare_cached("INSERT OR REPLACE INTO site_template (host, sketch) VALUES (?1, ?2)")?;
    for (host, sketch) in templates {
        statement.execute(params![host, sketch])?;
    }
    Ok(())
}
