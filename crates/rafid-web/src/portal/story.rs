//! Stories: in lists, and one with everything that happened in it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use jiff::Timestamp;
use rafid_analysis::related::Relation;
use rafid_analysis::story_keywords;
use rafid_core::*;

use super::{Portal, PortalResult, cursor};
use crate::view::{Card, Outlet, Outlets};

pub const MAX_STORIES: usize = 200;
/// Keywords of a story.
const KEYWORDS: usize = 10;
/// Articles among which other episodes of a story are looked for, how many of them tie one to it, and how many are shown.
const EPISODE_ARTICLES: usize = 80;
const EPISODE_TIES: usize = 2;
const EPISODES: usize = 6;

/// A story in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct StoryCard {
    pub id: StoryId,
    /// The member whose headline and opening stand for the story.
    pub lead: Card,
    pub first_at: Timestamp,
    pub last_at: Timestamp,
    pub articles: u32,
    /// Articles that are not whole copies.
    pub originals: u32,
    /// The first to report comes first.
    pub outlets: Vec<Arc<Outlet>>,
    /// The news agencies that its articles credit.
    pub agencies: Vec<String>,
}

/// A story on its own page.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    pub card: StoryCard,
    /// By time, the earliest first.
    pub members: Vec<Member>,
    pub keywords: Vec<Keyword>,
    /// By time; one where the story has no pause.
    pub phases: Vec<Phase>,
    /// Stories that led to this one or followed it, by time.
    pub episodes: Vec<Episode>,
}

/// A stretch of a story between two pauses.
#[derive(Debug, Clone, PartialEq)]
pub struct Phase {
    /// Places in [`Story::members`].
    pub members: std::ops::Range<usize>,
    pub first_at: Timestamp,
    pub last_at: Timestamp,
    /// The outlets that took part, each once.
    pub outlets: usize,
}

/// A story of the same matter at another time.
#[derive(Debug, Clone, PartialEq)]
pub struct Episode {
    pub card: StoryCard,
    /// Before this story, or after it.
    pub is_earlier: bool,
}

/// An article within its story.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    pub card: Card,
    /// Whose text it carries, if not its own.
    pub copied_from: Option<CopiedFrom>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct CopiedFrom {
    pub article: ArticleId,
    pub outlet: Arc<Outlet>,
    pub kind: CopyKind,
    /// 0 to 1.
    pub similarity: f32,
    /// The share of the first text that was kept, 0 to 1.
    pub kept: f32,
    /// The share of this text that the first one has not, 0 to 1.
    pub added: f32,
}

#[derive(Debug, Clone, PartialEq)]
pub enum StoryFound {
    Found(Box<Story>),
    /// It was merged: go there.
    MovedTo(StoryId),
}

#[derive(Debug, Clone, Default)]
pub struct StoryParams {
    pub since: Option<Timestamp>,
    pub until: Option<Timestamp>,
    pub min_articles: u32,
    pub cursor: Option<String>,
    pub limit: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoryList {
    /// The latest `last_at` first.
    pub items: Vec<StoryCard>,
    pub next_cursor: Option<String>,
}

impl Portal {
    pub fn stories(&self, params: &StoryParams) -> PortalResult<StoryList> {
        let limit = params.limit.clamp(1, MAX_STORIES);
        let after = params.cursor.as_deref().map(cursor::read).transpose()?.map(|(at, id)| (at, StoryId(id)));
        let (since, until, min_articles) = (params.since, params.until, params.min_articles);
        let mut stories = self.store.stories(&StoryFilter { since, until, min_articles, after, limit: limit + 1 })?;
        let next_cursor = cursor::page(&mut stories, limit, |story| (story.last_at, story.id.0));
        Ok(StoryList { items: self.story_cards(stories, &Outlets::new(&*self.store))?, next_cursor })
    }

    /// Stories that two articles at least tie to this one, near enough in time that a reader would call them the same matter.
    fn episodes(&self, story: &StoryCard) -> PortalResult<Vec<Episode>> {
        let mut ties: Vec<(StoryId, usize)> = Vec::new();
        for (other, relation) in self.stories_around(story.lead.id, EPISODE_ARTICLES)? {
            if other == story.id || !matches!(relation, Relation::Earlier | Relation::FollowUp) {
                continue;
            }
            match ties.iter_mut().find(|tie| tie.0 == other) {
                Some(tie) => tie.1 += 1,
                None => ties.push((other, 1)),
            }
        }
        let mut found = Vec::new();
        for (id, _) in ties.into_iter().filter(|tie| tie.1 >= EPISODE_TIES).take(EPISODES) {
            if let Some(StoryLookup::Found(summary)) = self.store.story(id)? {
                found.push(summary);
            }
        }
        let mut episodes: Vec<Episode> = self
            .story_cards(found, &Outlets::new(&*self.store))?
            .into_iter()
            .map(|card| Episode { is_earlier: card.first_at < story.first_at, card })
            .collect();
        episodes.sort_by_key(|episode| (episode.card.first_at, episode.card.id));
        Ok(episodes)
    }

