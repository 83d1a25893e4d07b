//! RSS 2.0, with `content:encoded` when the feed carries whole articles.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::fmt::rfc2822;

use super::{cdata, full_html, prolog, summary};
use crate::edition::local;
use crate::markup::escape;
use crate::outlet::Outlet;
use crate::site::Site;

pub(super) fn write(site: &Site<'_>) -> String {
    let mut out = prolog(site);
    out.push_str(
        "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:atom=\"http://www.w3.org/2005/Atom\" xmlns:media=\"http://search.yahoo.com/mrss/\">\n<channel>\n",
    );
    let outlet = site.outlet;
    let _ = writeln!(out, "<title>{}</title>", escape(&outlet.name));
    let _ = writeln!(out, "<link>{}</link>", escape(&site.home_url()));
    let _ = writeln!(out, "<description>{}</description>", escape(&outlet.slogan));
    let _ = writeln!(out, "<language>ar</language>");
    let _ = writeln!(out, "<lastBuildDate>{}</lastBuildDate>", date(outlet, site.modified()));
    let _ = writeln!(out, "<atom:link href=\"{}\" rel=\"self\" type=\"application/rss+xml\" />", escape(&site.feed_url()));
    for article in site.visible() {
        let link = escape(&site.feed_link(article));
        let _ = writeln!(out, "<item>\n<title>{}</title>", escape(&article.version_at(site.now).title));
        let _ = writeln!(out, "<link>{link}</link>");
        let _ = writeln!(out, "<guid isPermaLink=\"false\">{}/?p={}</guid>", escape(site.root), article.id);
        let _ = writeln!(out, "<pubDate>{}</pubDate>", date(outlet, article.published));
        if let Some(byline) = &article.byline {
            let _ = writeln!(out, "<dc:creator>{}</dc:creator>", cdata(byline));
        }
        for category in [&article.section].into_iter().chain(&article.tags) {
            let _ = writeln!(out, "<category>{}</category>", cdata(category));
        }
        let _ = writeln!(out, "<description>{}</description>", cdata(&summary(site, article)));
        if let Some(html) = full_html(site, article) {
            let _ = writeln!(out, "<content:encoded>{}</content:encoded>", cdata(&html));
        }
        let _ = writeln!(
            out,
            "<media:content url=\"{}\" type=\"image/png\" medium=\"image\" />\n</item>",
            escape(&site.picture_url(article))
        );
    }
    out.push_str("</channel>\n</rss>\n");
    out
}

fn date(outlet: &Outlet, at: Timestamp) -> String {
    rfc2822::to_string(&local(outlet, at)).unwrap_or_default()
}
