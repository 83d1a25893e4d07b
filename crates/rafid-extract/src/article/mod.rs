//! An article page → [`Extraction`]: body, headline, dates, picture, tags, links, and what stood around the article.
//!
//! The room reads one page at a time, without network, clock or store. It knows no site by name: every rule is about
//! pages as such. It never fails; a page without an article yields an empty body and an issue.
//!
//! Start at [`extract`], which reads like the process: parse, read metadata, choose the body, take it apart into blocks,
//! cut what is not prose from its end. To add a metadata source, add a reader to `meta/`; to add a kind of box that is
//! not article, add its words or class names to `boilerplate.rs` with a fixture page.

pub mod body;
mod extraction;
pub mod json;
mod meta;
mod phrases;
mod select;

pub use body::body_from_html;
pub use extraction::{DateSource, Extraction, FoundDate, Hints, RelatedLink};

use rafid_core::Issue;
use url::Url;

use crate::html::{self, Limits};

/// Reads an article page. `url` is the address it came from, for relative addresses and for dates in it.
pub fn extract(html: &str, url: Option<&str>, hints: &Hints<'_>) -> Extraction {
    let document = html::parse(html, Limits::default());
    let base = url.and_then(|url| Url::parse(url).ok());
    let mut out = Extraction::default();
    if document.truncated {
        out.issues.push(Issue::warning("page-too-large", format!("page of {} bytes was cut", html.len())));
    }
    let _described = meta::read(html, &document, base.as_ref(), hints, &mut out);
    let chosen = select::article(&document, out.title.as_deref());
    out.body = body::build(&document, &chosen.roots, &|id| chosen.skips(id), base.as_ref());
    out.text = out.body.text();
    if out.text.is_empty() {
        out.issues.push(Issue::warning("no-article", "no article was found in the page"));
    }
    out
}
