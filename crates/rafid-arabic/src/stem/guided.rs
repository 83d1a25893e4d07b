//! Proclitics: و ف, then س or ب ل ك, then ال.
//!
//! A letter in front of a word is a clitic only when the vocabulary says so, by two kinds of evidence:
//! - what remains is a word, and not a much rarer one (وكالة is no و+كالة);
//! - nothing stands in front of the whole that could not stand in front of a clitic: البرلمان shows that the ب of برلمان is a
//!   letter of the word, because the article never precedes a preposition; ووزير shows the same of the و of وزير.

use super::{ATTESTED, Evidence, letters};

/// A word is stripped at most this often: و + ب + ال, and one more for what people mistype.
const MAX_STEPS: usize = 4;

/// The folded `word` without its proclitics.
pub(super) fn strip<'w>(evidence: &mut Evidence<'_, '_>, word: &'w str) -> &'w str {
    let mut rest = word;
    for _ in 0..MAX_STEPS {
        match evidence.step(rest) {
            Some(shorter) => {
                // Behind the article stands the noun itself: the ف of الفناري is a letter of the name, whatever ناري says.
                let article = rest.starts_with("ال") || rest.starts_with("لل");
                rest = shorter;
                if article {
                    break;
                }
            }
            None => break,
        }
    }
    rest
}

impl Evidence<'_, '_> {
    fn step<'w>(&mut self, word: &'w str) -> Option<&'w str> {
        if let Some(rest) = word.strip_prefix("لل") {
            return self.lam(word, rest);
        }
        if let Some(rest) = word.strip_prefix("ال") {
            return self.article(word, rest).then_some(rest);
        }
        let first = word.chars().next()?;
        let rest = &word[first.len_utf8()..];
        if !letters(rest, 2) {
            return None;
        }
        let (share, prefixes): (u64, &[&str]) = match first {
            'و' => (2, &["ال", "و", "ب", "ل", "وال", "بال", "لل"]),
            'ف' => (1, &["ال", "و", "ب", "ل", "وال", "بال", "لل"]),
            'ب' => (1, &["ال", "وال", "بال", "لل", "ب", "ل"]),
            // Nothing can be told from a ل before it: لل is also ل+ال.
            'ل' => (1, &["ال", "وال", "بال", "ب"]),
            'ك' => (1, &["ال", "وال", "بال", "لل", "ب", "ل"]),
            'س' if rest.starts_with(['ي', 'ت', 'ن', 'ا']) && letters(rest, 3) => (1, &["ال", "ب", "ل"]),
            _ => return None,
        };
        let whole = self.count(word);
        let base = self.count(rest) + rest.strip_prefix("ال").map_or(0, |bare| self.count(bare));
        if whole < ATTESTED {
            // A new name is met with its article first: والفناري is و+الفناري though neither has been counted.
            let new_name = matches!(first, 'و' | 'ف' | 'ب' | 'ك') && rest.strip_prefix("ال").is_some_and(|bare| letters(bare, 4));
            if new_name && whole == 0 {
                return Some(rest);
            }
            let known = base >= ATTESTED || (letters(rest, 4) && self.with("ال", rest) >= ATTESTED);
            return (known && letters(rest, 3) && self.count(word) * 2 <= base).then_some(rest);
        }
        let weight = if matches!(first, 'ك' | 'ف') { 3 } else { 1 };
        if base * share < whole * weight || !letters(rest, 3) && base < whole * 20 {
            return None;
        }
        let own: u64 = prefixes.iter().map(|prefix| self.with(prefix, word)).sum();
        (own * 30 <= whole).then_some(rest)
    }

    /// لل+رئيس is ل+ال+رئيس; لل+اعبين is ل+لاعبين.
    fn lam<'w>(&mut self, word: &'w str, after_two: &'w str) -> Option<&'w str> {
        let after_one = &word["ل".len()..];
        if after_two == "ه" {
            return Some("الله");
        }
        let (two, one) = (self.noun(after_two), self.noun(after_one));
        if two.max(one) < ATTESTED {
            return letters(after_two, 4).then_some(after_two);
        }
        Some(if one > two { after_one } else { after_two }).filter(|rest| letters(rest, 2))
    }

    fn article(&mut self, word: &str, rest: &str) -> bool {
        if !letters(rest, 2) || crate::stop_words::is_stop(rest) {
            return false;
        }
        let whole = self.count(word);
        let bare = self.count(rest);
        if whole < ATTESTED {
            return bare >= ATTESTED || letters(rest, 3);
        }
        let article = bare + self.with("لل", rest);
        // No article stands before another: الألماني shows that the ال of ألماني is the word's.
        let letter = self.with("لال", rest) + self.with("الال", rest);
        article > letter && article * 200 >= whole
    }
}
