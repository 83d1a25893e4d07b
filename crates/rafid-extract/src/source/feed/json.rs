//! A feed as JSON: the answer of `rafid feed --jsonl`.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::clean;
use super::model::{Entry, ParsedFeed, Text};

/// One line of output; `id` is the caller's name for the request. Dates are ISO 8601 in UTC, to the second. Markup is
/// sanitised and its addresses are absolute; plain text stays as it is.
pub fn to_json(feed: &ParsedFeed, id: &str) -> Value {
    json!({
        "id": id,
        "ok": feed.is_feed(),
        "kind": feed.kind.name(),
        "title": text(feed.title.as_ref()),
        "link": feed.link,
        "feed_id": feed.id,
        "description": text(feed.description.as_ref()),
        "language": feed.language,
        "published": moment(feed.published),
        "updated": moment(feed.updated),
        "entries": feed.entries.iter().map(entry).collect::<Vec<_>>(),
        "issues": feed.issues,
    })
}

fn entry(entry: &Entry) -> Value {
    let enclosures: Vec<Value> = entry
        .enclosures
        .iter()
        .map(|enclosure| json!({ "url": enclosure.url, "type": enclosure.mime, "length": enclosure.length_bytes }))
        .collect();
    json!({
        "title": text(entry.title.as_ref()),
        "link": entry.link,
        "id": entry.id,
        "summary": text(entry.summary.as_ref()),
        "content": entry.content.iter().map(|content| text(Some(content))).collect::<Vec<_>>(),
        "published": moment(entry.published),
        "updated": moment(entry.updated),
        "authors": entry.authors,
        "categories": entry.categories,
        "enclosures": enclosures,
        "comments": entry.comments,
        "image": entry.image,
    })
}

fn text(text: Option<&Text>) -> Option<String> {
    text.map(|text| if text.markup { clean::html(&text.value, text.base.as_ref()).trim().to_owned() } else { text.value.clone() })
}

fn moment(moment: Option<Timestamp>) -> Option<String> {
    moment.map(|moment| moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}
