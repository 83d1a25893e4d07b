//! What would be collected from one feed.

use jiff::Timestamp;
use rafid_core::{FeedKind, Issue, WebUrl};
use rafid_extract::charset;
use rafid_extract::source::feed::{self, Hints, Text};
use rafid_extract::source::{listing, sitemap};

use url::Url;

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
    /// Entries a day, from their dates; `None` where too few have one.
    pub per_day: Option<f64>,
    /// The feed carries the articles themselves, not teasers only.
    pub full_text: bool,
    /// The newest entries' addresses.
    pub articles: Vec<Url>,
    /// Of comments, one tag or one author: not the whole outlet.
    pub partial: bool,
}

const HEADLINES: usize = 3;
/// From this many characters on, a text is an article and not a teaser.
const WHOLE_TEXT_CHARS: usize = 600;

/// The rate that dates show: of as many as there are, over the time between the first and the last.
fn rate(times: impl Iterator<Item = Timestamp>) -> Option<f64> {
    const LEAST: usize = 3;
    const DAY_SECS: f64 = 86_400.0;
    let mut secs: Vec<i64> = times.map(Timestamp::as_second).collect();
    secs.sort_unstable();
    let (first, last) = (*secs.first()?, *secs.last()?);
    if secs.len() < LEAST || last <= first {
        return None;
    }
    Some((secs.len() - 1) as f64 * DAY_SECS / (last - first) as f64)
}

fn absolute<'a>(base: &Url, addresses: impl Iterator<Item = &'a str>) -> Vec<Url> {
    addresses.filter_map(|address| base.join(address.trim()).ok()).take(HEADLINES).collect()
}

impl FeedCheck {
    /// The order in which feeds are offered: those of the whole outlet first, those that have something, those with dates, those
    /// with whole articles; equal ones stay as the site names them.
    pub(super) fn rank(&self) -> impl Ord + use<> {
        (self.partial, self.entries == 0, self.newest.is_none(), !self.full_text)
    }

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
            per_day: None,
            full_text: false,
            articles: Vec::new(),
            partial: ["comment", "/author/", "/tag/"].iter().any(|part| path.contains(part)),
        })
    }
}

fn of_feed(resource: &Resource) -> Option<FeedCheck> {
    let hints = Hints { content_type: resource.content_type.as_deref(), url: Some(resource.url.as_str()), ..Hints::default() };
    let parsed = feed::parse(&resource.body, &hints);
    if !parsed.is_feed() {
        return None;
    }
    let mut issues = parsed.issues;
    if parsed.entries.is_empty() {
        issues.push(Issue::warning("no-entries", "the feed has no entries"));
    }
    let whole = parsed
        .entries
        .iter()
        .filter(|entry| entry.content.iter().any(|text| text.words().chars().nth(WHOLE_TEXT_CHARS).is_some()));
    let whole = whole.count();
    let addresses = parsed.entries.iter().filter_map(|entry| entry.original_link.as_deref().or(entry.link.as_deref()));
    Some(FeedCheck {
        title: parsed.title.as_ref().map(Text::words).filter(|title| !title.is_empty()),
        home: parsed.link,
        entries: parsed.entries.len(),
        newest: parsed.entries.iter().filter_map(|entry| entry.published.or(entry.updated)).max(),
        per_day: rate(parsed.entries.iter().filter_map(|entry| entry.published.or(entry.updated))),
        full_text: whole * 2 > parsed.entries.len(),
        articles: absolute(&resource.url, addresses),
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
        per_day: rate(parsed.entries.iter().filter_map(|entry| entry.published)),
        articles: match parsed.kind {
            sitemap::Kind::Index => Vec::new(),
            _ => absolute(&resource.url, newest_first(&parsed.entries)),
        },
        headlines: parsed.entries.iter().filter_map(|entry| entry.title.clone()).take(HEADLINES).collect(),
        issues: parsed.issues,
        ..FeedCheck::empty(FeedKind::Sitemap, format, resource)?
    })
}

fn newest_first(entries: &[sitemap::SitemapEntry]) -> impl Iterator<Item = &str> {
    let mut entries: Vec<_> = entries.iter().collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.published.or(entry.modified)));
    entries.into_iter().map(|entry| entry.url.as_str())
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
        articles: absolute(&resource.url, links.iter().map(|link| link.url.as_str())),
        headlines: links.iter().map(|link| link.title.clone()).take(HEADLINES).collect(),
        issues: vec![Issue::note("listing", why)],
        ..FeedCheck::empty(FeedKind::Listing, "listing", resource)?
    })
}
