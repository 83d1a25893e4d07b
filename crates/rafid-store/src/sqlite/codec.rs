//! How core's types become columns and come back. A value that cannot be read is an error of the row, never a guess.

use std::cell::RefCell;

use jiff::Timestamp;
use rafid_core::{Body, CopyKind, DisplayPolicy, FeedKind, FeedState, Keyword, WebUrl};
use rusqlite::types::Type;
use xxhash_rust::xxh3::xxh3_64;
use zstd::bulk::{Compressor, Decompressor};

use super::error::DbResult;

/// The end of time has no fraction of a second that could be read back.
const LAST_MICROS: i64 = 253_402_207_200_000_000;

pub fn to_micros(time: Timestamp) -> i64 {
    time.as_microsecond().min(LAST_MICROS)
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

/// SQLite counts in `i64`: whoever asks for more rows than that gets all.
pub fn rows(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// Hashes are kept by their bits: SQLite's integers are signed.
pub fn hash_bits(hash: u64) -> i64 {
    hash.cast_signed()
}

pub fn key_hash(key: &str) -> i64 {
    hash_bits(xxh3_64(key.as_bytes()))
}

/// Bodies are most of the store; level 1 halves them.
const ZSTD_LEVEL: i32 = 1;

/// No body is as long as this: a damaged frame may claim anything.
const MOST_BODY_BYTES: usize = 64 << 20;

thread_local! {
    // Making a context costs more than packing an article with it.
    static PACKER: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    static UNPACKER: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

pub fn pack_body(body: &Body) -> DbResult<Vec<u8>> {
    let plain = serde_json::to_vec(body)?;
    with_context(&PACKER, || Compressor::new(ZSTD_LEVEL), |packer| packer.compress(&plain))
}

pub fn unpack_body(blob: &[u8]) -> DbResult<Body> {
    let not_a_body = || std::io::Error::other("not a body");
    let size = zstd::zstd_safe::get_frame_content_size(blob).ok().flatten().ok_or_else(not_a_body)?;
    let size = usize::try_from(size).ok().filter(|&size| size <= MOST_BODY_BYTES).ok_or_else(not_a_body)?;
    let plain = with_context(&UNPACKER, Decompressor::new, |unpacker| unpacker.decompress(blob, size))?;
    Ok(serde_json::from_slice(&plain)?)
}

fn with_context<C, T>(
    slot: &'static std::thread::LocalKey<RefCell<Option<C>>>,
    make: impl FnOnce() -> std::io::Result<C>,
    work: impl FnOnce(&mut C) -> std::io::Result<T>,
) -> DbResult<T> {
    slot.with_borrow_mut(|slot| {
        let context = match slot {
            Some(context) => context,
            None => slot.insert(make()?),
        };
        Ok(work(context)?)
    })
}

/// Phrase, key, score: the names of the fields would be a third of the text.
type KeywordRow = (String, String, f32);

pub fn pack_keywords(keywords: &[Keyword]) -> DbResult<String> {
    let rows: Vec<(&str, &str, f32)> = keywords.iter().map(|k| (k.phrase.as_str(), k.key.as_str(), k.score)).collect();
    Ok(serde_json::to_string(&rows)?)
}

pub fn unpack_keywords(text: &str) -> rusqlite::Result<Vec<Keyword>> {
    let rows: Vec<KeywordRow> = json(text)?;
    Ok(rows.into_iter().map(|(phrase, key, score)| Keyword { phrase, key, score }).collect())
}

/// Four bytes a part, the lowest first.
pub fn pack_signature(signature: &[u32]) -> Vec<u8> {
    signature.iter().flat_map(|part| part.to_le_bytes()).collect()
}

pub fn unpack_signature(bytes: &[u8]) -> Vec<u32> {
    bytes.as_chunks().0.iter().map(|part| u32::from_le_bytes(*part)).collect()
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
