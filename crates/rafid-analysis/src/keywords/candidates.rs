//! Phrases that could be keywords: runs of nouns within a sentence, cut where grammar or punctuation cuts.

use crate::habits::Habits;
use crate::hash::{self, Map};
use crate::reading::{Known, Part, Word, written};

/// From this tie on two words belong together ([`Habits::tie`]).
const TIED: f32 = 0.65;
const MAX_WORDS: usize = 4;
/// From this rarity on a surname needs the name before it.
const SELDOM: f32 = 7.0;
/// The first words of a body.
const LEAD: u32 = 40;
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
    /// The same of its last use.
    pub last: u32,
    /// Its place in the headline, in words; -1 outside.
    pub title_at: f32,
    /// Uses without a clitic, with nothing to join before, with nothing to join after, in the lead.
    pub bare: f32,
    pub left: f32,
    pub right: f32,
    pub lead: f32,
    /// Uses that cut words which keep together elsewhere: «الملك الحوثي» out of «عبد الملك الحوثي».
    pub cut: f32,
    definite: bool,
}

impl<'a> Candidate<'a> {
    fn unused(source: &'a str, run: &'a [Word], first: u32) -> Self {
        Self {
            source,
            run,
            count: 0.0,
            in_title: false,
            tagged: false,
            first,
            last: 0,
            title_at: -1.0,
            bare: 0.0,
            left: 0.0,
            right: 0.0,
            lead: 0.0,
            cut: 0.0,
            definite: false,
        }
    }

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
        self.run.len() > 1 && (self.run[0].form.known == Known::Given || self.run[0].form.binds)
    }

    /// Made of names only.
    pub fn is_name(&self) -> bool {
        self.run.iter().all(|word| word.is_name() || word.form.binds)
    }

    /// One name that says little by itself: a given one, or one that news seldom has.
    pub fn is_little_known(&self) -> bool {
        match self.run {
            [word] => {
                word.form.known == Known::Given || (word.form.known == Known::No && word.is_name() && word.rarity >= SELDOM)
            }
            _ => false,
        }
    }

    /// A name, a tag, or a phrase that the article uses again: no splinter of its headline.
    pub fn is_of_substance(&self) -> bool {
        let named = self.run.iter().any(|word| word.is_name() || word.form.binds) && !self.cuts_a_name();
        self.tagged || named || (self.run.len() > 1 && self.count >= 2.0)
    }

    /// Every use has a word beside it with which it keeps together elsewhere.
    fn cuts_a_name(&self) -> bool {
        self.cut >= self.count
    }

    /// In the publisher's letters, without clitics in front and without vowel marks.
    pub fn phrase(&self) -> String {
        let (Some(first), Some(last)) = (self.run.first(), self.run.last()) else { return String::new() };
        let slice = |from: u32, to: u32| self.source.get(from as usize..to as usize).unwrap_or_default();
        let written = written(slice(first.start, first.end), &first.form) + slice(first.end, last.end);
        let plain: String = written.chars().filter(|c| !is_mark(*c)).collect();
        plain.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Vowel marks, kashida and what sets the direction: how a word is shown, not what it is.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Where a part of an article stands among keywords.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Title,
    Body,
    Tag,
}

/// What lies between a word and the next: reckoned once for all phrases around it.
#[derive(Debug, Clone, Copy, Default)]
struct Gap {
    /// A phrase can go on.
    joins: bool,
    /// Both words are of phrases, and a phrase can go on.
    nouns: bool,
    /// The words keep together elsewhere, too.
    tied: bool,
}

fn gap(source: &str, word: &Word, next: &Word) -> Gap {
    let ends = |word: &Word| matches!(word.form.part, Part::Break | Part::Verb);
    let joins = continues(source, word, next);
    Gap {
        joins,
        nouns: joins && !ends(word) && !ends(next),
        tied: !next.opens && Habits::builtin().tie(word.hash, next.hash) >= TIED,
    }
}

/// Notes the phrases of one part, by a hash of their words.
pub(super) fn collect<'a>(out: &mut Map<u32, Candidate<'a>>, source: &'a str, words: &'a [Word], place: Place) {
    // The gap before each word, and one after the last.
    let mut gaps = vec![Gap::default(); words.len() + 1];
    for (gap_before, two) in gaps.iter_mut().skip(1).zip(words.windows(2)) {
        *gap_before = gap(source, &two[0], &two[1]);
    }
    for start in 0..words.len() {
        // Not within a name: «العزيز» of «عبد العزيز», «بن سلمان» behind «محمد».
        let follows = gaps[start].joins && start > 0;
        if follows && (words[start - 1].form.binds || words[start].form.binds) {
            continue;
        }
        let mut key = 0u32;
        for length in 1..=MAX_WORDS.min(words.len() - start) {
            let end = start + length;
            let run = &words[start..end];
            let (first, last) = (&run[0], &run[length - 1]);
            if matches!(last.form.part, Part::Break | Part::Verb) || (length > 1 && !gaps[end - 1].joins) {
                break;
            }
            key = hash::pair(key, last.form.hash);
            if first.form.part == Part::Weak && !first.form.binds {
                break;
            }
            // «السعودي جمال»: an adjective that belongs to what stands before the name.
            if length > 1
                && first.form.relational
                && first.form.definite
                && run[1..].iter().any(|word| word.form.known == Known::Given)
            {
                break;
            }
            let whole_tag = place != Place::Tag || length == words.len();
            if last.form.part != Part::Weak && whole_tag && (length > 1 || last.form.letters >= MIN_LETTERS) {
                note(out, key, source, run, Use { place, start: start as u32, before: gaps[start], after: gaps[end] });
            }
        }
    }
}

/// One use of a phrase.
#[derive(Debug, Clone, Copy)]
struct Use {
    place: Place,
    /// Words before it.
    start: u32,
    before: Gap,
    after: Gap,
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

fn note<'a>(out: &mut Map<u32, Candidate<'a>>, key: u32, source: &'a str, run: &'a [Word], used: Use) {
    let Use { place, start, before, after } = used;
    let entry = out.entry(key).or_insert_with(|| Candidate::unused(source, run, if place == Place::Title { 0 } else { start }));
    let one = |holds: bool| f32::from(u8::from(holds));
    entry.count += 1.0;
    entry.in_title |= place == Place::Title;
    entry.tagged |= place == Place::Tag;
    entry.definite |= run[0].form.definite;
    entry.left += one(!before.nouns);
    entry.right += one(!after.nouns);
    entry.cut += one(before.tied || after.tied);
    entry.bare += one(!run[0].form.clitic);
    entry.lead += one(place == Place::Body && start < LEAD);
    match place {
        Place::Body => entry.last = entry.last.max(start),
        Place::Title if entry.title_at < 0.0 => entry.title_at = start as f32,
        _ => {}
    }
    if entry.run[0].form.clitic && !run[0].form.clitic {
        (entry.source, entry.run) = (source, run);
    }
}
