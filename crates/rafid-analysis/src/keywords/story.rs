//! The keywords of a story.

use std::collections::HashMap;

use rafid_core::Keyword;

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
