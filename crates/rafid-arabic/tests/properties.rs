//! What must hold of any text at all.

use proptest::prelude::*;
use rafid_arabic::normalize::{entities, exact, fold, fold_into, fold_mapped};
use rafid_arabic::tokenize::{paragraphs, sentences, tokenize};
use rafid_arabic::{Analyzer, digits, language};

/// Arabic words, noise, and what publishers leave between them.
fn news() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[\u{621}-\u{64A}]{1,9}",
        1 => "[\u{64B}-\u{652}\u{640}\u{200B}-\u{200F}\u{AD}]{1,3}",
        1 => "[\u{FB50}-\u{FDFF}\u{FE70}-\u{FEFF}]{1,4}",
        1 => "[\u{660}-\u{669}\u{6F0}-\u{6F9}0-9.,٫٬%]{1,6}",
        1 => "[A-Za-z0-9éÉ]{1,6}",
        1 => prop_oneof![Just("&quot;"), Just("&amp;"), Just("&#1575;"), Just("&#x26;quot;"), Just("&"), Just("عبد الله"), Just("أ ف ب")]
            .prop_map(str::to_owned),
        3 => "[ \n_#.،؟!»«()-]{1,2}",
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn normalising_twice_changes_nothing(text in news()) {
        let folded = fold(&text);
        prop_assert_eq!(&fold(&folded), &folded);
        let plain = exact(&text);
        prop_assert_eq!(&exact(&plain), &plain);
        prop_assert_eq!(&fold(&plain), &folded, "folding is exact and more");
    }

    #[test]
    fn a_reused_buffer_gives_the_same(text in news(), before in news()) {
        let mut buffer = before;
        fold_into(&text, &mut buffer);
        prop_assert_eq!(buffer, fold(&text));
    }

    #[test]
    fn offsets_lead_back_to_what_was_folded(text in news()) {
        let mapped = fold_mapped(&text);
        prop_assert_eq!(&mapped.text, &fold(&text));
        for (at, c) in mapped.text.char_indices() {
            let original = mapped.original(at..at + c.len_utf8());
            prop_assert!(text.get(original.clone()).is_some_and(|piece| fold(piece).contains(c)), "{:?} at {:?}", c, original);
        }
        prop_assert_eq!(fold(&text[mapped.original(0..mapped.text.len())]), mapped.text.clone());
    }

    #[test]
    fn tokens_are_ordered_ranges_and_leave_no_letter_out(text in news()) {
        let mut end = 0;
        for token in tokenize(&text) {
            prop_assert!(token.range.start >= end && token.range.end > token.range.start);
            prop_assert!(text.get(token.range.clone()).is_some());
            let gap = &text[end..token.range.start];
            prop_assert!(gap.contains('&') || !gap.chars().any(|c| ('ا'..='غ').contains(&c)), "letters in the gap {:?}", gap);
            end = token.range.end;
        }
    }

    #[test]
    fn sentences_lie_in_paragraphs_and_hold_every_visible_character(text in news()) {
        let inside: Vec<_> = paragraphs(&text).collect();
        let mut held = String::new();
        for sentence in sentences(&text) {
            prop_assert!(inside.iter().any(|p| p.start <= sentence.start && sentence.end <= p.end));
            held.push_str(&text[sentence]);
        }
        let visible = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        prop_assert_eq!(visible(&held), visible(&text));
    }

    #[test]
    fn terms_are_folded_and_in_order(text in news()) {
        let (mut position, mut end) = (0, 0);
        Analyzer::builtin().analyze(&text, |term| {
            assert_eq!(term.position, position);
            assert!(term.range.start >= end);
            (position, end) = (position + 1, term.range.end);
            assert!(!term.guided.is_empty() && !term.light.is_empty());
        });
    }

    #[test]
    fn ornaments_do_not_change_a_words_terms(word in "[\u{628}-\u{63A}]{2,8}", at in 1usize..7) {
        let letters: Vec<char> = word.chars().collect();
        let at = at.min(letters.len());
        let ornate: String = letters[..at].iter().chain(&['\u{640}', '\u{64E}', '\u{200F}']).chain(&letters[at..]).collect();
        let forms = |text: &str| {
            let mut forms = Vec::new();
            Analyzer::builtin().analyze(text, |term| forms.push([term.exact.to_owned(), term.guided.to_owned(), term.light.to_owned()]));
            forms
        };
        prop_assert_eq!(forms(&ornate), forms(&word));
    }

    #[test]
    fn nothing_panics(text in any::<String>()) {
        let _ = (language::language(&text), entities::decode(&text), digits::ascii(&text), sentences(&text).count());
        Analyzer::builtin().analyze(&text, |_| {});
    }
}

/// Ten times the text may not take a hundred times the work: inputs that would be slow if anything looked back or ahead.
#[test]
fn hostile_texts_take_linear_time() {
    // The best of a few, so that a busy machine does not decide.
    let seconds = |text: &str| {
        let once = || {
            let started = std::time::Instant::now();
            Analyzer::builtin().analyze(text, |_| {});
            let _ = (sentences(text).count(), fold_mapped(text), language::language(text));
            started.elapsed().as_secs_f64()
        };
        (0..4).map(|_| once()).fold(f64::INFINITY, f64::min)
    };
    for unit in ["أ ", "أ.", "&", "&#", "عبد ", "و", "ـ", "َ", "1,", "#_", "لل", "ال", ".", "ا\u{64B}.", "سيتات"]
    {
        let small = seconds(&unit.repeat(5_000)).max(0.001);
        let large = seconds(&unit.repeat(50_000));
        assert!(large < small * 60.0 + 0.05, "{unit:?}: {small} s, then {large} s");
    }
}
