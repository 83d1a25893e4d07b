//! Arabic as newspapers write it: normalise, tokenise, stem, compare.
//!
//! The crate knows the language and nothing else: no article, no index, no clock. Every function takes text as it comes, never fails
//! on it, and gives byte ranges of the original, because readers see the publisher's own letters and normal forms are
//! for matching only.
//!
//! ```
//! let mut seen = Vec::new();
//! rafid_arabic::Analyzer::builtin().analyze("وبالمدارس للاعبين", |term| seen.push([term.exact, term.guided, term.light].map(str::to_owned)));
//! assert_eq!(seen, [["وبالمدارس", "مدارس", "مدرسه"], ["للاعبين", "لاعبين", "لاعب"]]);
//! ```
//!
//! Readers search as they speak, and see what the publisher wrote. This finds a question's words in a text, under any spelling and
//! form, and marks them in the text's own letters:
//!
//! ```
//! use rafid_arabic::Analyzer;
//! let analyzer = Analyzer::builtin();
//! let (mut asked, mut marked, mut at) = (Vec::new(), String::new(), 0);
//! analyzer.analyze("نتانياهو مدرسة", |term| asked.push(term.light.to_owned()));
//! let text = "زار نتنياهو المَدارِس الجديدة";
//! analyzer.analyze(text, |term| {
//!     if asked.iter().any(|word| word == term.light) {
//!         marked.push_str(&text[at..term.range.start]);
//!         marked.push_str(&format!("[{}]", &text[term.range.clone()]));
//!         at = term.range.end;
//!     }
//! });
//! marked.push_str(&text[at..]);
//! assert_eq!(marked, "زار [نتنياهو] [المَدارِس] الجديدة");
//! ```
//!
//! Where to start: [`Analyzer`] turns a text into the terms that index and query share. It is built of parts that can be used alone:
//!
//! | module | gives | source |
//! |---|---|---|
//! | [`normalize`] | three levels of the same letters, with offsets back | Larkey et al. 2007; UAX #15 |
//! | [`tokenize`](mod@tokenize) | words, numbers, hashtags, abbreviations, sentences, paragraphs as byte ranges | compare UAX #29 |
//! | [`stem`] | clitics and endings taken off where the [`vocabulary`] shows that they are some | light10, Larkey et al. 2007 |
//! | [`plurals`] | broken plurals and their singulars | Wright's *Grammar*, §304–305 |
//! | [`variants`] | spellings of one name | learned, see there |
//! | [`stop_words`] | words that bind, by function | – |
//! | [`language`] | Arabic or one of its neighbours | Cavnar and Trenkle 1994 |
//! | [`dates`] | dates and times as newspapers write them, three calendars | Umm al-Qura |
//! | [`plural`], [`digits`] | "٣ مقالات" for the interface | CLDR plural rules |
//!
//! Nothing here returns an error but [`Vocabulary::from_bytes`]: any text at all has tokens, terms and sentences, found in
//! linear time. Ranges are in bytes of the text that was given, on borders of characters.
//!
//! # The data
//!
//! `data/vocabulary.bin`, `data/variants.tsv` and `data/plurals.tsv` are learned from the words (never the sentences) of a news
//! corpus by `examples/make_variants.rs`, `make_vocabulary.rs` and `make_plurals.rs`, run in that order; the same corpus gives the
//! same bytes. `examples/search_eval.rs` tells what a change is worth, `examples/stems.rs` shows what becomes of a word.
//!
//! To add a normal form, add it to the tables of `letters.rs` and raise [`ANALYZER_VERSION`]: whoever keeps an index compares
//! [`Analyzer::fingerprint`] and rebuilds.

mod analyzer;
mod contains;
pub mod dates;
pub mod digits;
pub mod language;
mod letters;
pub mod normalize;
pub mod plural;
pub mod plurals;
mod shared;
pub mod stem;
pub mod stop_words;
mod table;
pub mod tokenize;
pub mod variants;
pub mod vocabulary;

pub use analyzer::{ANALYZER_VERSION, Analyzer, Term, Terms};
pub use contains::has_words;
pub use plurals::Plurals;
pub use shared::SharedAnalyzer;
pub use tokenize::TokenKind;
pub use variants::Variants;
pub use vocabulary::Vocabulary;
