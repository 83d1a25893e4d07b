#![no_main]
//! Pages in which feeds and article links are looked for, in any encoding.

use libfuzzer_sys::fuzz_target;
use rafid_extract::charset::{Kind, decode};
use rafid_extract::source::{discover, listing};

fuzz_target!(|bytes: &[u8]| {
    let text = decode(bytes, None, Kind::Html).text;
    discover::in_page(&text, "https://paper.example/ar/");
    listing::find(&text, "https://paper.example/ar/");
    if let Ok(selector) = listing::Selector::parse(text.lines().next().unwrap_or_default()) {
        let rule = listing::Rule { item: selector, link: None, title: None, date: None };
        listing::find_by_rule(&text, "https://paper.example/ar/", &rule);
    }
});
