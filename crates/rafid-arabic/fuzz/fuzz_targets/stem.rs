//! Terms come in order, their forms are folded and not empty, and a term's forms depend on nothing but the word.
#![no_main]
use libfuzzer_sys::fuzz_target;
use rafid_arabic::{Analyzer, language::language, normalize::fold};

fuzz_target!(|text: &str| {
    let (mut end, mut position) = (0, 0);
    Analyzer::builtin().analyze(text, |term| {
        assert!(term.range.start >= end && term.position == position);
        (end, position) = (term.range.end, position + 1);
        assert!(!term.exact.is_empty() && !term.guided.is_empty() && !term.light.is_empty());
        if !term.exact.ends_with('ى') {
            assert_eq!(fold(term.exact), term.exact);
        }
    });
    language(text);
});
