//! Search: hits, facets, suggestions.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::*;
use crate::portal::{self, SearchResults};

/// An article that matches, with others of its story.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SearchHit {
    #[serde(flatten)]
    pub summary: ArticleSummary,
    pub score: f32,
    /// The part of the visible text that matches, or its opening.
    pub snippet: Vec<SnippetRun>,
    /// The best other matches of the same story, at most 5; empty with `group=off`.
    pub others: Vec<ArticleSummary>,
    /// How many other articles of the same story match in the whole result, those in `others` among them; 0 with `group=off`. The
    /// same search with `story` set to this article's story lists them all.
    pub more: usize,
}

/// A stretch of a snippet.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SnippetRun {
    pub text: String,
    /// Whether it is what was asked for.
    #[serde(rename = "match")]
    pub is_match: bool,
}

/// A page of search results.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SearchPage {
    pub q: String,
    /// All articles that match.
    pub total: usize,
    pub items: Vec<SearchHit>,
    /// Give it back as `cursor`; null at the end.
    pub next_cursor: Option<String>,
    /// What the whole result consists of; null with `facets=off` and behind a cursor.
    pub facets: Option<Facets>,
    /// The question as it was probably meant; null where it is sound.
    pub did_you_mean: Option<DidYouMean>,
}

/// Counts of articles in a whole result, the highest first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Facets {
    pub sources: Vec<SourceCount>,
    pub countries: Vec<CountryCount>,
    pub keywords: Vec<KeywordCount>,
    pub times: Histogram,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SourceCount {
    pub source: Outlet,
    pub articles: usize,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CountryCount {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    pub articles: usize,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct KeywordCount {
    pub key: String,
    pub phrase: String,
    pub articles: usize,
}

/// Stretches of time in order, without gaps.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Histogram {
    pub step: Step,
    pub bars: Vec<Bar>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    Day,
    Month,
    Year,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct Bar {
    pub from: Timestamp,
    /// The first moment after it.
    pub to: Timestamp,
    pub articles: usize,
}

impl From<&portal::SearchFacets> for Facets {
    fn from(facets: &portal::SearchFacets) -> Self {
        let source = |(outlet, articles): &(std::sync::Arc<view::Outlet>, usize)| SourceCount {
            source: (&**outlet).into(),
            articles: *articles,
        };
        let country = |(country, articles): &(String, usize)| CountryCount { country: country.clone(), articles: *articles };
        let keyword = |facet: &portal::KeywordFacet| KeywordCount {
            key: facet.key.clone(),
            phrase: facet.phrase.clone(),
            articles: facet.articles,
        };
        let step = match facets.times.step {
            rafid_core::Step::Day => Step::Day,
            rafid_core::Step::Month => Step::Month,
            rafid_core::Step::Year => Step::Year,
        };
        let bar = |bar: &rafid_core::Bar| Bar { from: bar.from, to: bar.to, articles: bar.articles };
        Self {
            sources: facets.outlets.iter().map(source).collect(),
            countries: facets.countries.iter().map(country).collect(),
            keywords: facets.keywords.iter().map(keyword).collect(),
            times: Histogram { step, bars: facets.times.bars.iter().map(bar).collect() },
        }
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DidYouMean {
    pub q: String,
    /// The same, what differs marked as a match.
    pub runs: Vec<SnippetRun>,
}

/// What goes on from what was typed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Suggestions {
    pub q: String,
    /// Best first.
    pub items: Vec<Suggestion>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Suggestion {
    pub kind: SuggestionKind,
    /// The keyword or the outlet's name.
    pub text: String,
    /// The whole question that it makes.
    pub q: String,
    /// How many articles have the keyword; null for outlets.
    pub articles: Option<u64>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SuggestionKind {
    Keyword,
    Outlet,
}

impl From<&portal::Suggestion> for Suggestion {
    fn from(suggestion: &portal::Suggestion) -> Self {
        let kind = match suggestion.kind {
            portal::SuggestionKind::Keyword => SuggestionKind::Keyword,
            portal::SuggestionKind::Outlet => SuggestionKind::Outlet,
        };
        Self { kind, text: suggestion.text.clone(), q: suggestion.q.clone(), articles: suggestion.articles }
    }
}

impl From<&SearchResults> for SearchPage {
    fn from(results: &SearchResults) -> Self {
        let run = |run: &portal::Run| SnippetRun { text: run.text.clone(), is_match: run.is_match };
        let hit = |group: &portal::Group| SearchHit {
            summary: (&group.hit.card).into(),
            score: group.hit.score,
            snippet: group.hit.snippet.iter().map(run).collect(),
            others: group.others.iter().map(Into::into).collect(),
            more: group.more,
        };
        Self {
            q: results.q.clone(),
            total: results.total,
            items: results.groups.iter().map(hit).collect(),
            next_cursor: results.next_cursor.clone(),
            facets: results.facets.as_ref().map(Into::into),
            did_you_mean: results
                .did_you_mean
                .as_ref()
                .map(|meant| DidYouMean { q: meant.q.clone(), runs: meant.runs.iter().map(run).collect() }),
        }
    }
}
