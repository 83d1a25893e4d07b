//! Atom (RFC 4287).

use std::fmt::Write as _;

use super::{full_html, prolog, summary};
use crate::markup::escape;
use crate::site::Site;

pub(super) fn write(site: &Site<'_>) -> String {
    let mut out = prolog(site);
    out.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"ar\">\n");
    let _ = writeln!(out, "<id>{}</id>", escape(&site.home_url()));
    let _ = writeln!(out, "<title>{}</title>", escape(&site.outlet.name));
    let _ = writeln!(out, "<subtitle>{}</subtitle>", escape(&site.outlet.slogan));
    let _ = writeln!(out, "<link rel=\"self\" href=\"{}\" />", escape(&site.feed_url()));
    let _ = writeln!(out, "<link rel=\"alternate\" type=\"text/html\" href=\"{}\" />", escape(&site.home_url()));
    let _ = writeln!(out, "<updated>{}</updated>", site.modified().strftime("%Y-%m-%dT%H:%M:%SZ"));
    for article in site.visible() {
        let author = article.byline.as_ref().unwrap_or(&site.outlet.name);
        let _ = writeln!(out, "<entry>\n<id>{}</id>", escape(&site.url(article)));
        let _ = writeln!(out, "<title type=\"text\">{}</title>", escape(&article.version_at(site.now).title));
        let _ = writeln!(out, "<link rel=\"alternate\" href=\"{}\" />", escape(&site.feed_link(article)));
        let _ = writeln!(out, "<link rel=\"enclosure\" type=\"image/png\" href=\"{}\" />", escape(&site.picture_url(article)));
        let _ = writeln!(out, "<published>{}</published>", article.published.strftime("%Y-%m-%dT%H:%M:%SZ"));
        let _ = writeln!(out, "<updated>{}</updated>", article.modified_at(site.now).strftime("%Y-%m-%dT%H:%M:%SZ"));
        let _ = writeln!(out, "<author><name>{}</name></author>", escape(author));
        for category in [&article.section].into_iter().chain(&article.tags) {
            let _ = writeln!(out, "<category term=\"{}\" />", escape(category));
        }
        let _ = writeln!(out, "<summary>{}</summary>", escape(&summary(site, article)));
        if let Some(html) = full_html(site, article) {
            let _ = writeln!(out, "<content type=\"html\">{}</content>", escape(&html));
        }
        out.push_str("</entry>\n");
    }
    out.push_str("</feed>\n");
    out
}
