//! What is found in an article, and what is decided about it: the forms that are stored.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{ArticleId, SourceId, StoryId};

/// A phrase that a reader would click.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Keyword {
    /// In its best written form.
    pub phrase: String,
    /// What all its spellings share; names the keyword's page.
    pub key: String,
    /// Higher is better; comparable within one article.
    pub score: f32,
}

/// Enough of an article to compare it with others. Only `rafid-analysis` reads the bytes; the store keeps them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Digest(pub Vec<u8>);

/// What analysis found in one article by itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Analysis {
    /// Of the steps that made it; a higher one in the program means: analyse again.
    pub version: u32,
    /// Best first.
    pub keywords: Vec<Keyword>,
    pub digest: Digest,
    /// Numbers that articles with much wording in common share some of; sorted. Empty where there is too little text to tell.
    pub signature: Vec<u32>,
    /// The news agency that the text credits, by the name that readers know.
    pub agency: Option<String>,
}

/// An article as the window of recent news sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct DigestRow {
    pub id: ArticleId,
    pub source: SourceId,
    pub at: Timestamp,
    /// `None` while it waits to be assigned.
    pub story: Option<StoryId>,
    pub original: Option<ArticleId>,
    pub digest: Digest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CopyKind {
    /// The same text, whole.
    Copy,
    /// The same text cut, extended or reworded, or contained in a longer one.
    EditedCopy,
}

/// Two articles carry the same text.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CopyLink {
    pub other: ArticleId,
    pub kind: CopyKind,
    /// 0 to 1.
    pub similarity: f32,
    /// The share of this article's wording that the other one has, 0 to 1.
    pub of_this: f32,
    /// The share of the other one's wording that this article has, 0 to 1.
    pub of_other: f32,
}

impl CopyLink {
    /// The link as the other article, `this` being the one that had it, sees it.
    pub fn seen_from_other(self, this: ArticleId) -> Self {
        Self { other: this, of_this: self.of_other, of_other: self.of_this, ..self }
    }
}

/// Where an article belongs: decided by analysis, kept by the store. Assigning an article again moves it.
#[derive(Debug, Clone, PartialEq)]
pub struct AssignIntent {
    pub article: ArticleId,
    /// An existing story, or `StoryId(article.0)` to open one.
    pub story: StoryId,
    /// The earliest article whose text this one carries.
    pub original: Option<ArticleId>,
    /// All copies known so far; stored in both directions.
    pub copies: Vec<CopyLink>,
}

/// A story as decided by analysis after its members changed.
#[derive(Debug, Clone, PartialEq)]
pub struct StoryDraft {
    pub id: StoryId,
    /// The member whose headline and opening stand for the story.
    pub lead: ArticleId,
}

/// A story that was merged into another; links to it lead on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoryMerge {
    pub from: StoryId,
    pub into: StoryId,
}

/// All that one pass of the clustering stage decided: one atomic step of the store.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SettleIntent {
    pub assignments: Vec<AssignIntent>,
    pub stories: Vec<StoryDraft>,
    pub merges: Vec<StoryMerge>,
    /// Articles whose text has changed: the links of copies that they had are void, those in `assignments` hold.
    pub unlinked: Vec<ArticleId>,
}

/// Enough of a story for a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StorySummary {
    pub id: StoryId,
    pub lead: ArticleId,
    pub first_at: Timestamp,
    pub last_at: Timestamp,
    pub articles: u32,
    /// Articles that are not whole copies.
    pub originals: u32,
    /// The outlets that cover it, in the order in which they came.
    pub sources: Vec<SourceId>,
    /// What each of them brought, in the same order.
    pub shares: Vec<OutletShare>,
    /// The news agencies that its articles credit, in the order in which they came.
    pub agencies: Vec<String>,
}

/// What one outlet brought to a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutletShare {
    /// Articles that are not whole copies.
    pub originals: u32,
    pub first_at: Timestamp,
    pub last_at: Timestamp,
}
