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
    "article:published_time",
    "og:published_time",
    "article:published",
    "og:article:published_time",
    "datepublished",
    "date_published",
    "publishdate",
    "publish_date",
    "publish-date",
    "pubdate",
    "publication_date",
    "published_time",
    "published-date",
    "published",
    "publisheddate",
    "article.published",
    "article_date_original",
    "originalpublicationdate",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "parsely-pub-date",
    "sailthru.date",
    "rnews:datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.created",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "dc.date.x-metadatadate",
    "dcsext.articlefirstpublished",
    "ptime",
    "displaydate",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "article.created",
    "datecreated",
    "created",
    "date",
    "time",
    "doc_date",
    "analyticsattributes.articledate",
    "dateline",
    "last-modified-original",
];
const UPDATED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "article:modified",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
    "last-modified",
    "modified",
    "revision_date",
    "updated_time",
    "utime",
];

/// The dates of publication and of the last change.
pub fn read(
    html: &str,
    document: &Document<'_>,
    head: &Head,
    described: &Described,
    address: Option<&str>,
    now: Option<DateTime>,
) -> (Option<FoundDate>, Option<FoundDate>) {
    let mut published = Vec::new();
    let mut updated = Vec::new();
    let add = |list: &mut Vec<Statement>, text: &str, source, weight| {
        if let Some(date) =
            webdate::parse(text, now).filter(|date| date.precision >= Precision::Day && webdate::is_plausible(date, now))
        {
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
            add(&mut published, text, DateSource::Meta, if n < 20 { 7 } else { 4 });
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
    if published.is_empty() {
        program_data(html, now, &mut published);
    }
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
        // A date that stands far below the headline belongs to something else; one far above it is today's.
        let far_above = headline.is_some_and(|headline| id + 40 < headline);
        let aside = role != Role::Published
            && document.ancestors(id).any(|up| matches!(document.tag(up), Tag::Aside | Tag::Nav | Tag::Footer));
        let near = !far_above && !aside && headline.is_none_or(|headline| id < headline + 250);
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
        let Some(value) = value.filter(|date| date.precision >= Precision::Day && webdate::is_plausible(date, now)) else {
            continue;
        };
        let weight = if near {
            weight
        } else if (far_above || aside) && role != Role::Published {
            0
        } else {
            1
        };
        let source = if role == Role::Published { DateSource::Microdata } else { DateSource::TimeElement };
        if tag == Tag::Time && !aside {
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
    for (name, value) in document.attributes(id) {
        let declared = name.eq_ignore_ascii_case("itemprop") || name.eq_ignore_ascii_case("property");
        if !(declared
            || name.eq_ignore_ascii_case("class")
            || name.eq_ignore_ascii_case("id")
            || name.eq_ignore_ascii_case("pubdate"))
        {
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
        } else if has(&["datepublished", "dc:date", "dc:created", "datecreated"])
            || has(&[
                "published",
                "pubdate",
                "publish-date",
                "publish_date",
                "publishdate",
                "entry-date",
                "post-date",
                "postdate",
                "article-date",
                "articledate",
                "article_date",
                "date-published",
                "dateline",
                "posted-on",
                "post_date",
                "date-header",
                "submitted",
                "newsdate",
                "news-date",
                "timestamp",
            ])
        {
            return Role::Published;
        } else if role == Role::None
            && (has(&["date", "datum", "fecha", "time-"]) || value == "time")
            && !has(&["update-", "candidate", "validate", "mandate"])
        {
            role = Role::Named;
        }
    }
    role
}

/// The first date that readers see near the headline.
fn visible(
    document: &Document<'_>,
    headline: Option<NodeId>,
    now: Option<DateTime>,
    published: &mut Vec<Statement>,
    updated: &mut Vec<Statement>,
) {
    let start = headline.map_or(0, |id| id.saturating_sub(40));
    let mut seen = 0;
    for id in start..document.nodes.len() {
        let node = document.node(id);
        if node.tag != Tag::Text || document.parent(id).is_some_and(|up| document.tag(up).is_invisible()) {
            continue;
        }
        let raw = document.raw(id).trim();
        if raw.len() < 8 || raw.len() > 300 || !raw.chars().any(|c| c.is_numeric()) {
            continue;
        }
        seen += 1;
        if seen > 150 {
            return;
        }
        let text = crate::html::decode(raw);
        let Some(date) =
            webdate::parse(&text, now).filter(|date| date.precision >= Precision::Day && webdate::is_plausible(date, now))
        else {
            continue;
        };
        let lower = text.to_lowercase();
        let is_update = ["updated", "modified", "تحديث", "aktualisiert", "mis à jour"].iter().any(|word| lower.contains(word));
        let list = if is_update { &mut *updated } else { &mut *published };
        // A line that is nothing but a date says more than a caption or a sentence with one.
        let alone = text.split_whitespace().count() <= 8 && !lower.contains('©') && !lower.contains("copyright");
        list.push(Statement { date, source: DateSource::VisibleText, weight: if alone { 3 } else { 1 } });
        if alone && !is_update {
            return;
        }
    }
}

/// Dates in the data of a page's programs, for pages that show nothing without them.
fn program_data(html: &str, now: Option<DateTime>, published: &mut Vec<Statement>) {
    for key in [
        "datePublished",
        "publishedAt",
        "published_at",
        "publishDate",
        "publish_date",
        "publicationDate",
        "publication_date",
        "dateCreated",
        "createdAt",
    ] {
        let Some(at) = memchr::memmem::find(html.as_bytes(), key.as_bytes()) else { continue };
        let rest = html.get(at + key.len()..).unwrap_or_default();
        let start = rest.char_indices().take(24).find(|(_, c)| c.is_ascii_digit()).map(|(n, _)| n);
        let Some(rest) = start.and_then(|start| rest.get(start..)) else { continue };
        let end = rest.find(['"', '\'', '&', '\\', '<']).unwrap_or(0).min(40);
        if let Some(date) =
            rest.get(..end).and_then(|text| webdate::parse(text, now)).filter(|date| webdate::is_plausible(date, now))
        {
            published.push(Statement { date, source: DateSource::JsonLd, weight: 2 });
            return;
        }
    }
}

/// The day that the most weight supports, said by its best source in the finest words.
///
/// A point in time whose zone is not the outlet's falls on the neighbouring day for part of the world, so it supports
/// that day nearly as much; if that day wins, the point is given in a zone in which it is that day.
fn decide(statements: &[Statement]) -> Option<FoundDate> {
    let mut days: Vec<(Date, u32)> = Vec::new();
    let mut voices: Vec<(Date, DateSource)> = Vec::new();
    for statement in statements {
        let own = statement.date.value.date();
        // One voice a kind of source and day: a list of related items must not outvote the article.
        if voices.contains(&(own, statement.source)) {
            continue;
        }
        voices.push((own, statement.source));
        for (day, weight) in [(Some(own), statement.weight), (neighbour(&statement.date), statement.weight.saturating_sub(1))] {
            let Some(day) = day else { continue };
            match days.iter_mut().find(|(known, _)| *known == day) {
                Some((_, sum)) => *sum += weight,
                None => days.push((day, weight)),
            }
        }
    }
    let best = days.iter().map(|&(_, weight)| weight).max()?;
    let (day, _) = *days.iter().find(|&&(_, weight)| weight == best)?;
    let said = |s: &&Statement| s.date.value.date() == day;
    // The outlet's own zone says more than Greenwich.
    let zone = |s: &&Statement| match s.date.offset {
        Some(offset) if offset != jiff::tz::Offset::UTC => 0,
        Some(_) => 1,
        None => 2,
    };
    let rank = |s: &&Statement| (std::cmp::Reverse(s.date.precision.min(Precision::Minute)), zone(s), s.source);
    let finest = statements.iter().filter(said).min_by_key(rank);
    let shifted = statements.iter().filter(|s| neighbour(&s.date) == Some(day)).min_by_key(rank).and_then(|s| {
        let date = on_day(&s.date, day)?;
        Some(FoundDate { date, source: s.source })
    });
    match finest {
        Some(finest) if finest.date.precision > Precision::Day || shifted.is_none() => {
            Some(FoundDate { date: finest.date, source: finest.source })
        }
        _ => shifted,
    }
}

/// The other day on which a point in time falls somewhere in the world, the likelier one.
fn neighbour(date: &ArabicDate) -> Option<Date> {
    date.offset?;
    match date.value.hour() {
        0..=8 => date.value.date().yesterday().ok(),
        14.. => date.value.date().tomorrow().ok(),
        _ => None,
    }
}

/// The same point in time in the nearest zone of whole hours in which it falls on `day`.
fn on_day(date: &ArabicDate, day: Date) -> Option<ArabicDate> {
    let offset = date.offset?;
    let hours = if day < date.value.date() { -(i32::from(date.value.hour()) + 1) } else { 24 - i32::from(date.value.hour()) };
    let shifted = jiff::tz::Offset::from_seconds(offset.seconds() + hours * 3600).ok()?;
    let value = date.value.checked_add(jiff::Span::new().hours(hours)).ok()?;
    (value.date() == day && shifted.seconds().abs() <= 14 * 3600).then_some(ArabicDate { value, offset: Some(shifted), ..*date })
}
