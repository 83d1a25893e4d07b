//! Why an article is offered, in few words.

use rafid_core::Keyword;
use serde::Serialize;

use super::{Ranked, Relation};

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
