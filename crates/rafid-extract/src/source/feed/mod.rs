//! Feeds: RSS 0.90 to 2.0, RDF, Atom 0.3 and 1.0, JSON Feed and CDF, as they are found in the wild.
//!
//! [`parse`] never fails, never reaches outside the bytes that it is given, and costs time linear in them. A feed that
//! is broken keeps what can be kept, entry by entry; what was odd is listed in [`ParsedFeed::issues`].
//!
//! Start reading at [`parse`], then `fields.rs`: the table of which element means what, where one more element is one
//! more row. `reader.rs` keeps track of what is open and mends what does not match, `store.rs` puts a complete field
//! into its place, [`date`] reads dates, `jsonfeed.rs` is the one format that is not XML, and [`json`] shows the result.

mod capture;
pub mod clean;
pub mod date;
mod draft;
mod fields;
pub mod json;
mod jsonfeed;
mod model;
mod namespace;
mod reader;
mod store;

use std::borrow::Cow;
use std::sync::Arc;

use jiff::tz::TimeZone;
use rafid_core::Issue;
use url::Url;

pub use model::{Enclosure, Entry, FeedKind, ParsedFeed, Text};

use crate::charset;
use reader::Reader;

/// What came with the bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints<'a> {
    /// Value of the HTTP header `Content-Type`.
    pub content_type: Option<&'a str>,
    /// Value of the HTTP header `Content-Language`.
    pub content_language: Option<&'a str>,
    /// Where the bytes are from, after redirects: relative addresses are relative to it.
    pub url: Option<&'a str>,
    /// Of times that name no zone; UTC where it is not known.
    pub zone: Option<&'a TimeZone>,
}

/// Reads a feed of any format. Bytes that are no feed give a [`FeedKind::Unknown`] with an issue that says what they
/// seem to be.
pub fn parse(bytes: &[u8], hints: &Hints<'_>) -> ParsedFeed {
    if let Some(what) = binary_kind(bytes) {
        return not_a_feed(format!("the body is {what}"), "not-a-feed");
    }
    let decoded = charset::decode(bytes, hints.content_type, charset::Kind::Xml);
    let text = without_controls(&decoded.text);
    let base = hints.url.and_then(|url| Url::parse(url).ok()).map(Arc::new);

    let utc = TimeZone::UTC;
    let zone = hints.zone.unwrap_or(&utc);

    let start = text.trim_start();
    let junk = junk_before_root(start);
    let mut feed = if start.starts_with(['{', '[']) || start == "null" {
        jsonfeed::parse(start, base.as_ref(), zone)
    } else {
        Reader::new(&text, base, zone).read()
    };
    if let (None, Some(language)) = (&feed.language, hints.content_language) {
        feed.language = language.split(',').next().map(|first| first.trim().to_owned()).filter(|l| !l.is_empty());
    }
    if feed.kind == FeedKind::Unknown && feed.issues.iter().all(|i| i.severity != rafid_core::Severity::Error) {
        let head: String = start.chars().take(512).collect::<String>().to_ascii_lowercase();
        let what = if start.is_empty() {
            ("empty-body", "the body is empty")
        } else if head.contains("<html") || head.contains("<!doctype html") {
            ("html-instead-of-feed", "the body is a web page")
        } else {
            ("not-a-feed", "the body has no feed in it")
        };
        feed.issues.push(Issue::error(what.0, what.1));
    }
    if feed.kind != FeedKind::Unknown {
        if let Some(junk) = junk {
            feed.issues.push(Issue::note("text-before-root", format!("text before the feed: {junk:?}")));
        }
        if let (Cow::Owned(_), Some(control)) = (&text, decoded.text.chars().find(|c| is_mended(*c))) {
            let detail = format!("a control character that XML forbids: U+{:04X}", u32::from(control));
            feed.issues.push(Issue::note("control-characters", detail));
        }
    }
    feed.encoding = decoded.encoding;
    feed.issues.splice(0..0, decoded.issues);
    feed
}

/// What stands before the first tag, in a document that is no JSON.
fn junk_before_root(start: &str) -> Option<String> {
    if start.starts_with(['<', '{', '[']) || start == "null" {
        return None;
    }
    let junk: String = start.chars().take(40).take_while(|c| *c != '<').collect();
    Some(junk.trim_end().to_owned()).filter(|junk| !junk.is_empty())
}

/// Whether [`without_controls`] mends this character.
fn is_mended(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}')
}

fn not_a_feed(detail: String, code: &str) -> ParsedFeed {
    ParsedFeed { issues: vec![Issue::error(code, detail)], ..ParsedFeed::default() }
}

/// Formats that are mistaken for feeds now and then, by their first bytes.
fn binary_kind(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"\x1f\x8b", "gzip that was not decoded"),
        (b"%PDF-", "a PDF document"),
        (b"\x89PNG", "a PNG image"),
        (b"\xff\xd8\xff", "a JPEG image"),
        (b"GIF8", "a GIF image"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"\x28\xb5\x2f\xfd", "zstd that was not decoded"),
    ];
    MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, what)| *what)
}

/// Text without characters that XML 1.0 section 2.2 forbids; C1 controls are read as windows-1252, as in HTML.
fn without_controls(text: &str) -> Cow<'_, str> {
    if !may_have_controls(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let mend = |c: char| match c {
        '\t' | '\n' | '\r' => Some(c),
        '\u{80}'..='\u{9f}' => {
            let meant = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[c as u8]).0.chars().next();
            meant.filter(|c| !c.is_control())
        }
        '\u{fffe}' | '\u{ffff}' => None,
        c => Some(c).filter(|c| !c.is_control()),
    };
    Cow::Owned(text.chars().filter_map(mend).collect())
}

/// False when there is certainly nothing to mend. Looks at blocks, so that the compiler can use wide registers.
fn may_have_controls(bytes: &[u8]) -> bool {
    let low = |b: u8| ((b < 0x20) & (b != b'\t') & (b != b'\n') & (b != b'\r')) | (b == 0x7f);
    bytes.chunks(256).any(|block| block.iter().fold(false, |found, &b| found | low(b)))
        // U+0080 to U+009F begin with C2, U+FFFE and U+FFFF with EF BF.
        || memchr::memchr_iter(0xc2, bytes).any(|at| bytes.get(at + 1).is_some_and(|b| *b < 0xa0))
        || memchr::memmem::find(bytes, b"\xef\xbf").is_some()
}
