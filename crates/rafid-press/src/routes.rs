//! What is served where. One handler reads the address, because the sites' addresses are as different as their software.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Method, Request, Response, StatusCode, Uri};
use serde_json::json;

use crate::clock::Clock;
use crate::edition::{Article, Edition};
use crate::event::SECTIONS;
use crate::http::{Document, encode, moved, plain, respond};
use crate::markup::{escape, percent_decode};
use crate::site::{Site, feed_path, feed_type};
use crate::{feed, page, picture, sitemap};

/// What all listeners share.
#[derive(Debug)]
pub(crate) struct Desk {
    pub(crate) edition: Edition,
    /// Address of each outlet's site, without the last slash.
    pub(crate) roots: Vec<String>,
    pub(crate) clock: Clock,
    by_path: HashMap<(usize, String), usize>,
    by_id: HashMap<(usize, u32), usize>,
}

impl Desk {
    pub(crate) fn new(edition: Edition, roots: Vec<String>, clock: Clock) -> Self {
        let articles = || edition.articles.iter().enumerate();
        let by_path = articles().map(|(at, a)| ((a.outlet, a.path.trim_end_matches('/').to_owned()), at)).collect();
        let by_id = articles().map(|(at, a)| ((a.outlet, a.id), at)).collect();
        Self { edition, roots, clock, by_path, by_id }
    }

    pub(crate) fn site(&self, index: usize) -> Option<Site<'_>> {
        let outlet = self.edition.outlets.get(index)?;
        let root = self.roots.get(index)?;
        Some(Site { edition: &self.edition, index, outlet, root, now: self.clock.now() })
    }

    fn at_path(&self, outlet: usize, path: &str) -> Option<&Article> {
        let at = self.by_path.get(&(outlet, path.trim_end_matches('/').to_owned()))?;
        self.edition.articles.get(*at)
    }

    fn numbered(&self, outlet: usize, id: &str) -> Option<&Article> {
        let at = self.by_id.get(&(outlet, id.parse().ok()?))?;
        self.edition.articles.get(*at)
    }
}

/// Answers for one listener. `own` is its outlet, or none when all outlets share the host and the first path segment names one.
pub(crate) fn answer(desk: &Arc<Desk>, own: Option<usize>, request: &Request<Body>) -> Response<Body> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return plain(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD\n");
    }
    let uri = request.uri();
    let path = percent_decode(uri.path());
    let found = match path.as_str() {
        "/_ctl/state" => Found::Document(state(desk)),
        "/robots.txt" => Found::Document(robots(desk, own)),
        "/" if own.is_none() => Found::Document(stand(desk)),
        _ => match own.map(|index| (index, path.as_str())).or_else(|| split(desk, &path)) {
            Some((index, rest)) => in_site(desk, index, rest, uri),
            None => Found::Nothing,
        },
    };
    match found {
        Found::Document(document) => respond(document, request.method(), request.headers()),
        Found::Elsewhere(url) => moved(&url),
        Found::Nothing => plain(StatusCode::NOT_FOUND, "الصفحة غير موجودة\n"),
    }
}

enum Found {
    Document(Document),
    Elsewhere(String),
    Nothing,
}

/// `/diffa/feed/` → the outlet and `/feed/`.
fn split<'a>(desk: &Desk, path: &'a str) -> Option<(usize, &'a str)> {
    let rest = path.strip_prefix('/')?;
    let key_end = rest.find('/').unwrap_or(rest.len());
    let (key, rest) = rest.split_at(key_end);
    let index = desk.edition.outlets.iter().position(|outlet| outlet.key == key)?;
    Some((index, if rest.is_empty() { "/" } else { rest }))
}

