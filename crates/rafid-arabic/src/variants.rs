//! Spellings of the same word: ترامب/ترمب, أميركي/أمريكي, إنجلترا/إنكلترا, عبد الله/عبدالله.
//!
//! Arabic writes foreign names by ear: a short vowel becomes a letter or is left out, *g* is ج, غ, ق or ك. Which pairs are the same
//! word is learned from a corpus by rule and evidence (`examples/make_variants.rs`), frozen in `data/variants.tsv`,
//! and applied to guided forms, so that index and query agree. [`skeleton`] is the rule alone: for guessing at unknown names.
//!
//! ```
//! use rafid_arabic::Variants;
//! let spellings = Variants::builtin();
//! assert_eq!(spellings.canonical("نتانياهو"), spellings.canonical("نتنياهو"));
//! assert_ne!(spellings.canonical("عمان"), spellings.canonical("عمرو"));
//! ```

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

/// Letters that must be left of a word's skeleton for its sounds alone to tell it from others.
const TELLING: usize = 5;

/// Whether nothing speaks against a foreign name: no letter that transcribes no foreign sound, and not the beginnings and endings
/// of Arabic's inflected words (تناقلت, متوارثة, مكالمتك).
fn may_be_foreign(folded: &str) -> bool {
    const BEGINNINGS: [&str; 14] = ["است", "يست", "تست", "نست", "وست", "واس", "لم", "لت", "بم", "بب", "يت", "مت", "تت", "نت"];
    const ENDINGS: [&str; 12] = ["ها", "هم", "نا", "وا", "ون", "ين", "ان", "ات", "تك", "تي", "ته", "كم"];
    let own = |c: char| matches!(c, 'ع' | 'ح' | 'ض' | 'ظ' | 'ص' | 'ذ' | 'ء');
    if folded.contains(own) || BEGINNINGS.iter().any(|beginning| folded.starts_with(beginning)) {
        return false;
    }
    if !folded.starts_with(['م', 'ت', 'ي', 'ن', 'ا']) {
        return !["ها", "هم", "نا", "وا", "تك", "ته"].iter().any(|ending| folded.ends_with(ending));
    }
    // A verb's or a participle's first letter: then the ending must be none of theirs either.
    let verb = !folded.starts_with('م') && folded.strip_suffix('ت').is_some_and(|rest| !rest.ends_with(is_vowel));
    !verb && !folded.ends_with('ه') && !ENDINGS.iter().any(|ending| folded.ends_with(ending))
}

/// What a word that is probably a foreign name sounds like, for spellings that no corpus has shown: the long vowels inside are
/// left out and letters of one foreign sound are one (زيلينسكي and زيلنسكي are زلنسكي; no word, but a key). `None` for words of fewer than five consonants,
/// where chance would unite strangers.
pub fn sounds(folded: &str) -> Option<String> {
    if folded.len() < TELLING * "ب".len() {
        return None;
    }
    let consonants = skeleton(folded)?.chars().count();
    if consonants < TELLING || !may_be_foreign(folded) {
        return None;
    }
    let (mut key, mut last) = (String::with_capacity(folded.len()), None);
    let mut letters = folded.chars().enumerate().peekable();
    while let Some((at, c)) = letters.next() {
        let inside = at > 0 && letters.peek().is_some();
        // A vowel at either end is the name's own: ياماموتو.
        if !(inside && is_vowel(c)) && last != Some(c) {
            key.push(if is_vowel(c) { c } else { sound(c) });
        }
        last = Some(c);
    }
    Some(key)
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
    fn unknown_names_meet_by_their_sounds() {
        for (a, b) in [("زيلينسكي", "زيلنسكي"), ("زوكربيرغ", "زوكربيرج"), ("بلينكن", "بلينكين")]
        {
            assert_eq!(sounds(a), sounds(b), "{a} {b}");
            assert!(sounds(a).is_some());
        }
        assert_eq!(sounds("سوناك"), None);
        assert_ne!(sounds("زيلينسكي"), sounds("زيلينسكا"));
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
