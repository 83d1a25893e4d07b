//! Atom (RFC 4287).

use super::Feed;
use super::xml::Xml;

pub(super) fn write(feed: &Feed) -> String {
    let mut xml = Xml::new();
    xml.element("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", "ar")], |xml| {
        xml.text("title", &feed.title);
        xml.text("id", &feed.page);
        xml.text("updated", &feed.updated.to_string());
        xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &feed.page)]);
        xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &feed.own)]);
        for item in &feed.items {
            xml.element("entry", &[], |xml| {
                xml.text("title", &item.title);
                xml.text("id", &item.link);
                xml.text("updated", &item.published.to_string());
                xml.text("published", &item.published.to_string());
                xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &item.link)]);
                xml.element("author", &[], |xml| xml.text("name", &item.author));
                for category in &item.categories {
                    xml.empty("category", &[("term", category)]);
                }
                if !item.summary.is_empty() {
                    xml.text("summary", &item.summary);
                }
            });
        }
    });
    xml.finish()
}
