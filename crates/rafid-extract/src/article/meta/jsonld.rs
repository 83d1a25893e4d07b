//! JSON-LD: the article's own description, broken JSON included.

use serde_json::{Map, Value};

use crate::article::live::{self, LiveEntry};
use crate::html::{Document, Tag, decode_attribute};

/// What the page's JSON-LD says of its article.
#[derive(Debug, Clone, Default)]
pub struct Described {
    pub headline: Option<String>,
    pub description: Option<String>,
    pub published: Option<String>,
    pub modified: Option<String>,
    pub authors: Vec<String>,
    pub image: Option<String>,
    pub section: Option<String>,
    pub keywords: Vec<String>,
    pub body: Option<String>,
    pub language: Option<String>,
    pub publisher: Option<String>,
    pub url: Option<String>,
    /// The entries of a live page.
    pub live: Vec<LiveEntry>,
    /// A video is described beside the article or in it.
    pub video: bool,
    /// Open Graph's kind of page.
    pub kind: Option<String>,
    /// `isAccessibleForFree` is false.
    pub paywalled: bool,
    /// A script held JSON that had to be mended, or could not be.
    pub broken: bool,
}

const ARTICLE_TYPES: &[&str] = &[
    "Article",
    "NewsArticle",
    "BlogPosting",
    "ReportageNewsArticle",
    "Report",
    "LiveBlogPosting",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "BackgroundNewsArticle",
    "ReviewNewsArticle",
    "SocialMediaPosting",
    "TechArticle",
    "ScholarlyArticle",
    "Review",
];

/// Reads every `application/ld+json` script; the first article wins, later ones fill its gaps where they agree on the headline.
pub fn read(document: &Document<'_>) -> Described {
    let mut described = Described::default();
    let mut pages: Vec<Map<String, Value>> = Vec::new();
    let mut found = false;
    for id in 0..document.nodes.len() {
        if document.tag(id) != Tag::Script
            || !document.raw_attr(id, "type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json"))
        {
            continue;
        }
        let raw = document.raw_text(id);
        let (value, mended) = parse(raw);
        described.broken |= mended;
        let Some(value) = value else { continue };
        let mut objects = Vec::new();
        collect(value, &mut objects, 0);
        for object in objects {
            if has_type(&object, ARTICLE_TYPES) {
                if !found || same_headline(&object, described.headline.as_deref()) {
                    fill(&mut described, &object);
                    found = true;
                }
            } else if has_type(&object, &["WebPage", "ItemPage"]) {
                pages.push(object);
            }
        }
    }
    for page in pages {
        if described.published.is_none() {
            described.published = text(&page, &["datePublished"]);
        }
        if described.modified.is_none() {
            described.modified = text(&page, &["dateModified"]);
        }
    }
    described
}

/// The JSON of a script, and whether it was broken.
fn parse(raw: &str) -> (Option<Value>, bool) {
    let raw = raw
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[")
        .trim_end_matches("-->")
        .trim_end_matches("//]]>")
        .trim()
        .trim_end_matches(';');
    if raw.is_empty() {
        return (None, false);
    }
    if let Ok(value) = serde_json::from_str(raw) {
        return (Some(value), false);
    }
    (serde_json::from_str(&mend(raw)).ok().or_else(|| scrape(raw)), true)
}

/// Mends what publishers break most: raw newlines and tabs in strings, wrong escapes, trailing commas, several values,
/// entities for quotes.
fn mend(raw: &str) -> String {
    let decoded = if raw.contains("&quot;") && !raw.contains('"') { decode_attribute(raw).into_owned() } else { raw.to_owned() };
    let mut out = String::with_capacity(decoded.len());
    let mut in_string = false;
    let mut depth = 0i32;
    let mut chars = decoded.chars().peekable();
    while let Some(c) = chars.next() {
        if in_string {
            match c {
                '\\' => match chars.peek() {
                    Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u') => {
                        out.push('\\');
                        out.extend(chars.next());
                    }
                    _ => out.push_str("\\\\"),
                },
                '"' if closes(&mut chars.clone()) => {
                    in_string = false;
                    out.push('"');
                }
                '"' => out.push_str("\\\""),
                c if c.is_control() => out.push(' '),
                c => out.push(c),
            }
            continue;
        }
        match c {
            '"' => {
                in_string = true;
                out.push('"');
            }
            ',' => {
                let next = chars.clone().find(|c| !c.is_whitespace());
                if !matches!(next, Some('}' | ']' | ',') | None) {
                    out.push(',');
                }
            }
            '{' | '[' => {
                depth += 1;
                out.push(c);
            }
            '}' | ']' => {
                depth -= 1;
                out.push(c);
                if depth == 0 {
                    break;
                }
            }
            c => out.push(c),
        }
    }
    out
}

