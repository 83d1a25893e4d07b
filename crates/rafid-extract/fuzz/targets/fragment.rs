#![no_main]
//! Any text as a fragment of HTML: what comes out is blocks with words in them.

use libfuzzer_sys::fuzz_target;
use rafid_extract::article::body_from_html;

fuzz_target!(|fragment: &str| {
    let body = body_from_html(fragment, Some("https://a.example/"));
    let _ = body.text();
});
