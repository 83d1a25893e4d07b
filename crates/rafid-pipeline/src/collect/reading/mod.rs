//! What a feed's address answered, as entries: one module a kind of feed. Pure.

mod feed;
mod listing;
mod sitemap;

use std::collections::HashSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rafid_core::{FeedKind, Issue, Source, WebUrl};
use rafid_extract::source::listing as listing_source;
use url::Url;

pub(super) use feed::unfold;

use super::entry::FeedEntry;
use super::zone;
use crate::canonical::canonical;
use crate::fetch::Resource;
use crate::politeness::host_key::host_key;
use crate::websub::Named;

/// An answer, read.
#[derive(Debug, Default)]
pub(super) struct ReadFeed {
    /// Each key once, at most as many as asked for.
    pub entries: Vec<FeedEntry>,
    pub issues: Vec<Issue>,
    pub ttl_secs: Option<u32>,
    pub hubs: Named,
    /// A sitemap index: where the entries are, the newest first.
    pub further: Vec<Url>,
    /// What the bytes were instead, if they were nothing that can be collected from.
    pub not_a_feed: Option<String>,
}

impl ReadFeed {
    fn nothing(instead: &str) -> Self {
        Self { not_a_feed: Some(instead.to_owned()), ..Self::default() }
    }
}

/// What the readers need besides the bytes.
pub(super) struct Context<'a> {
    pub resource: &'a Resource,
    pub max_entries: usize,
    pub now: Timestamp,
    /// Of times that name none: the outlet's country's.
    pub zone: TimeZone,
    /// Of a listing page, where the operator gave one.
    pub rule: Option<&'a listing_source::Rule>,
    own: Vec<String>,
}

impl Context<'_> {
    /// The canonical form of an entry's address, and whether it belongs to another publisher.
    fn named(&self, address: Option<Url>) -> (Option<WebUrl>, bool) {
        let foreign = address.as_ref().is_some_and(|address| !self.own.contains(&host_key(address)));
        (address.and_then(canonical), foreign)
    }
}

/// Reads the answer of a feed of any kind. `asked` is the feed's address; the answer may come from another host.
pub(super) fn read(
    kind: FeedKind,
    resource: &Resource,
    asked: &Url,
    source: &Source,
    max_entries: usize,
    now: Timestamp,
    rule: Option<&listing_source::Rule>,
) -> ReadFeed {
    let home = source.home_url.as_ref().and_then(|home| Url::parse(home.as_str()).ok());
    let own = home.iter().chain([asked, &resource.url]).map(host_key).collect();
    let zone = zone::of_country(source.country.as_deref());
    let context = Context { resource, max_entries, now, zone, rule, own };
    let mut out = match kind {
        FeedKind::Feed => feed::read(&context),
        FeedKind::Sitemap => sitemap::read(&context),
        FeedKind::Listing => listing::read(&context),
    };
    each_once(&mut out);
    const MAX_ISSUES: usize = 50;
    out.issues.truncate(MAX_ISSUES);
    out
}

fn each_once(out: &mut ReadFeed) {
    let before = out.entries.len();
    let mut seen = HashSet::new();
    out.entries.retain(|entry| {
        let says_something = !entry.title.is_empty() || !entry.content.is_empty() || entry.url.is_some();
        says_something && seen.insert(entry.key.clone())
    });
    if out.entries.len() < before {
        let detail = format!("{} entries are empty or have the address of another one", before - out.entries.len());
        out.issues.push(Issue::note("same-entry-twice", detail));
    }
}

fn cut(text: &str, max_chars: usize) -> String {
    rafid_core::cut_at_word(text, max_chars)
}
