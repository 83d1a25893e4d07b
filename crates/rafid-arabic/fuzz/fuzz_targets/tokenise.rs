//! Tokens and sentences are ranges of the text, in order, on character borders, never empty.
#![no_main]
use libfuzzer_sys::fuzz_target;
use rafid_arabic::tokenize::{sentences, tokenize};

fuzz_target!(|text: &str| {
    let mut end = 0;
    for token in tokenize(text) {
        assert!(token.range.start >= end && !text[token.range.clone()].is_empty());
        end = token.range.end;
    }
    end = 0;
    for sentence in sentences(text) {
        assert!(sentence.start >= end && !text[sentence.clone()].trim().is_empty());
        end = sentence.end;
    }
});
