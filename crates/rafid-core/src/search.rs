//! The contract with the search index: it follows the change log and can be thrown away.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{ArticleId, Seq, SourceId, StoreResult};

/// What is indexed of one article.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexDocument {
    pub id: ArticleId,
    pub source: SourceId,
    pub source_key: String,
    pub country: Option<String>,
    pub at: Timestamp,
    pub title: String,
    pub body: String,
    /// Keys of its keywords.
    pub keywords: Vec<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Relevance and time together.
    #[default]
    Blend,
    Relevance,
    New,
}

/// A question to the index. `text` is what the user wrote; no text can make it fail.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchQuery {
    pub text: String,
    pub sort: Sort,
    pub since: Option<Timestamp>,
    pub until: Option<Timestamp>,
    pub source: Option<SourceId>,
    pub offset: usize,
    pub limit: usize,
    /// Against which recency is measured and relative dates are read.
    pub now: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SearchHit {
    pub id: ArticleId,
    pub score: f32,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct SearchPage {
    pub hits: Vec<SearchHit>,
    /// All that match, not only those on this page.
    pub total: usize,
}

pub trait SearchIndex: Send + Sync {
    /// Up to where the change log is in the index.
    fn cursor(&self) -> StoreResult<Seq>;
    /// Puts documents in (replacing older ones of the same id), takes others out, and moves the cursor: one commit.
    fn apply(&self, documents: &[IndexDocument], removed: &[ArticleId], upto: Seq) -> StoreResult<()>;
    /// Empties the index and sets the cursor to the start of the log.
    fn clear(&self) -> StoreResult<()>;
    fn search(&self, query: &SearchQuery) -> StoreResult<SearchPage>;
    /// Articles that share many of `terms` (folded and stemmed by `rafid-arabic`, with weights), best first.
    fn similar(&self, terms: &[(String, f32)], limit: usize) -> StoreResult<Vec<SearchHit>>;
    fn documents(&self) -> StoreResult<u64>;
}
