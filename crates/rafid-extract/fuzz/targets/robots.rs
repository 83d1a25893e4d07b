#![no_main]
//! The addresses of sitemaps that a robots.txt names.

use libfuzzer_sys::fuzz_target;
use rafid_extract::source::robots;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    for address in robots::sitemaps(&text) {
        assert!(text.contains(address));
    }
});
