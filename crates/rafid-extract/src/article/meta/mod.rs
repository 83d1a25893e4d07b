//! What a page says about its article outside the article: headline, dates, people, pictures, tags.

use url::Url;

use super::{Extraction, Hints};
use crate::html::{Document, Tag};

/// Fills the metadata fields of `out`.
pub fn read(document: &Document<'_>, base: Option<&Url>, _hints: &Hints<'_>, out: &mut Extraction) {
    let meta = |names: &[&str]| {
        names.iter().find_map(|wanted| {
            (0..document.nodes.len()).filter(|&n| document.tag(n) == Tag::Meta).find_map(|n| {
                let name = document.raw_attr(n, "property").or_else(|| document.raw_attr(n, "name"))?;
                if !name.eq_ignore_ascii_case(wanted) {
                    return None;
                }
                document.attr(n, "content").map(|v| v.trim().to_owned()).filter(|v| !v.is_empty())
            })
        })
    };
    out.title = meta(&["og:title", "twitter:title"])
        .or_else(|| (0..document.nodes.len()).find(|&n| document.tag(n) == Tag::H1).map(|n| document.text(n)));
    out.summary = meta(&["og:description", "description"]);
    out.site_name = meta(&["og:site_name"]);
    out.byline = meta(&["author", "article:author"]);
    out.image = meta(&["og:image"]).and_then(|a| super::body::resolve(base, &a));
    out.canonical_url = meta(&["og:url"]).and_then(|a| super::body::resolve(base, &a));
}
