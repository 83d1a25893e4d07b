//! Why an article is offered, in few words.

use rafid_core::Keyword;
use serde::Serialize;

use super::{Ranked, Relation};
use crate::reading::{Word, phrase};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReasonKind {
    SameStory,
    Earlier,
    FollowUp,
    /// See [`Reason::names`].
    SharedNames,
    SameSubject,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    pub kind: ReasonKind,
    /// Keywords that both have, as the article offered writes them; at most three.
    pub names: Vec<String>,
}

/// The reasons for offering an article, the strongest first; at least one.
pub fn reasons(target_keywords: &[Keyword], item_keywords: &[Keyword], ranked: &Ranked) -> Vec<Reason> {
    let names = shared_names(target_keywords, item_keywords);
    let kind = match ranked.relation {
        Relation::SameStory => Some(ReasonKind::SameStory),
        Relation::Earlier => Some(ReasonKind::Earlier),
        Relation::FollowUp => Some(ReasonKind::FollowUp),
        Relation::SameSubject => None,
    };
    let mut out: Vec<Reason> = kind.map(|kind| Reason { kind, names: Vec::new() }).into_iter().collect();
    if !names.is_empty() {
        out.push(Reason { kind: ReasonKind::SharedNames, names });
    } else if out.is_empty() {
        out.push(Reason { kind: ReasonKind::SameSubject, names });
    }
    out
}

/// The names that both have, as the second one writes them, three at most. What is a part of another one says nothing more; a
/// noun that any article may have («الشركة», «دراسة») is no name.
fn shared_names(target: &[Keyword], item: &[Keyword]) -> Vec<String> {
    let shared = item.iter().filter(|keyword| target.iter().any(|other| other.key == keyword.key));
    let phrases: Vec<(&Keyword, Vec<Word>)> =
        shared.map(|keyword| (keyword, phrase(&keyword.phrase))).filter(|(_, words)| tells(words)).collect();
    let is_part = |words: &[Word], of: &[Word]| {
        of.len() > words.len() && words.iter().all(|word| of.iter().any(|other| other.hash == word.hash))
    };
    let whole = phrases.iter().filter(|(_, words)| !phrases.iter().any(|(_, other)| is_part(words, other)));
    whole.take(3).map(|(keyword, _)| keyword.phrase.clone()).collect()
}

/// From this rarity on a noun by itself says what two articles share: «المخبز», not «الشركة».
const TELLING_NOUN: f32 = 5.0;

fn tells(words: &[Word]) -> bool {
    match words {
        [] => false,
        [word] => word.is_name() || word.rarity >= TELLING_NOUN,
        _ => true,
    }
}

/// What two articles on one subject must share, as the rarity of the words of the names that they have in common: of those
/// that lie close in time, and of those that are weak. Any two communiqués have «مشروع قرار» (about 5 together); «غزة»
/// beside it makes it 9.
const TELLING: f32 = 2.0;
const TELLING_WHEN_WEAK: f32 = 6.0;
const WEAK: f32 = 0.025;

/// Whether a reader would see why this is offered; an empty place is better than what fails.
pub fn is_worth_offering(ranked: &Ranked, reasons: &[Reason]) -> bool {
    if ranked.relation != Relation::SameSubject {
        return true;
    }
    let names = reasons.iter().flat_map(|reason| &reason.names);
    let shared: f32 = names.flat_map(|name| phrase(name)).map(|word| word.rarity).sum();
    shared >= if ranked.score < WEAK { TELLING_WHEN_WEAK } else { TELLING }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rafid_core::ArticleId;

    fn check(relation: Relation, score: f32, names: &[&str], expected: bool) {
        let ranked = Ranked { id: ArticleId(1), score, relation };
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        let reasons = [Reason { kind: ReasonKind::SharedNames, names }];
        assert_eq!(is_worth_offering(&ranked, &reasons), expected, "{ranked:?} {reasons:?}");
    }

    #[test]
    fn words_that_every_communique_has_are_no_reason() {
        check(Relation::SameSubject, 0.02, &["وقف", "اتفاق"], false);
        check(Relation::SameSubject, 0.02, &["غزة", "وقف", "اتفاق"], true);
        check(Relation::SameSubject, 0.2, &[], false);
        check(Relation::SameSubject, 0.2, &["غزة"], true);
        check(Relation::FollowUp, 0.02, &[], true);
    }
}
