//! The contract with the search index: it follows the change log and can be thrown away.

use std::ops::Range;

use jiff::Timestamp;
use rafid_arabic::{SharedAnalyzer, Vocabulary};
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
    /// Keys of its keywords, as far as its outlet's policy lets them be shown.
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
    /// ISO 3166-1 alpha-2, upper case.
    pub country: Option<String>,
    /// A [`Keyword::key`](crate::Keyword::key).
    pub keyword: Option<String>,
    /// Nothing but these articles.
    pub only: Option<Vec<ArticleId>>,
    pub offset: usize,
    pub limit: usize,
    /// Whether to count what the whole result consists of.
    pub facets: bool,
    /// Against which recency is measured and relative dates are read.
    pub now: Timestamp,
}

impl SearchQuery {
    /// The first ten, by relevance and time, of all that match `text`.
    pub fn new(text: impl Into<String>, now: Timestamp) -> Self {
        Self {
            text: text.into(),
            sort: Sort::default(),
            since: None,
            until: None,
            source: None,
            country: None,
            keyword: None,
            only: None,
            offset: 0,
            limit: 10,
            facets: false,
            now,
        }
    }
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
    /// Where they were asked for and something matches.
    pub facets: Option<Facets>,
}

/// All that a search found, to be asked about single articles.
pub trait Matches: Send {
    /// Those of `ids` that the search found, in their order.
    fn among(&self, ids: &[ArticleId]) -> StoreResult<Vec<ArticleId>>;
}

/// What a whole result consists of: counts of articles, the highest first, then by name. An article without a country or
/// keywords is in no such count.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facets {
    pub sources: Vec<(SourceId, usize)>,
    pub countries: Vec<(String, usize)>,
    /// Keys of the commonest keywords; each count is exact.
    pub keywords: Vec<(String, usize)>,
    pub times: Histogram,
}

/// How many articles each stretch of time has.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Histogram {
    pub step: Step,
    /// Each stretch with its first moment and the first moment after it (UTC), in order; those in between that have nothing
    /// are there with 0.
    pub bars: Vec<Bar>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    pub from: Timestamp,
    pub to: Timestamp,
    pub articles: usize,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    #[default]
    Day,
    Month,
    Year,
}

/// A keyword that goes on from what somebody has typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// A [`Keyword::key`](crate::Keyword::key).
    pub key: String,
    /// How many articles have it.
    pub articles: u64,
}

/// A word (or words) of a question that was probably meant otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Respelling {
    /// Bytes of the question.
    pub range: Range<usize>,
    /// What stands before the word in the question and stays: a clitic such as و.
    pub clitic: String,
    /// The word that the index knows, folded; two words with a space where one had been two.
    pub folded: String,
    /// Articles in which it stands: how their publishers write it can be read there.
    pub examples: Vec<ArticleId>,
}

/// Which of the indexes that followed each other answers. Each was made with one vocabulary and keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Generation {
    /// From 1.
    pub number: u64,
    /// Words of its vocabulary.
    pub words: usize,
    /// Articles of this portal that were counted for it; 0 when it has the built-in vocabulary.
    pub counted: u32,
    /// When it took over.
    pub since: Option<Timestamp>,
}

/// An index that is filled beside the one that answers. Dropped before it has taken over, it is gone.
pub trait NextIndex: Send + Sync {
    /// As of [`SearchIndex::cursor`].
    fn cursor(&self) -> StoreResult<Seq>;
    /// As of [`SearchIndex::apply`].
    fn apply(&self, documents: &[IndexDocument], removed: &[ArticleId], upto: Seq) -> StoreResult<()>;
    /// From now on this one answers; the one before is deleted. The caller sees to it that nobody is between reading the cursor and
    /// applying what comes after it.
    ///
    /// # Errors
    /// When it is not as far along the change log as the one that answers.
    fn take_over(self: Box<Self>) -> StoreResult<()>;
}

pub trait SearchIndex: Send + Sync {
    /// What texts and questions are read with: whoever compares words with what was found takes this one.
    fn analyzer(&self) -> SharedAnalyzer;
    fn generation(&self) -> StoreResult<Generation>;
    /// Begins an empty index beside this one, with a vocabulary of its own or (`None`) the same one.
    fn begin_next(&self, vocabulary: Option<&Vocabulary>) -> StoreResult<Box<dyn NextIndex>>;
    /// Up to where the change log is in the index.
    fn cursor(&self) -> StoreResult<Seq>;
    /// Puts documents in (replacing older ones of the same id), takes others out, and moves the cursor: one commit.
    fn apply(&self, documents: &[IndexDocument], removed: &[ArticleId], upto: Seq) -> StoreResult<()>;
    /// Empties the index and sets the cursor to the start of the log.
    fn clear(&self) -> StoreResult<()>;
    fn search(&self, query: &SearchQuery) -> StoreResult<SearchPage>;
    /// The same page, with what tells of any article whether it was found, on this page or elsewhere.
    fn search_keeping(&self, query: &SearchQuery) -> StoreResult<(SearchPage, Box<dyn Matches>)>;
    /// Articles that share many of `terms` (folded and stemmed by `rafid-arabic`, with weights), best first.
    fn similar(&self, terms: &[(String, f32)], limit: usize) -> StoreResult<Vec<SearchHit>>;
    /// Keywords of which a word begins as `prefix` goes on, in any spelling; the commonest first. None that no article has any longer.
    fn complete(&self, prefix: &str, limit: usize) -> StoreResult<Vec<Completion>>;
    /// The words of `text` that the index does not have (or hardly), with the words that it has and that were probably meant. Empty where
    /// nothing is clearly better.
    fn respell(&self, text: &str) -> StoreResult<Vec<Respelling>>;
    fn documents(&self) -> StoreResult<u64>;
}
