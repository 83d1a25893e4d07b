//! How many documents of a news corpus hold a word: the evidence that guides the stemmer, and weights for whoever wants them.
//!
//! The built-in vocabulary was counted by `examples/make_vocabulary.rs` on 31,525 Arabic news articles of 2018; it holds folded
//! words and two counts each, no text. Words in fewer than [`MIN_DOCUMENTS`] documents are left out.
//! [`Vocabulary::from_counts`] makes one from other counts.

mod counter;
mod format;

pub use counter::{Counted, Counter};
pub use format::FormatError;

use crate::table::WordTable;
use std::sync::LazyLock;

/// A word in fewer documents than this is not kept: it is no evidence.
pub const MIN_DOCUMENTS: u32 = 3;

/// Folded words with their counts.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    documents: u32,
    words: WordTable,
    /// For each word: documents with it as written, and as a guided term.
    counts: Vec<(u32, u32)>,
}

impl Vocabulary {
    /// The vocabulary that is built into this crate.
    pub fn builtin() -> &'static Vocabulary {
        static BUILTIN: LazyLock<Vocabulary> =
            LazyLock::new(|| format::read(include_bytes!("../../data/vocabulary.bin")).unwrap_or_default());
        &BUILTIN
    }

    /// A vocabulary of `(folded word, documents with it as written, documents with it as a guided term)`, out of a corpus of
    /// `documents`. Of a word given twice the last counts; words of more than 255 bytes are left out.
    pub fn from_counts<'w>(documents: u32, counts: impl IntoIterator<Item = (&'w str, u32, u32)>) -> Vocabulary {
        let mut vocabulary = Vocabulary { documents, ..Vocabulary::default() };
        for (word, surface, guided) in counts {
            vocabulary.insert(word, surface, guided);
        }
        vocabulary
    }

    /// The bytes that [`Vocabulary::from_bytes`] reads: the file `data/vocabulary.bin` is this.
    pub fn to_bytes(&self) -> Vec<u8> {
        format::write(self)
    }

    /// Reads what [`Vocabulary::to_bytes`] wrote.
    ///
    /// # Errors
    /// When the bytes are cut short, or are not a vocabulary of this format.
    pub fn from_bytes(bytes: &[u8]) -> Result<Vocabulary, FormatError> {
        format::read(bytes)
    }

    /// Documents in the corpus.
    pub fn documents(&self) -> u32 {
        self.documents
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.words.len() == 0
    }

    /// Documents that hold the folded word as written; 0 for an unknown one.
    pub fn count(&self, surface: &str) -> u32 {
        self.find(surface).0
    }

    /// Documents that hold the guided term ([`Term::guided`](crate::Term::guided)) in any of its forms; 0 for an unknown one.
    pub fn document_frequency(&self, guided: &str) -> u32 {
        self.find(guided).1
    }

    /// Inverse document frequency of a guided term, `ln(1 + (N − n + ½) / (n + ½))` (Robertson and Spärck Jones' weight as BM25 uses
    /// it); an unknown term counts as if it were in half as many documents as the rarest known one.
    pub fn idf(&self, guided: &str) -> f32 {
        let (all, with) = (self.documents as f32, self.document_frequency(guided) as f32);
        let with = with.max(MIN_DOCUMENTS as f32 / 2.0);
        ((all - with + 0.5).max(0.5) / (with + 0.5)).ln_1p()
    }

    /// The words with their two counts, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u32, u32)> {
        self.counts.iter().enumerate().map(|(number, counts)| (self.words.word(number), counts.0, counts.1))
    }

    /// This vocabulary with another corpus' counts added: what a portal has counted in its own articles extends what is built in.
    /// Documents and counts are summed, so a word that neither has often enough alone may become evidence.
    pub fn merged(&self, other: &Vocabulary) -> Vocabulary {
        let mut all = self.clone();
        all.documents = all.documents.saturating_add(other.documents);
        for (word, written, guided) in other.iter() {
            let (known_written, known_guided) = self.find(word);
            all.insert(word, known_written.saturating_add(written), known_guided.saturating_add(guided));
        }
        all
    }

    /// How many words of `other` this vocabulary does not have: whether growing by them is worth a new index.
    pub fn new_words(&self, other: &Vocabulary) -> usize {
        other.iter().filter(|(word, ..)| self.number(word).is_none()).count()
    }

    /// A number that changes with any word or count, and not with their order.
    pub fn fingerprint(&self) -> u64 {
        let mix = |(word, written, guided): (&str, u32, u32)| {
            let counts = u64::from(written) << 32 | u64::from(guided);
            (crate::table::hash(word) as u64 ^ counts.wrapping_mul(0x9E37_79B9_7F4A_7C15)).wrapping_mul(0xD6E8_FEB8_6659_FD93)
        };
        self.iter().map(mix).fold(u64::from(self.documents), |sum, one| sum.wrapping_add(one ^ one >> 29))
    }

    /// The number of a known word, below [`Vocabulary::len`].
    pub(crate) fn number(&self, word: &str) -> Option<usize> {
        self.words.find(word)
    }

    /// The word of a number.
    pub(crate) fn word(&self, number: usize) -> &str {
        self.words.word(number)
    }

    fn find(&self, word: &str) -> (u32, u32) {
        self.number(word).and_then(|number| self.counts.get(number)).copied().unwrap_or_default()
    }

    fn insert(&mut self, word: &str, surface: u32, guided: u32) {
        let Some(number) = self.words.insert(word) else { return };
        match self.counts.get_mut(number) {
            Some(counts) => *counts = (surface, guided),
            None => self.counts.push((surface, guided)),
        }
    }
}
