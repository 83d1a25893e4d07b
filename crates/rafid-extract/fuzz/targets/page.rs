#![no_main]
//! Any bytes as an article page: never a panic, never an address that is not of the web.

use libfuzzer_sys::fuzz_target;
use rafid_core::{Block, Inline};
use rafid_extract::article::{Hints, extract_bytes};

fuzz_target!(|bytes: &[u8]| {
    let found = extract_bytes(bytes, None, Some("https://a.example/2025/01/02/x"), &Hints::default());
    assert_eq!(found.text, found.body.text());
    for block in &found.body.0 {
        if let Block::Paragraph(runs) | Block::Quote(runs) = block {
            for run in runs {
                if let Inline::Link { url, .. } = run {
                    assert!(url.as_str().starts_with("http"));
                }
            }
        }
    }
});
