//! Both levels are idempotent, and the offsets of folded text lead to where it came from.
#![no_main]
use libfuzzer_sys::fuzz_target;
use rafid_arabic::normalize::{entities, exact, fold, fold_mapped};

fuzz_target!(|text: &str| {
    let folded = fold(text);
    assert_eq!(fold(&folded), folded);
    let plain = exact(text);
    assert_eq!(exact(&plain), plain);
    assert_eq!(fold(&plain), folded);
    let mapped = fold_mapped(text);
    assert_eq!(mapped.text, folded);
    for (at, c) in mapped.text.char_indices() {
        let original = mapped.original(at..at + c.len_utf8());
        assert!(fold(&text[original]).contains(c));
    }
    entities::decode(text);
});
