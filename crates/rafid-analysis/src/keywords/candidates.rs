//! Phrases that could be keywords: runs of nouns within a sentence, cut where grammar or punctuation cuts.

use std::sync::LazyLock;

use rafid_arabic::normalize::fold;

use crate::habits::Habits;
use crate::hash::{self, Map, Set};
use crate::reading::{Joint, Known, Part, Word, is_accusative, shown, written};

/// From this tie on two words belong together ([`Habits::tie`]).
const TIED: f32 = 0.65;
const MAX_WORDS: usize = 4;
/// The same with the parts of names that are never torn.
const MAX_GLUED: usize = 8;
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
    /// How good the spelling at hand is.
    form: u8,
    /// Uses in the accusative: most often «تاركا», a state and no thing.
    pub accusative: f32,
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
            form: 0,
            accusative: 0.0,
        }
    }

    pub fn words(&self) -> &'a [Word] {
        self.run
    }

    /// In words; a name in two words that is also written as one counts as one.
    pub fn len(&self) -> usize {
        self.hashes().count()
    }

    pub fn hashes(&self) -> impl Iterator<Item = u32> + use<'a> {
        self.run.iter().map(|word| word.form.hash).filter(|hash| *hash != 0)
    }

    /// What singular and plural have in common.
    pub fn lights(&self) -> impl Iterator<Item = u32> + use<'a> {
        self.run.iter().map(|word| word.form.light).filter(|light| *light != 0)
    }

    /// A given name and what follows it; or words that are nothing but names, told in the headline or more than once.
    pub fn is_full_name(&self) -> bool {
        let (Some(first), Some(last), true) = (self.run.first(), self.run.last(), self.len() > 1) else { return false };
        if first.form.joint == Joint::Both {
            return false;
        }
        let tied = |at: usize| at > 0 && Habits::builtin().tie(self.run[at - 1].hash, self.run[at].hash) >= TIED;
        let names = |run: &[Word]| run.iter().enumerate().all(|(at, word)| word.form.is_name() || tied(at));
        let settled = last.form.definite || last.form.known == Known::Given || self.right >= self.count || self.len() == 2;
        if first.form.known == Known::Given {
            // «جمال الرشيدي»: the last may have the article.
            let family = last.form.definite && !last.form.clitic;
            return settled && names(if family { &self.run[..self.run.len() - 1] } else { self.run });
        }
        let bare = |word: &Word| word.form.joint != Joint::No || !word.form.definite && word.form.known != Known::Listed;
        settled && (self.in_title || self.count >= 2.0) && names(self.run) && self.run.iter().all(bare)
    }

    /// A phrase that cannot go on where it stands.
    pub fn is_whole(&self) -> bool {
        self.left >= self.count && self.right >= self.count
    }

    /// Its words keep together in other news, too.
    pub fn is_tied(&self) -> bool {
        self.len() > 1
            && self
                .run
                .windows(2)
                .all(|two| two[1].form.joint == Joint::Before || Habits::builtin().tie(two[0].hash, two[1].hash) >= TIED)
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

    /// In the publisher's letters, without clitics in front, marks and kashida.
    pub fn phrase(&self) -> String {
        let (Some(first), Some(last)) = (self.run.first(), self.run.last()) else { return String::new() };
        let slice = |from: u32, to: u32| self.source.get(from as usize..to as usize).unwrap_or_default();
        shown(&(written(slice(first.start, first.end), &first.form) + slice(first.end, last.end)))
    }
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
    /// A name that is never torn: عبد + الغني, محمد + بن + سلمان.
    glued: bool,
}

fn gap(source: &str, word: &Word, next: &Word) -> Gap {
    let ends = |word: &Word| matches!(word.form.part, Part::Break | Part::Verb);
    let tied = !next.opens && Habits::builtin().tie(word.hash, next.hash) >= TIED;
    let glued = glues(source, word, next);
    let joins = glued || continues(source, word, next) && (tied || !divides(word, next));
    Gap { joins, nouns: joins && !ends(word) && !ends(next), tied, glued }
}

/// Whether two words are halves of one name.
fn glues(source: &str, word: &Word, next: &Word) -> bool {
    let holds = matches!(word.form.joint, Joint::Next | Joint::Both) && next.form.part != Part::Verb
        || next.form.joint == Joint::Before
        || next.form.joint == Joint::Both
            && (word.form.known == Known::Given || word.form.part == Part::Name || word.form.hash == 0);
    holds
        && !next.opens
        && !next.form.clitic
        && (next.form.part != Part::Break || next.form.joint != Joint::No)
        && blank(source, word, next)
}

