//! The names that two articles share, whole, as a reader would say them.

use rafid_arabic::Analyzer;
use rafid_arabic::normalize::fold;
use rafid_core::Keyword;

use crate::reading::{self, Known, Part, Word};
use crate::stories::is_country;

/// More would not be "in few words".
const MOST: usize = 3;
/// A word that comes without its article less often than once in so many times is a name: اليونسكو.
const ALWAYS_DEFINITE: u32 = 30;

/// Words of many reports take no article either: مقتل.
const LEAST_RARITY: f32 = 4.0;

struct Name<'a> {
    phrase: &'a str,
    words: Vec<Word>,
}

impl<'a> Name<'a> {
    fn of(keyword: &'a Keyword) -> Self {
        let mut words = reading::phrase(&keyword.phrase);
        words.retain(|word| !word.is_stop);
        Self { phrase: &keyword.phrase, words }
    }

    /// Whether all words of `other` are in it.
    fn holds(&self, other: &Self) -> bool {
        !other.words.is_empty() && other.words.iter().all(|word| self.words.iter().any(|own| own.hash == word.hash))
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.words.iter().any(|word| !is_country(word.hash) && other.words.iter().any(|own| own.hash == word.hash))
    }

    /// Whether it is a name, and no common noun, and no piece of one.
    fn is_whole(&self) -> bool {
        match self.words.as_slice() {
            [] => false,
            [word] => match word.form.known {
                Known::Listed => true,
                // محمد alone is nobody.
                Known::Given => false,
                Known::No => is_proper(word) || (word.form.definite && !word.form.relational && is_always_definite(self.phrase)),
            },
            // An adjective opens no name: السعودي جمال.
            [first, ..] if first.form.definite && first.form.relational && !is_always_definite(self.phrase) => false,
            words => words.iter().any(|word| word.form.definite || is_proper(word) || word.form.known != Known::No),
        }
    }
}

fn is_proper(word: &Word) -> bool {
    word.form.part == Part::Name && !word.form.relational && word.rarity >= LEAST_RARITY
}

/// Whether the first word of a phrase has the article wherever it stands.
fn is_always_definite(phrase: &str) -> bool {
    let folded = fold(phrase.split_whitespace().next().unwrap_or_default());
    let vocabulary = Analyzer::builtin().vocabulary();
    folded
        .strip_prefix("ال")
        .is_some_and(|bare| vocabulary.count(bare).saturating_mul(ALWAYS_DEFINITE) < vocabulary.count(&folded).max(1))
}

/// Whether a name is more than a country's.
pub(super) fn is_telling(name: &str) -> bool {
    reading::phrase(name).iter().any(|word| !word.is_stop && !is_country(word.hash))
}

/// Names that both have, as the article offered writes them; none twice, none within another.
pub(super) fn shared(target: &[Keyword], item: &[Keyword]) -> Vec<String> {
    let ours: Vec<Name> = target.iter().map(Name::of).collect();
    let mut out: Vec<Name> = Vec::new();
    for name in item.iter().map(Name::of).filter(Name::is_whole) {
        // محمد بن سلمان is in الأمير محمد بن سلمان, whoever writes which.
        let is_shared = ours.iter().any(|own| own.holds(&name) || (own.is_whole() && name.holds(own)));
        if !is_shared {
            continue;
        }
        match out.iter_mut().find(|other| other.overlaps(&name)) {
            Some(other) if name.holds(other) => *other = name,
            Some(_) => {}
            None => out.push(name),
        }
    }
    out.iter().take(MOST).map(|name| name.phrase.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(ours: &[&str], theirs: &[&str], expected: &[&str]) {
        let keywords = |phrases: &[&str]| -> Vec<Keyword> {
            phrases.iter().map(|phrase| Keyword { phrase: (*phrase).to_owned(), key: fold(phrase), score: 1.0 }).collect()
        };
        assert_eq!(shared(&keywords(ours), &keywords(theirs)), expected, "{ours:?} {theirs:?}");
    }

    #[test]
    fn names_are_whole_and_come_once() {
        check(&["منظمة رواد الفلك"], &["رواد الفلك", "منظمة رواد الفلك"], &["منظمة رواد الفلك"]);
        check(&["هيومن رايتس", "رايتس ووتش"], &["هيومن رايتس", "رايتس ووتش"], &["هيومن رايتس"]);
        check(&["الأمير محمد بن سلمان"], &["محمد بن سلمان"], &["محمد بن سلمان"]);
        check(&["محمد بن سلمان"], &["الأمير محمد بن سلمان"], &["الأمير محمد بن سلمان"]);
        check(&["مجلس الأمن", "تبوك"], &["تبوك", "مجلس الأمن"], &["تبوك", "مجلس الأمن"]);
    }

    #[test]
    fn common_nouns_and_pieces_are_no_names() {
        check(&["الصحف", "طائرة", "مستشفى متخصص"], &["الصحف", "طائرة", "مستشفى متخصص"], &[]);
        check(&["السعودي جمال", "محمد"], &["السعودي جمال", "محمد"], &[]);
    }
}
