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
    /// Whose text it is, where it is not the article's own.
    pub lineage: Option<Lineage>,
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
    /// The share of the article's wording that this one has, 0 to 1.
    pub kept: f32,
    /// The share of this one's wording that the article has not, 0 to 1.
    pub added: f32,
}

/// Where a text comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Lineage {
    /// Who published it first, as far as we know.
    pub first: Card,
    /// The agency that the article credits.
    pub agency: Option<String>,
    /// The share of the first text that was kept, 0 to 1.
    pub kept: f32,
    /// The share of this text that the first one has not, 0 to 1.
    pub added: f32,
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
                let (kept, added) = (link.of_this, 1.0 - link.of_other);
                copies.push(Copy { kind: link.kind, similarity: link.similarity, kept, added, card });
            }
        }
        copies.sort_by_key(|copy: &Copy| (copy.card.at, copy.card.id));
        let story = match article.card.story.map(|story| self.store.story(story)).transpose()?.flatten() {
            Some(StoryLookup::Found(story)) if story.articles > 1 => self.story_cards(vec![story], &outlets)?.pop(),
            _ => None,
        };
        let lineage = lineage(&article, &copies);
        Ok(Some(ArticlePage { article, copies, lineage, story }))
    }

    /// The newest articles, for feeds and for those who poll.
    pub fn latest(&self, limit: usize, now: Timestamp) -> PortalResult<Vec<Card>> {
        let filter = rafid_core::ArticleFilter { until: Some(now), limit, ..Default::default() };
        Ok(Outlets::new(&*self.store).cards(self.store.latest(&filter)?)?)
    }
}

fn lineage(article: &Article, copies: &[Copy]) -> Option<Lineage> {
    let original = article.card.original?;
    let first = &copies.iter().find(|copy| copy.card.id == original)?.card;
    let link = article.copies.iter().find(|link| link.other == original)?;
    let agency = article.card.agency.clone();
    Some(Lineage { first: first.clone(), agency, kept: link.of_other, added: 1.0 - link.of_this })
}