    /// `None` when there never was such a story.
    pub fn story(&self, id: StoryId) -> PortalResult<Option<StoryFound>> {
        let outlets = Outlets::new(&*self.store);
        let summary = match self.store.story(id)? {
            None => return Ok(None),
            Some(StoryLookup::MovedTo(id)) => return Ok(Some(StoryFound::MovedTo(id))),
            Some(StoryLookup::Found(summary)) => summary,
        };
        let cards = outlets.cards(self.store.story_articles(id)?)?;
        let Some(card) = self.story_cards(vec![summary], &outlets)?.pop() else { return Ok(None) };
        let keywords: Vec<&[Keyword]> = cards.iter().map(|card| card.keywords.as_slice()).collect();
        let keywords = story_keywords(&keywords, KEYWORDS);
        let members = self.members(cards, &outlets)?;
        let (phases, episodes) = (phases(&members), self.episodes(&card)?);
        Ok(Some(StoryFound::Found(Box::new(Story { members, card, keywords, phases, episodes }))))
    }

    fn members(&self, cards: Vec<Card>, outlets: &Outlets) -> PortalResult<Vec<Member>> {
        // An original knows all its copies: one look-up serves them all.
        let mut originals: HashMap<ArticleId, Option<ArticleDetail>> = HashMap::new();
        let mut members = Vec::with_capacity(cards.len());
        for card in cards {
            let mut copied_from = None;
            if let Some(original) = card.original.filter(|original| *original != card.id) {
                let known = match originals.entry(original) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(place) => place.insert(self.store.article(original)?),
                };
                if let Some(detail) = known {
                    let link = detail.copies.iter().find(|link| link.other == card.id);
                    copied_from = Some(CopiedFrom {
                        article: original,
                        outlet: outlets.get(detail.summary.source)?,
                        kind: link.map_or(CopyKind::EditedCopy, |link| link.kind),
                        similarity: link.map_or(0.0, |link| link.similarity),
                        kept: link.map_or(0.0, |link| link.of_this),
                        added: link.map_or(1.0, |link| 1.0 - link.of_other),
                    });
                }
            }
            members.push(Member { card, copied_from });
        }
        Ok(members)
    }

    /// Stories whose leading article is gone are left out.
    pub(crate) fn story_cards(&self, stories: Vec<StorySummary>, outlets: &Outlets) -> PortalResult<Vec<StoryCard>> {
        let leads: Vec<ArticleId> = stories.iter().map(|story| story.lead).collect();
        let mut leads: HashMap<ArticleId, Card> =
            outlets.cards(self.store.summaries(&leads)?)?.into_iter().map(|card| (card.id, card)).collect();
        let mut cards = Vec::with_capacity(stories.len());
        for story in stories {
            let Some(lead) = leads.remove(&story.lead) else { continue };
            cards.push(StoryCard {
                id: story.id,
                lead,
                first_at: story.first_at,
                last_at: story.last_at,
                articles: story.articles,
                originals: story.originals,
                agencies: story.agencies,
                outlets: story.sources.iter().map(|id| outlets.get(*id)).collect::<StoreResult<_>>()?,
            });
        }
        Ok(cards)
    }
}

fn phases(members: &[Member]) -> Vec<Phase> {
    let times: Vec<Timestamp> = members.iter().map(|member| member.card.at).collect();
    let phase = |range: std::ops::Range<usize>| {
        let part = members.get(range.clone())?;
        let mut outlets: Vec<SourceId> = part.iter().map(|member| member.card.outlet.id).collect();
        outlets.sort_unstable();
        outlets.dedup();
        let (first_at, last_at) = (part.first()?.card.at, part.last()?.card.at);
        Some(Phase { members: range, first_at, last_at, outlets: outlets.len() })
    };
    rafid_analysis::phases(&times).into_iter().filter_map(phase).collect()
}