/// Titles that go before a name and with it.
const TITLES: [&str; 16] = [
    "الملك",
    "الملكة",
    "الأمير",
    "الأميرة",
    "الشيخ",
    "الشيخة",
    "الإمام",
    "السلطان",
    "البابا",
    "الملا",
    "القديس",
    "القديسة",
    "الخليفة",
    "الشهيد",
    "الحاج",
    "المهاتما",
];
static TITLED: LazyLock<Set<u32>> = LazyLock::new(|| {
    let bare = |title: &str| fold(title).strip_prefix("ال").map(hash::word);
    TITLES.iter().filter_map(|title| bare(title)).collect()
});

/// Where grammar lets a phrase go on and sense does not: a name stands behind what it is («المهاجم البرازيلي | نيمار»), and behind a
/// name comes what is said of it («المغرب | المنتخب», «غوغل | قريبة»).
fn divides(word: &Word, next: &Word) -> bool {
    let (form, after) = (&word.form, &next.form);
    let named = after.part == Part::Name || after.unheard && !after.definite;
    let names = after.known != Known::No || after.joint == Joint::Next || named;
    if form.definite && !after.definite && names {
        return !TITLED.contains(&form.hash);
    }
    // A place, a company: an adjective may follow.
    form.known == Known::Listed && !form.definite && after.joint == Joint::No && (!after.definite || !after.relational)
}

fn blank(source: &str, word: &Word, next: &Word) -> bool {
    source.get(word.end as usize..next.start as usize).is_some_and(|between| {
        !between.is_empty() && between.chars().all(|c| matches!(c, ' ' | '\u{a0}' | '\u{200e}' | '\u{200f}'))
    })
}

/// Notes the phrases of one part, by a hash of their words.
pub(super) fn collect<'a>(out: &mut Map<u32, Candidate<'a>>, source: &'a str, words: &'a [Word], place: Place) {
    // The gap before each word, and one after the last.
    let mut gaps = vec![Gap::default(); words.len() + 1];
    for (gap_before, two) in gaps.iter_mut().skip(1).zip(words.windows(2)) {
        *gap_before = gap(source, &two[0], &two[1]);
    }
    for start in 0..words.len() {
        let mut key = 0u32;
        if gaps[start].glued || words[start].form.joint == Joint::Before {
            continue;
        }
        let mut counted = 0;
        for length in 1..=MAX_GLUED.min(words.len() - start) {
            let end = start + length;
            let run = &words[start..end];
            let (first, last) = (&run[0], &run[length - 1]);
            let in_name = length > 1 && gaps[end - 1].glued;
            counted += usize::from(!in_name);
            if counted > MAX_WORDS
                || (matches!(last.form.part, Part::Break | Part::Verb) && !in_name)
                || (length > 1 && !gaps[end - 1].joins)
            {
                break;
            }
            if last.form.hash != 0 {
                key = hash::pair(key, last.form.hash);
            }
            if first.form.part == Part::Weak && first.form.joint == Joint::No {
                break;
            }
            if gaps[end].glued {
                continue;
            }
            let whole_tag = place != Place::Tag || length == words.len();
            let ends_well = last.form.part != Part::Weak && last.form.joint != Joint::Both;
            if ends_well && whole_tag && (length > 1 || last.form.letters >= MIN_LETTERS) {
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
    agrees && blank(source, word, next)
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
    let surface = |word: &Word| source.get(word.start as usize..word.end as usize).unwrap_or_default();
    let accusative = run[0].form.nunated || is_accusative(surface(&run[0]));
    entry.accusative += one(accusative);
    // Without a clitic before all, then no accusative, then with its article and its hamza.
    let hamza = run.iter().any(|word| surface(word).contains(['أ', 'إ', 'آ']));
    let form = 1
        + 16 * u8::from(!run[0].form.clitic)
        + 8 * u8::from(!accusative)
        + 4 * u8::from(!run[0].form.possessed)
        + 2 * u8::from(run[0].form.definite)
        + u8::from(hamza);
    if form > entry.form {
        (entry.source, entry.run, entry.form) = (source, run, form);
    }
}
