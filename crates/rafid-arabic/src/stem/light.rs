//! Endings: what inflected forms of a word have in common.

use crate::vocabulary::Vocabulary;

/// The folded word without its ending, cautiously.
pub fn light(word: &str) -> &str {
    const ENDINGS: [&str; 12] = ["ات", "ون", "ين", "ان", "يه", "هم", "ها", "نا", "وا", "ه", "ي", "ا"];
    for ending in ENDINGS {
        if let Some(rest) = word.strip_suffix(ending)
            && rest.chars().count() >= 3
        {
            return rest;
        }
    }
    word
}

/// See [`light`].
pub fn strip_ending<'w>(_vocabulary: &Vocabulary, word: &'w str) -> &'w str {
    light(word)
}
