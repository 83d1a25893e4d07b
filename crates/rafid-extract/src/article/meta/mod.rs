//! What a page says about its article outside the article: headline, dates, people, pictures, tags.
//!
//! Three places speak: JSON-LD ([`jsonld`]), `meta` elements ([`head`]) and what readers see. Where they can be compared
//! ([`title`], [`dates`]), agreement counts more than any single place. One more place for a date is one more statement
//! in `dates.rs`; one more spelling of dates is one more shape in `webdate.rs`.

mod dates;
mod head;
pub mod jsonld;
mod paywall;
mod title;
mod webdate;

use jiff::civil::DateTime;
use url::Url;

use super::body::resolve;
use super::{DateSource, Extraction, FoundDate, Hints};
use crate::article::phrases::fold;
use crate::html::{Document, NodeId, Tag};
use head::Head;
use jsonld::Described;
use rafid_core::Issue;

/// Fills the metadata fields of `out`; what JSON-LD said is given back, since it may hold the article itself.
pub fn read(html: &str, document: &Document<'_>, base: Option<&Url>, hints: &Hints<'_>, out: &mut Extraction) -> Described {
    let head = Head::read(document);
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let mut described = jsonld::read(document);
    described.kind = owned(head.get(&["og:type"]));
    if described.broken {
        out.issues.push(Issue::note("broken-json-ld", "the page's json-ld is not json"));
    }
    out.site_name = owned(head.get(&["og:site_name", "application-name"])).or_else(|| described.publisher.clone());
    out.title = title::read(document, &head, &described, out.site_name.as_deref(), hints.title);
    out.summary =
        owned(head.get(&["og:description", "description", "twitter:description"])).or_else(|| described.description.clone());
    out.section = owned(head.get(&["article:section", "section"])).or_else(|| described.section.clone());
    out.section = out.section.take().or_else(|| section(document, out.title.as_deref()));
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
    out.paywalled = paywall::stated(document, &head, described.paywalled);
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

/// The date that one element states.
pub fn date_in_element(document: &Document<'_>, id: NodeId, now: Option<DateTime>) -> Option<FoundDate> {
    let stated =
        document.attr(id, "datetime").or_else(|| document.attr(id, "content")).map(|text| (text, DateSource::TimeElement));
    let (text, source) = stated.unwrap_or_else(|| (document.text(id).into(), DateSource::VisibleText));
    let date = webdate::parse(&text, now).filter(|date| webdate::is_plausible(date, now))?;
    Some(FoundDate { date, source })
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

/// Who wrote it: what JSON-LD says, then what the page marks as the author, then its `meta` elements. Those often name
/// whoever runs the site.
fn byline(document: &Document<'_>, head: &Head, described: &Described) -> Option<String> {
    if !described.authors.is_empty() {
        return Some(described.authors.join("، "));
    }
    let stated = head
        .get(&["author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl"])
        .filter(|name| !name.starts_with("http") && name.chars().count() < 100);
    let runs_the_site = |name: &&str| {
        let name = fold(name);
        ["اداره", "ادمن", "المحرر", "محرر", "admin", "administrator", "webmaster", "editor", "super user"]
            .iter()
            .any(|word| name == *word || name.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ')))
    };
    let marked = || {
        let author = (0..document.nodes.len()).find(|&id| {
            matches!(document.tag(id), Tag::A | Tag::Span | Tag::Div | Tag::P | Tag::Dd | Tag::Li)
                && (document.raw_attr(id, "rel").is_some_and(|rel| rel == "author")
                    || document.raw_attr(id, "itemprop").is_some_and(|prop| prop == "author"))
        })?;
        let name = document.subtree(author).find(|&id| document.raw_attr(id, "itemprop").is_some_and(|prop| prop == "name"));
        let text = match name.filter(|&name| document.tag(name) != Tag::Meta) {
            Some(name) => document.text(name),
            None => document.text(author),
        };
        Some(text).filter(|name| !name.is_empty() && name.chars().count() < 100)
    };
    let person = stated.filter(|name| !runs_the_site(name)).map(str::to_owned);
    let name = person.or_else(marked).or_else(|| stated.map(str::to_owned))?;
    let begins = ["كتب بواسطة:", "كتب بواسطة", "بواسطة:", "بواسطة", "بقلم:", "بقلم", "الكاتب:", "By ", "by ", "BY "];
    let bare = begins.iter().find_map(|word| name.strip_prefix(word)).map_or(name.as_str(), str::trim);
    Some(bare.to_owned()).filter(|name| !name.is_empty())
}

/// The section as readers see it: a link that is called category, or the last of the bread crumbs that is not the page.
fn section(document: &Document<'_>, title: Option<&str>) -> Option<String> {
    let names = |id: NodeId, words: &[&str]| {
        document.raw_attr(id, "class").is_some_and(|class| {
            let class = class.to_ascii_lowercase();
            words.iter().any(|word| class.contains(word))
        })
    };
    let title = title.map(fold).unwrap_or_default();
    let home = ["الرئيسيه", "الصفحه الرئيسيه", "home", "رئيسيه"];
    let good = |text: &String| {
        let own = fold(text);
        !own.is_empty() && text.chars().count() <= 40 && own != title && !home.contains(&own.as_str())
    };
    let around = |id: NodeId, words: &[&str]| {
        document
            .ancestors(id)
            .take(4)
            .any(|up| !matches!(document.tag(up), Tag::Body | Tag::Html | Tag::Main | Tag::Article) && names(up, words))
    };
    let links = || (0..document.nodes.len()).filter(|&id| document.tag(id) == Tag::A).take(3000);
    let marked = links().find(|&id| document.raw_attr(id, "itemprop").is_some_and(|p| p == "genre" || p == "articleSection"));
    let crumbs: Vec<String> =
        links().filter(|&id| around(id, &["breadcrumb", "crumb"])).map(|id| document.text(id)).filter(good).take(8).collect();
    let category = || {
        links().find(|&id| {
            !document.ancestors(id).any(|up| matches!(document.tag(up), Tag::Nav | Tag::Footer | Tag::Aside))
                && (around(
                    id,
                    &["entry-category", "post-category", "article-category", "cat-links", "category-name", "cattitle"],
                ) || names(id, &["entry-category", "post-category", "article-category", "category-name"]))
        })
    };
    marked
        .map(|id| document.text(id))
        .filter(good)
        .or_else(|| crumbs.last().cloned())
        .or_else(|| category().map(|id| document.text(id)).filter(good))
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
