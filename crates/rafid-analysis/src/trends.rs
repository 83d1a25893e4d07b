//! Which keywords rise now, against their own past.
//!
//! A keyword's uses of the last day are compared with what its past days let expect, as a Poisson variable: the score is the log
//! likelihood ratio of what was seen to what was expected (the surprise that Kleinberg, "Bursty and hierarchical structure in streams",
//! 2002, charges for a state of a higher rate). Copies count once, and no outlet makes a trend by itself. A word that says nothing without its
//! phrase («قتلى», «العهد») does not rise, and one that is told as part of a longer phrase as often as alone leaves the place to that.

use std::collections::{HashMap, HashSet};

use rafid_core::{ArticleId, Keyword, SourceId};

use crate::keywords::says_little_alone;

/// An article as a trend counts it.
#[derive(Debug, Clone, Copy)]
pub struct Mention<'a> {
    pub article: ArticleId,
    pub source: SourceId,
    pub keywords: &'a [Keyword],
}

/// A keyword with its uses.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    pub key: String,
    /// As it is written most often.
    pub phrase: String,
    pub articles: HashSet<ArticleId>,
    pub outlets: u32,
    /// Articles of the outlet that uses it most.
    pub most_of_one: u32,
}

/// A keyword that rises.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    pub key: String,
    pub phrase: String,
    /// Articles of the last day, whole copies left out.
    pub articles: u32,
    pub outlets: u32,
    /// How many articles a day its past let expect.
    pub expected: f32,
    /// Higher is more surprising.
    pub score: f32,
}

/// With fewer days of news before the last one there is no past that tells what is usual: everything would rise.
pub const LEAST_PAST_DAYS: usize = 7;

const LEAST_ARTICLES: usize = 3;
const LEAST_OUTLETS: u32 = 2;
/// A keyword rises that is used so many times as often as expected.
const LEAST_GROWTH: f32 = 2.0;
/// What is expected of a keyword that was never seen.
const UNSEEN: f32 = 0.5;
/// A past day counts half of one this many days after it.
const HALF_LIFE_DAYS: f32 = 7.0;
/// Two keywords with this share of the smaller one's articles in common tell of one thing.
const SAME_THING: f32 = 0.6;

/// The uses of one keyword.
#[derive(Default)]
struct Uses<'a> {
    articles: HashSet<ArticleId>,
    outlets: HashMap<SourceId, u32>,
    phrases: HashMap<&'a str, u32>,
}

/// The keywords that may be trends, with their uses, the most used first: at most `limit`.
pub fn candidates(mentions: &[Mention], limit: usize) -> Vec<Candidate> {
    let mut uses: HashMap<&str, Uses> = HashMap::new();
    for mention in mentions {
        for keyword in mention.keywords {
            let uses = uses.entry(&keyword.key).or_default();
            if uses.articles.insert(mention.article) {
                *uses.outlets.entry(mention.source).or_default() += 1;
            }
            *uses.phrases.entry(&keyword.phrase).or_default() += 1;
        }
    }
    let longer = longer_phrases(&uses);
    let mut out: Vec<Candidate> = uses
        .iter()
        .filter(|(key, uses)| {
            let of_phrases = longer.get(*key).copied().unwrap_or_default();
            uses.articles.len() >= LEAST_ARTICLES.max(of_phrases + 1) && uses.outlets.len() as u32 >= LEAST_OUTLETS
        })
        .map(|(key, uses)| Candidate {
            key: (*key).to_owned(),
            phrase: uses
                .phrases
                .iter()
                .max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)))
                .map_or(*key, |(phrase, _)| phrase)
                .to_owned(),
            articles: uses.articles.clone(),
            outlets: uses.outlets.len() as u32,
            most_of_one: uses.outlets.values().copied().max().unwrap_or_default(),
        })
        .filter(|candidate| {
            candidate.most_of_one as usize * 2 <= candidate.articles.len() && !says_little_alone(&candidate.phrase)
        })
        .collect();
    out.sort_unstable_by(|a, b| b.articles.len().cmp(&a.articles.len()).then_with(|| a.key.cmp(&b.key)));
    out.truncate(limit);
    out
}

