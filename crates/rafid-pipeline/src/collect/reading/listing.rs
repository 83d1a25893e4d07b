//! HTML pages that list articles, for outlets that have nothing better.

use rafid_extract::charset;
use rafid_extract::source::listing::{self, ListedLink};
use url::Url;
use xxhash_rust::xxh3::xxh3_64;

use super::super::entry::{EntryHash, FeedEntry};
use super::{Context, ReadFeed, cut};

pub(super) fn read(context: &Context) -> ReadFeed {
    let resource = context.resource;
    let decoded = charset::decode(&resource.body, resource.content_type.as_deref(), charset::Kind::Html);
    let url = resource.url.as_str();
    let links = match context.rule {
        Some(rule) => listing::find_by_rule(&decoded.text, url, rule),
        None => listing::find(&decoded.text, url),
    };
    if links.is_empty() {
        return ReadFeed::nothing(match context.rule {
            Some(_) => "the outlet's rule finds no article in the page: it may have changed",
            None => "no list of articles was found in the page",
        });
    }
    let entries = links.into_iter().take(context.max_entries).filter_map(|link| one(link, context)).collect();
    ReadFeed { entries, issues: decoded.issues, ..ReadFeed::default() }
}

fn one(link: ListedLink, context: &Context) -> Option<FeedEntry> {
    let (url, foreign) = context.named(Url::parse(&link.url).ok());
    // A home page links to advertisers and partners: only its own articles are meant.
    let url = url.filter(|_| !foreign)?;
    let title = cut(&link.title, 500);
    Some(FeedEntry {
        key: url.as_str().to_owned(),
        url: Some(url),
        hearsay: true,
        published: link.published,
        // The date beside a link often counts the hours: it is no reason to look again.
        hash: EntryHash { headline: xxh3_64(title.as_bytes()) as u32, rest: 0 },
        title,
        ..FeedEntry::default()
    })
}
