//! Feed and page into one draft. Pure, and the same for the same input: a second visit must not look like a change.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rafid_core::{ArticleDraft, Body, SourceId};
use rafid_extract::article::{DateSource, Extraction, FoundDate};

use super::entry::{FeedEntry, tags};

/// Whose article it is, and when it was read.
pub(super) struct Frame<'a> {
    pub source: SourceId,
    pub zone: &'a TimeZone,
    pub now: Timestamp,
    /// See [`ArticleDraft::takes_over`].
    pub takes_over: bool,
}

/// From this many characters on, a text is an article and not a teaser.
const WHOLE_TEXT_CHARS: usize = 600;

/// Whether the feed carries the article itself.
pub(super) fn is_whole(entry: &FeedEntry) -> bool {
    let text = entry.content.text();
    let chars = text.chars().count();
    let teaser = entry.summary.as_deref().map_or(0, |summary| summary.chars().count());
    chars >= WHOLE_TEXT_CHARS && chars > teaser * 2
}

/// The draft that feed and page make together. Without a page, or where the page gave no text, the feed speaks alone.
pub(super) fn merge(entry: &FeedEntry, page: Option<&Extraction>, frame: &Frame) -> ArticleDraft {
    let body = body(entry, page);
    let (published, updated) = times(entry, page, frame);
    let empty = Extraction::default();
    let page = page.unwrap_or(&empty);
    ArticleDraft {
        source: frame.source,
        external_id: entry.url.is_none().then(|| format!("feed:{}:{}", frame.source, entry.key)),
        url: entry.url.clone(),
        title: title(&entry.title, page.title.as_deref()),
        byline: page.byline.clone().or_else(|| entry.byline.clone()),
        summary: page.summary.clone().or_else(|| entry.summary.clone()),
        body,
        published,
        updated,
        fetched_at: frame.now,
        image: page.image.clone().or_else(|| entry.image.clone()),
        tags: tags(page.tags.iter().chain(&entry.tags).map(String::as_str)),
        section: page.section.clone(),
        credit: page.credit.clone(),
        language: page.language.clone().or_else(|| entry.language.clone()),
        takes_over: frame.takes_over,
    }
}

/// Whether the page gave an article, and not a wall of some kind: more than the feed's teaser, and where there was no more
/// than an address, enough to be believed.
pub(super) fn page_is_useful(entry: &FeedEntry, page: &Extraction) -> bool {
    const LEAST_CHARS: usize = 40;
    const LEAST_CHARS_OF_HEARSAY: usize = 200;
    let chars = page.text.chars().count();
    if entry.hearsay {
        return chars >= LEAST_CHARS_OF_HEARSAY && !(entry.title.is_empty() && page.title.is_none());
    }
    chars >= LEAST_CHARS && chars >= entry.content.text().chars().count() / 2
}

fn body(entry: &FeedEntry, page: Option<&Extraction>) -> Body {
    match page {
        Some(page) if page_is_useful(entry, page) => page.body.clone(),
        _ if !entry.content.is_empty() => entry.content.clone(),
        _ => Body::from_text(entry.summary.as_deref().unwrap_or_default()),
    }
}

/// The feed's headline, unless it is cut or missing: a page's may be that of a section, a wall or the site.
fn title(feed: &str, page: Option<&str>) -> String {
    let Some(page) = page.map(str::trim).filter(|page| !page.is_empty()) else { return feed.to_owned() };
    let trimmed = feed.trim_end_matches(['.', '…', ' ']);
    let cut = trimmed.len() < feed.len() && page.starts_with(trimmed);
    if feed.is_empty() || cut { page.to_owned() } else { feed.to_owned() }
}

/// Feeds say when they publish to the second; pages know better when they say so to machines, with a zone, and the feed
/// does not say it at all or names a time that has not come.
fn times(entry: &FeedEntry, page: Option<&Extraction>, frame: &Frame) -> (Option<Timestamp>, Option<Timestamp>) {
    const AHEAD_SECS: i64 = 3600;
    let plausible = |time: &Timestamp| time.as_second() <= frame.now.as_second() + AHEAD_SECS;
    let from_page = |date: Option<&FoundDate>| date.and_then(|date| date.date.timestamp(frame.zone)).filter(plausible);
    let page_published = page.and_then(|page| from_page(page.published.as_ref()));
    let page_updated = page.and_then(|page| from_page(page.updated.as_ref()));
    let in_feed = entry.published.filter(plausible);
    let for_machines = page.and_then(|page| page.published.as_ref()).is_some_and(|date| date.source <= DateSource::Meta);
    let published = match (in_feed, page_published) {
        // A feed that stamps its entries with the time of the poll says a later time than the article itself.
        (Some(feed), Some(page)) if for_machines && page < feed => Some(page),
        (feed, page) => feed.or(page).or(entry.updated.filter(plausible)),
    };
    let updated =
        page_updated.or(entry.updated.filter(plausible)).filter(|updated| published.is_none_or(|published| *updated > published));
    (published, updated)
}

#[cfg(test)]
#[path = "merge_tests.rs"]
mod tests;
