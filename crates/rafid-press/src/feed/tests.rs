use std::time::Duration;

use quick_xml::Reader;
use quick_xml::events::Event as Xml;

use super::*;
use crate::edition::Edition;
use crate::{event, outlet};

fn edition() -> Edition {
    let start = "2026-11-23T10:00:00Z".parse().unwrap();
    Edition::assemble(outlet::built_in().unwrap(), &event::built_in().unwrap(), start, Duration::ZERO).unwrap()
}

fn sites(edition: &Edition) -> impl Iterator<Item = Site<'_>> {
    edition.outlets.iter().enumerate().map(|(index, outlet)| Site {
        edition,
        index,
        outlet,
        root: "http://127.8.0.1:80/x&y",
        now: edition.start,
    })
}

/// Number of elements with a local name; panics where the text is not well-formed.
fn count(text: &str, name: &str) -> usize {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let (mut found, mut depth) = (0, 0_i32);
    loop {
        match reader.read_event().unwrap() {
            Xml::Start(start) => {
                depth += 1;
                found += usize::from(start.local_name().as_ref() == name);
                for attribute in start.attributes() {
                    attribute.unwrap();
                }
            }
            Xml::End(_) => depth -= 1,
            Xml::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    found
}

#[test]
fn feeds_are_well_formed_and_carry_every_visible_article() {
    let edition = edition();
    for site in sites(&edition) {
        let text = write(&site);
        let expected = site.visible().len();
        assert!(expected >= 5, "{}", site.outlet.key);
        let found = match site.outlet.feed {
            FeedKind::Rss | FeedKind::Rdf => count(&text, "item"),
            FeedKind::Atom => count(&text, "entry"),
            FeedKind::Json => {
                let feed: serde_json::Value = serde_json::from_str(&text).unwrap();
                feed["items"].as_array().unwrap().len()
            }
        };
        assert_eq!(found, expected, "{}", site.outlet.key);
    }
}

#[test]
fn sitemaps_are_well_formed() {
    let edition = edition();
    for site in sites(&edition) {
        assert_eq!(count(&crate::sitemap::sitemap(&site), "loc"), site.visible().len());
    }
}

#[test]
fn only_full_feeds_carry_the_last_paragraph() {
    let edition = edition();
    for site in sites(&edition) {
        let text = write(&site);
        let visible = site.visible();
        let longest = visible.iter().max_by_key(|article| article.first.paragraphs.len()).unwrap();
        let last = escape(longest.version_at(site.now).paragraphs.last().unwrap());
        let carried = text.contains(&last) || text.contains(&escape(&last)) || text.contains(&last.replace('"', "\\\""));
        assert_eq!(carried, site.outlet.feed_text == FeedText::Full, "{}", site.outlet.key);
    }
}

#[test]
fn feeds_in_another_encoding_decode_to_the_same_text() {
    let edition = edition();
    for site in sites(&edition).filter(|site| site.outlet.charset != "utf-8") {
        let text = write(&site);
        let bytes = crate::http::encode(&text, &site.outlet.charset);
        assert!(std::str::from_utf8(&bytes).is_err(), "not in another encoding");
        let decoded = encoding_rs::WINDOWS_1256.decode_without_bom_handling(&bytes).0;
        assert_eq!(decoded, text, "a letter is missing from the encoding");
    }
}

#[test]
fn cdata_cannot_be_closed_from_inside() {
    assert_eq!(count(&format!("<a>{}</a>", cdata("x]]></a>")), "a"), 1);
}
