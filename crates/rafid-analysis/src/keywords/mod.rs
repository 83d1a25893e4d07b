//! What an article is about, in phrases a reader would click.
//!
//! `candidates` collects phrases out of headline, body and the publisher's tags, `score` weighs them and `choose` leaves out what
//! repeats. Debris that turns up goes into `reading/weak.txt`: words that no keyword begins or ends with.

mod candidates;
mod choose;
mod score;
mod story;

pub use story::story_keywords;

use rafid_arabic::normalize::fold;
use rafid_core::Keyword;

use crate::ArticleText;
use crate::hash::Map;
use crate::reading::Reading;
use candidates::{Candidate, Place, collect};

/// Keywords are looked for in so many words of the body.
const MAX_BODY_WORDS: usize = 1_500;

/// The best keywords, best first.
pub fn keywords(text: &ArticleText, limit: usize) -> Vec<Keyword> {
    from_reading(text, &Reading::new(text), limit)
}

pub(crate) fn from_reading(text: &ArticleText, reading: &Reading, limit: usize) -> Vec<Keyword> {
    let mut found: Map<u32, Candidate> = Map::default();
    collect(&mut found, text.title, &reading.title, Place::Title);
    collect(&mut found, text.body, &reading.body[..reading.body.len().min(MAX_BODY_WORDS)], Place::Body);
    for (tag, words) in text.tags.iter().zip(&reading.tags) {
        collect(&mut found, tag, words, Place::Tag);
    }
    let ranked = score::rank(found, !reading.title.is_empty());
    let keyword = |(score, candidate): (f32, Candidate)| {
        let phrase = candidate.phrase();
        Keyword { key: fold(&phrase), phrase, score }
    };
    choose::choose(ranked, limit).into_iter().map(keyword).collect()
}