/// For each word that is a keyword by itself: how many articles the commonest phrase around it has.
fn longer_phrases<'a>(uses: &HashMap<&'a str, Uses<'a>>) -> HashMap<&'a str, usize> {
    let mut out: HashMap<&str, usize> = HashMap::new();
    for (key, phrase) in uses.iter().filter(|(key, _)| key.contains(' ')) {
        let (mut start, words) = (0, key.split(' '));
        let starts: Vec<usize> = words.map(|word| (start, start += word.len() + 1).0).collect();
        // All runs of its words but the whole.
        for (at, from) in starts.iter().enumerate() {
            let ends = starts[at + 1..].iter().map(|next| next - 1).chain([key.len()]);
            for end in ends.filter(|end| *from > 0 || *end < key.len()) {
                if let Some((part, _)) = uses.get_key_value(&key[*from..end]) {
                    let most = out.entry(part).or_default();
                    *most = (*most).max(phrase.articles.len());
                }
            }
        }
    }
    out
}

/// What the past of a keyword lets expect for a day: a mean over days, the recent ones weighing more. `past` has the uses of each day
/// before, the latest first, as far back as anything is known.
pub fn expected(past: &[u32]) -> f32 {
    let weight = |day: usize| (-(day as f32) / HALF_LIFE_DAYS).exp2();
    let all: f32 = (0..past.len()).map(weight).sum();
    let sum: f32 = past.iter().enumerate().map(|(day, uses)| weight(day) * *uses as f32).sum();
    if all > 0.0 { sum / all } else { 0.0 }
}

/// The trends among candidates, given what is expected of each; the most surprising first, one for each thing.
pub fn rising(candidates: Vec<(Candidate, f32)>, limit: usize) -> Vec<Trend> {
    let mut scored: Vec<(f32, f32, Candidate)> = candidates
        .into_iter()
        .filter_map(|(candidate, expected)| {
            let (seen, rate) = (candidate.articles.len() as f32, expected + UNSEEN);
            let score = seen * (seen / rate).ln() - (seen - rate);
            (seen >= LEAST_GROWTH * rate).then_some((score, expected, candidate))
        })
        .collect();
    scored.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.2.key.cmp(&b.2.key)));
    let mut taken: Vec<(f32, f32, Candidate)> = Vec::new();
    for item in scored {
        let same = taken.iter().position(|other| is_same_thing(&other.2, &item.2));
        match same {
            // The fuller name of the same thing says more: «وقف إطلاق النار», not «النار».
            Some(place) if says_more(&item.2, &taken[place].2) => taken[place].2.clone_from(&item.2),
            Some(_) => {}
            None if taken.len() < limit => taken.push(item),
            None => {}
        }
    }
    let trend = |(score, expected, candidate): (f32, f32, Candidate)| Trend {
        articles: candidate.articles.len() as u32,
        key: candidate.key,
        phrase: candidate.phrase,
        outlets: candidate.outlets,
        expected,
        score,
    };
    taken.into_iter().map(trend).collect()
}

fn is_same_thing(a: &Candidate, b: &Candidate) -> bool {
    let shared = a.articles.intersection(&b.articles).count() as f32;
    shared >= SAME_THING * a.articles.len().min(b.articles.len()) as f32
}

