//! JSON Feed 1.0 and 1.1 (jsonfeed.org).

use std::sync::Arc;

use jiff::tz::TimeZone;
use rafid_core::Issue;
use serde_json::{Map, Value};
use url::Url;

use super::draft::{is_web, resolve};
use super::model::{Enclosure, Entry, FeedKind, ParsedFeed, Text};
use super::reader::MAX_ENTRIES;
use super::{clean, date};

/// Reads a document; anything but an object gives an issue and no entries.
pub fn parse(text: &str, base: Option<&Arc<Url>>, zone: &TimeZone) -> ParsedFeed {
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => {
            let issues = vec![Issue::error("bad-json", format!("could not parse JSON: {error}"))];
            return ParsedFeed { issues, ..ParsedFeed::default() };
        }
    };
    let Value::Object(object) = value else {
        let issues = vec![Issue::error("not-a-feed", "the JSON document is not an object")];
        return ParsedFeed { issues, ..ParsedFeed::default() };
    };
    let object = Object { map: &object, base };
    let is_feed = object.text("version").is_some_and(|v| v.contains("jsonfeed")) || object.map.contains_key("items");
    let mut feed = ParsedFeed {
        kind: if is_feed { FeedKind::JsonFeed } else { FeedKind::Unknown },
        title: object.text("title").map(Text::plain),
        link: object.address("home_page_url"),
        id: object.address("feed_url"),
        self_link: object.address("feed_url"),
        next_link: object.address("next_url"),
        description: object.text("description").map(Text::plain),
        language: object.text("language"),
        image: object.address("icon").or_else(|| object.address("favicon")),
        authors: object.authors(),
        ..ParsedFeed::default()
    };
    for hub in object.list("hubs") {
        feed.hubs.extend(hub.get("url").and_then(Value::as_str).and_then(|url| resolve(base, url)));
    }
    match object.map.get("items") {
        Some(Value::Array(items)) => {
            let objects = items.iter().filter_map(Value::as_object).take(MAX_ENTRIES);
            feed.entries = objects.map(|map| entry(&Object { map, base }, zone, &mut feed.issues)).collect();
            let lost = items.len() - feed.entries.len();
            if lost > 0 {
                feed.issues.push(Issue::warning("bad-item", format!("{lost} items are not objects, or too many")));
            }
        }
        Some(_) => feed.issues.push(Issue::warning("bad-items", "\"items\" is not a list")),
        None => {}
    }
    feed
}

fn entry(item: &Object<'_>, zone: &TimeZone, issues: &mut Vec<Issue>) -> Entry {
    let mut entry = Entry {
        id: item.text("id"),
        link: item.address("url"),
        original_link: item.address("external_url"),
        title: item.text("title").map(Text::plain),
        summary: item.text("summary").map(Text::plain),
        image: item.address("image").or_else(|| item.address("banner_image")),
        authors: item.authors(),
        language: item.text("language"),
        ..Entry::default()
    };
    let html = item.text("content_html").map(|value| Text { value, markup: true, base: item.base.cloned() });
    entry.content.extend(html);
    entry.content.extend(item.text("content_text").map(Text::plain));
    entry.categories = item.list("tags").iter().filter_map(|tag| tag.as_str()).map(clean::collapse).collect();
    for attachment in item.list("attachments").iter().filter_map(Value::as_object) {
        let attachment = Object { map: attachment, base: item.base };
        let Some(url) = attachment.address("url") else { continue };
        let length_bytes = attachment.map.get("size_in_bytes").and_then(Value::as_u64);
        entry.enclosures.push(Enclosure { url, mime: attachment.text("mime_type"), length_bytes });
    }
    entry.published = item.text("date_published").and_then(|text| moment(&text, zone, &mut entry.unread_date, issues));
    entry.updated = item.text("date_modified").and_then(|text| moment(&text, zone, &mut entry.unread_date, issues));
    if entry.link.is_none() {
        entry.link = entry.original_link.clone().or_else(|| entry.id.clone().filter(|id| is_web(id)));
    }
    entry
}

fn moment(text: &str, zone: &TimeZone, unread: &mut Option<String>, issues: &mut Vec<Issue>) -> Option<jiff::Timestamp> {
    let moment = date::parse_in(text, zone);
    if moment.is_none() {
        let shown: String = text.chars().take(60).collect();
        if !issues.iter().any(|issue| issue.code == "bad-date") {
            issues.push(Issue::note("bad-date", format!("could not parse date {shown:?}")));
        }
        unread.get_or_insert(shown);
    }
    moment
}

struct Object<'a> {
    map: &'a Map<String, Value>,
    base: Option<&'a Arc<Url>>,
}

impl Object<'_> {
    /// A string, or a number where publishers write one for an id; without control characters.
    fn text(&self, key: &str) -> Option<String> {
        let text = match self.map.get(key)? {
            Value::String(text) => text.trim().replace(|c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r'), ""),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }

    fn address(&self, key: &str) -> Option<String> {
        resolve(self.base, &self.text(key)?)
    }

    fn list(&self, key: &str) -> &[Value] {
        self.map.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// `authors` of version 1.1, `author` of 1.0; or just a name.
    fn authors(&self) -> Vec<String> {
        let single = self.map.get("author");
        let name = |author: &Value| author.get("name").or(Some(author)).and_then(Value::as_str).map(clean::collapse);
        self.list("authors").iter().chain(single).filter_map(name).filter(|n| !n.is_empty()).collect()
    }
}
