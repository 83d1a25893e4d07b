//! The entries of a live page («تغطية مباشرة»), each with its time.
//!
//! JSON-LD's `liveBlogUpdate` says it best (schema.org, LiveBlogPosting); else the page itself is read: one container whose children
//! each hold a `time` and some prose, on a page that calls itself live.

use std::collections::HashMap;

use rafid_core::Body;
use serde_json::{Map, Value};
use url::Url;

use super::body;
use super::phrases::fold;
use crate::html::{Document, NodeId, Tag};

/// One entry of a live page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LiveEntry {
    /// As the page gives it: ISO 8601 where it says so, else what readers see («14:05»).
    pub time: Option<String>,
    pub title: Option<String>,
    pub body: Body,
}

/// How many entries are kept.
const MAX_ENTRIES: usize = 500;

/// The entries that an object of JSON-LD describes.
pub fn described(object: &Map<String, Value>) -> Vec<LiveEntry> {
    let updates = match object.get("liveBlogUpdate") {
        Some(Value::Array(updates)) => updates.as_slice(),
        Some(one @ Value::Object(_)) => std::slice::from_ref(one),
        _ => return Vec::new(),
    };
    let entry = |update: &Value| {
        let text = |key: &str| update.get(key).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
        let body = super::app_data::body_of(text("articleBody").or_else(|| text("description")).unwrap_or_default(), None);
        let title = text("headline").or_else(|| text("name")).map(|title| crate::html::decode(title).into_owned());
        LiveEntry { time: text("datePublished").map(str::to_owned), title, body }
    };
    let entries = updates.iter().take(MAX_ENTRIES).map(entry);
    entries.filter(|entry| entry.title.is_some() || !entry.body.0.is_empty()).collect()
}

/// The entries that readers see. `title` is the page's headline.
pub fn shown(document: &Document<'_>, title: Option<&str>, base: Option<&Url>) -> Vec<LiveEntry> {
    let times: Vec<NodeId> = (0..document.nodes.len()).filter(|&id| is_time(document, id)).take(MAX_ENTRIES).collect();
    if times.len() < 3 {
        return Vec::new();
    }
    // Where the times' ancestors are siblings, their parent is a list of entries.
    let mut lists: HashMap<NodeId, Vec<NodeId>> = HashMap::new();
    for &time in &times {
        let mut at = time;
        for up in document.ancestors(time).take(6) {
            let entries = lists.entry(up).or_default();
            if entries.last() != Some(&at) {
                entries.push(at);
            }
            at = up;
        }
    }
    let longest = lists
        .into_iter()
        .filter(|(list, entries)| entries.len() >= 3 && is_live(document, *list, title))
        .max_by_key(|(list, entries)| (entries.len(), document.node(*list).depth, usize::MAX - list));
    let Some((_, entries)) = longest else { return Vec::new() };
    let entries: Vec<LiveEntry> = entries.into_iter().map(|entry| read(document, entry, base)).collect();
    let prose = entries.iter().filter(|entry| entry.body.text().chars().count() >= 40).count();
    if prose * 2 >= entries.len() { entries } else { Vec::new() }
}

/// An element of the time, or one that is called so and holds an hour.
fn is_time(document: &Document<'_>, id: NodeId) -> bool {
    match document.tag(id) {
        Tag::Time => true,
        Tag::Span | Tag::Div | Tag::P | Tag::B | Tag::Strong | Tag::Small | Tag::Em => {
            document.end(id) - id < 6
                && document.raw_attr(id, "class").is_some_and(|class| {
                    class
                        .split(|c: char| !c.is_ascii_alphabetic())
                        .any(|word| matches!(word, "time" | "date" | "hour" | "timestamp"))
                })
                && has_hour(&document.text(id))
        }
        _ => false,
    }
}

/// «18:40», «٦:٠٥ م»: digits on both sides of a colon, in few words.
fn has_hour(text: &str) -> bool {
    let chars: Vec<char> = text.chars().take(41).collect();
    chars.len() <= 40 && chars.windows(3).any(|three| three[0].is_numeric() && three[1] == ':' && three[2].is_numeric())
}

/// Whether the page or the list calls itself live.
fn is_live(document: &Document<'_>, list: NodeId, title: Option<&str>) -> bool {
    let named = std::iter::once(list).chain(document.ancestors(list).take(4)).any(|id| {
        ["class", "id", "data-component", "itemtype"].iter().any(|name| {
            document.raw_attr(id, name).is_some_and(|value| {
                let value = value.to_ascii_lowercase();
                value.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| {
                    matches!(
                        word,
                        "live" | "liveblog" | "liveblogposting" | "livefeed" | "liveupdates" | "liveupdate" | "livecoverage"
                    )
                })
            })
        })
    });
    let title = title.map(fold).unwrap_or_default();
    named
        || ["مباشر", "تغطيه مباشره", "تغطيه حيه", "لحظه بلحظه", "اول باول", "live"]
            .iter()
            .any(|words| title.starts_with(words) || title.ends_with(words) || title.contains(&format!(" {words} ")))
}

fn read(document: &Document<'_>, entry: NodeId, base: Option<&Url>) -> LiveEntry {
    let find = |wanted: &dyn Fn(Tag) -> bool| document.subtree(entry).find(|&id| wanted(document.tag(id)));
    let time = document.subtree(entry).find(|&id| is_time(document, id));
    let heading = find(&|tag| tag.is_heading());
    let body = body::build(document, &[entry], &|id| Some(id) == time || Some(id) == heading, base);
    let stated =
        time.and_then(|id| document.attr(id, "datetime").map(|value| value.trim().to_owned()).or(Some(document.text(id))));
    let title = heading.map(|id| document.text(id));
    LiveEntry { time: stated.filter(|time| !time.is_empty()), title: title.filter(|title| !title.is_empty()), body }
}
