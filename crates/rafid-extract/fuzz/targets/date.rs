#![no_main]
//! Any text as a date: never a panic, and what is read is written as ISO 8601.

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let now = Some("2025-06-19T15:30:00".parse().expect("a date"));
    if let Some(date) = rafid_arabic::dates::parse(text, now) {
        assert!(date.iso().len() >= 4);
    }
});
