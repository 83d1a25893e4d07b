//! An article page → [`Extraction`]: body, headline, dates, picture, tags, links, and what stood around the article.
//!
//! The room reads one page at a time, without network, clock or store. It knows no site by name: every rule is about
//! pages as such. It never fails; a page without an article yields an empty body and an issue.
//!
//! Start at [`extract`], which reads like the process: parse, read metadata, choose the body, take it apart into blocks,
//! cut what is not prose from its end. To add a metadata source, add a reader to `meta/`; to add a kind of box that is
//! not article, add its words to `select/phrases.txt` or its names to `select/hints.txt`, with a fixture page.

mod app_data;
pub mod body;
mod credit;
mod extraction;
pub mod json;
mod judge;
mod live;
mod marks;
mod meta;
mod mojibake;
mod phrases;
mod select;
mod site;
mod template;

pub use body::body_from_html;
pub use extraction::{DateSource, Extraction, FoundDate, Hints, RelatedLink, RuleUse};
pub use judge::{NotArticle, is_article};
pub use live::LiveEntry;
pub use site::SiteRules;
pub use template::Template;

use rafid_core::{Block, Body, Inline, Issue};
use url::Url;

use crate::charset::{self, Kind};
use crate::html::{self, Document, Limits};
use select::{Harvest, Known};

/// Reads an article page from its bytes. `content_type` is the value of the HTTP header.
pub fn extract_bytes(bytes: &[u8], content_type: Option<&str>, url: Option<&str>, hints: &Hints<'_>) -> Extraction {
    let decoded = charset::decode(bytes, content_type, Kind::Html);
    let mut out = extract(&decoded.text, url, hints);
    out.issues.extend(decoded.issues);
    out
}

/// Reads an article page. `url` is the address it came from, for relative addresses and for dates in it.
pub fn extract(html: &str, url: Option<&str>, hints: &Hints<'_>) -> Extraction {
    let whole = html;
    let html = html.get(..html.floor_char_boundary(Limits::default().bytes)).unwrap_or(html);
    let cut = html.len() < whole.len();
    let html = mojibake::mend(html);
    let document = html::parse(&html, Limits::default());
    let base = base_address(&document, url);
    let mut out = Extraction::default();
    if document.truncated || cut {
        out.issues.push(Issue::warning("page-too-large", format!("page of {} bytes was cut", whole.len())));
    }
    let described = meta::read(&html, &document, base.as_ref(), hints, &mut out);
    let rule = site::rule_for(base.as_ref(), hints.rules);
    if let Some(rule) = rule {
        out.rule = Some(rule.used(&document));
        out.title = site::text(&document, rule.headline.as_ref()).or(out.title);
        out.byline = site::text(&document, rule.byline.as_ref()).or(out.byline);
        out.published = site::first(&document, rule.date.as_ref())
            .and_then(|id| meta::date_in_element(&document, id, hints.now))
            .or(out.published);
        let next = site::first(&document, rule.next.as_ref()).and_then(|link| document.attr(link, "href"));
        out.next_page = next.and_then(|href| body::resolve(base.as_ref(), &href));
    }
    let known = Known { title: out.title.as_deref(), byline: out.byline.as_deref(), summary: out.summary.as_deref() };
    let mut chosen = select::article(&document, known);
    if let Some(rule) = rule {
        obey(&document, rule, &mut chosen, &mut out);
    }
    out.body = body::build(&document, &chosen.roots, &|id| chosen.skips(id), base.as_ref());
    from_data(&document, described.body.as_deref(), url, &mut out);
    apply(&document, chosen.harvest, base.as_ref(), &mut out);
    finish(&mut out);
    out.live = described.live;
    if out.live.is_empty() {
        out.live = live::shown(&document, out.title.as_deref(), base.as_ref());
    }
    out.video = described.video || marks::has_video(&document, &out.body, out.title.as_deref(), described.kind.as_deref());
    out.gallery = marks::is_gallery(&out.body, out.title.as_deref());
    out
}

