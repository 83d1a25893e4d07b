//! What goes on from what somebody types: keywords (names, places, subjects) and outlets.

use rafid_arabic::normalize::fold;

use super::{Portal, PortalResult};
use crate::view::{Outlet, Outlets};

pub const MAX_SUGGESTIONS: usize = 20;
/// Nobody types so much before choosing.
const MAX_CHARS: usize = 100;
/// The last so many words may be the beginning of a keyword.
const MOST_WORDS: usize = 4;
const MOST_OUTLETS: usize = 2;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    pub kind: SuggestionKind,
    /// The keyword or the outlet's name, as publishers write it.
    pub text: String,
    /// The whole question that it makes of what was typed.
    pub q: String,
    /// How many articles have the keyword.
    pub articles: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SuggestionKind {
    Keyword,
    Outlet,
}

impl Portal {
    /// Reads what the first suggestion would have to wait for: the table of all keywords. A portal without it answers too.
    pub fn warm(&self) -> PortalResult<()> {
        self.index.complete("", 1)?;
        Ok(())
    }

    /// Best first; none for an empty beginning.
    pub fn suggest(&self, typed: &str, limit: usize) -> PortalResult<Vec<Suggestion>> {
        let typed = typed.trim_start();
        let typed = typed.char_indices().nth(MAX_CHARS).map_or(typed, |(end, _)| &typed[..end]);
        let limit = limit.min(MAX_SUGGESTIONS);
        let mut found = self.outlets_like(typed, limit)?;
        let outlets = Outlets::new(&*self.store);
        // All that was typed, then less and less of its end: who types the third word may begin a name with it.
        for tail in tails(typed) {
            if found.len() >= limit {
                break;
            }
            let head = &typed[..typed.len() - tail.len()];
            for completion in self.index.complete(tail, limit)? {
                if found.len() >= limit {
                    break;
                }
                let Some(phrase) = self.phrase(&completion.key, &outlets)? else { continue };
                let q = format!("{head}{phrase}");
                if q != typed.trim_end() && found.iter().all(|known| known.text != phrase) {
                    let articles = Some(completion.articles);
                    found.push(Suggestion { kind: SuggestionKind::Keyword, text: phrase, q, articles });
                }
            }
        }
        Ok(found)
    }

    fn outlets_like(&self, typed: &str, limit: usize) -> PortalResult<Vec<Suggestion>> {
        let asked = fold(typed.trim_end()).to_lowercase();
        if asked.chars().count() < 2 {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        for source in self.store.sources()? {
            let outlet = Outlet::from(source);
            let name = fold(&outlet.name).to_lowercase();
            let is_like = name.match_indices(asked.as_str()).any(|(at, _)| starts_word(&name, at))
                || outlet.key.to_lowercase().starts_with(&asked);
            if is_like && found.len() < MOST_OUTLETS.min(limit) {
                let key = if outlet.key.contains(char::is_whitespace) { format!("\"{}\"", outlet.key) } else { outlet.key };
                let (kind, q) = (SuggestionKind::Outlet, format!("مصدر:{key}"));
                found.push(Suggestion { kind, text: outlet.name, q, articles: None });
            }
        }
        Ok(found)
    }
}

/// Whether a word begins at `at`, with or without the article.
fn starts_word(name: &str, at: usize) -> bool {
    let before = &name[..at];
    let before = before.strip_suffix("ال").unwrap_or(before);
    before.chars().next_back().is_none_or(|c| !c.is_alphanumeric())
}

/// All of `typed`, then its last words, fewer each time.
fn tails(typed: &str) -> Vec<&str> {
    let mut starts = vec![0];
    let mut in_space = false;
    for (at, c) in typed.char_indices() {
        if in_space && !c.is_whitespace() {
            starts.push(at);
        }
        in_space = c.is_whitespace();
    }
    let first = starts.len().saturating_sub(MOST_WORDS);
    starts[first..].iter().map(|&at| &typed[at..]).filter(|tail| !tail.trim().is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_the_beginning_of_a_keyword() {
        assert_eq!(tails("كأس العا"), ["كأس العا", "العا"]);
        assert_eq!(tails("أ ب ج د ه"), ["ب ج د ه", "ج د ه", "د ه", "ه"]);
        assert_eq!(tails("كأس "), ["كأس "]);
        assert!(tails("").is_empty() && tails("  ").is_empty());
    }
}
