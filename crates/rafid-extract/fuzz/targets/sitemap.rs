#![no_main]
//! Sitemaps and the sitemap lines of robots.txt.

use libfuzzer_sys::fuzz_target;
use rafid_extract::source::{robots, sitemap};

fuzz_target!(|bytes: &[u8]| {
    let found = sitemap::parse(bytes, None);
    assert!(found.entries.iter().all(|entry| !entry.url.is_empty()));
    if let Ok(text) = std::str::from_utf8(bytes) {
        robots::sitemaps(text);
    }
});