/// Whether a quotation mark ends its string: what follows must be JSON's own punctuation.
fn closes(rest: &mut dyn Iterator<Item = char>) -> bool {
    matches!(rest.take(200).find(|c| !c.is_whitespace()), Some(',' | ':' | '}' | ']') | None)
}

/// The last resort: the values of a few keys, wherever they stand.
fn scrape(raw: &str) -> Option<Value> {
    let mut object = Map::new();
    for key in ["headline", "datePublished", "dateModified", "articleBody", "description"] {
        let Some(at) = raw.find(&format!("\"{key}\"")) else { continue };
        let rest =
            raw[at + key.len() + 2..].trim_start().strip_prefix(':').map(str::trim_start).and_then(|rest| rest.strip_prefix('"'));
        let Some(rest) = rest else { continue };
        let mut escaped = false;
        let end = rest.char_indices().find(|&(_, c)| {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        });
        if let Some((end, _)) = end {
            let value = rest[..end].replace("\\\"", "\"").replace("\\n", "\n").replace("\\/", "/");
            object.insert(key.to_owned(), Value::String(value));
        }
    }
    if object.is_empty() {
        return None;
    }
    object.insert("@type".to_owned(), Value::from("NewsArticle"));
    Some(Value::Object(object))
}

/// Objects in reading order: arrays, `@graph`, `mainEntity` opened, to a depth that no honest page passes.
fn collect(value: Value, into: &mut Vec<Map<String, Value>>, depth: usize) {
    if depth > 4 || into.len() > 200 {
        return;
    }
    match value {
        Value::Array(items) => items.into_iter().for_each(|item| collect(item, into, depth + 1)),
        Value::Object(mut object) => {
            let inner: Vec<Value> = ["@graph", "mainEntity", "mainEntityOfPage"]
                .iter()
                .filter_map(|key| object.remove(*key))
                .filter(|v| !v.is_string())
                .collect();
            into.push(object);
            inner.into_iter().for_each(|item| collect(item, into, depth + 1));
        }
        _ => {}
    }
}

fn has_type(object: &Map<String, Value>, wanted: &[&str]) -> bool {
    let is = |value: &Value| value.as_str().is_some_and(|name| wanted.contains(&name.rsplit('/').next().unwrap_or(name)));
    match object.get("@type") {
        Some(Value::Array(names)) => names.iter().any(is),
        Some(name) => is(name),
        None => false,
    }
}

fn same_headline(object: &Map<String, Value>, headline: Option<&str>) -> bool {
    let other = text(object, &["headline", "name"]);
    other.as_deref() == headline || other.is_none()
}

