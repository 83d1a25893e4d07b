//! Clitics and endings, taken off folded words where the vocabulary shows that they are some.
//!
//! [`Stemmer::guided`] takes off what is written in front (`guided.rs`), [`Stemmer::light_into`] what is written behind (`light.rs`).
//!
//! ```
//! use rafid_arabic::{Vocabulary, normalize::fold, stem::Stemmer};
//! let mut stemmer = Stemmer::new(Vocabulary::builtin());
//! let (word, mut light) = (fold("وبالمدارس"), String::new());
//! assert_eq!(stemmer.guided(&word), "مدارس");
//! assert_eq!(stemmer.guided("برلمان"), "برلمان", "its ب is no preposition");
//! stemmer.light_into("فلسطينيين", &mut light);
//! assert_eq!(light, "فلسطين");
//! ```
//!
//! What remains is attested, alone or with the article; the one exception are words that the vocabulary does not know at all, which
//! lose their article. The idea of light stemming is Larkey, Ballesteros and Connell's (light10, 2007); the evidence is ours.

mod guided;
mod light;

use crate::vocabulary::Vocabulary;

/// How often a word must occur to be evidence at all.
const ATTESTED: u64 = crate::vocabulary::MIN_DOCUMENTS as u64;

/// Stems words by the evidence of a vocabulary; keeps a buffer, so make one and use it often.
#[derive(Debug, Clone)]
pub struct Stemmer<'v> {
    vocabulary: &'v Vocabulary,
    scratch: String,
}

impl<'v> Stemmer<'v> {
    pub fn new(vocabulary: &'v Vocabulary) -> Stemmer<'v> {
        Stemmer { vocabulary, scratch: String::new() }
    }

    /// The folded `word` without its proclitics (وبالمدارس → مدارس).
    pub fn guided<'w>(&mut self, word: &'w str) -> &'w str {
        guided::strip(&mut self.evidence(), word)
    }

    /// The light stem of a guided form, into `light`, which is cleared first (فلسطينيين → فلسطين).
    pub fn light_into(&mut self, guided: &str, light: &mut String) {
        light::stem_into(&mut self.evidence(), guided, light);
    }

    /// Whether the noun has been met with the article, which foreign names never take.
    pub(crate) fn takes_article(&mut self, noun: &str) -> bool {
        self.evidence().with("ال", noun) > 0
    }

    fn evidence(&mut self) -> Evidence<'v, '_> {
        Evidence { vocabulary: self.vocabulary, scratch: &mut self.scratch }
    }
}

/// What the vocabulary says about words that are put together from parts.
struct Evidence<'v, 's> {
    vocabulary: &'v Vocabulary,
    scratch: &'s mut String,
}

impl Evidence<'_, '_> {
    fn count(&self, word: &str) -> u64 {
        u64::from(self.vocabulary.count(word))
    }

    fn with(&mut self, prefix: &str, word: &str) -> u64 {
        self.joined(prefix, word, "")
    }

    fn joined(&mut self, prefix: &str, word: &str, ending: &str) -> u64 {
        self.scratch.clear();
        self.scratch.extend([prefix, word, ending]);
        u64::from(self.vocabulary.count(self.scratch))
    }

    /// How often the word stands alone or with the article.
    fn noun(&mut self, word: &str) -> u64 {
        self.count(word) + self.with("ال", word)
    }
}

/// Whether `word` has at least `n` letters.
fn letters(word: &str, n: usize) -> bool {
    word.chars().nth(n - 1).is_some()
}
