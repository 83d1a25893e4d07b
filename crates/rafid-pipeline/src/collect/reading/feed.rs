//! RSS, RDF, Atom and JSON Feed.

use jiff::Timestamp;
use rafid_core::{Body, Issue, WebUrl};
use rafid_extract::article::body_from_html;
use rafid_extract::source::feed::{self, Entry, Hints, Text};
use url::Url;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::super::entry::{EntryHash, FeedEntry, Folded, tags};
use super::{Context, ReadFeed, cut};
use crate::websub::Named;

pub(super) fn read(context: &Context) -> ReadFeed {
    let resource = context.resource;
    let url = &resource.url;
    let hints = Hints {
        content_type: resource.content_type.as_deref(),
        url: Some(url.as_str()),
        zone: Some(&context.zone),
        ..Hints::default()
    };
    let mut parsed = feed::parse(&resource.body, &hints);
    let mut issues = std::mem::take(&mut parsed.issues);
    if !parsed.is_feed() {
        let worst = issues.iter().max_by_key(|issue| issue.severity);
        return ReadFeed::nothing(worst.map_or("there is no feed in the answer", |issue| issue.detail.as_str()));
    }
    if resource.truncated {
        issues.push(Issue::warning("feed-too-large", format!("only the first {} bytes were read", resource.body.len())));
    }
    let mut raw = parsed.entries;
    if raw.len() > context.max_entries {
        let detail = format!("{} entries, of which the newest {} are read", raw.len(), context.max_entries);
        issues.push(Issue::warning("too-many-entries", detail));
        raw.sort_by_key(|entry| std::cmp::Reverse(entry.published.or(entry.updated)));
        raw.truncate(context.max_entries);
    }
    let at = |address: Option<&str>| address.and_then(|address| resource.url.join(address.trim()).ok());
    let hubs = parsed.hubs.iter().filter_map(|hub| at(Some(hub))).collect();
    let hubs = Named { hubs, topic: at(parsed.self_link.as_deref()) };
    let language = parsed.language;
    let entries = raw.into_iter().map(|entry| one(entry, context, language.as_deref())).collect();
    ReadFeed { entries, issues, ttl_secs: parsed.ttl_secs, hubs, ..ReadFeed::default() }
}

const MAX_TITLE_CHARS: usize = 500;
const MAX_SUMMARY_CHARS: usize = 4000;
const MAX_BYLINE_CHARS: usize = 200;

fn one(entry: Entry, context: &Context, language: Option<&str>) -> FeedEntry {
    let base = &context.resource.url;
    let address = entry.original_link.as_deref().or(entry.link.as_deref()).and_then(|link| base.join(link.trim()).ok());
    let (url, foreign) = context.named(address);
    let title = entry.title.as_ref().map(Text::words).unwrap_or_default();
    let key = match (&url, entry.id.as_deref().map(str::trim).filter(|id| !id.is_empty())) {
        (Some(url), _) => url.as_str().to_owned(),
        (None, Some(id)) => cut(id, MAX_TITLE_CHARS),
        (None, None) => format!("words:{:016x}", words_hash(&title, summary(&entry).as_deref())),
    };
    let mut read = FeedEntry {
        key,
        foreign,
        title: cut(&title, MAX_TITLE_CHARS),
        published: entry.published,
        updated: entry.updated,
        hash: hash(&entry, &title),
        ..FeedEntry::default()
    };
    let nameless = url.is_none() && read.title.is_empty();
    read.url = url;
    read.folded = Some(Box::new(Folded { entry, base: base.clone(), language: language.map(str::to_owned) }));
    if nameless {
        // Whether it says anything at all can only be told by its text.
        read.unfold();
    }
    read
}

/// The second half of reading an entry, for those that are worth it.
pub(in super::super) fn unfold(read: &mut FeedEntry, folded: &Folded) {
    let Folded { entry, base, language } = folded;
    let byline = entry.authors.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).collect::<Vec<_>>().join("، ");
    read.summary = summary(entry).map(|text| cut(&text, MAX_SUMMARY_CHARS));
    read.content = content(entry, base);
    read.byline = (!byline.is_empty()).then(|| cut(&byline, MAX_BYLINE_CHARS));
    read.tags = tags(entry.categories.iter().map(String::as_str));
    read.image = image(entry, base);
    read.language = entry.language.as_deref().or(language.as_deref()).map(|tag| cut(tag, 35));
}

fn summary(entry: &Entry) -> Option<String> {
    entry.summary.as_ref().map(Text::words).filter(|text| !text.is_empty())
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
    EntryHash { headline: xxh3_64(title.as_bytes()) as u32, rest: rest.digest() as u32 }
}
