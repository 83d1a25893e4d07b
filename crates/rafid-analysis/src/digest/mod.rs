//! Enough of an article to compare it with others: weighted words, a sketch of its wording, its figures.
//!
//! [`Signals`] is the form to work with, [`codec`] its stored bytes. Nothing here can be turned back into the text.
//!
//! To add a signal: a field here, its lines in the codec, and a higher [`crate::VERSION`].

mod build;
mod codec;
pub(crate) mod kinds;
mod title;

use std::sync::LazyLock;

pub(crate) use build::build;
pub(crate) use codec::{decode, decode_terms, encode};

/// A word of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TermCount {
    pub hash: u32,
    /// Times in summary and body, at most 15.
    pub body: u8,
    /// Three times its count in the title and once in the lead, at most 15.
    pub head: u8,
    /// [`crate::rarity`] in tenths, at most 127.
    pub rarity: u8,
    /// See [`crate::reading::Word::is_name`].
    pub is_name: bool,
}

impl TermCount {
    pub fn rarity(self) -> f32 {
        f32::from(self.rarity) / RARITY_SCALE
    }

    /// The share of all news that has the word, 0 to 1.
    pub fn share(self) -> f32 {
        static SHARES: LazyLock<Vec<f32>> =
            LazyLock::new(|| (0..=u8::MAX).map(|code| (-f32::from(code) / RARITY_SCALE).exp()).collect());
        SHARES[usize::from(self.rarity)]
    }
}

pub(crate) const RARITY_SCALE: f32 = 10.0;

/// The comparable part of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Signals {
    /// See [`kinds`].
    pub flags: u8,
    /// How well the headline would stand for a story, 0 to 255.
    pub title_quality: u8,
    /// Words of the body, stop words included.
    pub length: u16,
    /// By hash.
    pub terms: Vec<TermCount>,
    /// The smallest hashes of three words in a row, sorted.
    pub shingles: Vec<u32>,
    /// Hashes of numbers as written, sorted.
    pub numbers: Vec<u32>,
}

pub(crate) const MAX_TERMS: usize = 160;
pub(crate) const MAX_SHINGLES: usize = 128;
pub(crate) const MAX_NUMBERS: usize = 24;
