//! What a page says about its article outside the article: headline, dates, people, pictures, tags.
//!
//! Three places speak: JSON-LD ([`jsonld`]), `meta` elements ([`head`]) and what readers see. Where they can be compared
//! ([`title`], [`dates`]), agreement counts more than any single place. One more place for a date is one more statement
//! in `dates.rs`; one more spelling of dates is one more shape in `webdate.rs`.

mod dates;
mod head;
pub mod jsonld;
mod title;
mod webdate;

use url::Url;

use super::body::resolve;
use super::{DateSource, Extraction, FoundDate, Hints};
use crate::html::{Document, Tag};
use head::Head;
use jsonld::Described;
use rafid_core::Issue;

/// Fills the metadata fields of `out`; what JSON-LD said is given back, since it may hold the article itself.
pub fn read(html: &str, document: &Document<'_>, base: Option<&Url>, hints: &Hints<'_>, out: &mut Extraction) -> Described {
    let head = Head::read(document);
    let described = jsonld::read(document);
    if described.broken {
        out.issues.push(Issue::note("broken-json-ld", "the page's json-ld is not json"));
    }
    let owned = |text: Option<&str>| text.map(str::to_owned);
    out.site_name = owned(head.get(&["og:site_name", "application-name"])).or_else(|| described.publisher.clone());
    out.title = title::read(document, &head, &described, out.site_name.as_deref(), hints.title);
    out.summary =
        owned(head.get(&["og:description", "description", "twitter:description"])).or_else(|| described.description.clone());
    out.section = owned(head.get(&["article:section", "section"])).or_else(|| described.section.clone());
    out.language = head
        .language
        .clone()
        .or_else(|| described.language.clone())
        .or_else(|| owned(head.get(&["content-language", "language"])))
        .or_else(|| owned(hints.language));
    out.canonical_url = head.canonical.as_deref().or_else(|| head.get(&["og:url"])).and_then(|address| resolve(base, address));
    out.image = head
        .get(&["og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src", "image_src"])
        .or(described.image.as_deref())
        .and_then(|address| resolve(base, address));
    out.kicker = kicker(document).filter(|kicker| Some(kicker) != out.title.as_ref());
    out.byline = byline(document, &head, &described);
    out.tags = tags(document, &head, &described);
    out.paywalled =
        described.paywalled || head.get(&["article:content_tier"]).is_some_and(|tier| tier == "locked" || tier == "metered");
    let address =
        out.canonical_url.as_ref().map(|url| url.as_str().to_owned()).or_else(|| base.map(|url| url.as_str().to_owned()));
    let (published, updated) = dates::read(html, document, &head, &described, address.as_deref(), hints.now);
    out.published = published;
    out.updated = updated;
    described
}

/// A date of a program's data.
pub fn date_in_data(text: &str) -> Option<FoundDate> {
    webdate::parse(text, None).map(|date| FoundDate { date, source: DateSource::JsonLd })
}

/// The short line above the headline.
fn kicker(document: &Document<'_>) -> Option<String> {
    let names = ["kicker", "overline", "eyebrow", "pretitle", "pre-title", "uptitle", "supra"];
    let found = (0..document.nodes.len()).find(|&id| {
        !matches!(document.tag(id), Tag::Text | Tag::Body | Tag::Html)
            && document.end(id) - id < 12
            && document.raw_attr(id, "class").is_some_and(|class| {
                let class = class.to_ascii_lowercase();
                names.iter().any(|name| class.contains(name))
            })
    })?;
    Some(document.text(found)).filter(|text| !text.is_empty() && text.chars().count() <= 80)
}

fn byline(document: &Document<'_>, head: &Head, described: &Described) -> Option<String> {
    if !described.authors.is_empty() {
        return Some(described.authors.join("، "));
    }
    let stated = head.get(&["author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl"]);
    if let Some(name) = stated.filter(|name| !name.starts_with("http") && name.chars().count() < 100) {
        return Some(name.to_owned());
    }
    let marked = (0..document.nodes.len()).find(|&id| {
        matches!(document.tag(id), Tag::A | Tag::Span | Tag::Div | Tag::P)
            && (document.raw_attr(id, "rel").is_some_and(|rel| rel == "author")
                || document.raw_attr(id, "itemprop").is_some_and(|prop| prop == "author"))
    })?;
    Some(document.text(marked)).filter(|name| !name.is_empty() && name.chars().count() < 100)
}

fn tags(document: &Document<'_>, head: &Head, described: &Described) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    let mut add = |tag: &str| {
        let tag = tag.trim().trim_start_matches('#').trim();
        if !tag.is_empty() && tag.chars().count() <= 60 && tags.len() < 40 && !tags.iter().any(|known| known == tag) {
            tags.push(tag.to_owned());
        }
    };
    head.all("article:tag").flat_map(|list| list.split([',', '،'])).for_each(&mut add);
    described.keywords.iter().for_each(|tag| add(tag));
    (0..document.nodes.len())
        .filter(|&id| {
            document.tag(id) == Tag::A && document.raw_attr(id, "rel").is_some_and(|rel| rel.split(' ').any(|word| word == "tag"))
        })
        .for_each(|id| add(&document.text(id)));
    if tags.is_empty() {
        head.all("news_keywords").chain(head.all("keywords")).take(1).flat_map(|list| list.split([',', '،'])).for_each(|tag| {
            let tag = tag.trim();
            if !tag.is_empty() && tag.chars().count() <= 60 && tags.len() < 40 && !tags.iter().any(|known| known == tag) {
                tags.push(tag.to_owned());
            }
        });
    }
    tags
}
