//! The list that readers see: whole names, and no more phrases than are worth a click.
//!
//! A phrase first gives its place to the [whole](Phrases::whole) that it is a part of. Then it is judged by what it is ([`Worth`]): a list has up to
//! [`MOST`] that are sound, is filled up to [`ENOUGH`] with fair ones, and takes weak ones only where there is next to nothing else.

use super::candidates::Candidate;
use crate::hash::Map;
use crate::reading::{Known, Part};

/// The longest list.
const MOST: usize = 10;
/// Beyond so many a phrase is sound or left out.
const ENOUGH: usize = 5;
/// A list shorter than this takes what there is.
const FEW: usize = 3;
/// No phrase is looked for further down than this.
const DEPTH: usize = 60;
/// A longer phrase with this share of a phrase's uses is what the article means.
const WHOLE_USED: f32 = 0.6;
/// The same for a common noun, which says little by itself.
const NOUN_USED: f32 = 0.4;
/// A name that is a part of a better phrase keeps a place of its own when it is used so many times as often.
const PART_USED: f32 = 2.8;
/// A common noun is a subject when the headline has it, it is used so many times and is so rare.
const SUBJECT_USES: f32 = 4.0;
const SUBJECT_RARITY: f32 = 4.5;
/// Log odds below which nothing sound follows [`ENOUGH`], and nothing fair [`FEW`].
const LEAST_ODDS: f32 = -2.75;
const LEAST_FAIR_ODDS: f32 = -3.5;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Worth {
    Sound,
    Fair,
    Weak,
    None,
}

/// All phrases of an article; the ranked ones first.
struct Phrases<'a> {
    all: Vec<Candidate<'a>>,
    hashes: Vec<Vec<u32>>,
    /// The phrases of several words with a word in them.
    with: Map<u32, Vec<usize>>,
}

/// See the module's head. `ranked` has log odds, best first; `others` are all further candidates.
pub(super) fn shown<'a>(ranked: Vec<(f32, Candidate<'a>)>, others: Vec<Candidate<'a>>) -> Vec<(f32, Candidate<'a>)> {
    let odds: Vec<f32> = ranked.iter().map(|(odds, _)| *odds).collect();
    let phrases = Phrases::new(ranked.into_iter().map(|(_, candidate)| candidate).chain(others).collect());
    let mut judged: Vec<(Worth, usize, usize)> = (0..odds.len().min(DEPTH))
        .map(|place| {
            let whole = phrases.whole(place);
            (worth(&phrases.all[whole]), place, whole)
        })
        .filter(|(worth, ..)| *worth != Worth::None)
        .collect();
    judged.sort_by_key(|(worth, place, _)| (*worth, *place));
    let mut taken: Vec<(usize, usize)> = Vec::new();
    for (worth, place, whole) in judged {
        let room = match worth {
            Worth::Sound if odds[place] >= LEAST_ODDS => MOST,
            Worth::Sound => ENOUGH,
            Worth::Fair if odds[place] >= LEAST_FAIR_ODDS => ENOUGH,
            _ => FEW,
        };
        if taken.len() < room && !taken.iter().any(|(_, other)| phrases.repeats(*other, whole)) {
            taken.push((place, whole));
        }
    }
    taken.sort_unstable();
    taken.into_iter().map(|(place, whole)| (odds[place], phrases.all[whole].clone())).collect()
}

impl<'a> Phrases<'a> {
    fn new(all: Vec<Candidate<'a>>) -> Self {
        let hashes: Vec<Vec<u32>> = all.iter().map(|candidate| candidate.hashes().collect()).collect();
        let mut with: Map<u32, Vec<usize>> = Map::default();
        for (place, hashes) in hashes.iter().enumerate().filter(|(_, hashes)| hashes.len() > 1) {
            for (at, hash) in hashes.iter().enumerate() {
                if !hashes[..at].contains(hash) {
                    with.entry(*hash).or_default().push(place);
                }
            }
        }
        Self { all, hashes, with }
    }

    /// The phrase that `place` is a part of, or itself.
    fn whole(&self, place: usize) -> usize {
        let mut place = place;
        // A part of a part: the second step finds the whole.
        for _ in 0..2 {
            match self.longer(place) {
                Some(longer) => place = longer,
                None => break,
            }
        }
        place
    }

