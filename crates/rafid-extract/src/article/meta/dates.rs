//! When the article was published and updated: all the page's statements, and the one that most of them support.

use jiff::civil::{Date, DateTime};
use rafid_arabic::dates::{ArabicDate, Precision};

use super::head::Head;
use super::jsonld::Described;
use super::webdate;
use crate::article::{DateSource, FoundDate};
use crate::html::{Document, NodeId, Tag};

/// One statement: what it says, where, and how much it counts.
#[derive(Debug, Clone)]
struct Statement {
    date: ArabicDate,
    source: DateSource,
    weight: u32,
}

const PUBLISHED: &[&str] = &[
    "article:published_time", "og:published_time", "article:published", "og:article:published_time", "datepublished", "date_published", "publishdate",
    "publish_date", "publish-date", "pubdate", "publication_date", "published_time", "published-date", "published", "publisheddate", "article.published", "article_date_original",
    "originalpublicationdate", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "parsely-pub-date", "sailthru.date", "rnews:datepublished",
    "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created", "dc.date", "dcterms.date", "dc.date.x-metadatadate", "dcsext.articlefirstpublished", "ptime", "displaydate",
    "citation_publication_date", "citation_online_date", "citation_date", "article.created", "datecreated", "created", "date", "time", "doc_date", "analyticsattributes.articledate", "dateline", "last-modified-original",
];
const UPDATED: &[&str] = &[
    "article:modified_time", "og:updated_time", "datemodified", "article:modified", "dcterms.modified", "dc.date.modified", "lastmod", "last-modified", "modified", "revision_date", "updated_time", "utime",
];

/// The dates of publication and of the last change.
pub fn read(document: &Document<'_>, head: &Head, described: &Described, address: Option<&str>, now: Option<DateTime>) -> (Option<FoundDate>, Option<FoundDate>) {
    let mut published = Vec::new();
    let mut updated = Vec::new();
    let add = |list: &mut Vec<Statement>, text: &str, source, weight| {
        if let Some(date) = webdate::parse(text, now).filter(|date| date.precision >= Precision::Day && webdate::is_plausible(date, now)) {
            list.push(Statement { date, source, weight });
        }
    };
    if let Some(text) = &described.published {
        add(&mut published, text, DateSource::JsonLd, 6);
    }
    if let Some(text) = &described.modified {
        add(&mut updated, text, DateSource::JsonLd, 6);
    }
    for (n, key) in PUBLISHED.iter().enumerate() {
        for text in head.all(key).take(2) {
            add(&mut published, text, DateSource::Meta, if n < 20 { 6 } else { 4 });
        }
    }
    for key in UPDATED {
        for text in head.all(key).take(1) {
            add(&mut updated, text, DateSource::Meta, 5);
        }
    }
    if let Some(date) = address.and_then(webdate::in_address).filter(|date| webdate::is_plausible(date, now)) {
        published.push(Statement { date, source: DateSource::Url, weight: 5 });
    }
    elements(document, now, &mut published, &mut updated);
    let published = decide(&published);
    let updated = decide(&updated);
    match (published, updated) {
        (None, Some(updated)) => (Some(updated.clone()), Some(updated)),
        other => other,
    }
}

