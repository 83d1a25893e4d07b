//! How many documents of a news corpus hold a word: the evidence that guides the stemmer, and weights for whoever wants them.
//!
//! The built-in vocabulary was counted by `examples/make_vocabulary.rs` on 31,525 Arabic news articles of 2018; it holds folded
//! words and two counts each, no text. Words in fewer than [`MIN_DOCUMENTS`] documents are left out.
//! [`Vocabulary::from_counts`] makes one from other counts.

mod format;

pub use format::FormatError;

use std::sync::LazyLock;

/// A word in fewer documents than this is not kept: it is no evidence.
pub const MIN_DOCUMENTS: u32 = 3;

/// Folded words with their counts. Lookup is one hash and, nearly always, one comparison.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    documents: u32,
    letters: String,
    entries: Vec<Entry>,
    /// Open addressing, a power of two in length, `EMPTY` or an index into `entries`.
    slots: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    start: u32,
    len: u8,
    surface: u32,
    guided: u32,
}

const EMPTY: u32 = u32::MAX;

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
        vocabulary.slots = vec![EMPTY; 16];
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
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Documents that hold the folded word as written; 0 for an unknown one.
    pub fn count(&self, surface: &str) -> u32 {
        self.find(surface).map_or(0, |entry| entry.surface)
    }

    /// Documents that hold the guided term ([`Term::guided`](crate::Term::guided)) in any of its forms; 0 for an unknown one.
    pub fn document_frequency(&self, guided: &str) -> u32 {
        self.find(guided).map_or(0, |entry| entry.guided)
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
        self.entries.iter().map(|entry| (self.word(entry), entry.surface, entry.guided))
    }

    fn word(&self, entry: &Entry) -> &str {
        let start = entry.start as usize;
        self.letters.get(start..start + usize::from(entry.len)).unwrap_or_default()
    }

    fn find(&self, word: &str) -> Option<&Entry> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut slot = hash(word) & mask;
        loop {
            let entry = self.entries.get(*self.slots.get(slot)? as usize)?;
            if self.word(entry) == word {
                return Some(entry);
            }
            slot = (slot + 1) & mask;
        }
    }

    fn insert(&mut self, word: &str, surface: u32, guided: u32) {
        let (Ok(start), Ok(len), Ok(index)) =
            (u32::try_from(self.letters.len()), u8::try_from(word.len()), u32::try_from(self.entries.len()))
        else {
            return;
        };
        if self.entries.len() * 2 >= self.slots.len() {
            let larger = (self.slots.len() * 2).max(16);
            self.slots = vec![EMPTY; larger];
            for index in 0..self.entries.len() {
                let slot = self.free_slot(hash(self.word(&self.entries[index])));
                self.slots[slot] = index as u32;
            }
        }
        let mask = self.slots.len() - 1;
        let mut slot = hash(word) & mask;
        while self.slots[slot] != EMPTY {
            let known = self.slots[slot] as usize;
            if self.word(&self.entries[known]) == word {
                (self.entries[known].surface, self.entries[known].guided) = (surface, guided);
                return;
            }
            slot = (slot + 1) & mask;
        }
        self.letters.push_str(word);
        self.entries.push(Entry { start, len, surface, guided });
        self.slots[slot] = index;
    }

    fn free_slot(&self, hash: usize) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash & mask;
        while self.slots[slot] != EMPTY {
            slot = (slot + 1) & mask;
        }
        slot
    }
}

/// Eight bytes at a time, multiply and rotate: the words are ours, nobody attacks this table.
fn hash(word: &str) -> usize {
    const K: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut hash = word.len() as u64;
    let mut chunks = word.as_bytes().chunks_exact(8);
    for chunk in &mut chunks {
        hash = (hash.rotate_left(5) ^ u64::from_le_bytes(chunk.try_into().unwrap_or_default())).wrapping_mul(K);
    }
    let mut tail = 0u64;
    for &byte in chunks.remainder() {
        tail = tail << 8 | u64::from(byte);
    }
    hash = (hash.rotate_left(5) ^ tail).wrapping_mul(K);
    (hash ^ hash >> 32) as usize
}
