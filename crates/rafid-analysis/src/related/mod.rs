//! What to read next, and what is similar.
//!
//! `kinship` says how much two articles have in common, `rank` orders by it, `spread` holds the rules for variety, `reasons` says why,
//! with the `names` that both share.

mod kinship;
mod names;
mod rank;
mod reasons;
mod spread;

pub use rank::{kinship, rank};
pub use reasons::{Reason, ReasonKind, is_worth_offering, reasons};

use rafid_core::{ArticleId, CopyLink, DigestRow, Keyword};
use serde::Serialize;

/// The article that was read.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    pub row: &'a DigestRow,
    /// What carries its text or gave it.
    pub copies: &'a [CopyLink],
    /// They say which words are one name.
    pub keywords: &'a [Keyword],
}

/// How to rank.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Apply the rules for variety: no copies, each other story once, at most three of one outlet, nothing unrelated.
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
    /// What both have in common beside the one thing that they share most, 0 to 1.
    pub kinship: f32,
}
