//! Why an article is offered, in few words.

use rafid_arabic::Analyzer;
use rafid_core::Keyword;
use serde::Serialize;

use super::{Ranked, Relation};
use crate::rarity;

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
    let names: Vec<String> = item_keywords
        .iter()
        .filter(|keyword| target_keywords.iter().any(|other| other.key == keyword.key))
        .take(3)
        .map(|keyword| keyword.phrase.clone())
        .collect();
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

/// What two articles on one subject must share, as the rarity of the words of the keywords that they have in common: of those
/// that lie close in time, and of those that are weak. Any two communiqués have «وقف» and «اتفاق» (about 5 together); «غزة»
/// beside them makes it 9.
const TELLING: f32 = 2.0;
const TELLING_WHEN_WEAK: f32 = 6.0;
const WEAK: f32 = 0.05;

/// Whether a reader would see why this is offered; an empty place is better than what fails.
pub fn is_worth_offering(ranked: &Ranked, reasons: &[Reason]) -> bool {
    if ranked.relation != Relation::SameSubject {
        return true;
    }
    let mut shared = 0.0;
    for name in reasons.iter().flat_map(|reason| &reason.names) {
        Analyzer::builtin().analyze(name, |term| shared += rarity::of(term.guided, false));
    }
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
