//! How core's types become columns and come back. A value that cannot be read is an error of the row, never a guess.

use jiff::Timestamp;
use rafid_core::{Body, CopyKind, DisplayPolicy, FeedKind, FeedState, WebUrl};
use rusqlite::types::Type;
use xxhash_rust::xxh3::xxh3_64;

use super::error::DbResult;

pub fn to_micros(time: Timestamp) -> i64 {
    time.as_microsecond()
}

pub fn from_micros(micros: i64) -> rusqlite::Result<Timestamp> {
    Timestamp::from_microsecond(micros).map_err(|error| unreadable(Type::Integer, error))
}

pub fn maybe_time(micros: Option<i64>) -> rusqlite::Result<Option<Timestamp>> {
    micros.map(from_micros).transpose()
}

pub fn unreadable(kind: Type, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, kind, error.into())
}

pub fn json<T: serde::de::DeserializeOwned>(text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|error| unreadable(Type::Text, error))
}

/// An address that was stored; one that is not a web address any more is as good as none.
pub fn maybe_url(text: Option<String>) -> Option<WebUrl> {
    text.as_deref().and_then(WebUrl::new)
}

pub fn url(text: &str) -> rusqlite::Result<WebUrl> {
    WebUrl::new(text).ok_or_else(|| unreadable(Type::Text, format!("not a web address: {text:?}")))
}

/// Hashes are kept by their bits: SQLite's integers are signed.
pub fn hash_bits(hash: u64) -> i64 {
    hash.cast_signed()
}

pub fn key_hash(key: &str) -> i64 {
    hash_bits(xxh3_64(key.as_bytes()))
}

/// Bodies are most of the store; level 1 halves them at about 15 µs each.
const ZSTD_LEVEL: i32 = 1;

pub fn pack_body(body: &Body) -> DbResult<Vec<u8>> {
    Ok(zstd::bulk::compress(&serde_json::to_vec(body)?, ZSTD_LEVEL)?)
}

pub fn unpack_body(blob: &[u8]) -> DbResult<Body> {
    Ok(serde_json::from_slice(&zstd::decode_all(blob)?)?)
}

pub fn policy(text: &str) -> rusqlite::Result<DisplayPolicy> {
    text.parse().map_err(|error: String| unreadable(Type::Text, error))
}

macro_rules! named {
    ($to:ident, $from:ident, $type:ty, $($variant:ident = $name:literal),+) => {
        pub fn $to(value: $type) -> &'static str {
            match value { $(<$type>::$variant => $name),+ }
        }
        pub fn $from(text: &str) -> rusqlite::Result<$type> {
            match text {
                $($name => Ok(<$type>::$variant),)+
                other => Err(unreadable(Type::Text, format!("unknown {}: {other:?}", stringify!($type)))),
            }
        }
    };
}

named!(feed_kind_name, feed_kind, FeedKind, Feed = "feed", Sitemap = "sitemap", Listing = "listing");
named!(feed_state_name, feed_state, FeedState, Active = "active", Paused = "paused", Gone = "gone");
named!(copy_kind_name, copy_kind, CopyKind, Copy = "copy", EditedCopy = "edited_copy");
