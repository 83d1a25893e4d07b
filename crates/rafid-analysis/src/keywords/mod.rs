//! What an article is about, in phrases a reader would click.
//!
//! `candidates` collects phrases out of headline, body and the publisher's tags, `score` and then `scorer` weigh them. [`keywords`] gives as many as
//! are asked for, `choose` leaves out what repeats; what an article keeps and readers see is `shown`: whole names, and no more than are
//! worth a click. Debris that turns up goes into `reading/weak.txt`: words that no keyword begins or ends with.

mod candidates;
mod choose;
mod features;
mod score;
mod scorer;
mod shown;
mod story;

pub use features::FEATURES;
pub use scorer::Scorer;
pub use story::story_keywords;

use rafid_arabic::normalize::fold;
use rafid_core::Keyword;

use crate::ArticleText;
use crate::hash::Map;
use crate::reading::{Known, Reading};
use candidates::{Candidate, Place, collect};
use features::Context;

/// Keywords are looked for in so many words of the body.
const MAX_BODY_WORDS: usize = 1_500;
/// So many candidates are weighed by the scorer.
const CLOSER_LOOK: usize = 100;
/// What the publisher's tag adds to the log odds.
const TAGGED: f32 = 1.5;

/// The best phrases, best first, `limit` of them where there are so many. For comparison with labelled lists; readers see [`shown_keywords`].
pub fn keywords(text: &ArticleText, limit: usize) -> Vec<Keyword> {
    keywords_by(text, limit, Scorer::builtin())
}

/// The keywords that an article keeps: five to ten where it has them, fewer rather than debris.
pub fn shown_keywords(text: &ArticleText) -> Vec<Keyword> {
    from_reading(text, &Reading::new(text))
}

pub(crate) fn from_reading(text: &ArticleText, reading: &Reading) -> Vec<Keyword> {
    let (ranked, others) = scored(text, reading, Scorer::builtin());
    shown::shown(ranked, others).into_iter().map(keyword).collect()
}

/// [`keywords`] by another scorer: for training.
#[doc(hidden)]
pub fn keywords_by(text: &ArticleText, limit: usize, scorer: &Scorer) -> Vec<Keyword> {
    let reading = Reading::new(text);
    choose::choose(scored(text, &reading, scorer).0, limit).into_iter().map(keyword).collect()
}

/// What the scorer weighs in an article: phrases with their features. For training.
#[doc(hidden)]
pub fn keyword_candidates(text: &ArticleText) -> Vec<(String, [f32; FEATURES])> {
    let reading = Reading::new(text);
    weighed(text, &reading).0.into_iter().map(|(features, candidate)| (candidate.phrase(), features)).collect()
}

/// Whether a phrase is one word that names nothing by itself: a common noun, an adjective, a given name.
pub(crate) fn says_little_alone(phrase: &str) -> bool {
    let reading = Reading::new(&ArticleText { title: phrase, ..ArticleText::default() });
    let mut words = reading.title.iter().filter(|word| word.form.hash != 0);
    let (Some(word), None) = (words.next(), words.next()) else { return false };
    let form = &word.form;
    form.homograph || form.known != Known::Listed && (!form.is_name() || form.known == Known::Given && reading.title.len() == 1)
}

fn keyword((score, candidate): (f32, Candidate)) -> Keyword {
    let phrase = candidate.phrase();
    Keyword { key: fold(&phrase), phrase, score: 1.0 / (1.0 + (-score).exp()) }
}

/// The candidates with their log odds, best first, and those that got no closer look.
fn scored<'a>(text: &'a ArticleText, reading: &'a Reading, scorer: &Scorer) -> (Vec<(f32, Candidate<'a>)>, Vec<Candidate<'a>>) {
    let (weighed, others) = weighed(text, reading);
    let mut ranked: Vec<(f32, Candidate)> = weighed
        .into_iter()
        .map(|(features, candidate)| (scorer.score(&features) + if candidate.tagged { TAGGED } else { 0.0 }, candidate))
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    (ranked, others)
}

/// Candidates with their features, best first by the first score.
type Weighed<'a> = Vec<([f32; FEATURES], Candidate<'a>)>;

/// The candidates worth a closer look, and the others.
fn weighed<'a>(text: &'a ArticleText, reading: &'a Reading) -> (Weighed<'a>, Vec<Candidate<'a>>) {
    let mut found: Map<u32, Candidate> = Map::default();
    collect(&mut found, text.title, &reading.title, Place::Title);
    collect(&mut found, text.body, &reading.body[..reading.body.len().min(MAX_BODY_WORDS)], Place::Body);
    for (tag, words) in text.tags.iter().zip(&reading.tags) {
        collect(&mut found, tag, words, Place::Tag);
    }
    let titled = !reading.title.is_empty();
    let context = Context::new(&found, titled, reading.body.len());
    let mut ranked = score::rank(found, titled);
    let others = ranked.split_off(ranked.len().min(CLOSER_LOOK)).into_iter().map(|(_, candidate)| candidate).collect();
    (ranked.into_iter().map(|(score, candidate)| (context.features(&candidate, score), candidate)).collect(), others)
}
