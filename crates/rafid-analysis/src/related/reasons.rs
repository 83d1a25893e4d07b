//! Why an article is offered, in few words.

use rafid_core::Keyword;
use serde::Serialize;

use super::{Ranked, Relation, names};

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
    /// Names that both have, as the article offered writes them; at most three.
    pub names: Vec<String>,
}

/// The reasons for offering an article, the strongest first; at least one.
pub fn reasons(target_keywords: &[Keyword], item_keywords: &[Keyword], ranked: &Ranked) -> Vec<Reason> {
    let names = names::shared(target_keywords, item_keywords);
    let kind = match ranked.relation {
        // A story that was told wrong shows in that nobody and nothing has a name in both.
        Relation::SameStory if names.is_empty() && !target_keywords.is_empty() && !item_keywords.is_empty() => None,
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

/// How much two articles must have in common ([`Ranked::kinship`]) by the number of names that both have, countries apart: with none it must be
/// nearly the same event, two names are something in themselves.
const IN_COMMON: [f32; 3] = [0.1, 0.03, 0.014];

/// Whether a reader would see why this is offered; an empty place is better than what fails.
pub fn is_worth_offering(ranked: &Ranked, reasons: &[Reason]) -> bool {
    let names = reasons.iter().flat_map(|reason| &reason.names).filter(|name| names::is_telling(name)).count();
    let in_story = ranked.relation == Relation::SameStory && names > 0;
    in_story || IN_COMMON.iter().take(names + 1).any(|least| ranked.kinship >= *least)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rafid_core::ArticleId;

    fn check(relation: Relation, kinship: f32, names: &[&str], expected: bool) {
        let ranked = Ranked { id: ArticleId(1), score: 1.0, relation, kinship };
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        let reasons = [Reason { kind: ReasonKind::SharedNames, names }];
        assert_eq!(is_worth_offering(&ranked, &reasons), expected, "{ranked:?} {reasons:?}");
    }

    #[test]
    fn the_fewer_names_the_more_in_common() {
        check(Relation::SameSubject, 0.06, &[], false);
        check(Relation::SameSubject, 0.06, &["غزة"], true);
        check(Relation::SameSubject, 0.02, &["غزة"], false);
        check(Relation::SameSubject, 0.06, &["السعودية"], false);
        check(Relation::SameSubject, 0.02, &["غزة", "خان يونس"], true);
        check(Relation::SameSubject, 0.2, &[], true);
        check(Relation::FollowUp, 0.06, &[], false);
        check(Relation::SameStory, 0.0, &["غزة"], true);
    }

    #[test]
    fn a_story_without_a_common_name_is_a_subject() {
        let keyword = |phrase: &str| Keyword { phrase: phrase.to_owned(), key: phrase.to_owned(), score: 1.0 };
        let ranked = Ranked { id: ArticleId(1), score: 1.0, relation: Relation::SameStory, kinship: 0.2 };
        let kinds = |ours: &[Keyword], theirs: &[Keyword]| {
            reasons(ours, theirs, &ranked).iter().map(|reason| reason.kind).collect::<Vec<_>>()
        };
        assert_eq!(kinds(&[keyword("المرضى"), keyword("تبوك")], &[keyword("المرضى"), keyword("جدة")]), [ReasonKind::SameSubject]);
        assert_eq!(kinds(&[keyword("تبوك")], &[keyword("تبوك")]), [ReasonKind::SameStory, ReasonKind::SharedNames]);
        assert_eq!(kinds(&[], &[keyword("جدة")]), [ReasonKind::SameStory]);
    }
}
