//! The same letters for the same word: three levels of normalisation.
//!
//! | level | what it does | for |
//! |---|---|---|
//! | display | nothing: readers see the publisher's own letters | pages |
//! | [`exact`] | drops marks, tatweel and invisible characters; presentation forms and foreign keyboards' letters become plain ones; digits become ASCII; Latin becomes lower case | comparing spellings |
//! | [`fold`] | besides, unites what people spell in two ways: أ إ آ ٱ → ا, ؤ → و, ئ ى → ي, ة → ه, گ → ك | matching |
//!
//! Both levels are idempotent. HTML entities that were left in a text are another matter ([`entities`]): the tokeniser reads them
//! as the characters they name, and [`entities::decode`] replaces them.
//!
//! ```
//! use rafid_arabic::normalize::{exact, fold, fold_mapped};
//! assert_eq!(exact("ﻣُﺤـــمّد ٢٠١٨"), "محمد 2018");
//! assert_eq!(fold("إلى المدرسةِ"), "الي المدرسه");
//! // And back: which bytes of the original a folded stretch was.
//! let mapped = fold_mapped("الـمـدرسةُ");
//! assert_eq!(mapped.text, "المدرسه");
//! assert_eq!(mapped.original(0..4), 0..6, "the ornament belongs to the letter before it");
//! ```
//!
//! Nothing here looks at more than one character, so that a text can be normalised in pieces; what depends on a whole word
//! is the [`stem`](crate::stem)'s.

pub mod entities;
mod offsets;

pub use offsets::{Mapped, fold_mapped};

use crate::letters;

/// Folds `text` for matching. Source of the classes: Larkey, Ballesteros and Connell, "Light stemming for Arabic information
/// retrieval" (2007), section 3, extended to the whole Arabic block.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// [`fold`] into a buffer of the caller's, which is cleared first.
pub fn fold_into(text: &str, folded: &mut String) {
    folded.clear();
    for c in text.chars() {
        letters::fold(c, |f| folded.push(f));
    }
}

/// Makes `text` plain without uniting spellings.
pub fn exact(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    exact_into(text, &mut plain);
    plain
}

/// [`exact`] into a buffer of the caller's, which is cleared first.
pub fn exact_into(text: &str, plain: &mut String) {
    plain.clear();
    for c in text.chars() {
        letters::plain(c, |p| plain.push(p));
    }
}