    fn longer(&self, place: usize) -> Option<usize> {
        let (part, hashes) = (&self.all[place], &self.hashes[place]);
        if part.tagged {
            return None;
        }
        let around = self.with.get(hashes.first()?)?.iter().copied();
        let around = around.filter(|other| self.hashes[*other].len() > hashes.len() && contains(&self.hashes[*other], hashes));
        around.filter(|other| self.is_whole_of(&self.all[*other], part)).max_by(|a, b| {
            let (a, b) = (&self.all[*a], &self.all[*b]);
            a.count.total_cmp(&b.count).then(a.len().cmp(&b.len())).then(b.first.cmp(&a.first))
        })
    }

    /// Whether the article means `longer` where it says `part`.
    fn is_whole_of(&self, longer: &Candidate, part: &Candidate) -> bool {
        if ends_in_pronoun(longer) {
            return false;
        }
        let single = part.len() == 1;
        // The full name is told once, and then the short one.
        if longer.is_full_name() && longer.len() <= 4 && (!single || is_surname_or_given(part)) {
            return true;
        }
        // «طيب أردوغان»: elsewhere, too, it is a part of what stands here.
        if part.cut * 2.0 > part.count && longer.is_tied() {
            return true;
        }
        let share = if single && is_common(part) { NOUN_USED } else { WHOLE_USED };
        if longer.count >= (part.count * share).max(2.0) {
            return true;
        }
        // Once, and nothing follows or goes before: the piece is no better known than the whole.
        !single && part.count < 2.0 && longer.is_whole() && !part.is_tied() && !part.is_full_name()
    }

    /// Whether `better` leaves nothing to say for `other`.
    fn repeats(&self, better: usize, other: usize) -> bool {
        if better == other {
            return true;
        }
        let (a, b) = (&self.all[better], &self.all[other]);
        let (first, second): (Vec<u32>, Vec<u32>) = (a.lights().collect(), b.lights().collect());
        if contains(&first, &second) {
            return second.len() > 1 || second.len() == first.len() || is_common(b) || b.count <= a.count * PART_USED;
        }
        if contains(&second, &first) {
            return first.len() > 1 || second.len() < 3 || b.is_tied();
        }
        second.iter().filter(|light| first.contains(light)).count() * 2 > second.len()
    }
}

fn worth(candidate: &Candidate) -> Worth {
    if candidate.tagged {
        return Worth::Sound;
    }
    let words = candidate.words();
    let [.., last] = words else { return Worth::None };
    if ends_in_pronoun(candidate) {
        return Worth::None;
    }
    if candidate.len() > 1 {
        let named = words.iter().any(|word| word.form.known != Known::No || word.form.is_name());
        return match () {
            () if candidate.count >= 2.0 || candidate.is_full_name() || candidate.is_tied() => Worth::Sound,
            () if candidate.is_whole() && (named || last.form.definite) && (candidate.in_title || candidate.lead > 0.0) => {
                Worth::Fair
            }
            () => Worth::Weak,
        };
    }
    let word = &words[0];
    let often = candidate.count >= 2.0;
    match word.form.known {
        Known::Listed if word.form.homograph => return if often && candidate.in_title { Worth::Fair } else { Worth::Weak },
        Known::Listed if often || candidate.in_title => return Worth::Sound,
        Known::Listed => return Worth::Fair,
        Known::Given if often => return Worth::Fair,
        Known::Given => return Worth::Weak,
        Known::No => {}
    }
    if candidate.accusative * 2.0 > candidate.count || word.form.nunated {
        return Worth::None;
    }
    if candidate.adjective().is_some() {
        return Worth::Weak;
    }
    if word.form.is_name() {
        return match (often, candidate.in_title) {
            (true, true) if candidate.count >= 3.0 => Worth::Sound,
            (true, _) | (_, true) => Worth::Fair,
            _ => Worth::Weak,
        };
    }
    if candidate.in_title && candidate.count >= SUBJECT_USES && word.rarity >= SUBJECT_RARITY { Worth::Fair } else { Worth::Weak }
}

/// «قنواتها»: whose, only the text tells.
fn ends_in_pronoun(candidate: &Candidate) -> bool {
    candidate.words().last().is_some_and(|word| word.form.possessed && word.form.known == Known::No)
}

/// One word that is no name.
fn is_common(candidate: &Candidate) -> bool {
    candidate.words().iter().all(|word| word.form.part == Part::Noun && word.form.known == Known::No)
}

fn is_surname_or_given(candidate: &Candidate) -> bool {
    candidate.words().iter().all(|word| word.form.is_name() || word.form.definite && (word.form.unheard || word.form.relational))
}

fn contains(long: &[u32], short: &[u32]) -> bool {
    long.len() >= short.len() && long.windows(short.len()).any(|run| run == short)
}
