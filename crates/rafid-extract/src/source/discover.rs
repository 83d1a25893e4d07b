//! Where does a site keep its feeds? Addresses to try for whatever page an operator names.
//!
//! [`in_page`] reads what a page says and links to, [`usual_paths`] guesses. Both only name addresses: whoever fetches
//! one asks [`super::feed::parse`] or [`super::sitemap::parse`] whether it is what it seemed.

use std::collections::HashSet;

use url::Url;

use crate::html::{Document, Limits, NodeId, Tag, parse};

/// What a candidate is expected to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Feed,
    Sitemap,
}

/// Why an address is a candidate; in the order in which they are worth trying.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// `<link rel="alternate" type="application/rss+xml">`.
    Declared,
    /// The page links to an address that looks like a feed's.
    Linked,
    /// Sites of this kind often have one here.
    UsualPath,
    /// Declared or linked, but for comments, one author or one article.
    Partial,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Absolute `http` or `https` address.
    pub url: String,
    pub kind: Kind,
    pub evidence: Evidence,
    pub title: Option<String>,
}

/// Candidates of one page, best first, each address once. `url` is where the page is from.
pub fn in_page(html: &str, url: &str) -> Vec<Candidate> {
    let document = parse(html, Limits::default());
    let Some(base) = base_of(&document, url) else { return Vec::new() };
    let mut found: Vec<Candidate> = (0..document.nodes.len()).filter_map(|id| candidate(&document, id, &base)).collect();
    found.sort_by_key(|candidate| candidate.evidence);
    let mut seen = HashSet::new();
    found.retain(|candidate| seen.insert(candidate.url.clone()));
    found.truncate(MAX_CANDIDATES);
    found
}

const MAX_CANDIDATES: usize = 40;

/// What relative addresses of a page are relative to.
pub(super) fn base_of(document: &Document<'_>, url: &str) -> Option<Url> {
    let page = Url::parse(url.trim()).ok()?;
    let declared = (0..document.nodes.len()).take(500).find(|&id| document.tag(id) == Tag::Base);
    let href = declared.and_then(|id| document.attr(id, "href"));
    Some(href.and_then(|href| page.join(href.trim()).ok()).unwrap_or(page))
}

fn candidate(document: &Document<'_>, id: NodeId, base: &Url) -> Option<Candidate> {
    let (evidence, kind, title) = match document.tag(id) {
        Tag::Link => {
            let rel = document.raw_attr(id, "rel")?.to_ascii_lowercase();
            let mut relations = rel.split_ascii_whitespace();
            let mime = document.raw_attr(id, "type").unwrap_or_default().to_ascii_lowercase();
            if relations.clone().any(|r| r == "sitemap") {
                (Evidence::Declared, Kind::Sitemap, None)
            } else if relations.any(|r| r == "alternate" || r == "feed") && is_feed_type(&mime) {
                (Evidence::Declared, Kind::Feed, document.attr(id, "title").map(|t| t.into_owned()))
            } else {
                return None;
            }
        }
        Tag::A => {
            let href = document.raw_attr(id, "href")?;
            if !looks_like_feed(href) {
                return None;
            }
            (Evidence::Linked, Kind::Feed, Some(document.text(id)).filter(|text| !text.is_empty()))
        }
        _ => return None,
    };
    let url = absolute(base, &document.attr(id, "href")?)?;
    let evidence = if kind == Kind::Feed && is_partial(&url) { Evidence::Partial } else { evidence };
    Some(Candidate { url, kind, evidence, title: title.filter(|t| !t.trim().is_empty()) })
}

fn absolute(base: &Url, href: &str) -> Option<String> {
    let href = href.trim();
    // `feed:` is a scheme of old browsers for "open this in a reader".
    let href =
        href.strip_prefix("feed:").map_or(href, |rest| if rest.starts_with("//") { rest } else { rest.trim_start_matches(':') });
    let mut url = base.join(href).ok()?;
    url.set_fragment(None);
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}

fn is_feed_type(mime: &str) -> bool {
    ["rss", "atom", "rdf", "feed+json"].iter().any(|word| mime.contains(word)) || matches!(mime, "application/json" | "text/xml")
}

/// Addresses whose last words say "feed".
fn looks_like_feed(href: &str) -> bool {
    let lower = href.trim().to_ascii_lowercase();
    let path = lower.split(['?', '#']).next().unwrap_or("");
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or("");
    let endings = [
        ".rss",
        ".rdf",
        ".atom",
        "rss.xml",
        "feed.xml",
        "feeds.xml",
        "atom.xml",
        "index.xml",
        "rss.php",
        "rss.aspx",
        "feed.json",
    ];
    endings.iter().any(|ending| last.ends_with(ending))
        || matches!(last, "feed" | "rss" | "rss2" | "atom" | "rssfeed" | "rssfeeds")
        || path.contains("/rss/")
        || path.contains("feeds.feedburner.com/")
        || lower.contains("feed=rss")
        || lower.contains("format=feed")
        || lower.starts_with("feed:")
}