fn fill(into: &mut Described, object: &Map<String, Value>) {
    let set = |slot: &mut Option<String>, value: Option<String>| {
        if slot.is_none() {
            *slot = value;
        }
    };
    set(&mut into.headline, text(object, &["headline", "name"]));
    set(&mut into.description, text(object, &["description"]));
    set(&mut into.published, text(object, &["datePublished", "dateCreated"]));
    set(&mut into.modified, text(object, &["dateModified"]));
    set(&mut into.image, object.get("image").or_else(|| object.get("thumbnailUrl")).and_then(first_url));
    set(&mut into.section, object.get("articleSection").and_then(first_name));
    set(&mut into.body, text(object, &["articleBody", "reviewBody"]));
    set(&mut into.language, object.get("inLanguage").and_then(first_name));
    set(&mut into.publisher, object.get("publisher").and_then(first_name));
    set(&mut into.url, object.get("url").and_then(first_url));
    if into.authors.is_empty() {
        into.authors = object.get("author").map(names).unwrap_or_default();
    }
    if into.keywords.is_empty() {
        into.keywords = match object.get("keywords") {
            Some(Value::String(list)) => list.split([',', '،', ';']).map(clean).filter(|word| !word.is_empty()).collect(),
            Some(list) => names(list),
            None => Vec::new(),
        };
    }
    if into.live.is_empty() {
        into.live = live::described(object);
    }
    into.video |= object.contains_key("video");
    let free = object.get("isAccessibleForFree");
    into.paywalled |=
        free.is_some_and(|free| free == &Value::Bool(false) || free.as_str().is_some_and(|s| s.eq_ignore_ascii_case("false")));
}

fn text(object: &Map<String, Value>, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| match object.get(*key)? {
        Value::String(text) => {
            Some(if *key == "articleBody" { text.clone() } else { clean(text) }).filter(|text| !text.is_empty())
        }
        Value::Array(list) => list.first().and_then(Value::as_str).map(clean),
        Value::Object(inner) => inner.get("@value").and_then(Value::as_str).map(clean),
        _ => None,
    })
}

/// Twice-escaped text is common in JSON-LD.
fn clean(text: &str) -> String {
    decode_attribute(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn names(value: &Value) -> Vec<String> {
    match value {
        Value::Array(list) => list.iter().filter_map(first_name).collect(),
        other => first_name(other).into_iter().collect(),
    }
}

fn first_name(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(clean(text)).filter(|text| !text.is_empty()),
        Value::Object(object) => text(object, &["name", "alternateName"]),
        Value::Array(list) => list.iter().find_map(first_name),
        _ => None,
    }
}

fn first_url(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Object(object) => text(object, &["url", "contentUrl", "@id"]),
        Value::Array(list) => list.iter().find_map(first_url),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::{Limits, parse as parse_html};

    fn described(json: &str) -> Described {
        let page = format!("<script type=\"application/ld+json\">{json}</script>");
        read(&parse_html(&page, Limits::default()))
    }

    #[test]
    fn graphs_and_lists_are_opened() {
        let found = described(
            r#"{"@graph":[{"@type":"Organization","name":"x"},{"@type":["NewsArticle"],"headline":"خبر &quot;أول&quot;",
            "datePublished":"2025-06-17","author":[{"name":"سعاد"},{"name":"منير"}],"keywords":"علوم، فضاء","isAccessibleForFree":"False"}]}"#,
        );
        assert_eq!(found.headline.as_deref(), Some("خبر \"أول\""));
        assert_eq!(found.authors, ["سعاد", "منير"]);
        assert_eq!(found.keywords, ["علوم", "فضاء"]);
        assert!(found.paywalled && !found.broken);
    }

    #[test]
    fn broken_json_is_mended() {
        for json in [
            "{\"@type\":\"NewsArticle\",\"headline\":\"سطر\nآخر\",\"datePublished\":\"2025-06-17\",}",
            "{\"@type\":\"NewsArticle\",\"headline\":\"قال \"نعم\" أمس\",\"datePublished\":\"2025-06-17\"}",
            "{\"@type\":\"NewsArticle\",\"headline\":\"ب\\ج\",\"datePublished\":\"2025-06-17\"}};",
            "{\"@type\":\"NewsArticle\", \"headline\": \"مبتور\", \"datePublished\":\"2025-06-17\", \"author\": {\"name\":",
        ] {
            let found = described(json);
            assert!(found.broken, "{json}");
            assert!(found.headline.is_some(), "{json}");
            assert_eq!(found.published.as_deref(), Some("2025-06-17"), "{json}");
        }
    }

    #[test]
    fn other_types_are_not_articles() {
        assert_eq!(described(r#"{"@type":"Organization","name":"x","datePublished":"2025-01-01"}"#).published, None);
    }
}
