//! What would be collected from one feed.

use jiff::Timestamp;
use rafid_core::{FeedKind, Issue, WebUrl};
use rafid_extract::source::feed::{self, Hints, Text};

use crate::fetch::Resource;

#[derive(Debug, Clone)]
pub struct FeedCheck {
    /// Where it was found after redirects.
    pub url: WebUrl,
    pub kind: FeedKind,
    /// `rss`, `rdf`, `atom`, `json`, …
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

impl FeedCheck {
    /// `None` when the answer is no feed.
    pub(super) fn of(resource: &Resource) -> Option<Self> {
        const HEADLINES: usize = 3;
        let hints =
            Hints { content_type: resource.content_type.as_deref(), content_language: None, url: Some(resource.url.as_str()) };
        let parsed = feed::parse(&resource.body, &hints);
        if !parsed.is_feed() {
            return None;
        }
        let address = resource.moved_to.as_ref().unwrap_or(&resource.url);
        let mut issues = parsed.issues;
        if parsed.entries.is_empty() {
            issues.push(Issue::warning("no-entries", "the feed has no entries"));
        }
        let path = address.path().to_ascii_lowercase();
        Some(Self {
            url: WebUrl::new(address.as_str())?,
            kind: FeedKind::Feed,
            format: parsed.kind.name(),
            title: parsed.title.as_ref().map(Text::words).filter(|title| !title.is_empty()),
            home: parsed.link,
            entries: parsed.entries.len(),
            newest: parsed.entries.iter().filter_map(|entry| entry.published.or(entry.updated)).max(),
            headlines: parsed.entries.iter().filter_map(|entry| entry.title.as_ref()).map(Text::words).take(HEADLINES).collect(),
            issues,
            partial: ["comment", "/author/", "/tag/"].iter().any(|part| path.contains(part)),
        })
    }
}
