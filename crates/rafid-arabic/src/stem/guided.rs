//! Proclitics, in the order in which Arabic writes them: و or ف, then س or ب ل ك, then ال.
//!
//! A letter in front of a word is a clitic only when the vocabulary says so, by three kinds of evidence:
//! - what remains is a word, or a word with an ending, and not a much rarer one (وكالة is no و+كالة);
//! - nothing stands in front of the whole that could not stand in front of a clitic: البرلمان shows that the ب of برلمان is a
//!   letter of the word, because the article never precedes a preposition; ووزير shows the same of the و of وزير;
//! - what follows a future's س is a verb: another of its persons is attested (سيلعب, تلعب), which سالم and سانا have not.

use super::{ATTESTED, Evidence, letters};

/// What may still come off: each kind of clitic once, in this order.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Stage {
    Conjunction,
    Preposition,
    Article,
}

/// Endings behind which a known word may stand: what is unknown with its pronoun may be known without.
const TAILS: [&str; 16] =
    ["تهما", "اتها", "اتهم", "هما", "تها", "تهم", "تين", "ات", "ون", "ين", "ان", "ها", "هم", "نا", "ه", "ي"];

/// The folded `word` without its proclitics.
pub(super) fn strip<'w>(evidence: &mut Evidence<'_, '_>, word: &'w str) -> &'w str {
    let (mut rest, mut stage) = (word, Stage::Conjunction);
    while let Some((shorter, next)) = evidence.step(rest, stage) {
        rest = shorter;
        match next {
            Some(next) => stage = next,
            // Behind the article stands the noun itself: the ف of الفناري is a letter of the name, whatever ناري says.
            None => break,
        }
    }
    rest
}

/// What remains, and what may come off next.
type Step<'w> = (&'w str, Option<Stage>);

