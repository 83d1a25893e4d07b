//! From an article to signals, and from signals to decisions: what an article is about, whose text it carries, which
//! story it belongs to, what to read next.
//!
//! Nothing here does I/O or reads a clock: `now` and the neighbours are arguments. Bad input gives less, never a panic.
//!
//! Start at [`analyse`], which reads one article; [`Window`] settles articles as they arrive; [`related`] ranks what to
//! read next. Under them lie `reading` (an article as numbered words), `digest` (what is stored to compare articles by),
//! `profile` (weighted vectors) and `copies`.
//!
//! To add a step: a module with one public function over `Reading`, its result in [`rafid_core::Analysis`] or in the
//! digest, a higher [`VERSION`], a table test, and a figure in `eval/analysis-ablation.md`.

mod article;
mod copies;
mod credit;
pub mod difference;
mod digest;
#[doc(hidden)]
pub mod habits;
mod hash;
mod importance;
mod keywords;
mod profile;
mod query;
mod rarity;
mod reading;
pub mod related;
mod stories;
pub mod trends;

use rafid_core::Analysis;

pub use article::ArticleText;
pub use copies::archive::signature;
pub use credit::credit;
pub use importance::importance;
#[doc(hidden)]
pub use keywords::{FEATURES, Scorer, keyword_candidates, keywords_by};
pub use keywords::{keywords, shown_keywords, story_keywords};
pub use query::query_terms;
pub use stories::{Archive, Window, phases};

/// Of all steps together. Raise it when the same article may give another [`Analysis`].
pub const VERSION: u32 = 6;

/// Reads one article: its keywords and its digest.
pub fn analyse(text: &ArticleText) -> Analysis {
    let reading = reading::Reading::new(text);
    let signals = digest::build(text, &reading);
    Analysis {
        version: VERSION,
        keywords: keywords::from_reading(text, &reading),
        digest: digest::encode(&signals),
        signature: copies::archive::of_signals(&signals),
        agency: credit(text).map(str::to_owned),
    }
}
