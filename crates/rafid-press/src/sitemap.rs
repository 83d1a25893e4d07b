//! `sitemap.xml` with the news extension, and `robots.txt`.

use std::fmt::Write as _;

use crate::edition::local;
use crate::markup::escape;
use crate::site::Site;

/// Always UTF-8, as the sitemap protocol demands.
pub(crate) fn sitemap(site: &Site<'_>) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">\n",
    );
    for article in site.visible() {
        let date = |at| local(site.outlet, at).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
        let _ = writeln!(out, "<url><loc>{}</loc>", escape(&site.url(article)));
        let _ = writeln!(out, "<lastmod>{}</lastmod>", date(article.modified_at(site.now)));
        let _ = writeln!(
            out,
            "<news:news><news:publication><news:name>{}</news:name><news:language>ar</news:language></news:publication><news:publication_date>{}</news:publication_date><news:title>{}</news:title></news:news></url>",
            escape(&site.outlet.name),
            date(article.published),
            escape(&article.version_at(site.now).title)
        );
    }
    out.push_str("</urlset>\n");
    out
}

/// Everything but the control path may be read.
pub(crate) fn robots<'a>(roots: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::from("User-agent: *\nDisallow: /_ctl/\n\n");
    for root in roots {
        let _ = writeln!(out, "Sitemap: {root}/sitemap.xml");
    }
    out
}
