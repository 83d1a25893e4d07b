//! RSS 2.0 (rssboard.org/rss-specification), with Atom's `self` link and Dublin Core's creator, since RSS's own author is a mail
//! address.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Feed;
use super::xml::Xml;

pub(super) fn write(feed: &Feed) -> String {
    let mut xml = Xml::new();
    let names =
        [("version", "2.0"), ("xmlns:atom", "http://www.w3.org/2005/Atom"), ("xmlns:dc", "http://purl.org/dc/elements/1.1/")];
    xml.element("rss", &names, |xml| {
        xml.element("channel", &[], |xml| {
            xml.text("title", &feed.title);
            xml.text("link", &feed.page);
            xml.text("description", &feed.description);
            xml.text("language", "ar");
            xml.text("lastBuildDate", &date(feed.updated));
            xml.empty("atom:link", &[("href", &feed.own), ("rel", "self"), ("type", "application/rss+xml")]);
            for item in &feed.items {
                xml.element("item", &[], |xml| {
                    xml.text("title", &item.title);
                    xml.text("link", &item.link);
                    xml.attributed("guid", &[("isPermaLink", "true")], &item.link);
                    xml.text("pubDate", &date(item.published));
                    xml.text("dc:creator", &item.author);
                    for category in &item.categories {
                        xml.text("category", category);
                    }
                    if !item.summary.is_empty() {
                        // A reader takes a description for HTML: escape it as such before the XML escapes it again.
                        xml.text("description", &escaped(&item.summary));
                    }
                });
            }
        });
    });
    xml.finish()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// RFC 2822; times outside its years become the nearest that it knows.
fn date(at: Timestamp) -> String {
    jiff::fmt::rfc2822::to_string(&at.to_zoned(TimeZone::UTC)).unwrap_or_else(|_| "Thu, 1 Jan 1970 00:00:00 +0000".to_owned())
}
