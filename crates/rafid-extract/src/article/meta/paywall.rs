//! Whether the rest of an article is for subscribers, as the page says it to machines or to readers.

use super::head::Head;
use crate::article::phrases::{self, Phrase, fold};
use crate::html::{Document, NodeId, Tag};

/// What each of the lines that say so has, as pages write it: a first look.
const HINTS: &[&str] = &["شترك", "شتراك", "ubscri", "UBSCRI", "ontinue reading", "سجل"];

/// The page's own word. `described`: what JSON-LD said.
pub fn stated(document: &Document<'_>, head: &Head, described: bool) -> bool {
    described
        || head.get(&["article:content_tier"]).is_some_and(|tier| matches!(tier, "locked" | "metered"))
        || head.get(&["isaccessibleforfree"]).is_some_and(|free| free.eq_ignore_ascii_case("false"))
        || (0..document.nodes.len()).any(|id| says_so(document, id))
}

fn says_so(document: &Document<'_>, id: NodeId) -> bool {
    match document.tag(id) {
        Tag::Text => {
            let raw = document.raw(id).trim();
            (12..400).contains(&raw.len()) && HINTS.iter().any(|hint| raw.contains(hint)) && {
                let own = fold(raw);
                phrases::of(&own) == Some(Phrase::Wall) && !is_elsewhere(document, id)
            }
        }
        Tag::Meta => {
            document.raw_attr(id, "itemprop").is_some_and(|name| name.eq_ignore_ascii_case("isAccessibleForFree"))
                && document.raw_attr(id, "content").is_some_and(|free| free.eq_ignore_ascii_case("false"))
        }
        _ => false,
    }
}

/// A badge on a link to another article, or an offer of the page's frame.
fn is_elsewhere(document: &Document<'_>, id: NodeId) -> bool {
    document.ancestors(id).any(|up| {
        matches!(document.tag(up), Tag::Nav | Tag::Footer | Tag::Aside | Tag::Header | Tag::Li | Tag::Option)
            || document.tag(up).is_invisible()
            || (document.tag(up) == Tag::A && document.children(up).nth(1).is_some())
    })
}
