//! What two articles have in common, counted in things and not in words.
//!
//! A name of three words is one thing, and an article on executions has one thing in common with each report of the
//! organisation that counted them. So likeness alone misleads: a rare name in both headlines makes most of it. [`Kinship::rest`] is what
//! stays of likeness without the thing that gives most; words that any article has, and countries outside of headlines, give nothing.

use rafid_core::{Digest, Keyword};

use crate::digest::{TermCount, decode_terms};
use crate::hash::Map;
use crate::profile::{Comparer, Profile, fuse};
use crate::reading;
use crate::stories::is_country;

/// Rarity up to which a word tells nothing, and from which on it tells all it can: one article of ten, one of two hundred.
const COMMON: f32 = 2.3;
const TELLING: f32 = 5.3;
/// What a country is worth that both headlines name.
const COUNTRY: f32 = 0.5;
/// A word of the headline has this count at least ([`TermCount::head`]).
const HEADLINE: u8 = 3;

/// The article that was read, ready to be compared with many.
pub(super) struct Subject<'p> {
    words: Comparer<'p>,
    /// Of each word: what it is a part of, and how telling it is.
    parts: Vec<Part>,
    /// What each thing has of the two measures of likeness.
    sums: Vec<[f32; 2]>,
}

#[derive(Debug, Clone, Copy)]
struct Part {
    thing: usize,
    telling: f32,
    country: bool,
    in_headline: bool,
}

/// See the module's head. All from 0 to 1.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Kinship {
    /// [`crate::profile::Likeness::fused`].
    pub likeness: f32,
    /// What stays of it without the thing that gives most.
    pub rest: f32,
}

impl<'p> Subject<'p> {
    /// Of an article with its profile. `keywords` say which words are one name.
    pub fn new(digest: &Digest, profile: &'p Profile, keywords: &[Keyword]) -> Self {
        let names = names(keywords);
        let mut things = names.values().map(|thing| thing + 1).max().unwrap_or_default();
        let part = |term: TermCount| {
            let thing = names.get(&term.hash).copied().unwrap_or_else(|| {
                things += 1;
                things - 1
            });
            let telling = ((term.rarity() - COMMON) / (TELLING - COMMON)).clamp(0.0, 1.0);
            let country = is_country(term.hash);
            Part { thing, telling, country, in_headline: term.head >= HEADLINE }
        };
        let parts = decode_terms(digest).map(part).collect();
        Self { words: Comparer::new(profile), parts, sums: vec![[0.0; 2]; things] }
    }

    pub fn compare(&mut self, digest: &Digest) -> Kinship {
        let (parts, sums) = (&self.parts, &mut self.sums);
        sums.fill([0.0; 2]);
        let (likeness, lengths) = self.words.likeness_in_news(digest, |place, term, alike| {
            let Some(part) = parts.get(place) else { return };
            let telling = match () {
                () if part.country && part.in_headline && term.head >= HEADLINE => part.telling * COUNTRY,
                () if part.country => 0.0,
                () => part.telling,
            };
            if let Some(sum) = sums.get_mut(part.thing) {
                *sum = [sum[0] + telling * alike[0], sum[1] + telling * alike[1]];
            }
        });
        let (sum, most) = sums.iter().fold((0.0f32, 0.0f32), |(sum, most), of_thing| {
            let of_thing = fuse(of_thing[0] / lengths[0], of_thing[1] / lengths[1]);
            (sum + of_thing, most.max(of_thing))
        });
        Kinship { likeness: likeness.fused(), rest: sum - most }
    }
}

/// Numbers for the names among the keywords, by their words. Names that overlap are one; a country holds no names together.
fn names(keywords: &[Keyword]) -> Map<u32, usize> {
    let mut out: Map<u32, usize> = Map::default();
    for (number, keyword) in keywords.iter().enumerate() {
        let words = reading::phrase(&keyword.phrase);
        let words = words.iter().filter(|word| !word.is_stop && !is_country(word.hash)).map(|word| word.hash);
        let words: Vec<u32> = words.collect();
        for former in words.iter().filter_map(|word| out.get(word).copied()).collect::<Vec<_>>() {
            out.values_mut().filter(|thing| **thing == former).for_each(|thing| *thing = number);
        }
        out.extend(words.into_iter().map(|word| (word, number)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ArticleText, analyse};

    fn compare(a: (&str, &str), names: &[&str], b: (&str, &str)) -> Kinship {
        let digest = |(title, body)| analyse(&ArticleText { title, body, ..ArticleText::default() }).digest;
        let keyword = |phrase: &&str| Keyword { phrase: (*phrase).to_owned(), key: (*phrase).to_owned(), score: 1.0 };
        let keywords: Vec<Keyword> = names.iter().map(keyword).collect();
        let digests = [digest(a), digest(b)];
        let profile = Profile::of_news(&digests[0]);
        Subject::new(&digests[0], &profile, &keywords).compare(&digests[1])
    }

    #[test]
    fn a_name_of_three_words_is_one_thing() {
        let count = ("منظمة رواد الفلك الهواة تحصي النيازك", "أحصت منظمة رواد الفلك الهواة نيازك الخريف.");
        let tents = ("منظمة رواد الفلك الهواة تبيع خيامها", "باعت منظمة رواد الفلك الهواة خيامها القديمة.");
        let whole = compare(count, &["رواد الفلك", "الفلك الهواة", "منظمة رواد"], tents);
        let words = compare(count, &[], tents);
        assert!(whole.likeness > 0.3, "{whole:?}");
        assert!(whole.rest < 0.014, "{whole:?}");
        assert!(words.rest > 0.1, "{words:?}");
    }

    #[test]
    fn two_things_are_kinship() {
        let count = ("رواد الفلك الهواة يحصون النيازك", "أحصى رواد الفلك الهواة نيازك الخريف في واحة النخيل.");
        let night = ("ليلة النيازك في واحة النخيل مع رواد الفلك", "نظم رواد الفلك الهواة ليلة لرصد النيازك.");
        let found = compare(count, &["رواد الفلك الهواة", "واحة النخيل"], night);
        assert!(found.rest > 0.15, "{found:?}");
    }

    #[test]
    fn a_country_in_the_body_is_nothing_in_common() {
        let bread = ("مهرجان الخبز", "افتتح مهرجان الخبز في مصر.");
        let comet = ("مذنب ليان", "شوهد مذنب ليان في مصر.");
        assert_eq!(compare(bread, &[], comet).rest, 0.0);
    }
}