fn in_site(desk: &Desk, index: usize, path: &str, uri: &Uri) -> Found {
    let Some(site) = desk.site(index) else { return Found::Nothing };
    let query = |name: &str| {
        uri.query()
            .unwrap_or("")
            .split('&')
            .find_map(|pair| pair.split_once('=').filter(|(key, _)| *key == name).map(|(_, value)| value))
    };
    if path == "/" {
        return match query("p").map(|id| desk.numbered(index, id)) {
            Some(Some(article)) if article.published <= site.now => Found::Elsewhere(site.url(article)),
            Some(_) => Found::Nothing,
            None => Found::Document(list(&site, None)),
        };
    }
    if path.trim_end_matches('/') == feed_path(site.outlet).trim_end_matches('/') {
        return Found::Document(feed_document(&site));
    }
    if path == "/sitemap.xml" {
        let bytes = sitemap::sitemap(&site).into_bytes();
        return Found::Document(Document { content_type: "application/xml".to_owned(), bytes, modified: Some(site.modified()) });
    }
    if let Some(slug) = path.strip_prefix("/section/").filter(|slug| SECTIONS.iter().any(|(_, known)| known == slug)) {
        return Found::Document(list(&site, Some(slug)));
    }
    if let Some(id) = path.strip_prefix("/media/").and_then(|name| name.strip_suffix(".png")) {
        return match desk.numbered(index, id).and_then(|article| picture(&site, article)) {
            Some(document) => Found::Document(document),
            None => Found::Nothing,
        };
    }
    let whole = query("id").map_or_else(|| path.to_owned(), |id| format!("{path}?id={id}"));
    match desk.at_path(index, &whole) {
        Some(article) if article.published <= site.now => Found::Document(article_document(&site, article)),
        _ => Found::Nothing,
    }
}

fn list(site: &Site<'_>, section_slug: Option<&str>) -> Document {
    html(site, None, &page::list(site, section_slug), site.modified())
}

fn article_document(site: &Site<'_>, article: &Article) -> Document {
    html(site, Some(article.id), &page::article(site, article), article.modified_at(site.now))
}

fn html(site: &Site<'_>, id: Option<u32>, text: &str, modified: jiff::Timestamp) -> Document {
    let content_type = match page::declared_in_header(site.outlet, id) {
        Some(charset) => format!("text/html; charset={charset}"),
        None => "text/html".to_owned(),
    };
    Document { content_type, bytes: encode(text, &site.outlet.charset), modified: Some(modified) }
}

fn feed_document(site: &Site<'_>) -> Document {
    let bytes = encode(&feed::write(site), &site.outlet.charset);
    Document { content_type: feed_type(site.outlet.feed).to_owned(), bytes, modified: Some(site.modified()) }
}

fn picture(site: &Site<'_>, article: &Article) -> Option<Document> {
    let bytes = picture::png(article.id, &site.outlet.color).ok()?;
    let out = article.published <= site.now;
    out.then(|| Document { content_type: "image/png".to_owned(), bytes, modified: Some(article.published) })
}

fn robots(desk: &Desk, own: Option<usize>) -> Document {
    let roots = desk.roots.iter().enumerate().filter(|(index, _)| own.is_none_or(|own| own == *index));
    let text = sitemap::robots(roots.map(|(_, root)| root.as_str()));
    Document { content_type: "text/plain; charset=utf-8".to_owned(), bytes: text.into_bytes(), modified: None }
}

/// The news stand: a page that links to every outlet, for a person who looks around.
fn stand(desk: &Desk) -> Document {
    let items: String = desk
        .edition
        .outlets
        .iter()
        .zip(&desk.roots)
        .map(|(outlet, root)| format!("<li><a href=\"{}/\">{}</a></li>\n", escape(root), escape(&outlet.name)))
        .collect();
    let text = format!(
        "<!DOCTYPE html>\n<html lang=\"ar\" dir=\"rtl\"><head><meta charset=\"utf-8\"><title>الصحافة المتخيلة</title></head><body><h1>الصحافة المتخيلة</h1><p>كل ما هنا من نسج الخيال.</p><ul>{items}</ul></body></html>\n"
    );
    Document { content_type: "text/html; charset=utf-8".to_owned(), bytes: text.into_bytes(), modified: None }
}

/// Where the press stands, for tests and for the curious.
fn state(desk: &Desk) -> Document {
    let now = desk.clock.now();
    let articles = &desk.edition.articles;
    let next = articles.iter().map(|article| article.published).filter(|at| *at > now).min();
    let outlets: Vec<serde_json::Value> = (0..desk.edition.outlets.len())
        .filter_map(|index| desk.site(index))
        .map(|site| {
            json!({
                "key": site.outlet.key,
                "home_url": site.home_url(),
                "feed_url": site.feed_url(),
                "visible": site.visible().len(),
                "total": articles.iter().filter(|article| article.outlet == site.index).count(),
            })
        })
        .collect();
    let state = json!({
        "start": desk.edition.start.to_string(),
        "now": now.to_string(),
        "next_article_at": next.map(|at| at.to_string()),
        "visible": articles.iter().filter(|article| article.published <= now).count(),
        "total": articles.len(),
        "outlets": outlets,
    });
    Document { content_type: "application/json".to_owned(), bytes: state.to_string().into_bytes(), modified: None }
}
