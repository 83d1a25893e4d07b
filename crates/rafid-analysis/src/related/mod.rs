//! What to read next, and what is similar.

mod rank;
mod reasons;

pub use rank::rank;
pub use reasons::{Reason, ReasonKind, is_worth_offering, reasons};

use rafid_core::ArticleId;
use serde::Serialize;

/// How to rank.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Apply the rules for variety: no copies, at most three of one outlet in ten, nothing unrelated.
    pub spread: bool,
    pub limit: usize,
}

/// What an article is to the one just read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    SameStory,
    /// What led to it.
    Earlier,
    /// What followed.
    FollowUp,
    /// The same actors elsewhere.
    SameSubject,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranked {
    pub id: ArticleId,
    /// Higher is better; comparable within one answer.
    pub score: f32,
    pub relation: Relation,
}
