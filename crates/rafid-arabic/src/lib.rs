//! Arabic as newspapers write it: normalise, tokenise, stem, compare.
//!
//! The crate knows the language and nothing else: no article, no index, no clock. Every function takes text as it comes, never fails
//! on it, and gives byte ranges of the original, because readers see the publisher's own letters and normal forms are
//! for matching only.
//!
//! Where to start: [`Analyzer`] turns a text into the terms that index and query share; under it lie [`tokenize`](mod@tokenize),
//! [`normalize`], [`stem`] and the [`vocabulary`] of counts that guides the stemmer. [`stop_words`], [`language`],
//! [`plural`] and [`dates`] stand beside it and can be used alone.
//!
//! To add a normal form, add it to the tables of `letters.rs` and raise [`ANALYZER_VERSION`]: whoever keeps an index compares
//! that number and rebuilds.

mod analyzer;
pub mod dates;
pub mod digits;
pub mod language;
mod letters;
pub mod normalize;
pub mod plural;
pub mod plurals;
pub mod stem;
pub mod stop_words;
mod table;
pub mod tokenize;
pub mod variants;
pub mod vocabulary;

pub use analyzer::{ANALYZER_VERSION, Analyzer, Term, Terms};
pub use plurals::Plurals;
pub use tokenize::TokenKind;
pub use variants::Variants;
pub use vocabulary::Vocabulary;
