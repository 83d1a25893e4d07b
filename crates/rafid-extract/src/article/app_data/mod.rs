//! Pages whose article is only in the data of a program: JSON-LD's `articleBody`, or the state of a JavaScript application.

mod flight;
mod script;

use rafid_core::Body;
use serde_json::Value;

use super::body::body_from_html;
use crate::html::{Document, Tag};

/// An article found in data.
#[derive(Debug, Default)]
pub struct Found {
    pub title: Option<String>,
    pub published: Option<String>,
    pub body: Body,
}

/// Keys under which applications keep the text of an article, the likeliest first.
const TEXT_KEYS: &[&str] =
    &["articleBody", "body", "content", "html", "bodyHtml", "fullText", "text", "details", "description", "story"];
const TITLE_KEYS: &[&str] = &["headline", "title", "name"];
const DATE_KEYS: &[&str] = &[
    "datePublished",
    "publishedAt",
    "published_at",
    "publishDate",
    "publish_date",
    "publicationDate",
    "createdAt",
    "created_at",
    "date",
];
/// The longest state that is parsed, bytes.
const MAX_STATE: usize = 4 << 20;

/// The text of JSON-LD, which may hold markup.
pub fn body_of(text: &str, base_url: Option<&str>) -> Body {
    if text.contains("</") || text.contains("<br") || text.contains("&lt;") {
        let text = if text.contains("&lt;p") { crate::html::decode(text).into_owned() } else { text.to_owned() };
        return body_from_html(&text, base_url);
    }
    Body::from_text(&crate::html::decode(text))
}

/// The longest article in the JSON scripts of the page; `title` tells which of several is the page's own.
pub fn search(document: &Document<'_>, title: Option<&str>, base_url: Option<&str>) -> Option<Found> {
    let mut best: Option<(usize, Value)> = None;
    for id in 0..document.nodes.len() {
        if document.tag(id) != Tag::Script {
            continue;
        }
        let kind = document.raw_attr(id, "type").unwrap_or_default();
        let raw = document.raw_text(id).trim();
        if raw.len() > MAX_STATE || raw.len() < 250 || kind.contains("ld+json") {
            continue;
        }
        let Some(value) = state(raw, kind) else { continue };
        walk(value, title, &mut best, 0);
    }
    if best.is_none() {
        flight::rows(document).into_iter().for_each(|row| walk(row, title, &mut best, 0));
    }
    let (_, object) = best?;
    let text = |keys: &[&str]| keys.iter().find_map(|key| object.get(*key)?.as_str().map(str::to_owned));
    let body = body_of(TEXT_KEYS.iter().find_map(|key| object.get(*key)?.as_str().filter(|text| is_article(text)))?, base_url);
    Some(Found { title: text(TITLE_KEYS), published: text(DATE_KEYS), body })
}

/// What a script holds: JSON, a list that refers to itself, or what a program assigns: `window.__STATE__ = {…};`.
fn state(raw: &str, kind: &str) -> Option<Value> {
    if kind.contains("json") {
        let value: Value = serde_json::from_str(raw).ok()?;
        return match &value {
            Value::Array(list) if list.first().is_some_and(refers) => script::referring_list(list),
            _ => Some(value),
        };
    }
    if !kind.is_empty() && !kind.contains("javascript") {
        return None;
    }
    let at = raw.find('{')?;
    let head = &raw[..at];
    if at > 2000 || !head.contains('=') {
        return None;
    }
    if head.contains("(function(") {
        return script::called_function(raw);
    }
    if at > 120 {
        return None;
    }
    let json = serde_json::Deserializer::from_str(&raw[at..]).into_iter::<Value>().next();
    json.and_then(Result::ok).or_else(|| script::Literal::new(&raw[at..], &serde_json::Map::new()).value(0))
}

/// Whether the first member of a list is made of places in the list.
fn refers(first: &Value) -> bool {
    match first {
        Value::Array(items) => items.first().is_some_and(Value::is_string) && items.get(1).is_some_and(Value::is_u64),
        Value::Object(object) => !object.is_empty() && object.values().all(Value::is_u64),
        _ => false,
    }
}

fn walk(value: Value, title: Option<&str>, best: &mut Option<(usize, Value)>, depth: usize) {
    if depth > 40 {
        return;
    }
    match value {
        Value::Array(items) => items.into_iter().for_each(|item| walk(item, title, best, depth + 1)),
        Value::Object(object) => {
            let text = TEXT_KEYS.iter().find_map(|key| object.get(*key)?.as_str().filter(|text| is_article(text)));
            let headline = TITLE_KEYS.iter().find_map(|key| object.get(*key)?.as_str());
            if let (Some(text), Some(headline)) = (text, headline) {
                let own = title.is_some_and(|title| super::phrases::fold(title) == super::phrases::fold(headline));
                let worth = text.len() + if own { 1 << 24 } else { 0 };
                if best.as_ref().is_none_or(|(most, _)| worth > *most) {
                    *best = Some((worth, Value::Object(object)));
                    return;
                }
            }
            object.into_iter().for_each(|(_, item)| walk(item, title, best, depth + 1));
        }
        _ => {}
    }
}

/// Long enough, and sentences rather than code.
fn is_article(text: &str) -> bool {
    text.len() > 250 && text.split_whitespace().count() > 40 && !text.trim_start().starts_with(['{', '['])
}
