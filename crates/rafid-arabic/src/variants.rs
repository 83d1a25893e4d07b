//! Spellings of the same word: ترامب/ترمب, أميركي/أمريكي, إنجلترا/إنكلترا, عبد الله/عبدالله.
//!
//! Arabic writes foreign names by ear: a short vowel becomes a letter or is left out, *g* is ج, غ, ق or ك. Which pairs are the same
//! word is learned from a corpus by rule and evidence (`examples/make_variants.rs`), frozen in `data/variants.tsv`,
//! and applied to guided forms, so that index and query agree. [`skeleton`] is the rule alone: for guessing at unknown names.

use crate::table::WordTable;
use std::sync::LazyLock;

/// A learned table from spellings to canonical ones.
#[derive(Debug, Clone, Default)]
pub struct Variants {
    words: WordTable,
    /// For each word, the number of its canonical spelling (often its own).
    canonical: Vec<u32>,
}

impl Variants {
    /// The table that is built into this crate.
    pub fn builtin() -> &'static Variants {
        static BUILTIN: LazyLock<Variants> = LazyLock::new(|| Variants::parse(include_str!("../data/variants.tsv")));
        &BUILTIN
    }

    /// Reads lines of `variant TAB canonical`, both folded; other lines are passed over. A variant of two words has one blank.
    pub fn parse(lines: &str) -> Variants {
        let mut variants = Variants::default();
        for (variant, canonical) in lines.lines().filter_map(|line| line.split_once('\t')) {
            if let (Some(canonical), Some(variant)) = (variants.number(canonical), variants.number(variant)) {
                variants.canonical[variant] = canonical as u32;
            }
            // The first word of a pair is marked, so that one lookup tells whether to look at the next word at all.
            if let Some((first, _)) = variant.split_once(' ') {
                variants.number(&format!("{first} "));
            }
        }
        variants
    }

    /// The canonical spelling of a guided form: itself when none is known.
    pub fn canonical<'a>(&'a self, guided: &'a str) -> &'a str {
        match self.words.find(guided).and_then(|number| self.canonical.get(number)) {
            Some(&canonical) => self.words.word(canonical as usize),
            None => guided,
        }
    }

    /// The one word that two guided forms with a blank between them (`pair`) are together, if they are also written as one.
    /// Of `"first "` it tells by `Some` whether there is any such pair.
    pub fn joined(&self, pair: &str) -> Option<&str> {
        let number = self.words.find(pair)?;
        self.canonical.get(number).map(|&canonical| self.words.word(canonical as usize))
    }

    fn number(&mut self, word: &str) -> Option<usize> {
        let number = self.words.insert(word)?;
        if number == self.canonical.len() {
            self.canonical.push(number as u32);
        }
        Some(number)
    }
}

/// How far apart two spellings of one skeleton are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// Only consonants that transcribe the same foreign sound differ, and perhaps vowels.
    Foreign,
    /// One or two long vowels are written or not, or written otherwise.
    Vowel,
    /// More than that.
    Distant,
}

impl Spelling {
    /// How `a` and `b`, folded words of one [`skeleton`], differ.
    pub fn of(a: &str, b: &str) -> Spelling {
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        let (mut i, mut j, mut vowels, mut foreign) = (0, 0, 0, 0);
        while i < a.len() || j < b.len() {
            match (a.get(i), b.get(j)) {
                (Some(x), Some(y)) if x == y => (i, j) = (i + 1, j + 1),
                (Some(x), Some(y)) if is_vowel(*x) && is_vowel(*y) => (i, j, vowels) = (i + 1, j + 1, vowels + 1),
                (Some(x), _) if is_vowel(*x) => (i, vowels) = (i + 1, vowels + 1),
                (_, Some(y)) if is_vowel(*y) => (j, vowels) = (j + 1, vowels + 1),
                (Some(x), Some(y)) if sound(*x) == sound(*y) => (i, j, foreign) = (i + 1, j + 1, foreign + 1),
                (Some(_), _) => (i, vowels) = (i + 1, vowels + 1),
                (_, Some(_)) => (j, vowels) = (j + 1, vowels + 1),
                (None, None) => break,
            }
        }
        match (foreign, vowels) {
            (1.., 0..=2) => Spelling::Foreign,
            (_, 0..=2) => Spelling::Vowel,
            _ => Spelling::Distant,
        }
    }
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'ا' | 'و' | 'ي' | 'ء')
}

/// One letter for those that transcribe one foreign sound.
fn sound(c: char) -> char {
    match c {
        'ج' | 'غ' | 'ق' | 'ك' => 'ك',
        'ث' | 'س' | 'ص' => 'س',
        'ت' | 'ط' => 'ت',
        'ذ' | 'ز' | 'ظ' => 'ز',
        'د' | 'ض' => 'د',
        _ => c,
    }
}

/// What spellings of a foreign name have in common: the consonants, by sound, doubled ones once. `None` when fewer than three
/// consonants are left, which is too few to go by.
pub fn skeleton(folded: &str) -> Option<String> {
    let mut key = String::with_capacity(folded.len());
    let mut consonants = 0;
    let mut last = None;
    for c in folded.chars() {
        if !is_vowel(c) && last != Some(c) {
            key.push(sound(c));
            consonants += 1;
        }
        last = Some(c);
    }
    (consonants >= 3 && folded.chars().all(|c| c as u32 >= 0x600)).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_name_share_a_skeleton() {
        for (a, b) in [("ترامب", "ترمب"), ("نتنياهو", "نتانياهو"), ("انجلترا", "انكلترا"), ("بوتين", "بوتن"), ("غوغل", "جوجل")]
        {
            assert_eq!(skeleton(a), skeleton(b), "{a} {b}");
            assert_ne!(Spelling::of(a, b), Spelling::Distant, "{a} {b}");
        }
        assert_ne!(skeleton("لندن"), skeleton("لبنان"));
        assert_eq!(skeleton("ماي"), None);
    }

    #[test]
    fn a_variant_leads_to_its_canonical_spelling() {
        let variants = Variants::parse("ترمب\tترامب\nبيونغ يانغ\tبيونغيانغ\nnonsense");
        assert_eq!(variants.canonical("ترمب"), "ترامب");
        assert_eq!(variants.canonical("ترامب"), "ترامب");
        assert_eq!(variants.canonical("كتاب"), "كتاب");
        assert_eq!(variants.joined("بيونغ يانغ"), Some("بيونغيانغ"));
    }
}
