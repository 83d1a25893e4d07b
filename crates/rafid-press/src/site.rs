//! One outlet's site at one moment: its addresses and what is out.

use jiff::Timestamp;

use crate::edition::{Article, Edition};
use crate::markup::percent_encode;
use crate::outlet::{FeedKind, Layout, Outlet};

#[derive(Debug, Clone, Copy)]
pub(crate) struct Site<'a> {
    pub(crate) edition: &'a Edition,
    pub(crate) index: usize,
    pub(crate) outlet: &'a Outlet,
    /// Address of the site without the last slash.
    pub(crate) root: &'a str,
    pub(crate) now: Timestamp,
}

impl<'a> Site<'a> {
    pub(crate) fn home_url(&self) -> String {
        format!("{}/", self.root)
    }

    pub(crate) fn url(&self, article: &Article) -> String {
        format!("{}{}", self.root, percent_encode(&article.path))
    }

    /// The address that the feed gives, tracking parameters and all.
    pub(crate) fn feed_link(&self, article: &Article) -> String {
        format!("{}{}", self.url(article), self.outlet.feed_link_suffix)
    }

    pub(crate) fn section_url(&self, article: &Article) -> String {
        format!("{}/section/{}", self.root, article.section_slug())
    }

    pub(crate) fn picture_url(&self, article: &Article) -> String {
        format!("{}/media/{}.png", self.root, article.id)
    }

    pub(crate) fn feed_url(&self) -> String {
        format!("{}{}", self.root, feed_path(self.outlet))
    }

    /// What is out now, newest first.
    pub(crate) fn visible(&self) -> Vec<&'a Article> {
        self.edition.visible(self.index, self.now)
    }

    /// What the side boxes of a page link to: articles that were out when the press started, so that pages keep their validators.
    pub(crate) fn others(&self, article: &Article) -> Vec<&'a Article> {
        let mut others = self.edition.visible(self.index, self.edition.start);
        others.retain(|other| other.id != article.id);
        others.sort_by_key(|other| (other.section != article.section, other.event == article.event));
        others
    }

    /// When anything here last changed.
    pub(crate) fn modified(&self) -> Timestamp {
        self.visible().iter().map(|article| article.modified_at(self.now)).max().unwrap_or(self.edition.start)
    }
}

/// Where the outlet's software puts its feed.
pub(crate) fn feed_path(outlet: &Outlet) -> &'static str {
    match (outlet.feed, outlet.layout) {
        (FeedKind::Rss, Layout::Wordpress) => "/feed/",
        (FeedKind::Rss, Layout::Aspnet) => "/Rss.aspx",
        (FeedKind::Rss, _) => "/rss.xml",
        (FeedKind::Atom, _) => "/atom.xml",
        (FeedKind::Json, _) => "/feed.json",
        (FeedKind::Rdf, _) => "/index.rdf",
    }
}

/// Media type of the feed.
pub(crate) fn feed_type(kind: FeedKind) -> &'static str {
    match kind {
        FeedKind::Rss => "application/rss+xml",
        FeedKind::Atom => "application/atom+xml",
        FeedKind::Json => "application/feed+json",
        FeedKind::Rdf => "application/rdf+xml",
    }
}
