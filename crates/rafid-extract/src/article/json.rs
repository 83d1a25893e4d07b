//! An [`Extraction`] as the command line prints it.

use serde_json::{Value, json};

use super::{Extraction, FoundDate, LiveEntry, RelatedLink};

/// One line of `rafid extract --jsonl`: the fields that programs rely on, then those that only people read.
pub fn to_json(extraction: &Extraction, id: Option<&str>) -> Value {
    let e = extraction;
    let mut out = json!({
        "title": e.title, "kicker": e.kicker, "byline": e.byline, "place": e.place,
        "published": e.published.as_ref().map(FoundDate::iso), "updated": e.updated.as_ref().map(FoundDate::iso),
        "published_from": e.published.as_ref().map(date_origin), "updated_from": e.updated.as_ref().map(date_origin),
        "text": e.text, "summary": e.summary, "image": e.image, "tags": e.tags, "section": e.section,
        "language": e.language, "canonical_url": e.canonical_url, "site_name": e.site_name, "credit": e.credit,
        "paywalled": e.paywalled, "next_page": e.next_page, "rule": e.rule, "video": e.video, "gallery": e.gallery,
        "live": e.live.iter().map(live).collect::<Vec<_>>(),
        "links": e.links.iter().map(link).collect::<Vec<_>>(),
        "related": e.related.iter().map(link).collect::<Vec<_>>(),
        "body": e.body, "issues": e.issues,
    });
    if let (Some(id), Some(object)) = (id, out.as_object_mut()) {
        object.insert("id".to_owned(), Value::from(id));
    }
    out
}

fn date_origin(found: &FoundDate) -> Value {
    json!({ "source": found.source, "precision": found.date.precision.name(), "calendar": found.date.calendar.name() })
}

fn link(link: &RelatedLink) -> Value {
    json!({ "title": link.title, "url": link.url })
}

fn live(entry: &LiveEntry) -> Value {
    json!({ "time": entry.time, "title": entry.title, "text": entry.body.text() })
}
