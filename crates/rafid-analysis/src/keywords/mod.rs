//! What an article is about, in phrases a reader would click.
//!
//! `candidates` collects phrases out of headline, body and the publisher's tags, `score` and then `scorer` weigh them and `choose` leaves out what
//! repeats. Debris that turns up goes into `reading/weak.txt`: words that no keyword begins or ends with.

mod candidates;
mod choose;
mod features;
mod score;
mod scorer;
mod story;

pub use features::FEATURES;
pub use scorer::Scorer;
pub use story::story_keywords;

use rafid_arabic::normalize::fold;
use rafid_core::Keyword;

use crate::ArticleText;
use crate::hash::Map;
use crate::reading::Reading;
use candidates::{Candidate, Place, collect};
use features::Context;

/// Keywords are looked for in so many words of the body.
const MAX_BODY_WORDS: usize = 1_500;
/// So many candidates are weighed by the scorer.
const CLOSER_LOOK: usize = 100;
/// So many keywords a news article has in any case; further ones must be [`Candidate::is_of_substance`].
const SURE: usize = 5;
/// What the publisher's tag adds to the log odds.
const TAGGED: f32 = 1.5;

/// The best keywords, best first.
pub fn keywords(text: &ArticleText, limit: usize) -> Vec<Keyword> {
    from_reading(text, &Reading::new(text), limit)
}

pub(crate) fn from_reading(text: &ArticleText, reading: &Reading, limit: usize) -> Vec<Keyword> {
    scored(text, reading, limit, Scorer::builtin())
}

/// [`keywords`] by another scorer: for training.
#[doc(hidden)]
pub fn keywords_by(text: &ArticleText, limit: usize, scorer: &Scorer) -> Vec<Keyword> {
    scored(text, &Reading::new(text), limit, scorer)
}

/// What the scorer weighs in an article: phrases with their features. For training.
#[doc(hidden)]
pub fn keyword_candidates(text: &ArticleText) -> Vec<(String, [f32; FEATURES])> {
    let reading = Reading::new(text);
    weighed(text, &reading).into_iter().map(|(features, candidate)| (candidate.phrase(), features)).collect()
}

fn scored(text: &ArticleText, reading: &Reading, limit: usize, scorer: &Scorer) -> Vec<Keyword> {
    let mut ranked: Vec<(f32, Candidate)> = weighed(text, reading)
        .into_iter()
        .map(|(features, candidate)| (scorer.score(&features) + if candidate.tagged { TAGGED } else { 0.0 }, candidate))
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let keyword = |(score, candidate): (f32, Candidate)| {
        let phrase = candidate.phrase();
        Keyword { key: fold(&phrase), phrase, score: 1.0 / (1.0 + (-score).exp()) }
    };
    let chosen = choose::choose(ranked, limit);
    let titled = !reading.title.is_empty();
    let stays = |(place, (_, candidate)): &(usize, (f32, Candidate))| !titled || *place < SURE || candidate.is_of_substance();
    chosen.into_iter().enumerate().filter(stays).map(|(_, chosen)| keyword(chosen)).collect()
}

/// The candidates worth a closer look, best first by the first score.
fn weighed<'a>(text: &'a ArticleText, reading: &'a Reading) -> Vec<([f32; FEATURES], Candidate<'a>)> {
    let mut found: Map<u32, Candidate> = Map::default();
    collect(&mut found, text.title, &reading.title, Place::Title);
    collect(&mut found, text.body, &reading.body[..reading.body.len().min(MAX_BODY_WORDS)], Place::Body);
    for (tag, words) in text.tags.iter().zip(&reading.tags) {
        collect(&mut found, tag, words, Place::Tag);
    }
    let titled = !reading.title.is_empty();
    let context = Context::new(&found, titled, reading.body.len());
    let ranked = score::rank(found, titled);
    ranked.into_iter().take(CLOSER_LOOK).map(|(score, candidate)| (context.features(&candidate, score), candidate)).collect()
}