impl Evidence<'_, '_> {
    fn step<'w>(&mut self, word: &'w str, stage: Stage) -> Option<Step<'w>> {
        if stage <= Stage::Preposition
            && let Some(rest) = word.strip_prefix("لل")
        {
            return self.lam(word, rest).map(|rest| (rest, None));
        }
        if let Some(rest) = word.strip_prefix("ال") {
            return self.article(word, rest).then_some((rest, None));
        }
        let first = word.chars().next()?;
        let rest = &word[first.len_utf8()..];
        if !letters(rest, 2) {
            return None;
        }
        let next = match first {
            'و' | 'ف' if stage == Stage::Conjunction => Some(Stage::Preposition),
            'ب' | 'ل' | 'ك' if stage <= Stage::Preposition => Some(Stage::Article),
            'س' if stage <= Stage::Preposition && self.is_future(rest) => None,
            _ => return None,
        };
        self.is_clitic(first, word, rest).then_some((rest, next))
    }

    /// Whether `first` stands in front of `rest` in `word` as a word of its own.
    fn is_clitic(&mut self, first: char, word: &str, rest: &str) -> bool {
        let whole = self.count(word);
        let bare = rest.strip_prefix("ال");
        let base = self.count(rest) + bare.map_or(0, |bare| self.count(bare));
        if whole < ATTESTED {
            // A new name is met with its article first: والفناري is و+الفناري though neither has been counted.
            if whole == 0 && first != 'ل' && bare.is_some_and(|bare| letters(bare, 4)) {
                return true;
            }
            if !letters(rest, 3) {
                return false;
            }
            // Few words begin with ك or ف as clitics, and many names with it as a letter.
            let needed = if matches!(first, 'ك' | 'ف') && !letters(rest, 5) { 10 } else { ATTESTED };
            let known = base >= needed
                || letters(rest, 4)
                    && (self.with("ال", rest) >= needed || self.is_inflected(rest) && self.noun_behind(word) < ATTESTED);
            return known && (base == 0 || whole * 2 <= base);
        }
        // A word of two letters is a clitic's host where it is a noun and far commoner than the whole.
        if !letters(rest, 3) && (base < whole * 20 || self.with("ال", rest) < 10) {
            return false;
        }
        let enough = match first {
            // News sentences begin with و and a verb: وأضاف is commoner than أضاف.
            'و' if rest.starts_with('ا') && letters(rest, 5) => base * 8 >= whole,
            'و' => base * 2 >= whole,
            'ك' | 'ف' => base >= whole * 3,
            _ if bare.is_some() => base >= whole,
            _ => base >= whole && base + self.with("ال", rest) >= whole * 2 || self.is_owned(base, whole, word, rest),
        };
        // The letter may be that of a noun with an ending: بريدة looks like البريد.
        enough && self.own(first, word) * 30 <= whole && (first == 'و' || bare.is_some() || self.noun_behind(word) <= base * 2)
    }

    /// How often something stands in front of the whole that never stands in front of the clitic `first`.
    fn own(&mut self, first: char, word: &str) -> u64 {
        let prefixes: &[&str] = match first {
            'و' | 'ف' => &["ال", "و", "ب", "ل", "وال", "بال", "لل"],
            // Nothing can be told from a ل before it: لل is also ل+ال.
            'ل' => &["ال", "وال", "بال", "ب"],
            'س' => &["ال", "ب", "ل"],
            _ => &["ال", "وال", "بال", "لل", "ب", "ل"],
        };
        prefixes.iter().map(|prefix| self.with(prefix, word)).sum()
    }

    /// Whether `rest` is a verb of the present: another of its persons is attested.
    fn is_future(&mut self, rest: &str) -> bool {
        let mut chars = rest.chars();
        let person = chars.next();
        let stem = chars.as_str();
        let others: &[&str] = match person {
            Some('ي') => &["ت", "ن", "ا"],
            Some('ت') => &["ي", "ن"],
            Some('ن') => &["ي", "ت"],
            Some('ا') if letters(stem, 3) => &["ي", "ت", "ن"],
            _ => return false,
        };
        letters(stem, 2) && (others.iter().any(|other| self.with(other, stem) >= ATTESTED) || self.is_inflected(rest))
    }

    /// Whether the word is attested without its ending, of which its stem leaves at least three letters.
    fn is_inflected(&mut self, word: &str) -> bool {
        TAILS.iter().any(|tail| {
            word.strip_suffix(tail)
                .is_some_and(|stem| letters(stem, 3) && (self.noun(stem) >= 10 || self.joined("", stem, "ه") >= 10))
        })
    }

    /// How often the noun behind the word's ending stands with the article.
    fn noun_behind(&mut self, word: &str) -> u64 {
        let stems = TAILS.iter().filter_map(|tail| word.strip_suffix(tail)).filter(|stem| letters(stem, 3));
        stems.map(|stem| self.with("ال", stem) + self.joined("ال", stem, "ه")).max().unwrap_or(0)
    }

    /// Whether a noun with its pronoun stands behind the preposition (بدوره): the noun is commoner, and the whole is none.
    fn is_owned(&mut self, base: u64, whole: u64, word: &str, rest: &str) -> bool {
        let Some(pronoun) = ["هما", "ها", "هم", "نا", "ه"].into_iter().find(|pronoun| word.ends_with(pronoun)) else {
            return false;
        };
        let mut noun = |word: &str| {
            let stem = word.strip_suffix(pronoun).filter(|stem| letters(stem, 3));
            stem.map_or(0, |stem| self.with("ال", stem))
        };
        base >= ATTESTED && base + noun(rest) >= whole * 2 && noun(word) == 0
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
        let (whole, bare) = (self.count(word), self.count(rest));
        if whole < ATTESTED {
            return letters(rest, 3) || bare >= 30;
        }
        // No article is written with a hamza, and none stands before another: ألبرتو, الألماني.
        let hamza = self.with("أل", rest);
        if hamza * 3 >= whole {
            return false;
        }
        let article = bare + self.with("لل", rest);
        let letter = self.with("لال", rest) + self.with("الال", rest);
        if article.max(letter) > 0 {
            return article > letter && (article * 200 >= whole || hamza == 0);
        }
        hamza == 0 && letters(rest, 3)
    }
}
