//! Stories, and how they went on.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::*;
use crate::portal::{self, Story, StoryList};

/// A story in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StorySummary {
    pub id: i64,
    /// Of its leading article.
    pub title: String,
    pub lead: ArticleSummary,
    pub first_at: Timestamp,
    pub last_at: Timestamp,
    /// How many articles.
    pub articles: u32,
    /// How many of them are not whole copies.
    pub originals: u32,
    /// The outlets that cover it, the first to report first.
    pub sources: Vec<Outlet>,
    /// The news agencies that its articles credit.
    pub agencies: Vec<String>,
}

impl From<&portal::StoryCard> for StorySummary {
    fn from(story: &portal::StoryCard) -> Self {
        Self {
            id: story.id.0,
            title: story.lead.title.clone(),
            lead: (&story.lead).into(),
            first_at: story.first_at,
            last_at: story.last_at,
            articles: story.articles,
            originals: story.originals,
            sources: story.outlets.iter().map(|outlet| (&**outlet).into()).collect(),
            agencies: story.agencies.clone(),
        }
    }
}

/// A page of stories, the latest first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StoryPage {
    pub items: Vec<StorySummary>,
    /// Give it back as `cursor`; null at the end.
    pub next_cursor: Option<String>,
}

impl From<&StoryList> for StoryPage {
    fn from(list: &StoryList) -> Self {
        Self { items: list.items.iter().map(Into::into).collect(), next_cursor: list.next_cursor.clone() }
    }
}

/// Whose text an article carries.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CopiedFrom {
    pub id: i64,
    pub source: Outlet,
    pub kind: Kind,
    /// 0 to 1.
    pub similarity: f32,
    /// The share of the first text that was kept, 0 to 1.
    pub kept: f32,
    /// The share of this text that the first one has not, 0 to 1.
    pub added: f32,
}

/// A stretch of a story between two pauses.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StoryPhase {
    pub first_at: Timestamp,
    pub last_at: Timestamp,
    /// The outlets that took part.
    pub sources: usize,
    /// Its articles, by time.
    pub articles: Vec<i64>,
}

/// A story of the same matter at another time.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StoryEpisode {
    #[serde(flatten)]
    pub summary: StorySummary,
    /// Before this story, or after it.
    pub is_earlier: bool,
}

/// An article within its story.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StoryArticle {
    #[serde(flatten)]
    pub summary: ArticleSummary,
    pub copied_from: Option<CopiedFrom>,
}

/// A story with all its articles.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StoryDetail {
    #[serde(flatten)]
    pub summary: StorySummary,
    pub keywords: Vec<Keyword>,
    /// By time, the earliest first.
    pub members: Vec<StoryArticle>,
    /// By time, all articles together; one where the story has no pause.
    pub phases: Vec<StoryPhase>,
    /// Stories that led to this one or followed it, by time.
    pub episodes: Vec<StoryEpisode>,
}

impl From<&Story> for StoryDetail {
    fn from(story: &Story) -> Self {
        let member = |member: &portal::Member| StoryArticle {
            summary: (&member.card).into(),
            copied_from: member.copied_from.as_ref().map(|from| CopiedFrom {
                id: from.article.0,
                source: (&*from.outlet).into(),
                kind: from.kind.into(),
                similarity: from.similarity,
                kept: from.kept,
                added: from.added,
            }),
        };
        let phase = |phase: &portal::Phase| StoryPhase {
            first_at: phase.first_at,
            last_at: phase.last_at,
            sources: phase.outlets,
            articles: story.members.get(phase.members.clone()).into_iter().flatten().map(|member| member.card.id.0).collect(),
        };
        let episode =
            |episode: &portal::Episode| StoryEpisode { summary: (&episode.card).into(), is_earlier: episode.is_earlier };
        Self {
            summary: (&story.card).into(),
            keywords: story.keywords.iter().map(Into::into).collect(),
            members: story.members.iter().map(member).collect(),
            phases: story.phases.iter().map(phase).collect(),
            episodes: story.episodes.iter().map(episode).collect(),
        }
    }
}
