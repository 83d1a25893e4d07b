//! What a feed says about one article, under the name by which the article is known. Pure.

use jiff::Timestamp;
use rafid_core::{Body, EntryRecord, FeedKind, Issue, Source, WebUrl};
use rafid_extract::article::body_from_html;
use rafid_extract::source::feed::{self, Entry, Hints, ParsedFeed, Text};
use url::Url;
use xxhash_rust::xxh3::Xxh3;

use crate::canonical::canonical;
use crate::fetch::Resource;
use crate::politeness::host_key::host_key;

/// One entry of a feed.
#[derive(Debug, Clone, Default)]
pub(super) struct FeedEntry {
    /// Its canonical address; its guid, or a hash of its words, where it has none. Names it within its feed.
    pub key: String,
    /// Canonical.
    pub url: Option<WebUrl>,
    /// The address belongs to another publisher than the feed: the feed may point there, but not speak for it.
    pub foreign: bool,
    pub title: String,
    pub summary: Option<String>,
    /// The article itself, where the feed carries it.
    pub content: Body,
    pub published: Option<Timestamp>,
    pub updated: Option<Timestamp>,
    pub byline: Option<String>,
    pub tags: Vec<String>,
    pub image: Option<WebUrl>,
    pub language: Option<String>,
    pub hash: EntryHash,
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

impl FeedEntry {
    pub fn record(&self) -> EntryRecord {
        EntryRecord { key: self.key.clone(), hash: self.hash.bits() }
    }
}

/// An answer, read.
pub(super) struct ReadFeed {
    /// Each key once, at most as many as asked for.
    pub entries: Vec<FeedEntry>,
    pub issues: Vec<Issue>,
    pub ttl_secs: Option<u32>,
    /// What the bytes were instead, if they were nothing that can be collected from.
    pub not_a_feed: Option<String>,
}

/// Reads an answer of any kind of feed.
pub(super) fn read(kind: FeedKind, resource: &Resource, source: &Source, max_entries: usize) -> ReadFeed {
    match kind {
        FeedKind::Feed => read_feed(resource, source, max_entries),
        FeedKind::Sitemap | FeedKind::Listing => ReadFeed {
            entries: Vec::new(),
            issues: Vec::new(),
            ttl_secs: None,
            not_a_feed: Some("sitemaps and listing pages are not collected yet".to_owned()),
        },
    }
}

fn read_feed(resource: &Resource, source: &Source, max_entries: usize) -> ReadFeed {
    let url = resource.url.as_str();
    let hints = Hints { content_type: resource.content_type.as_deref(), content_language: None, url: Some(url) };
    let mut parsed = feed::parse(&resource.body, &hints);
    let mut issues = std::mem::take(&mut parsed.issues);
    let not_a_feed = (!parsed.is_feed()).then(|| {
        let worst = issues.iter().max_by_key(|issue| issue.severity);
        worst.map_or_else(|| "there is no feed in the answer".to_owned(), |issue| issue.detail.clone())
    });
    if resource.truncated {
        let detail = format!("only the first {} bytes were read", resource.body.len());
        issues.push(Issue::warning("feed-too-large", detail));
    }
    let ttl_secs = parsed.ttl_secs;
    let entries = entries(parsed, &resource.url, source, max_entries, &mut issues);
    const MAX_ISSUES: usize = 50;
    issues.truncate(MAX_ISSUES);
    ReadFeed { entries, issues, ttl_secs, not_a_feed }
}

fn entries(parsed: ParsedFeed, url: &Url, source: &Source, max_entries: usize, issues: &mut Vec<Issue>) -> Vec<FeedEntry> {
    let mut raw = parsed.entries;
    if raw.len() > max_entries {
        issues.push(Issue::warning(
            "too-many-entries",
            format!("{} entries, of which the newest {max_entries} are read", raw.len()),
        ));
        raw.sort_by_key(|entry| std::cmp::Reverse(entry.published.or(entry.updated)));
        raw.truncate(max_entries);
    }
    let home = source.home_url.as_ref().and_then(|home| Url::parse(home.as_str()).ok());
    let own: Vec<String> = home.iter().chain([url]).map(host_key).collect();
    let mut seen = std::collections::HashSet::new();
    let mut doubled = 0;
    let mut kept = Vec::with_capacity(raw.len());
    for entry in raw {
        let entry = one(entry, &own, parsed.language.as_deref(), url);
        if entry.title.is_empty() && entry.content.is_empty() && entry.url.is_none() {
            continue;
        }
        if seen.insert(entry.key.clone()) {
            kept.push(entry);
        } else {
            doubled += 1;
        }
    }
    if doubled > 0 {
        issues.push(Issue::note("same-entry-twice", format!("{doubled} entries have an address that another one has")));
    }
    kept
}

const MAX_TITLE_CHARS: usize = 500;
const MAX_SUMMARY_CHARS: usize = 4000;
const MAX_BYLINE_CHARS: usize = 200;
const MAX_TAGS: usize = 40;
const MAX_TAG_CHARS: usize = 80;

fn one(entry: Entry, own: &[String], language: Option<&str>, base: &Url) -> FeedEntry {
    let address = entry.original_link.as_deref().or(entry.link.as_deref()).and_then(|link| base.join(link.trim()).ok());
    let foreign = address.as_ref().is_some_and(|address| !own.contains(&host_key(address)));
    let url = address.and_then(canonical);
    let title = entry.title.as_ref().map(Text::words).unwrap_or_default();
    let summary = entry.summary.as_ref().map(Text::words).filter(|text| !text.is_empty());
    let content = content(&entry, base);
    let key = match (&url, entry.id.as_deref().map(str::trim).filter(|id| !id.is_empty())) {
        (Some(url), _) => url.as_str().to_owned(),
        (None, Some(id)) => cut(id, MAX_TITLE_CHARS),
        (None, None) => format!("words:{:016x}", words_hash(&title, summary.as_deref())),
    };
    let hash = hash(&entry, &title);
    let byline = entry.authors.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).collect::<Vec<_>>().join("، ");
    FeedEntry {
        key,
        url,
        foreign,
        title: cut(&title, MAX_TITLE_CHARS),
        summary: summary.map(|text| cut(&text, MAX_SUMMARY_CHARS)),
        content,
        published: entry.published,
        updated: entry.updated,
        byline: (!byline.is_empty()).then(|| cut(&byline, MAX_BYLINE_CHARS)),
        tags: tags(entry.categories.iter().map(String::as_str)),
        image: image(&entry, base),
        language: entry.language.as_deref().or(language).map(|tag| cut(tag, 35)),
        hash,
    }
}

