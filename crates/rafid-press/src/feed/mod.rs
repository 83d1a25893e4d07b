//! The outlet's feed, in the format that it prefers. Start reading at [`write`]; one format a file.

mod atom;
mod json;
mod rdf;
mod rss;

use crate::edition::Article;
use crate::markup::escape;
use crate::outlet::{FeedKind, FeedText, Layout};
use crate::page::opening;
use crate::site::Site;

/// The feed's text, before it is put into the outlet's encoding.
pub(crate) fn write(site: &Site<'_>) -> String {
    match site.outlet.feed {
        FeedKind::Rss => rss::write(site),
        FeedKind::Atom => atom::write(site),
        FeedKind::Json => json::write(site),
        FeedKind::Rdf => rdf::write(site),
    }
}

/// `<?xml …?>` with the outlet's encoding.
fn prolog(site: &Site<'_>) -> String {
    format!("<?xml version=\"1.0\" encoding=\"{}\"?>\n", site.outlet.charset)
}

/// The opening of the article as plain text.
fn summary(site: &Site<'_>, article: &Article) -> String {
    let lead = article.version_at(site.now).paragraphs.first().map_or("", String::as_str);
    opening(lead, 38)
}

/// The whole article as HTML, when the feed carries it.
fn full_html(site: &Site<'_>, article: &Article) -> Option<String> {
    if site.outlet.feed_text == FeedText::Summary {
        return None;
    }
    let version = article.version_at(site.now);
    let mut html = format!("<p><img src=\"{}\" alt=\"\" /></p>\n", escape(&site.picture_url(article)));
    for paragraph in &version.paragraphs {
        html.push_str(&format!("<p>{}</p>\n", escape(paragraph)));
    }
    if site.outlet.layout == Layout::Wordpress {
        html.push_str(&format!(
            "<p>نُشر هذا الخبر <a href=\"{}\">{}</a> أولاً في <a href=\"{}\">{}</a>.</p>",
            escape(&site.url(article)),
            escape(&version.title),
            escape(&site.home_url()),
            escape(&site.outlet.name)
        ));
    }
    Some(html)
}

/// Text that may stand in a CDATA section.
fn cdata(text: &str) -> String {
    format!("<![CDATA[{}]]>", text.replace("]]>", "]]]]><![CDATA[>"))
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
