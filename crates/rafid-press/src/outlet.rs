//! An outlet and its habits: the shape of `outlets.toml`.

use serde::{Deserialize, Serialize};

use crate::PressError;

/// One fictional outlet, as written in `outlets.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outlet {
    /// Latin identifier; also the first path segment when all outlets share a host.
    pub key: String,
    /// Full Arabic name.
    pub name: String,
    /// The name as others cite it.
    pub short_name: String,
    /// Shown under the name.
    pub slogan: String,
    /// Invented region, or empty.
    pub country: String,
    /// Offset of its local time from UTC, in whole hours.
    pub utc_offset_hours: i8,
    /// CSS colour of its pages and pictures, `#rrggbb`.
    pub color: String,
    /// Encoding of its feed and pages: `utf-8` or a WHATWG label such as `windows-1256`.
    #[serde(default = "utf8")]
    pub charset: String,
    /// Feed format.
    pub feed: FeedKind,
    /// Whether the feed carries whole articles.
    pub feed_text: FeedText,
    /// Tracking parameters that the feed appends to links; the page's canonical address has none.
    #[serde(default)]
    pub feed_link_suffix: String,
    /// Page markup.
    pub layout: Layout,
    /// Shape of article addresses.
    pub urls: UrlStyle,
    /// Whether pages carry JSON-LD.
    pub json_ld: bool,
    /// Whether pages carry Open Graph properties.
    pub open_graph: bool,
    /// Which month names it prints.
    pub months: Months,
    /// Which digits it prints in dates.
    pub digits: Digits,
    /// Pattern of the date line, such as `{weekday} {day} {month} {year}`.
    pub date: String,
    /// How it credits an article that it took from another outlet.
    pub credit: CreditStyle,
    /// What it allows others to show.
    pub policy: Policy,
    /// Article numbers start above this.
    pub first_id: u32,
}

fn utf8() -> String {
    "utf-8".to_owned()
}

/// Feed formats: RSS 2.0, Atom (RFC 4287), JSON Feed 1.1, RSS 1.0 (RDF).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum FeedKind {
    Rss,
    Atom,
    Json,
    Rdf,
}

/// How much of an article its feed carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum FeedText {
    Full,
    Summary,
}

/// Families of page markup seen on news sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Layout {
    /// A blog engine's theme: `article.post > div.entry-content > p`.
    Wordpress,
    /// A content management system's regions and fields.
    Drupal,
    /// An old page inside one form, spans with generated ids, tables.
    Aspnet,
    /// A light mobile page with custom elements.
    Amp,
    /// Hand-made: no paragraphs, only line breaks.
    Plain,
}

/// Shapes of article addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UrlStyle {
    /// `/2026/11/23/عنوان-الخبر/`
    DatedSlug,
    /// `/node/123`
    Node,
    /// `/News/Details.aspx?id=123`
    Aspx,
    /// `/sport/123-عنوان-الخبر`
    SectionSlug,
    /// `/article/123`
    Article,
    /// `/2026/11/123.html`
    Html,
}

/// Conventions of Arabic month names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Months {
    /// يناير، فبراير
    Egypt,
    /// كانون الثاني، شباط
    Levant,
    /// جانفي، فيفري
    Tunis,
    /// يناير … غشت، شتنبر
    Rabat,
    /// كانون الثاني/يناير
    Both,
}

/// Digits in printed dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Digits {
    /// ٠١٢٣
    Arabic,
    /// 0123
    Latin,
}

/// Where the credit of a copied article stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CreditStyle {
    /// A last paragraph `(وكالة أنباء المرفأ)`.
    Suffix,
    /// `المرفأ - ` before the first paragraph.
    Prefix,
    /// A last paragraph `المصدر: وكالة أنباء المرفأ`.
    Source,
}

/// What an outlet allows a portal to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Policy {
    /// The whole text.
    Full,
    /// The opening.
    Excerpt,
    /// Only headline and link.
    Headline,
}

impl Policy {
    /// `full`, `excerpt` or `headline`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Excerpt => "excerpt",
            Self::Headline => "headline",
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OutletsFile {
    outlet: Vec<Outlet>,
}

/// The built-in outlets, in the order of `outlets.toml`.
pub fn built_in() -> Result<Vec<Outlet>, PressError> {
    let file: OutletsFile =
        toml::from_str(include_str!("../outlets.toml")).map_err(|error| PressError::content("outlets", error))?;
    Ok(file.outlet)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn outlets_are_distinct_and_encodable() {
        let outlets = built_in().unwrap();
        assert_eq!(outlets.len(), 10);
        let keys: HashSet<_> = outlets.iter().map(|outlet| &outlet.key).collect();
        assert_eq!(keys.len(), outlets.len(), "keys repeat");
        for outlet in &outlets {
            assert!(encoding_rs::Encoding::for_label(outlet.charset.as_bytes()).is_some(), "{}: {}", outlet.key, outlet.charset);
            assert!(outlet.color.len() == 7 && outlet.color.starts_with('#'), "{}: {}", outlet.key, outlet.color);
        }
    }

    #[test]
    fn every_kind_of_feed_and_layout_is_used() {
        let outlets = built_in().unwrap();
        for kind in [FeedKind::Rss, FeedKind::Atom, FeedKind::Json, FeedKind::Rdf] {
            assert!(outlets.iter().any(|outlet| outlet.feed == kind), "{kind:?}");
        }
        for layout in [Layout::Wordpress, Layout::Drupal, Layout::Aspnet, Layout::Amp, Layout::Plain] {
            assert!(outlets.iter().any(|outlet| outlet.layout == layout), "{layout:?}");
        }
    }
}