/// The longest text that the entry carries.
fn content(entry: &Entry, base: &Url) -> Body {
    let Some(text) = entry.content.iter().max_by_key(|text| text.value.len()) else { return Body::default() };
    if text.markup {
        body_from_html(&text.value, Some(text.base.as_deref().unwrap_or(base).as_str()))
    } else {
        Body::from_text(&text.value)
    }
}

fn image(entry: &Entry, base: &Url) -> Option<WebUrl> {
    let attached = || entry.enclosures.iter().find(|file| file.mime.as_deref().is_some_and(|mime| mime.starts_with("image/")));
    let address = entry.image.as_deref().or_else(|| attached().map(|file| file.url.as_str()))?;
    WebUrl::new(base.join(address.trim()).ok()?.as_str())
}

/// A publisher's tags: trimmed, each once, few enough to be shown.
pub(super) fn tags<'t>(tags: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for tag in tags.map(str::trim).filter(|tag| !tag.is_empty() && tag.chars().count() <= MAX_TAG_CHARS) {
        if kept.len() < MAX_TAGS && !kept.iter().any(|known| known == tag) {
            kept.push(tag.to_owned());
        }
    }
    kept
}

fn cut(text: &str, max_chars: usize) -> String {
    rafid_core::cut_at_word(text, max_chars)
}

fn words_hash(title: &str, summary: Option<&str>) -> u64 {
    let mut hash = Xxh3::new();
    hash.update(title.as_bytes());
    hash.update(&[0]);
    hash.update(summary.unwrap_or_default().as_bytes());
    hash.digest()
}

fn hash(entry: &Entry, title: &str) -> EntryHash {
    let mut rest = Xxh3::new();
    let time = |time: Option<Timestamp>| time.map_or(0, Timestamp::as_second).to_le_bytes();
    rest.update(&time(entry.published));
    rest.update(&time(entry.updated));
    let texts = entry.summary.iter().chain(&entry.content).map(|text| text.value.as_str());
    for text in texts.chain(entry.authors.iter().chain(&entry.categories).map(String::as_str)) {
        rest.update(&(text.len() as u64).to_le_bytes());
        rest.update(text.as_bytes());
    }
    EntryHash { headline: xxhash_rust::xxh3::xxh3_64(title.as_bytes()) as u32, rest: rest.digest() as u32 }
}
