//! Whether a text has the words of a phrase.

use crate::Analyzer;

/// Whether every word of `phrase` is a word of `text`, in any inflection ([`Term::light`](crate::Term::light)) and any order. A phrase without
/// words is in no text.
pub fn has_words(text: &str, phrase: &str) -> bool {
    let words = |text: &str| {
        let mut words = Vec::new();
        Analyzer::builtin().analyze(text, |term| words.push(term.light.to_owned()));
        words
    };
    let phrase = words(phrase);
    if phrase.is_empty() {
        return false;
    }
    let text = words(text);
    phrase.iter().all(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_any_order_and_inflection() {
        assert!(has_words("افتتاح المكتبة المتنقلة", "مكتبه متنقلة"));
        assert!(!has_words("افتتاح المكتبة", "المكتبة المتنقلة"));
        assert!(!has_words("افتتاح المكتبة", "…"));
    }
}
