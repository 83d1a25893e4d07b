//! One article with what stands around it, but for what is related ([`super::related`]).

use jiff::Timestamp;
use rafid_core::{ArticleRef, CopyKind, StoryLookup};

use super::{Portal, PortalResult, StoryCard};
use crate::view::{Article, Card, Outlets};

#[derive(Debug, Clone, PartialEq)]
pub struct ArticlePage {
    pub article: Article,
    /// Who else has the same text, the earliest first.
    pub copies: Vec<Copy>,
    /// Only when the story has more than this article.
    pub story: Option<StoryCard>,
}

/// The same text elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Copy {
    pub card: Card,
    pub kind: CopyKind,
    /// 0 to 1.
    pub similarity: f32,
}

impl Portal {
    pub fn article(&self, article: &ArticleRef) -> PortalResult<Option<ArticlePage>> {
        let Some(id) = self.store.resolve(article)? else { return Ok(None) };
        let Some(detail) = self.store.article(id)? else { return Ok(None) };
        let outlets = Outlets::new(&*self.store);
        let article = outlets.article(detail)?;
        let others: Vec<_> = article.copies.iter().map(|link| link.other).collect();
        let mut copies = Vec::with_capacity(others.len());
        for card in outlets.cards(self.store.summaries(&others)?)? {
            if let Some(link) = article.copies.iter().find(|link| link.other == card.id) {
                copies.push(Copy { kind: link.kind, similarity: link.similarity, card });
            }
        }
        copies.sort_by_key(|copy: &Copy| (copy.card.at, copy.card.id));
        let story = match article.card.story.map(|story| self.store.story(story)).transpose()?.flatten() {
            Some(StoryLookup::Found(story)) if story.articles > 1 => self.story_cards(vec![story], &outlets)?.pop(),
            _ => None,
        };
        Ok(Some(ArticlePage { article, copies, story }))
    }

    /// The newest articles, for feeds and for those who poll.
    pub fn latest(&self, limit: usize, now: Timestamp) -> PortalResult<Vec<Card>> {
        let filter = rafid_core::ArticleFilter { until: Some(now), limit, ..Default::default() };
        Ok(Outlets::new(&*self.store).cards(self.store.latest(&filter)?)?)
    }
}
