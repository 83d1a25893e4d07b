//! Subscriptions at WebSub hubs.

use jiff::Timestamp;
use rafid_core::{FeedId, SourceId, Subscription, SubscriptionState};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::codec::{from_micros, maybe_time, rows, to_micros, unreadable, url};
use super::error::DbResult;

const COLUMNS: &str = "token, feed, hub, topic, secret, state, expires_at, next_at, attempts";
pub(super) const DUE: &str = "FROM websub WHERE next_at <= ?1 ORDER BY next_at LIMIT ?2";

const END: &str = "UPDATE websub SET state = 'ending', next_at = 0, attempts = 0 WHERE state <> 'ending' AND feed";

pub fn keep(connection: &Connection, subscription: &Subscription) -> DbResult<()> {
    let state = match subscription.state {
        SubscriptionState::Wanted => "wanted",
        SubscriptionState::Active => "active",
        SubscriptionState::Ending => "ending",
    };
    connection
        .prepare_cached(&format!("INSERT OR REPLACE INTO websub ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"))?
        .execute(params![
            subscription.token,
            subscription.feed.0,
            subscription.hub.as_str(),
            subscription.topic.as_str(),
            subscription.secret,
            state,
            subscription.expires_at.map(to_micros),
            to_micros(subscription.next_at),
            subscription.attempts,
        ])?;
    Ok(())
}

pub fn remove(connection: &Connection, token: &str) -> DbResult<()> {
    connection.execute("DELETE FROM websub WHERE token = ?1", [token])?;
    Ok(())
}

pub fn end_of_source(connection: &Connection, source: SourceId) -> DbResult<()> {
    connection.execute(&format!("{END} IN (SELECT id FROM feed WHERE source = ?1)"), [source.0])?;
    Ok(())
}

pub fn end_of_feed(connection: &Connection, feed: FeedId) -> DbResult<()> {
    connection.execute(&format!("{END} = ?1"), [feed.0])?;
    Ok(())
}

pub fn by_token(connection: &Connection, token: &str) -> DbResult<Option<Subscription>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM websub WHERE token = ?1"))?;
    Ok(statement.query_row([token], row).optional()?)
}

pub fn of_feed(connection: &Connection, feed: FeedId) -> DbResult<Vec<Subscription>> {
    let query = format!("SELECT {COLUMNS} FROM websub WHERE feed = ?1 AND state <> 'ending' ORDER BY hub, token");
    let found = connection.prepare_cached(&query)?.query_map([feed.0], row)?.collect::<Result<_, _>>()?;
    Ok(found)
}

pub fn all(connection: &Connection) -> DbResult<Vec<Subscription>> {
    let query = format!("SELECT {COLUMNS} FROM websub WHERE state <> 'ending' ORDER BY feed, hub, token");
    let found = connection.prepare(&query)?.query_map([], row)?.collect::<Result<_, _>>()?;
    Ok(found)
}

pub fn due(connection: &Connection, now: Timestamp, limit: usize) -> DbResult<Vec<Subscription>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} {DUE}"))?;
    let due = statement.query_map(params![to_micros(now), rows(limit)], row)?.collect::<Result<_, _>>()?;
    Ok(due)
}

fn row(row: &Row) -> rusqlite::Result<Subscription> {
    let state = match row.get_ref(5)?.as_str()? {
        "wanted" => SubscriptionState::Wanted,
        "active" => SubscriptionState::Active,
        "ending" => SubscriptionState::Ending,
        other => return Err(unreadable(Type::Text, format!("not a state of a subscription: {other:?}"))),
    };
    Ok(Subscription {
        token: row.get(0)?,
        feed: FeedId(row.get(1)?),
        hub: url(&row.get::<_, String>(2)?)?,
        topic: url(&row.get::<_, String>(3)?)?,
        secret: row.get(4)?,
        state,
        expires_at: maybe_time(row.get(6)?)?,
        next_at: from_micros(row.get(7)?)?,
        attempts: row.get(8)?,
    })
}