/// Where the site has a rule for the body, it alone says what is body.
fn obey(document: &Document<'_>, rule: &site::SiteRule, chosen: &mut select::Chosen, out: &mut Extraction) {
    let roots = site::outermost(document, rule.body.as_ref());
    if !roots.is_empty() {
        chosen.take(roots);
    } else if rule.body.is_some() {
        out.issues.push(Issue::warning("site-rule-unmatched", format!("the rule for {} finds no body", rule.host)));
    }
    for removed in site::outermost(document, rule.remove.as_ref()) {
        chosen.skip(removed);
    }
}

/// The page's address, or what its `base` element says.
fn base_address(document: &Document<'_>, url: Option<&str>) -> Option<Url> {
    let own = url.and_then(|url| Url::parse(url).ok());
    let stated =
        (0..document.nodes.len()).find(|&id| document.tag(id) == html::Tag::Base).and_then(|id| document.attr(id, "href"));
    match (&own, stated) {
        (Some(own), Some(stated)) => own.join(&stated).ok().or(Some(own.clone())),
        (None, Some(stated)) => Url::parse(&stated).ok(),
        (_, None) => own,
    }
}

/// Where the page shows little or nothing, its data may hold the article.
fn from_data(document: &Document<'_>, described: Option<&str>, url: Option<&str>, out: &mut Extraction) {
    let shown = out.body.text().chars().count();
    if let Some(text) = described {
        let body = app_data::body_of(text, url);
        let length = body.text().chars().count();
        if length > 200 && length > shown * 4 {
            out.issues.push(Issue::note("article-in-data", "the article was taken from json-ld"));
            out.body = body;
            return;
        }
    }
    if shown > 400 {
        return;
    }
    if let Some(found) = app_data::search(document, out.title.as_deref(), url)
        && found.body.text().chars().count() > (shown * 2).max(200)
    {
        out.issues.push(Issue::note("article-in-data", "the article was taken from a script's data"));
        out.body = found.body;
        out.title = found.title.or(out.title.take());
        out.published = out.published.take().or_else(|| meta::date_in_data(found.published.as_deref()?));
    }
}

/// What was found beside the prose.
fn apply(document: &Document<'_>, harvest: Harvest, base: Option<&Url>, out: &mut Extraction) {
    let title = out.title.as_deref().map(phrases::fold);
    for (text, link) in harvest.related {
        let url = link.and_then(|link| document.attr(link, "href")).and_then(|href| body::resolve(base, &href));
        let own = title.as_ref().is_some_and(|title| *title == phrases::fold(&text));
        if !own && !out.related.iter().any(|known| known.title == text || (url.is_some() && known.url == url)) {
            out.related.push(RelatedLink { title: text, url });
        }
    }
    for keyword in harvest.keywords {
        if !out.tags.contains(&keyword) {
            out.tags.push(keyword);
        }
    }
    out.credit = harvest.source;
}

/// What follows from the body: its text, links, source and dateline.
fn finish(out: &mut Extraction) {
    let cut = credit::cut(&mut out.body);
    let (place, agency) = credit::dateline(&out.body);
    out.place = place;
    out.credit = out.credit.take().or(cut).or(agency);
    out.links = links(&out.body);
    if out.image.is_none() {
        out.image = out.body.0.iter().find_map(|block| match block {
            Block::Figure { image, .. } => Some(image.clone()),
            _ => None,
        });
    }
    out.text = out.body.text();
    if out.text.is_empty() {
        out.issues.push(Issue::warning("no-article", "no article was found in the page"));
    }
}

/// The links inside the prose, in reading order, each address once.
fn links(body: &Body) -> Vec<RelatedLink> {
    let mut links: Vec<RelatedLink> = Vec::new();
    let mut add = |runs: &[Inline]| {
        for run in runs {
            if let Inline::Link { url, text } = run
                && !links.iter().any(|link| link.url.as_ref() == Some(url))
                && links.len() < 200
            {
                links.push(RelatedLink { title: text.trim().to_owned(), url: Some(url.clone()) });
            }
        }
    };
    for block in &body.0 {
        match block {
            Block::Paragraph(runs) | Block::Quote(runs) => add(runs),
            Block::List { items, .. } => items.iter().for_each(|item| add(item)),
            _ => {}
        }
    }
    links
}
