//! What would be collected from one feed.

use jiff::Timestamp;
use rafid_core::{FeedKind, Issue, WebUrl};
use rafid_extract::charset;
use rafid_extract::source::feed::{self, Hints, Text};
use rafid_extract::source::{listing, sitemap};

use crate::fetch::Resource;

#[derive(Debug, Clone)]
pub struct FeedCheck {
    /// Where it was found after redirects.
    pub url: WebUrl,
    pub kind: FeedKind,
    /// `rss`, `rdf`, `atom`, `json`, …, `sitemap`, `sitemap-index`, `listing`.
    pub format: &'static str,
    pub title: Option<String>,
    /// The site that it says it belongs to, as written.
    pub home: Option<String>,
    pub entries: usize,
    pub newest: Option<Timestamp>,
    /// The first few headlines.
    pub headlines: Vec<String>,
    pub issues: Vec<Issue>,
    /// Of comments, one tag or one author: not the whole outlet.
    pub partial: bool,
}

const HEADLINES: usize = 3;

impl FeedCheck {
    /// Reads an answer as a feed of `kind`; `None` when it is none.
    pub(super) fn of(kind: FeedKind, resource: &Resource) -> Option<Self> {
        match kind {
            FeedKind::Feed => of_feed(resource),
            FeedKind::Sitemap => of_sitemap(resource),
            FeedKind::Listing => of_listing(resource),
        }
    }

    fn empty(kind: FeedKind, format: &'static str, resource: &Resource) -> Option<Self> {
        let address = resource.moved_to.as_ref().unwrap_or(&resource.url);
        let path = address.path().to_ascii_lowercase();
        Some(Self {
            url: WebUrl::new(address.as_str())?,
            kind,
            format,
            title: None,
            home: None,
            entries: 0,
            newest: None,
            headlines: Vec::new(),
            issues: Vec::new(),
            partial: ["comment", "/author/", "/tag/"].iter().any(|part| path.contains(part)),
        })
    }
}

fn of_feed(resource: &Resource) -> Option<FeedCheck> {
    let hints =
        Hints { content_type: resource.content_type.as_deref(), content_language: None, url: Some(resource.url.as_str()) };
    let parsed = feed::parse(&resource.body, &hints);
    if !parsed.is_feed() {
        return None;
    }
    let mut issues = parsed.issues;
    if parsed.entries.is_empty() {
        issues.push(Issue::warning("no-entries", "the feed has no entries"));
    }
    Some(FeedCheck {
        title: parsed.title.as_ref().map(Text::words).filter(|title| !title.is_empty()),
        home: parsed.link,
        entries: parsed.entries.len(),
        newest: parsed.entries.iter().filter_map(|entry| entry.published.or(entry.updated)).max(),
        headlines: parsed.entries.iter().filter_map(|entry| entry.title.as_ref()).map(Text::words).take(HEADLINES).collect(),
        issues,
        ..FeedCheck::empty(FeedKind::Feed, parsed.kind.name(), resource)?
    })
}

fn of_sitemap(resource: &Resource) -> Option<FeedCheck> {
    let parsed = sitemap::parse(&resource.body, resource.content_type.as_deref());
    let format = match parsed.kind {
        sitemap::Kind::Unknown => return None,
        sitemap::Kind::Index => "sitemap-index",
        sitemap::Kind::UrlSet | sitemap::Kind::Text => "sitemap",
    };
    Some(FeedCheck {
        entries: parsed.entries.len(),
        newest: parsed.entries.iter().filter_map(|entry| entry.published.or(entry.modified)).max(),
        headlines: parsed.entries.iter().filter_map(|entry| entry.title.clone()).take(HEADLINES).collect(),
        issues: parsed.issues,
        ..FeedCheck::empty(FeedKind::Sitemap, format, resource)?
    })
}

/// With so few links that look like articles, a page is no list of them.
const LEAST_LISTED: usize = 5;

fn of_listing(resource: &Resource) -> Option<FeedCheck> {
    let decoded = charset::decode(&resource.body, resource.content_type.as_deref(), charset::Kind::Html);
    let links = listing::find(&decoded.text, resource.url.as_str());
    if links.len() < LEAST_LISTED {
        return None;
    }
    let why = "the site has no feed; the articles that its page links to would be collected, with fewer certainties";
    Some(FeedCheck {
        entries: links.len(),
        newest: links.iter().filter_map(|link| link.published).max(),
        headlines: links.iter().map(|link| link.title.clone()).take(HEADLINES).collect(),
        issues: vec![Issue::note("listing", why)],
        ..FeedCheck::empty(FeedKind::Listing, "listing", resource)?
    })
}
