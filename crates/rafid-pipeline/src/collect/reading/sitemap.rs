//! Sitemaps and news sitemaps: addresses with dates, sometimes with headlines.

use jiff::SignedDuration;
use rafid_core::Issue;
use rafid_extract::source::sitemap::{self, Kind, SitemapEntry};
use xxhash_rust::xxh3::xxh3_64;

use super::super::entry::{EntryHash, FeedEntry, tags};
use super::{Context, ReadFeed, cut};

/// A sitemap lists years of articles; this collector reads news.
const RECENT: SignedDuration = SignedDuration::from_hours(3 * 24);
/// Of a sitemap without dates, so many of its first addresses are looked at.
const UNDATED: usize = 50;

pub(super) fn read(context: &Context) -> ReadFeed {
    let resource = context.resource;
    let parsed = sitemap::parse(&resource.body, resource.content_type.as_deref());
    if parsed.kind == Kind::Unknown {
        return ReadFeed::nothing("there is no sitemap in the answer");
    }
    let mut issues = parsed.issues;
    let mut entries = parsed.entries;
    let dated = entries.iter().any(|entry| time(entry).is_some());
    if dated {
        // Stable, so that those without a date keep their order behind the others.
        entries.sort_by_key(|entry| std::cmp::Reverse(time(entry)));
    }
    if parsed.kind == Kind::Index {
        let further = entries.iter().filter_map(|entry| resource.url.join(&entry.url).ok()).collect();
        return ReadFeed { further, issues, ..ReadFeed::default() };
    }
    let all = entries.len();
    if dated {
        let since = context.now.saturating_sub(RECENT).unwrap_or(context.now);
        entries.retain(|entry| time(entry).is_some_and(|time| time >= since));
        entries.truncate(context.max_entries);
    } else {
        entries.truncate(UNDATED.min(context.max_entries));
    }
    if entries.len() < all {
        issues.push(Issue::note(
            "sitemap-recent-only",
            format!("{} of {all} addresses are recent enough to be read", entries.len()),
        ));
    }
    let entries = entries.into_iter().filter_map(|entry| one(entry, context)).collect();
    ReadFeed { entries, issues, ..ReadFeed::default() }
}

fn time(entry: &SitemapEntry) -> Option<jiff::Timestamp> {
    entry.published.or(entry.modified)
}

fn one(entry: SitemapEntry, context: &Context) -> Option<FeedEntry> {
    let (url, foreign) = context.named(context.resource.url.join(&entry.url).ok());
    let url = url?;
    let title = cut(entry.title.as_deref().unwrap_or_default().trim(), 500);
    let modified = entry.modified.map_or(0, |time| time.as_second());
    Some(FeedEntry {
        key: url.as_str().to_owned(),
        url: Some(url),
        hearsay: true,
        foreign,
        published: entry.published,
        updated: entry.modified,
        tags: tags(entry.keywords.iter().map(String::as_str)),
        language: entry.language,
        hash: EntryHash { headline: xxh3_64(title.as_bytes()) as u32, rest: xxh3_64(&modified.to_le_bytes()) as u32 },
        title,
        ..FeedEntry::default()
    })
}
