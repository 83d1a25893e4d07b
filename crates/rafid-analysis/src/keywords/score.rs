//! How good a keyword a candidate is: a product of what speaks for it.
//!
//! The constants were found by coordinate search over three labelled sets together (see `eval/analysis-ablation.md`); each lies in a
//! wide flat range.

use super::candidates::Candidate;
use crate::hash::Map;
use crate::reading::{Known, Part};

/// By the number of words. Without a headline (an encyclopaedia's text) a single word says less than in news.
const LENGTHS: [f32; 4] = [1.2, 1.0, 1.1, 0.96];
const SINGLE_UNTITLED: f32 = 0.36;
const COUNT_POWER: f32 = 0.6;
const WORDS_POWER: f32 = 0.19;
const RARITY_POWER: f32 = 0.6;
const LEAST_RARITY_POWER: f32 = 0.18;
const MAX_RARITY: f32 = 7.0;
/// What an early place adds, and after how many words that has faded to 1/e.
const EARLY: f32 = 1.6;
const EARLY_WORDS: f32 = 100.0;
const IN_TITLE: f32 = 2.5;
const TAGGED: f32 = 3.0;
const NAMES: f32 = 0.24;
const LISTED: f32 = 1.25;
const PERSON: f32 = 1.3;
const POSSESSED: f32 = 0.4;
const ADJECTIVE: f32 = 0.8;
const DEFINITE_ADJECTIVE: f32 = 0.7;
/// Used once, and not in the headline.
const ONCE: f32 = 0.6;

/// The candidates with their scores, best first.
pub(super) fn rank(candidates: Map<u32, Candidate<'_>>, titled: bool) -> Vec<(f32, Candidate<'_>)> {
    let counts: Map<u32, f32> =
        candidates.values().filter(|c| c.len() == 1).flat_map(|c| c.hashes().map(|hash| (hash, c.count))).collect();
    let mut out: Vec<(f32, u32, Candidate)> =
        candidates.into_iter().map(|(key, candidate)| (score(&candidate, &counts, titled), key, candidate)).collect();
    out.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.2.first.cmp(&b.2.first)).then(a.1.cmp(&b.1)));
    out.into_iter().map(|(score, _, candidate)| (score, candidate)).collect()
}

fn score(candidate: &Candidate, counts: &Map<u32, f32>, titled: bool) -> f32 {
    let words = candidate.words();
    let length = words.len() as f32;
    let prior = if words.len() == 1 && !titled { SINGLE_UNTITLED } else { LENGTHS[words.len().clamp(1, 4) - 1] };
    // The words of a phrase are used outside of it, too.
    let used = candidate.hashes().map(|hash| counts.get(&hash).copied().unwrap_or(candidate.count)).sum::<f32>() / length;
    let rarity = (words.iter().map(|word| word.rarity).sum::<f32>() / length).min(MAX_RARITY);
    let least = words.iter().map(|word| word.rarity).fold(f32::MAX, f32::min);
    let share = |is: fn(&crate::reading::Word) -> bool| words.iter().filter(|word| is(word)).count() as f32 / length;
    let listed = words.iter().any(|word| word.form.known == Known::Listed);
    let when = |holds: bool, factor: f32| if holds { factor } else { 1.0 };
    prior
        * candidate.count.powf(COUNT_POWER)
        * used.max(1.0).powf(WORDS_POWER)
        * rarity.powf(RARITY_POWER)
        * (0.5 + least).powf(LEAST_RARITY_POWER)
        * (1.0 + EARLY * (-(candidate.first as f32) / EARLY_WORDS).exp())
        * (1.0 + NAMES * share(|word| word.form.part == Part::Name))
        * when(listed, 1.0 + LISTED / length)
        * when(candidate.in_title, IN_TITLE)
        * when(candidate.tagged, TAGGED)
        * when(candidate.is_person(), PERSON)
        * when(words.last().is_some_and(|word| word.form.possessed), POSSESSED)
        * candidate.adjective().map_or(1.0, |definite| if definite { DEFINITE_ADJECTIVE } else { ADJECTIVE })
        * when(candidate.count < 2.0 && !candidate.in_title, ONCE)
}