/// Statements of elements: microdata, `time`, and text in elements that are called date.
fn elements(document: &Document<'_>, now: Option<DateTime>, published: &mut Vec<Statement>, updated: &mut Vec<Statement>) {
    let headline = (0..document.nodes.len()).find(|&id| document.tag(id) == Tag::H1);
    let mut named = 0;
    let mut times = 0;
    for id in 0..document.nodes.len() {
        let tag = document.tag(id);
        if matches!(tag, Tag::Text | Tag::Meta | Tag::Script | Tag::Link | Tag::Html | Tag::Body | Tag::Head) {
            continue;
        }
        let role = role(document, id);
        if role == Role::None && tag != Tag::Time {
            continue;
        }
        // A date that stands far below the headline belongs to something else.
        let near = headline.is_none_or(|headline| id + 60 > headline && id < headline + 250);
        let text = document
            .attr(id, "datetime")
            .or_else(|| document.attr(id, "content"))
            .or_else(|| document.attr(id, "data-datetime"))
            .or_else(|| (tag == Tag::Abbr || tag == Tag::Span).then(|| document.attr(id, "title")).flatten())
            .map(std::borrow::Cow::into_owned);
        let (value, weight) = match (text.as_deref().and_then(|text| webdate::parse(text, now)), role) {
            (Some(value), Role::Published) => (Some(value), 5),
            (Some(value), Role::Updated) => (Some(value), 5),
            (Some(value), _) => (Some(value), if times == 0 { 3 } else { 1 }),
            (None, Role::None) => (None, 0),
            (None, role) => {
                if document.end(id) - id > 40 || named > 40 {
                    continue;
                }
                named += 1;
                let text = document.text(id);
                if text.chars().count() > 150 {
                    continue;
                }
                (webdate::parse(&text, now), if role == Role::Published { 4 } else { 2 })
            }
        };
        let Some(value) = value.filter(|date| date.precision >= Precision::Day && webdate::is_plausible(date, now)) else { continue };
        let weight = if near { weight } else { 1 };
        let source = if role == Role::Published { DateSource::Microdata } else { DateSource::TimeElement };
        if tag == Tag::Time {
            times += 1;
        }
        let list = if role == Role::Updated { &mut *updated } else { &mut *published };
        if list.iter().filter(|s| s.source == source).count() < 12 {
            list.push(Statement { date: value, source, weight });
        }
    }
    if published.is_empty() {
        visible(document, headline, now, published, updated);
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    None,
    Published,
    Updated,
    /// Called a date, of whatever.
    Named,
}

fn role(document: &Document<'_>, id: NodeId) -> Role {
    let mut role = Role::None;
    for &(name, value) in document.attributes(id) {
        let declared = name.eq_ignore_ascii_case("itemprop") || name.eq_ignore_ascii_case("property");
        if !(declared || name.eq_ignore_ascii_case("class") || name.eq_ignore_ascii_case("id") || name.eq_ignore_ascii_case("pubdate")) {
            continue;
        }
        if name.eq_ignore_ascii_case("pubdate") {
            return Role::Published;
        }
        if value.len() > 200 {
            continue;
        }
        let value = value.to_ascii_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| value.contains(word));
        if has(&["updated", "modified", "lastmod"]) {
            role = Role::Updated;
        } else if has(&["datepublished", "dc:date", "dc:created", "datecreated"]) || has(&["published", "pubdate", "publish-date", "publish_date", "publishdate", "entry-date", "post-date", "postdate", "article-date", "articledate", "article_date", "date-published", "dateline", "posted-on", "post_date", "date-header", "submitted", "newsdate", "news-date", "timestamp"]) {
            return Role::Published;
        } else if role == Role::None && (has(&["date", "datum", "fecha", "time-"]) || value == "time") && !has(&["update-", "candidate", "validate", "mandate"]) {
            role = Role::Named;
        }
    }
    role
}

/// The first date that readers see near the headline.
fn visible(document: &Document<'_>, headline: Option<NodeId>, now: Option<DateTime>, published: &mut Vec<Statement>, updated: &mut Vec<Statement>) {
    let start = headline.map_or(0, |id| id.saturating_sub(40));
    let mut seen = 0;
    for id in start..document.nodes.len() {
        let node = document.node(id);
        if node.tag != Tag::Text || document.parent(id).is_some_and(|up| document.tag(up).is_invisible()) {
            continue;
        }
        let raw = node.raw.trim();
        if raw.len() < 8 || raw.len() > 300 || !raw.chars().any(|c| c.is_numeric()) {
            continue;
        }
        seen += 1;
        if seen > 150 {
            return;
        }
        let text = crate::html::decode(raw);
        let Some(date) = webdate::parse(&text, now).filter(|date| date.precision >= Precision::Day && webdate::is_plausible(date, now)) else { continue };
        let lower = text.to_lowercase();
        if lower.contains("©") || lower.contains("copyright") {
            continue;
        }
        let is_update = ["updated", "modified", "تحديث", "aktualisiert", "mis à jour"].iter().any(|word| lower.contains(word));
        let list = if is_update { &mut *updated } else { &mut *published };
        list.push(Statement { date, source: DateSource::VisibleText, weight: 2 });
        if published.len() >= 2 {
            return;
        }
    }
}

/// The day that the most weight supports, said by its best source in the finest words.
fn decide(statements: &[Statement]) -> Option<FoundDate> {
    let mut days: Vec<(Date, u32)> = Vec::new();
    let mut sources: Vec<(Date, DateSource)> = Vec::new();
    for statement in statements {
        let day = statement.date.value.date();
        // One voice a kind of source and day: a list of related items must not outvote the article.
        if sources.contains(&(day, statement.source)) {
            continue;
        }
        sources.push((day, statement.source));
        match days.iter_mut().find(|(known, _)| *known == day) {
            Some((_, weight)) => *weight += statement.weight,
            None => days.push((day, statement.weight)),
        }
    }
    let best = days.iter().map(|&(_, weight)| weight).max()?;
    let (day, _) = days.iter().find(|&&(_, weight)| weight == best)?;
    let said = statements.iter().filter(|s| s.date.value.date() == *day);
    let finest = said.min_by_key(|s| (std::cmp::Reverse(s.date.precision.min(Precision::Minute)), s.date.offset.is_none(), s.source))?;
    Some(FoundDate { date: finest.date, source: finest.source })
}
