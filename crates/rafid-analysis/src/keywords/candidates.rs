//! Phrases that could be keywords: runs of nouns within a sentence, cut where grammar or punctuation cuts.

use crate::hash::{self, Map};
use crate::reading::{Known, Part, Word, written};

const MAX_WORDS: usize = 4;
/// One word alone has at least these.
const MIN_LETTERS: u8 = 3;

/// A phrase with what is known of its use in the article.
#[derive(Debug, Clone)]
pub(super) struct Candidate<'a> {
    /// Where it is written best.
    source: &'a str,
    run: &'a [Word],
    pub count: f32,
    pub in_title: bool,
    /// The publisher gives it as a tag.
    pub tagged: bool,
    /// Words of the body before its first use; 0 in a headline.
    pub first: u32,
    definite: bool,
}

impl<'a> Candidate<'a> {
    pub fn words(&self) -> &'a [Word] {
        self.run
    }

    pub fn len(&self) -> usize {
        self.run.len()
    }

    pub fn hashes(&self) -> impl Iterator<Item = u32> + use<'a> {
        self.run.iter().map(|word| word.form.hash)
    }

    /// One word that is an adjective by its form.
    pub fn adjective(&self) -> Option<bool> {
        match self.run {
            [word] if word.form.relational && word.form.known != Known::Listed => Some(self.definite),
            _ => None,
        }
    }

    /// Begins with a given name and goes on.
    pub fn is_person(&self) -> bool {
        self.run.len() > 1 && self.run[0].form.known == Known::Given
    }

    /// In the publisher's letters, without clitics in front.
    pub fn phrase(&self) -> String {
        let (Some(first), Some(last)) = (self.run.first(), self.run.last()) else { return String::new() };
        let slice = |from: u32, to: u32| self.source.get(from as usize..to as usize).unwrap_or_default();
        written(slice(first.start, first.end), &first.form) + slice(first.end, last.end)
    }
}

/// Where a part of an article stands among keywords.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Title,
    Body,
    Tag,
}

/// Notes the phrases of one part, by a hash of their words.
pub(super) fn collect<'a>(out: &mut Map<u32, Candidate<'a>>, source: &'a str, words: &'a [Word], place: Place) {
    for start in 0..words.len() {
        let mut key = 0u32;
        for length in 1..=MAX_WORDS.min(words.len() - start) {
            let run = &words[start..start + length];
            let (first, last) = (&run[0], &run[length - 1]);
            if matches!(last.form.part, Part::Break | Part::Verb) || (length > 1 && !continues(source, &run[length - 2], last)) {
                break;
            }
            key = hash::pair(key, last.form.hash);
            if first.form.part == Part::Weak {
                break;
            }
            let whole_tag = place != Place::Tag || length == words.len();
            if last.form.part != Part::Weak && whole_tag && (length > 1 || last.form.letters >= MIN_LETTERS) {
                note(out, key, source, run, place, start as u32);
            }
        }
    }
}

/// Whether a phrase goes on from `word` to `next`.
fn continues(source: &str, word: &Word, next: &Word) -> bool {
    let (form, after) = (&word.form, &next.form);
    if next.opens || after.clitic || form.nunated || after.nunated || form.possessed {
        return false;
    }
    // A definite noun is followed by a definite one or by a name.
    let agrees = !form.definite || after.definite || matches!(after.part, Part::Name | Part::Weak) || after.known == Known::Given;
    agrees
        && source
            .get(word.end as usize..next.start as usize)
            .is_some_and(|between| between.chars().all(|c| matches!(c, ' ' | '\u{a0}')))
}

fn note<'a>(out: &mut Map<u32, Candidate<'a>>, key: u32, source: &'a str, run: &'a [Word], place: Place, start: u32) {
    let fresh = Candidate {
        source,
        run,
        count: 0.0,
        in_title: false,
        tagged: false,
        first: if place == Place::Title { 0 } else { start },
        definite: false,
    };
    let entry = out.entry(key).or_insert(fresh);
    entry.count += 1.0;
    entry.in_title |= place == Place::Title;
    entry.tagged |= place == Place::Tag;
    entry.definite |= run[0].form.definite;
    if entry.run[0].form.clitic && !run[0].form.clitic {
        (entry.source, entry.run) = (source, run);
    }
}