fn says_more(a: &Candidate, b: &Candidate) -> bool {
    let words = |candidate: &Candidate| candidate.key.split_whitespace().count();
    words(a) > words(b)
        && b.key.split_whitespace().all(|word| a.key.contains(word))
        && a.articles.len() * 5 >= b.articles.len() * 4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keyword(phrase: &str, key: &str) -> Keyword {
        Keyword { phrase: phrase.to_owned(), key: key.to_owned(), score: 1.0 }
    }

    /// `articles` articles of so many outlets, all with these keywords; ids from `first` on.
    fn told(first: i64, articles: i64, outlets: i64, keywords: &[Keyword]) -> Vec<(ArticleId, SourceId, Vec<Keyword>)> {
        (0..articles).map(|n| (ArticleId(first + n), SourceId(n % outlets), keywords.to_vec())).collect()
    }

    fn trends(told: &[(ArticleId, SourceId, Vec<Keyword>)], past: impl Fn(&str) -> Vec<u32>) -> Vec<Trend> {
        let mentions: Vec<Mention> =
            told.iter().map(|(article, source, keywords)| Mention { article: *article, source: *source, keywords }).collect();
        let found = candidates(&mentions, 100);
        rising(found.into_iter().map(|candidate| (expected(&past(&candidate.key)), candidate)).map(|(e, c)| (c, e)).collect(), 5)
    }

    #[test]
    fn a_planted_burst_rises_above_what_is_always_there() {
        let mut news = told(1, 9, 3, &[keyword("مذنب ليان", "comet")]);
        news.extend(told(100, 40, 5, &[keyword("الطقس", "weather")]));
        let found = trends(&news, |key| if key == "weather" { vec![38, 41, 40, 39] } else { vec![0, 0, 1, 0] });
        assert_eq!(found.iter().map(|trend| trend.key.as_str()).collect::<Vec<_>>(), ["comet"]);
        assert_eq!((found[0].articles, found[0].outlets), (9, 3));
        assert!(found[0].expected < 1.0);
    }

    #[test]
    fn what_grows_more_comes_first() {
        let mut news = told(1, 12, 3, &[keyword("سباق الهجن", "camels")]);
        news.extend(told(100, 12, 3, &[keyword("جسر الوادي", "bridge")]));
        let found = trends(&news, |key| if key == "bridge" { vec![5; 10] } else { vec![1; 10] });
        assert_eq!(found.iter().map(|trend| trend.key.as_str()).collect::<Vec<_>>(), ["camels", "bridge"]);
    }

    #[test]
    fn one_outlet_alone_and_a_word_or_two_are_no_trend() {
        let mut news = told(1, 50, 1, &[keyword("عرض خاص", "offer")]);
        news.extend(told(100, 2, 2, &[keyword("نادر", "rare")]));
        assert_eq!(trends(&news, |_| Vec::new()), []);
    }

    #[test]
    fn an_outlet_that_has_most_of_the_articles_makes_no_trend() {
        let mut news = told(1, 5, 1, &[keyword("مهرجان الورد", "roses")]);
        news.extend(told(10, 4, 4, &[keyword("مهرجان الورد", "roses")]));
        assert_eq!(trends(&news, |_| Vec::new()), []);
        news.extend(
            told(20, 3, 3, &[keyword("مهرجان الورد", "roses")])
                .into_iter()
                .map(|(id, _, keywords)| (id, SourceId(id.0), keywords)),
        );
        assert_eq!(trends(&news, |_| Vec::new()).len(), 1);
    }

    #[test]
    fn a_word_that_says_nothing_alone_does_not_rise() {
        for word in ["قتلى", "العهد", "مواطن", "السعودي", "تيريزا"] {
            assert_eq!(trends(&told(1, 9, 3, &[keyword(word, word)]), |_| Vec::new()), [], "{word}");
        }
        assert_eq!(trends(&told(1, 9, 3, &[keyword("إندونيسيا", "اندونيسيا")]), |_| Vec::new()).len(), 1);
    }

    #[test]
    fn a_part_leaves_its_place_to_the_phrase() {
        let part = keyword("تيران", "تيران");
        let mut news = told(1, 6, 3, std::slice::from_ref(&part));
        assert_eq!(trends(&news, |_| Vec::new()).len(), 1);
        news.extend(told(10, 6, 3, &[keyword("جزيرة تيران", "جزيره تيران")]));
        let found = trends(&news, |_| Vec::new());
        assert_eq!(found.iter().map(|trend| trend.phrase.as_str()).collect::<Vec<_>>(), ["جزيرة تيران"]);
        // Phrases that only begin with the same letters are no phrases around it.
        let mut news = told(1, 6, 3, &[part]);
        news.extend(told(10, 6, 3, &[keyword("رحلة تيرانوس", "رحله تيرانوس")]));
        assert_eq!(trends(&news, |_| Vec::new()).len(), 2);
    }

    #[test]
    fn spellings_and_parts_of_one_thing_are_one_trend() {
        let mut news = told(1, 6, 3, &[keyword("واحة النخيل", "واحه نخيل"), keyword("النخيل", "نخيل")]);
        news.extend(told(7, 3, 3, &[keyword("واحةُ النخيل", "واحه نخيل"), keyword("النخيل", "نخيل")]));
        let found = trends(&news, |_| Vec::new());
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].phrase.as_str(), found[0].articles), ("واحة النخيل", 9));
    }

    #[test]
    fn recent_days_weigh_more() {
        assert!(expected(&[10, 0, 0, 0, 0, 0, 0, 0]) > expected(&[0, 0, 0, 0, 0, 0, 0, 10]));
        assert_eq!(expected(&[]), 0.0);
        assert_eq!(expected(&[4, 4, 4]), 4.0);
    }
}