/// Feeds of comments, of one tag or of one author: not the newspaper.
fn is_partial(url: &str) -> bool {
    let lower = url.to_ascii_lowercase();
    ["/comments/", "comments-rss", "/author/", "/tag/", "withoutcomments", "replytocom", "/comment/"]
        .iter()
        .any(|part| lower.contains(part))
}

/// Paths under which content systems that are common among Arabic outlets keep feeds and news sitemaps.
const USUAL_PATHS: &[(&str, Kind)] = &[
    ("/feed", Kind::Feed),
    ("/rss", Kind::Feed),
    ("/rss.xml", Kind::Feed),
    ("/feed.xml", Kind::Feed),
    ("/atom.xml", Kind::Feed),
    ("/index.xml", Kind::Feed),
    ("/feeds/posts/default", Kind::Feed),
    ("/?feed=rss2", Kind::Feed),
    ("/ar/rss", Kind::Feed),
    ("/ar/feed", Kind::Feed),
    ("/feed.json", Kind::Feed),
    ("/news-sitemap.xml", Kind::Sitemap),
    ("/sitemap-news.xml", Kind::Sitemap),
    ("/sitemap_news.xml", Kind::Sitemap),
    ("/sitemap/news.xml", Kind::Sitemap),
    ("/sitemap.xml", Kind::Sitemap),
    ("/sitemap_index.xml", Kind::Sitemap),
];

/// Guesses for the site of `url`: first beside the page itself (a section often has a feed of its own), then at the
/// root. Empty when `url` is no web address.
pub fn usual_paths(url: &str) -> Vec<Candidate> {
    let Ok(page) = Url::parse(url.trim()) else { return Vec::new() };
    if !matches!(page.scheme(), "http" | "https") {
        return Vec::new();
    }
    let section = page.path().trim_end_matches('/');
    let beside = (!section.is_empty() && !section.contains('.')).then_some(section);
    let beside = beside.into_iter().flat_map(|section| ["feed", "rss"].map(|name| (format!("{section}/{name}"), Kind::Feed)));
    let root = USUAL_PATHS.iter().map(|&(path, kind)| (path.to_owned(), kind));
    let mut seen = HashSet::new();
    beside
        .chain(root)
        .filter_map(|(path, kind)| Some((String::from(page.join(&path).ok()?), kind)))
        .filter(|(url, _)| seen.insert(url.clone()))
        .map(|(url, kind)| Candidate { url, kind, evidence: Evidence::UsualPath, title: None })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<html><head><base href="https://paper.example/ar/">
        <link rel="alternate" type="application/rss+xml" title="تعليقات" href="/comments/feed/">
        <link rel='alternate' type='application/rss+xml' title='آخر الأخبار &amp; المزيد' href='feed/'>
        <link rel="alternate" hreflang="en" href="/en/">
        <link rel="ALTERNATE" type="application/atom+xml" href="https://cdn.example/atom">
        <link rel="stylesheet" type="text/css" href="/feed.css"></head>
        <body><a href="/rss/sport.xml">رياضة</a> <a href="feed:https://paper.example/all.rss">الكل</a>
        <a href="/ar/feed/">مكرر</a> <a href="/news/rss-is-old">خبر</a> <a href="javascript:rss()">x</a></body></html>"#;

    #[test]
    fn declared_feeds_come_first_and_comments_last() {
        let found = in_page(PAGE, "https://paper.example/home");
        let urls: Vec<&str> = found.iter().map(|c| c.url.as_str()).collect();
        assert_eq!(
            urls,
            [
                "https://paper.example/ar/feed/",
                "https://cdn.example/atom",
                "https://paper.example/rss/sport.xml",
                "https://paper.example/all.rss",
                "https://paper.example/comments/feed/",
            ]
        );
        assert_eq!(found[0].title.as_deref(), Some("آخر الأخبار & المزيد"));
        assert_eq!(found[2].title.as_deref(), Some("رياضة"));
    }

    #[test]
    fn guesses_begin_beside_the_page() {
        let found = usual_paths("https://paper.example/sport/");
        assert_eq!(found[0].url, "https://paper.example/sport/feed");
        assert!(found.iter().any(|c| c.url == "https://paper.example/rss.xml"));
        assert!(found.iter().any(|c| c.kind == Kind::Sitemap));
        assert_eq!(usual_paths("https://paper.example/a.html")[0].url, "https://paper.example/feed");
        assert!(usual_paths("not an address").is_empty());
        assert!(usual_paths("mailto:a@b.example").is_empty());
    }
}
