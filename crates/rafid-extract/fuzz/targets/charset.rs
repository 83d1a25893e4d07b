#![no_main]
//! Any bytes in any declared encoding: text without a mark, no longer than the bytes allow, and stable when read again.

use libfuzzer_sys::fuzz_target;
use rafid_extract::charset::{Kind, decode};

fuzz_target!(|input: (String, bool, &[u8])| {
    let (declared, is_page, bytes) = input;
    let kind = if is_page { Kind::Html } else { Kind::Xml };
    for header in [None, Some(format!("text/html; charset={declared}"))] {
        let decoded = decode(bytes, header.as_deref(), kind);
        // A byte is at most one character, and a character at most three bytes of UTF-8 where it is made of one or two.
        assert!(decoded.text.len() <= bytes.len() * 3 + 3, "{}", decoded.encoding);
        let again = decode(decoded.text.as_bytes(), Some("text/html; charset=utf-8"), kind);
        if !decoded.text.contains(['\u{feff}', '\0']) {
            assert_eq!(again.text, decoded.text, "{} then {}", decoded.encoding, again.encoding);
        }
    }
});
