#![no_main]
//! Lists of feeds: what is written is read again.

use libfuzzer_sys::fuzz_target;
use rafid_extract::source::opml::{parse, write};

fuzz_target!(|bytes: &[u8]| {
    let list = parse(bytes, None);
    let again = parse(write("x", &list.subscriptions).as_bytes(), None);
    assert_eq!(again.subscriptions.len(), list.subscriptions.len());
});
