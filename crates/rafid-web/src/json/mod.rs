//! The JSON that programs read: the API's answers, and what the command line prints with `--json`. These types are the wire; nothing
//! else is serialised. They are made from [`crate::portal`]'s answers, and so show no more than those.

mod health;
mod search;
mod stories;

pub use health::*;
pub use search::*;
pub use stories::*;

use jiff::Timestamp;
use rafid_analysis::difference;
use rafid_analysis::related::{Reason, ReasonKind};
use rafid_core::{CopyKind, DisplayPolicy};
use serde::Serialize;
use utoipa::ToSchema;

use crate::portal::{self, Related, RelatedItem, Status};
use crate::view;

/// Who publishes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Outlet {
    pub id: i64,
    /// Names the outlet in addresses and filters.
    pub key: String,
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
}

impl From<&view::Outlet> for Outlet {
    fn from(outlet: &view::Outlet) -> Self {
        Self { id: outlet.id.0, key: outlet.key.clone(), name: outlet.name.clone(), country: outlet.country.clone() }
    }
}

/// An article in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ArticleSummary {
    pub id: i64,
    /// The id that it was imported with.
    pub external_id: Option<String>,
    /// At the outlet.
    pub url: Option<String>,
    pub title: String,
    /// Its opening; empty where the outlet allows headlines only.
    pub lead: String,
    pub source: Outlet,
    pub byline: Option<String>,
    pub section: Option<String>,
    pub image: Option<String>,
    /// As the outlet says.
    pub published: Option<Timestamp>,
    /// Where it stands in time: publication, or arrival when that is unknown or impossible.
    pub at: Timestamp,
    pub story_id: Option<i64>,
    /// The earliest article whose text this one carries.
    pub original_id: Option<i64>,
}

impl From<&view::Card> for ArticleSummary {
    fn from(card: &view::Card) -> Self {
        Self {
            id: card.id.0,
            external_id: card.external_id.clone(),
            url: card.url.as_ref().map(ToString::to_string),
            title: card.title.clone(),
            lead: card.lead.clone(),
            source: (&*card.outlet).into(),
            byline: card.byline.clone(),
            section: card.section.clone(),
            image: card.image.as_ref().map(ToString::to_string),
            published: card.published,
            at: card.at,
            story_id: card.story.map(|story| story.0),
            original_id: card.original.map(|original| original.0),
        }
    }
}

/// A phrase that articles share.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Keyword {
    pub phrase: String,
    /// Names the keyword in addresses.
    pub key: String,
    /// Higher is better; comparable within one answer.
    pub score: f32,
}

impl From<&rafid_core::Keyword> for Keyword {
    fn from(keyword: &rafid_core::Keyword) -> Self {
        Self { phrase: keyword.phrase.clone(), key: keyword.key.clone(), score: keyword.score }
    }
}

/// How much of its articles an outlet lets the portal show.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    Headline,
    Excerpt,
    Full,
}

impl From<DisplayPolicy> for Policy {
    fn from(policy: DisplayPolicy) -> Self {
        match policy {
            DisplayPolicy::Headline => Self::Headline,
            DisplayPolicy::Excerpt => Self::Excerpt,
            DisplayPolicy::Full => Self::Full,
        }
    }
}

/// The same text elsewhere.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Copy {
    pub id: i64,
    pub external_id: Option<String>,
    pub kind: Kind,
    /// 0 to 1.
    pub similarity: f32,
    /// The share of the article's wording that this one has, 0 to 1.
    pub kept: f32,
    /// The share of this one's wording that the article has not, 0 to 1.
    pub added: f32,
    pub title: String,
    pub source: Outlet,
    pub at: Timestamp,
}

/// Where a text comes from.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Lineage {
    /// Who published it first, as far as we know.
    pub first: ArticleSummary,
    /// The news agency that the article credits.
    pub agency: Option<String>,
    /// The share of the first text that was kept, 0 to 1.
    pub kept: f32,
    /// The share of this text that the first one has not, 0 to 1.
    pub added: f32,
}

