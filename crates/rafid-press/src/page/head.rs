//! What stands in a page's head: charset, canonical address, link to the feed, Open Graph, JSON-LD.

use std::fmt::Write as _;

use serde_json::json;

use super::dates::iso;
use crate::edition::Article;
use crate::markup::escape;
use crate::outlet::{Layout, Outlet};
use crate::site::{Site, feed_type};

/// How pages of an outlet whose bytes are not UTF-8 declare that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Declaration {
    /// By `meta` only.
    Meta,
    /// Nowhere.
    Missing,
    /// Right in the HTTP header, wrong in `meta`; browsers believe the header.
    HeaderAgainstMeta,
}

fn declaration(outlet: &Outlet, article_id: Option<u32>) -> Declaration {
    match article_id {
        Some(id) if outlet.charset != "utf-8" => match id % 3 {
            0 => Declaration::Meta,
            1 => Declaration::Missing,
            _ => Declaration::HeaderAgainstMeta,
        },
        _ => Declaration::Meta,
    }
}

/// The charset that the `Content-Type` header of a page names, if it does.
pub(crate) fn declared_in_header(outlet: &Outlet, article_id: Option<u32>) -> Option<&str> {
    let utf8 = outlet.charset == "utf-8";
    let named = utf8 || declaration(outlet, article_id) == Declaration::HeaderAgainstMeta;
    named.then_some(outlet.charset.as_str())
}

pub(super) fn charset(outlet: &Outlet, article_id: Option<u32>) -> String {
    let name = match declaration(outlet, article_id) {
        Declaration::Meta => outlet.charset.as_str(),
        Declaration::Missing => return String::new(),
        Declaration::HeaderAgainstMeta => "utf-8",
    };
    match outlet.layout {
        Layout::Aspnet | Layout::Plain => {
            format!("<meta http-equiv=\"Content-Type\" content=\"text/html; charset={name}\" />")
        }
        _ => format!("<meta charset=\"{name}\">"),
    }
}

pub(super) fn of_home(site: &Site<'_>) -> String {
    let mut head = String::new();
    link_to_feed(site, &mut head);
    let _ = writeln!(head, "<link rel=\"canonical\" href=\"{}\" />", escape(&site.home_url()));
    head
}

pub(super) fn of_article(site: &Site<'_>, article: &Article) -> String {
    let version = article.version_at(site.now);
    let lead = version.paragraphs.first().map_or("", String::as_str);
    let url = escape(&site.url(article));
    let mut head = String::new();
    let _ = writeln!(head, "<meta name=\"description\" content=\"{}\" />", escape(&opening(lead, 24)));
    let _ = writeln!(head, "<link rel=\"canonical\" href=\"{url}\" />");
    link_to_feed(site, &mut head);
    if site.outlet.open_graph {
        let properties = [
            ("og:type", "article".to_owned()),
            ("og:title", version.title.clone()),
            ("og:site_name", site.outlet.name.clone()),
            ("og:url", site.url(article)),
            ("og:image", site.picture_url(article)),
            ("og:description", opening(lead, 24)),
            ("og:locale", "ar_AR".to_owned()),
            ("article:published_time", iso(site.outlet, article.published)),
            ("article:modified_time", iso(site.outlet, article.modified_at(site.now))),
            ("article:section", article.section.clone()),
        ];
        for (property, content) in properties {
            let _ = writeln!(head, "<meta property=\"{property}\" content=\"{}\" />", escape(&content));
        }
        for tag in &article.tags {
            let _ = writeln!(head, "<meta property=\"article:tag\" content=\"{}\" />", escape(tag));
        }
    }
    if site.outlet.json_ld {
        // A closing tag inside the JSON would end the script.
        let json = json_ld(site, article).to_string().replace("</", "<\\/");
        let _ = writeln!(head, "<script type=\"application/ld+json\">{json}</script>");
    }
    head
}

fn link_to_feed(site: &Site<'_>, head: &mut String) {
    let _ = writeln!(
        head,
        "<link rel=\"alternate\" type=\"{}\" title=\"{}\" href=\"{}\" />",
        feed_type(site.outlet.feed),
        escape(&site.outlet.name),
        escape(&site.feed_url())
    );
}

/// schema.org's NewsArticle; blog engines wrap it in a graph.
fn json_ld(site: &Site<'_>, article: &Article) -> serde_json::Value {
    let outlet = site.outlet;
    let version = article.version_at(site.now);
    let author = article
        .byline
        .as_deref()
        .map_or_else(|| json!({"@type": "Organization", "name": outlet.name}), |name| json!({"@type": "Person", "name": name}));
    let publisher = json!({"@type": "NewsMediaOrganization", "name": outlet.name, "url": site.home_url()});
    let mut news = json!({
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": version.title,
        "mainEntityOfPage": site.url(article),
        "datePublished": iso(outlet, article.published),
        "dateModified": iso(outlet, article.modified_at(site.now)),
        "inLanguage": "ar",
        "articleSection": article.section,
        "keywords": article.tags,
        "image": [site.picture_url(article)],
        "author": author,
        "publisher": publisher,
    });
    match outlet.layout {
        Layout::Wordpress => json!({
            "@context": "https://schema.org",
            "@graph": [{"@type": "WebSite", "name": outlet.name, "url": site.home_url()}, news],
        }),
        Layout::Amp => {
            news["articleBody"] = version.paragraphs.join("\n").into();
            news
        }
        _ => news,
    }
}

/// The first words, cut where descriptions are cut.
pub(crate) fn opening(text: &str, words: usize) -> String {
    let all: Vec<&str> = text.split_whitespace().collect();
    match all.get(..words) {
        Some(first) if all.len() > words => format!("{} …", first.join(" ")),
        _ => all.join(" "),
    }
}
