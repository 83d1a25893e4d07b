//! `meta`, `link` and `title` elements, read once.

use crate::html::{Document, NodeId, Tag};

/// The page's own statements, in page order, keys in lower case.
#[derive(Debug, Default)]
pub struct Head {
    entries: Vec<(String, String)>,
    pub title: Option<String>,
    pub canonical: Option<String>,
    pub language: Option<String>,
}

impl Head {
    pub fn read(document: &Document<'_>) -> Self {
        let mut head = Self::default();
        for id in 0..document.nodes.len() {
            match document.tag(id) {
                Tag::Meta => head.meta(document, id),
                Tag::Link => {
                    let rel = document.raw_attr(id, "rel").unwrap_or_default();
                    let href = || document.attr(id, "href").map(|href| href.trim().to_owned()).filter(|href| !href.is_empty());
                    if rel.eq_ignore_ascii_case("canonical") && head.canonical.is_none() {
                        head.canonical = href();
                    } else if rel.eq_ignore_ascii_case("image_src") {
                        head.entries.extend(href().map(|href| ("image_src".to_owned(), href)));
                    }
                }
                Tag::Title if head.title.is_none() && !document.ancestors(id).any(|up| document.tag(up) == Tag::Svg) => {
                    let raw = crate::html::decode(document.raw_text(id)).split_whitespace().collect::<Vec<_>>().join(" ");
                    head.title = Some(raw).filter(|title| !title.is_empty());
                }
                Tag::Html => {
                    head.language = document
                        .attr(id, "lang")
                        .or_else(|| document.attr(id, "xml:lang"))
                        .map(|lang| lang.trim().to_owned())
                        .filter(|lang| !lang.is_empty());
                }
                _ => {}
            }
        }
        head
    }

    fn meta(&mut self, document: &Document<'_>, id: NodeId) {
        let Some(content) = document.attr(id, "content").or_else(|| document.attr(id, "value")) else { return };
        // Twice escaped content is common.
        let content = crate::html::decode_attribute(content.trim()).split_whitespace().collect::<Vec<_>>().join(" ");
        if content.is_empty() {
            return;
        }
        for name in ["property", "name", "itemprop", "http-equiv"] {
            if let Some(key) = document.raw_attr(id, name) {
                self.entries.push((key.trim().to_ascii_lowercase(), content.clone()));
            }
        }
    }

    /// The first value of the first key that has one.
    pub fn get(&self, keys: &[&str]) -> Option<&str> {
        keys.iter().find_map(|key| self.entries.iter().find(|(name, _)| name == key)).map(|(_, value)| value.as_str())
    }

    pub fn all<'k>(&'k self, key: &'k str) -> impl Iterator<Item = &'k str> {
        self.entries.iter().filter(move |(name, _)| name == key).map(|(_, value)| value.as_str())
    }
}
