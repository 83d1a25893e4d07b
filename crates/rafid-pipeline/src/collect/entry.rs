//! What a feed says about one article, under the name by which the article is known. Pure.

use jiff::Timestamp;
use rafid_core::{Body, EntryRecord, WebUrl};
use rafid_extract::source::feed::Entry;
use url::Url;

/// One entry of a feed. Kept in plans to visit its page again, without its text.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub(super) struct FeedEntry {
    /// Its canonical address; its guid, or a hash of its words, where it has none. Names it within its feed.
    pub key: String,
    /// Canonical.
    pub url: Option<WebUrl>,
    /// Only an address and perhaps a headline: the page has to show that it is an article.
    pub hearsay: bool,
    /// The address belongs to another publisher than the feed: the feed may point there, but not speak for it.
    pub foreign: bool,
    pub title: String,
    pub summary: Option<String>,
    /// The article itself, where the feed carries it.
    #[serde(skip)]
    pub content: Body,
    pub published: Option<Timestamp>,
    pub updated: Option<Timestamp>,
    pub byline: Option<String>,
    pub tags: Vec<String>,
    pub image: Option<WebUrl>,
    pub language: Option<String>,
    #[serde(skip)]
    pub hash: EntryHash,
    /// What a feed says besides, not yet read: of most entries nothing but the hash is ever needed.
    #[serde(skip)]
    pub folded: Option<Box<Folded>>,
}

/// Of what a feed says about an entry, in two halves: headlines change for a reason, the rest of some feeds changes with
/// every poll (advertisements, counters, the time of day).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct EntryHash {
    pub headline: u32,
    pub rest: u32,
}

impl EntryHash {
    pub fn bits(self) -> u64 {
        (u64::from(self.headline) << 32) | u64::from(self.rest)
    }

    pub fn from_bits(bits: u64) -> Self {
        Self { headline: (bits >> 32) as u32, rest: bits as u32 }
    }
}

/// A feed's entry as it came.
#[derive(Debug, Clone)]
pub(super) struct Folded {
    pub entry: Entry,
    /// Of relative links.
    pub base: Url,
    /// The feed's own.
    pub language: Option<String>,
}

impl FeedEntry {
    /// Reads what is still folded: markup into text, which is most of the work on an entry.
    pub fn unfold(&mut self) {
        if let Some(folded) = self.folded.take() {
            super::reading::unfold(self, &folded);
        }
    }

    pub fn record(&self) -> EntryRecord {
        EntryRecord { key: self.key.clone(), hash: self.hash.bits() }
    }
}

const MAX_TAGS: usize = 40;
const MAX_TAG_CHARS: usize = 80;

/// A publisher's tags: trimmed, each once, few enough to be shown.
pub(crate) fn tags<'t>(tags: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for tag in tags.map(str::trim).filter(|tag| !tag.is_empty() && tag.chars().count() <= MAX_TAG_CHARS) {
        if kept.len() < MAX_TAGS && !kept.iter().any(|known| known == tag) {
            kept.push(tag.to_owned());
        }
    }
    kept
}
