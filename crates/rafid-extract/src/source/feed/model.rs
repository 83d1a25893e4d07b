//! What a feed is once it is read: the same shape for every format.

use std::sync::Arc;

use jiff::Timestamp;
use rafid_core::Issue;
use url::Url;

/// A feed and its entries in document order. See [`super::parse`].
#[derive(Debug, Clone, Default)]
pub struct ParsedFeed {
    pub kind: FeedKind,
    pub title: Option<Text>,
    /// The site, not the feed.
    pub link: Option<String>,
    pub id: Option<String>,
    pub description: Option<Text>,
    /// BCP 47, as declared: `ar`, `ar-SA`.
    pub language: Option<String>,
    pub updated: Option<Timestamp>,
    pub published: Option<Timestamp>,
    /// Where the feed says that it lives (`rel="self"`).
    pub self_link: Option<String>,
    /// Where the next page of the feed is (RFC 5005).
    pub next_link: Option<String>,
    /// WebSub hubs.
    pub hubs: Vec<String>,
    /// How long the publisher asks not to come back, from `ttl` or `sy:updatePeriod`.
    pub ttl_secs: Option<u32>,
    pub image: Option<String>,
    pub authors: Vec<String>,
    pub categories: Vec<String>,
    pub entries: Vec<Entry>,
    /// WHATWG name of the encoding that the bytes were read in.
    pub encoding: &'static str,
    pub issues: Vec<Issue>,
}

impl ParsedFeed {
    /// Whether this was a feed at all.
    pub fn is_feed(&self) -> bool {
        self.kind != FeedKind::Unknown
    }
}

/// The format, as far as it makes a difference.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FeedKind {
    /// RSS 0.91 to 2.0.
    Rss,
    /// RSS 0.90 and 1.0.
    Rdf,
    /// Atom 1.0, and documents with `<feed>` of no known version.
    Atom,
    /// Atom 0.3 and its drafts.
    Atom03,
    JsonFeed,
    /// Channel Definition Format.
    Cdf,
    /// No feed.
    #[default]
    Unknown,
}

impl FeedKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Rss => "rss",
            Self::Rdf => "rdf",
            Self::Atom => "atom",
            Self::Atom03 => "atom03",
            Self::JsonFeed => "json",
            Self::Cdf => "cdf",
            Self::Unknown => "unknown",
        }
    }
}

/// Words of a publisher, with what is needed to read them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// Plain text or a fragment of HTML, see `markup`. HTML is the publisher's own: never show it unsanitised.
    pub value: String,
    /// Whether `value` is HTML.
    pub markup: bool,
    /// What relative addresses in it are relative to.
    pub base: Option<Arc<Url>>,
}

impl Text {
    pub fn plain(value: impl Into<String>) -> Self {
        Self { value: value.into(), ..Self::default() }
    }

    /// The words without any markup, white space collapsed: for titles and for indexing.
    pub fn words(&self) -> String {
        if self.markup { super::clean::words(&self.value) } else { super::clean::collapse(&self.value) }
    }
}

/// One article, episode or notice.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// The publisher's identifier, exactly as given; absent rather than invented.
    pub id: Option<String>,
    pub link: Option<String>,
    /// The address behind a redirecting service (`feedburner:origLink`).
    pub original_link: Option<String>,
    pub title: Option<Text>,
    pub summary: Option<Text>,
    pub content: Vec<Text>,
    pub published: Option<Timestamp>,
    pub updated: Option<Timestamp>,
    /// A date that was there but could not be read without knowing today, such as «منذ ساعتين».
    pub unread_date: Option<String>,
    pub authors: Vec<String>,
    pub categories: Vec<String>,
    pub enclosures: Vec<Enclosure>,
    pub comments: Option<String>,
    pub image: Option<String>,
    /// The outlet that the entry was taken from, when the feed names one.
    pub source_title: Option<String>,
    pub source_link: Option<String>,
    pub language: Option<String>,
}

/// An attached file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Enclosure {
    pub url: String,
    pub mime: Option<String>,
    pub length_bytes: Option<u64>,
}
