//! What an article is about, in phrases a reader would click.

use std::collections::HashMap;

use rafid_core::Keyword;

use crate::ArticleText;
use crate::reading::{Reading, Word};

/// The best keywords, best first.
pub fn keywords(text: &ArticleText, limit: usize) -> Vec<Keyword> {
    from_reading(text, &Reading::new(text), limit)
}

pub(crate) fn from_reading(text: &ArticleText, reading: &Reading, limit: usize) -> Vec<Keyword> {
    let mut found: HashMap<Vec<u32>, (f32, String, String)> = HashMap::new();
    let parts = [(&reading.title, text.title, 3.0), (&reading.body, text.body, 1.0)];
    for (part, source, weight) in parts {
        for length in 1..=3 {
            for run in part.windows(length) {
                if run.iter().any(|w| w.is_stop || w.is_number) || run[1..].iter().any(|w| w.opens) {
                    continue;
                }
                let phrase = &source[run[0].start as usize..run[length - 1].end as usize];
                if phrase.contains(['،', ',', '"', '»', '«', '(', ')', ':', '\n', '.']) {
                    continue;
                }
                let key: Vec<u32> = run.iter().map(|w: &Word| w.hash).collect();
                let entry = found.entry(key).or_insert_with(|| (0.0, phrase.to_owned(), rafid_arabic::normalize::fold(phrase)));
                entry.0 += weight * (length as f32).sqrt();
            }
        }
    }
    let mut out: Vec<Keyword> = found
        .into_values()
        .filter(|(score, _, _)| *score > 1.5)
        .map(|(score, phrase, key)| Keyword { phrase, key, score })
        .collect();
    out.sort_unstable_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.key.cmp(&b.key)));
    out.truncate(limit);
    out
}

/// A story's keywords from its members': those that many of them have, first.
pub fn story_keywords(members: &[&[Keyword]], limit: usize) -> Vec<Keyword> {
    let mut sums: HashMap<&str, Keyword> = HashMap::new();
    for keywords in members {
        let best = keywords.first().map_or(1.0, |keyword| keyword.score).max(f32::MIN_POSITIVE);
        for keyword in *keywords {
            let entry = sums.entry(&keyword.key).or_insert_with(|| Keyword { score: 0.0, ..keyword.clone() });
            entry.score += keyword.score / best;
        }
    }
    let mut out: Vec<Keyword> = sums.into_values().collect();
    out.sort_unstable_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.key.cmp(&b.key)));
    out.truncate(limit);
    out
}

/// The terms (folded and guided, as the index has them) that fetch related articles best, with weights.
pub fn query_terms(text: &ArticleText) -> Vec<(String, f32)> {
    const LIMIT: usize = 24;
    let mut weights: HashMap<String, f32> = HashMap::new();
    let parts = [(text.title, 3.0), (text.summary.unwrap_or_default(), 1.0), (text.body, 1.0)];
    for (part, weight) in parts {
        let mut terms = rafid_arabic::Analyzer::builtin().terms(part);
        while let Some(term) = terms.next() {
            if !term.is_stop && term.position < 1_500 {
                *weights.entry(term.guided.to_owned()).or_default() += weight;
            }
        }
    }
    let mut out: Vec<(String, f32)> = weights
        .into_iter()
        .map(|(term, count)| {
            let rarity = crate::rarity::of(&term, false);
            (term, (1.0 + count.ln()) * rarity)
        })
        .collect();
    out.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    out.truncate(LIMIT);
    out
}
