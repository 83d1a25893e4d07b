//! The words by which the search index finds related articles.

use std::collections::HashMap;

use rafid_arabic::{Analyzer, TokenKind};

use crate::{ArticleText, rarity};

const LIMIT: usize = 24;
const MAX_POSITION: u32 = 1_500;

/// The terms (guided, as the index has them) that fetch related articles best, with weights, the heaviest first.
pub fn query_terms(text: &ArticleText) -> Vec<(String, f32)> {
    let mut counts: HashMap<String, (f32, bool)> = HashMap::new();
    let parts = [(text.title, 3.0), (text.summary.unwrap_or_default(), 1.0), (text.body, 1.0)];
    for (part, weight) in parts {
        let mut terms = Analyzer::builtin().terms(part);
        while let Some(term) = terms.next().filter(|term| term.position < MAX_POSITION) {
            if term.is_stop {
                continue;
            }
            match counts.get_mut(term.guided) {
                Some(count) => count.0 += weight,
                None => {
                    counts.insert(term.guided.to_owned(), (weight, term.kind == TokenKind::Number));
                }
            }
        }
    }
    let weigh = |(term, (count, is_number)): (String, (f32, bool))| {
        let weight = (1.0 + count.ln()) * rarity::of(&term, is_number);
        (term, weight)
    };
    let mut out: Vec<(String, f32)> = counts.into_iter().map(weigh).collect();
    out.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    out.truncate(LIMIT);
    out
}