impl From<&portal::Lineage> for Lineage {
    fn from(lineage: &portal::Lineage) -> Self {
        Self { first: (&lineage.first).into(), agency: lineage.agency.clone(), kept: lineage.kept, added: lineage.added }
    }
}

/// What was changed in an article after it was published.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ArticleChanges {
    pub id: i64,
    /// The latest change first.
    pub changes: Vec<Edition>,
}

/// One change, marked against the text before it, as far as the outlet's policy lets it be seen.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Edition {
    /// When the change was noticed.
    pub noticed_at: Timestamp,
    pub title: Vec<ChangeRun>,
    /// Paragraphs; empty where nothing of the visible text changed.
    pub body: Vec<Vec<ChangeRun>>,
}

/// A stretch of words.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChangeRun {
    pub kind: ChangeKind,
    pub text: String,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    Same,
    Inserted,
    Deleted,
}

impl From<&difference::Change> for ChangeRun {
    fn from(change: &difference::Change) -> Self {
        let kind = match change.kind {
            difference::ChangeKind::Same => ChangeKind::Same,
            difference::ChangeKind::Inserted => ChangeKind::Inserted,
            difference::ChangeKind::Deleted => ChangeKind::Deleted,
        };
        Self { kind, text: change.text.clone() }
    }
}

impl From<&portal::ArticleChanges> for ArticleChanges {
    fn from(changes: &portal::ArticleChanges) -> Self {
        let runs = |runs: &Vec<difference::Change>| runs.iter().map(Into::into).collect();
        let edition = |edition: &portal::Edition| Edition {
            noticed_at: edition.noticed_at,
            title: runs(&edition.title),
            body: edition.body.iter().map(runs).collect(),
        };
        Self { id: changes.article.card.id.0, changes: changes.editions.iter().map(edition).collect() }
    }
}

/// A keyword that rises.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Trend {
    pub phrase: String,
    /// Names the keyword in addresses.
    pub key: String,
    /// Articles of the last day, whole copies left out.
    pub articles: u32,
    /// Outlets that use it.
    pub sources: u32,
    /// How many articles a day its past let expect.
    pub expected: f32,
    /// Higher is more surprising.
    pub score: f32,
}

/// What rises now, the most surprising first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Trends {
    pub items: Vec<Trend>,
}

impl From<&[rafid_analysis::trends::Trend]> for Trends {
    fn from(trends: &[rafid_analysis::trends::Trend]) -> Self {
        let trend = |trend: &rafid_analysis::trends::Trend| Trend {
            phrase: trend.phrase.clone(),
            key: trend.key.clone(),
            articles: trend.articles,
            sources: trend.outlets,
            expected: trend.expected,
            score: trend.score,
        };
        Self { items: trends.iter().map(trend).collect() }
    }
}

/// `copy`: the same text, whole. `edited_copy`: cut, extended, reworded, or contained in a longer one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Copy,
    EditedCopy,
}

impl From<CopyKind> for Kind {
    fn from(kind: CopyKind) -> Self {
        match kind {
            CopyKind::Copy => Self::Copy,
            CopyKind::EditedCopy => Self::EditedCopy,
        }
    }
}

/// What an article said before it was changed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Revision {
    /// When the change was noticed.
    pub replaced_at: Timestamp,
    pub title: String,
    /// As far as the outlet's policy allows.
    pub text: String,
}

/// An article with everything that may be shown of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Article {
    #[serde(flatten)]
    pub summary: ArticleSummary,
    pub policy: Policy,
    /// Its visible text, a paragraph a line.
    pub text: String,
    /// Whether `text` is all there is.
    pub whole: bool,
    pub updated: Option<Timestamp>,
    /// BCP 47.
    pub language: Option<String>,
    /// The original source that the text itself names.
    pub credit: Option<String>,
    /// The publisher's own.
    pub tags: Vec<String>,
    /// Ours, best first.
    pub keywords: Vec<Keyword>,
    /// The news agency that the text credits.
    pub agency: Option<String>,
    /// Whose text it is, where it is not the article's own.
    pub lineage: Option<Lineage>,
    /// Where the same text appeared as well.
    pub copies: Vec<Copy>,
    pub revisions: Vec<Revision>,
}

