//! Plans to look at pages again.

use jiff::Timestamp;
use rafid_core::{RevisitPlan, SourceId, Validators};
use rusqlite::{Connection, params};

use super::codec::{from_micros, rows, to_micros, url};
use super::error::DbResult;

pub(super) const DUE: &str = "SELECT url, source, first_at, step, due_at, etag, last_modified, entry FROM revisit
     WHERE due_at <= ?1 ORDER BY due_at LIMIT ?2";

pub fn plan(connection: &Connection, plans: &[RevisitPlan]) -> DbResult<()> {
    let mut keep = connection.prepare_cached(
        "INSERT OR REPLACE INTO revisit (url, source, first_at, step, due_at, etag, last_modified, entry)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    let mut end = connection.prepare_cached("DELETE FROM revisit WHERE url = ?1")?;
    for plan in plans {
        let Some(due_at) = plan.due_at else {
            end.execute([plan.url.as_str()])?;
            continue;
        };
        keep.execute(params![
            plan.url.as_str(),
            plan.source.0,
            to_micros(plan.first_at),
            plan.step,
            to_micros(due_at),
            plan.validators.etag,
            plan.validators.last_modified,
            plan.entry,
        ])?;
    }
    Ok(())
}

pub fn due(connection: &Connection, now: Timestamp, limit: usize) -> DbResult<Vec<RevisitPlan>> {
    let mut statement = connection.prepare_cached(DUE)?;
    let plans = statement.query_map(params![to_micros(now), rows(limit)], |row| {
        Ok(RevisitPlan {
            url: url(&row.get::<_, String>(0)?)?,
            source: SourceId(row.get(1)?),
            first_at: from_micros(row.get(2)?)?,
            step: row.get(3)?,
            due_at: Some(from_micros(row.get(4)?)?),
            validators: Validators { etag: row.get(5)?, last_modified: row.get(6)? },
            entry: row.get(7)?,
        })
    })?;
    Ok(plans.collect::<Result<_, _>>()?)
}
