//! RSS 1.0 (RDF), with Dublin Core dates.

use std::fmt::Write as _;

use super::{prolog, summary};
use crate::edition::local;
use crate::markup::escape;
use crate::site::Site;

pub(super) fn write(site: &Site<'_>) -> String {
    let visible = site.visible();
    let mut out = prolog(site);
    out.push_str(
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n",
    );
    let _ = writeln!(out, "<channel rdf:about=\"{}\">", escape(&site.feed_url()));
    let _ = writeln!(out, "<title>{}</title>", escape(&site.outlet.name));
    let _ = writeln!(out, "<link>{}</link>", escape(&site.home_url()));
    let _ = writeln!(
        out,
        "<description>{}</description>\n<dc:language>ar</dc:language>\n<items><rdf:Seq>",
        escape(&site.outlet.slogan)
    );
    for article in &visible {
        let _ = writeln!(out, "<rdf:li rdf:resource=\"{}\" />", escape(&site.url(article)));
    }
    out.push_str("</rdf:Seq></items>\n</channel>\n");
    for article in &visible {
        let url = escape(&site.url(article));
        let _ = writeln!(out, "<item rdf:about=\"{url}\">\n<title>{}</title>", escape(&article.version_at(site.now).title));
        let _ = writeln!(out, "<link>{}</link>", escape(&site.feed_link(article)));
        let _ = writeln!(out, "<description>{}</description>", escape(&summary(site, article)));
        if let Some(byline) = &article.byline {
            let _ = writeln!(out, "<dc:creator>{}</dc:creator>", escape(byline));
        }
        let _ = writeln!(out, "<dc:subject>{}</dc:subject>", escape(&article.section));
        let date = local(site.outlet, article.published).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
        let _ = writeln!(out, "<dc:date>{date}</dc:date>\n</item>");
    }
    out.push_str("</rdf:RDF>\n");
    out
}
