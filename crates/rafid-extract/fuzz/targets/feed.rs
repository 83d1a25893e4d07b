#![no_main]
//! Feeds of every kind, and everything that is done with one afterwards.

use libfuzzer_sys::fuzz_target;
use rafid_extract::source::feed::{Hints, json::to_json, parse};

fuzz_target!(|bytes: &[u8]| {
    let hints = Hints { url: Some("https://paper.example/feed"), ..Hints::default() };
    let feed = parse(bytes, &hints);
    let line = to_json(&feed, "x").to_string();
    assert!(!line.chars().any(char::is_control));
    for entry in &feed.entries {
        entry.title.iter().chain(&entry.summary).chain(&entry.content).for_each(|text| drop(text.words()));
    }
});
