//! Pictures, figures, and foreign objects.

use rafid_core::{Block, WebUrl};
use url::Url;

use super::{Builder, resolve};
use crate::article::select::holds_prose;
use crate::html::{Document, NodeId, Tag};

/// Attributes that carry a picture's address, the lazily loaded ones first: `src` is then a placeholder.
const SOURCES: &[&str] =
    &["data-src", "data-original", "data-lazy-src", "data-lazy", "data-url", "data-hi-res-src", "data-srcset", "srcset", "src"];

impl Builder<'_, '_> {
    pub(super) fn image(&mut self, id: NodeId, caption: Option<String>) {
        let Some(image) = image_address(self.document, id, self.base) else { return };
        self.flush();
        // The same picture again, for another screen, follows soon.
        if self.blocks.iter().rev().take(50).any(|block| matches!(block, Block::Figure { image: seen, .. } if *seen == image)) {
            return;
        }
        let alt = self.document.attr(id, "alt").map(|alt| alt.trim().to_owned()).filter(|alt| !alt.is_empty());
        self.blocks.push(Block::Figure { image, caption, alt });
    }

    /// A figure around a picture keeps its caption apart from the prose; around anything else it is a mere box.
    pub(super) fn figure(&mut self, id: NodeId) {
        let document = self.document;
        let find = |wanted: &[Tag]| (id + 1..document.end(id)).find(|&n| wanted.contains(&document.tag(n)));
        self.flush();
        if holds_prose(document, id) {
            self.children(id);
            self.flush();
            return;
        }
        let caption = find(&[Tag::Figcaption]).map(|n| document.text(n)).filter(|text| !text.is_empty());
        // The first picture may be a placeholder for the one in `noscript`.
        let real =
            |n: &NodeId| matches!(document.tag(*n), Tag::Img | Tag::AmpImg) && image_address(document, *n, self.base).is_some();
        if let Some(image) = (id + 1..document.end(id)).find(real) {
            self.image(image, caption);
        } else if let Some(object) = find(&[Tag::Iframe, Tag::Video, Tag::Audio, Tag::Embed, Tag::Object]) {
            self.embed(object);
        }
    }

    pub(super) fn embed(&mut self, id: NodeId) {
        let document = self.document;
        let address =
            ["src", "data-src", "data-lazy-src", "data"].iter().find_map(|name| document.attr(id, name)).or_else(|| {
                (id + 1..document.end(id)).filter(|&n| document.tag(n) == Tag::Source).find_map(|n| document.attr(n, "src"))
            });
        let Some(url) = address.and_then(|address| self.resolve(&address)) else { return };
        let title = document.attr(id, "title").map(|title| title.trim().to_owned()).filter(|title| !title.is_empty());
        self.flush();
        self.blocks.push(Block::Embed { url, title });
    }
}

/// The address of a picture, or nothing for placeholders and counting pixels.
pub fn image_address(document: &Document<'_>, id: NodeId, base: Option<&Url>) -> Option<WebUrl> {
    let tiny =
        |name| document.raw_attr(id, name).and_then(|value| value.trim().parse::<u32>().ok()).is_some_and(|size| size < 20);
    if tiny("width") || tiny("height") {
        return None;
    }
    SOURCES.iter().find_map(|name| {
        let value = document.attr(id, name)?;
        let address = if name.ends_with("srcset") { largest(&value)? } else { value.trim() };
        if address.len() > 2048 || address.starts_with("data:") || is_placeholder(address) {
            return None;
        }
        resolve(base, address)
    })
}

/// The last candidate of a `srcset`, which by custom is the largest.
fn largest(srcset: &str) -> Option<&str> {
    srcset.rsplit(", ").find_map(|candidate| candidate.split_whitespace().next())
}

fn is_placeholder(address: &str) -> bool {
    let name = address.rsplit('/').next().unwrap_or(address);
    ["blank.", "spacer", "placeholder", "pixel.", "1x1", "transparent", "loading."].iter().any(|hint| name.contains(hint))
}