impl From<&portal::ArticlePage> for Article {
    fn from(page: &portal::ArticlePage) -> Self {
        let article = &page.article;
        let copy = |copy: &portal::Copy| Copy {
            id: copy.card.id.0,
            external_id: copy.card.external_id.clone(),
            kind: copy.kind.into(),
            similarity: copy.similarity,
            kept: copy.kept,
            added: copy.added,
            title: copy.card.title.clone(),
            source: (&*copy.card.outlet).into(),
            at: copy.card.at,
        };
        let revision = |revision: &rafid_core::Revision| Revision {
            replaced_at: revision.replaced_at,
            title: revision.title.clone(),
            text: revision.body.text(),
        };
        Self {
            summary: (&article.card).into(),
            policy: article.card.outlet.policy.into(),
            text: article.body.text(),
            whole: article.whole,
            updated: article.updated,
            language: article.language.clone(),
            credit: article.credit.clone(),
            tags: article.tags.clone(),
            keywords: article.card.keywords.iter().map(Into::into).collect(),
            agency: article.card.agency.clone(),
            lineage: page.lineage.as_ref().map(Into::into),
            copies: page.copies.iter().map(copy).collect(),
            revisions: article.revisions.iter().map(revision).collect(),
        }
    }
}

/// Why an article is offered.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RelatedReason {
    pub kind: RelatedReasonKind,
    /// What both articles name, for `shared_names`.
    pub names: Vec<String>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RelatedReasonKind {
    SameStory,
    Earlier,
    FollowUp,
    SharedNames,
    SameSubject,
}

impl From<&Reason> for RelatedReason {
    fn from(reason: &Reason) -> Self {
        let kind = match reason.kind {
            ReasonKind::SameStory => RelatedReasonKind::SameStory,
            ReasonKind::Earlier => RelatedReasonKind::Earlier,
            ReasonKind::FollowUp => RelatedReasonKind::FollowUp,
            ReasonKind::SharedNames => RelatedReasonKind::SharedNames,
            ReasonKind::SameSubject => RelatedReasonKind::SameSubject,
        };
        Self { kind, names: reason.names.clone() }
    }
}

/// An article that is offered.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RelatedArticle {
    #[serde(flatten)]
    pub summary: ArticleSummary,
    /// Higher is better; comparable within one answer.
    pub score: f32,
    /// At least one, the strongest first.
    pub reasons: Vec<RelatedReason>,
}

impl From<&RelatedItem> for RelatedArticle {
    fn from(item: &RelatedItem) -> Self {
        Self { summary: (&item.card).into(), score: item.score, reasons: item.reasons.iter().map(Into::into).collect() }
    }
}

/// What to read after an article.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RelatedArticles {
    /// The article that was read.
    pub id: i64,
    pub read_next: Option<RelatedArticle>,
    /// Best first; without copies of what was read, unless `spread=off`.
    pub similar: Vec<RelatedArticle>,
}

impl From<&Related> for RelatedArticles {
    fn from(related: &Related) -> Self {
        Self {
            id: related.article.0,
            read_next: related.read_next.as_ref().map(Into::into),
            similar: related.similar.iter().map(Into::into).collect(),
        }
    }
}

/// How full the store is and how far the index has come.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StatusReport {
    pub articles: u64,
    pub stories: u64,
    pub sources: u64,
    pub feeds: u64,
    /// Articles that wait for a story.
    pub unsettled: u64,
    /// Changes that the index has not seen yet.
    pub index_lag: u64,
}

impl From<&Status> for StatusReport {
    fn from(status: &Status) -> Self {
        let counts = status.counts;
        Self {
            articles: counts.articles,
            stories: counts.stories,
            sources: counts.sources,
            feeds: counts.feeds,
            unsettled: counts.unsettled,
            index_lag: status.index_lag,
        }
    }
}

/// Problem details (RFC 9457).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// `about:blank`: the status says it all.
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub title: &'static str,
    pub status: u16,
    pub detail: String,
}
