//! What to read next, and what is similar.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use rafid_analysis::related::{Options, Ranked, Reason, Relation, Target, is_worth_offering, rank, reasons};
use rafid_analysis::{ArticleText, query_terms};
use rafid_core::{ArticleDetail, ArticleId, ArticleRef, DigestRow, DisplayPolicy, StoryId};

use super::{Portal, PortalResult};
use crate::view::{Article, Card, Outlets};

/// How many articles the index may propose.
const PROPOSED: usize = 250;
/// How many articles of a large story are weighed.
const OF_STORY: usize = 300;
pub const MAX_RELATED: usize = 200;
/// A lead of so many words is no opening that one could read.
const LEAST_LEAD: usize = 4;

#[derive(Debug, Clone, Copy)]
pub struct RelatedOptions {
    /// Of the similar ones; what to read next comes on top.
    pub limit: usize,
    /// Whether variety counts: no copies, several outlets, nothing that is unrelated. Without it the answer is the plain
    /// ranking, its first item in [`Related::read_next`].
    pub spread: bool,
}

impl Default for RelatedOptions {
    fn default() -> Self {
        Self { limit: 10, spread: true }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Related {
    pub article: ArticleId,
    pub read_next: Option<RelatedItem>,
    /// Best first.
    pub similar: Vec<RelatedItem>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct RelatedItem {
    pub card: Card,
    /// Comparable within one answer.
    pub score: f32,
    /// At least one, the strongest first.
    pub reasons: Vec<Reason>,
}

impl Portal {
    /// `None` when the article is not there.
    pub fn related(&self, article: &ArticleRef, options: RelatedOptions, _now: Timestamp) -> PortalResult<Option<Related>> {
        let Some(id) = self.store.resolve(article)? else { return Ok(None) };
        let Some(detail) = self.store.article(id)? else { return Ok(None) };
        let none = Related { article: id, read_next: None, similar: vec![] };
        let Some(target) = self.store.digests(&[id])?.pop() else { return Ok(Some(none)) };
        // Some of what is ranked will turn out to have no reason that a reader would see.
        let wanted = options.limit.min(MAX_RELATED) + 1;
        let limit = if options.spread { 3 * wanted } else { wanted };
        let candidates = self.candidates(&detail)?;
        let read = Target { row: &target, copies: &detail.copies, keywords: &detail.summary.keywords };
        let ranked = rank(&read, &candidates, &Options { spread: options.spread, limit });
        let mut items = self.items(detail, &ranked, options.spread)?;
        if items.is_empty() {
            return Ok(Some(none));
        }
        let next = if options.spread { items.iter().position(|item| is_readable(&item.card)).unwrap_or(0) } else { 0 };
        let read_next = Some(items.remove(next));
        items.truncate(options.limit);
        Ok(Some(Related { article: id, read_next, similar: items }))
    }

    /// The article to read next with as much of its body as may be shown.
    pub fn opened(&self, item: &RelatedItem) -> PortalResult<Option<Article>> {
        let Some(detail) = self.store.article(item.card.id)? else { return Ok(None) };
        Ok(Some(Outlets::new(&*self.store).article(detail)?))
    }

    /// The plain ranking around an article with the story of each, at most `limit`: what tells of other stories.
    pub(super) fn stories_around(&self, article: ArticleId, limit: usize) -> PortalResult<Vec<(StoryId, Relation)>> {
        let (Some(detail), Some(target)) = (self.store.article(article)?, self.store.digests(&[article])?.pop()) else {
            return Ok(Vec::new());
        };
        let rows = self.candidates(&detail)?;
        let stories: HashMap<ArticleId, StoryId> = rows.iter().filter_map(|row| Some((row.id, row.story?))).collect();
        let read = Target { row: &target, copies: &detail.copies, keywords: &detail.summary.keywords };
        let ranked = rank(&read, &rows, &Options { spread: false, limit });
        Ok(ranked.into_iter().filter_map(|item| Some((*stories.get(&item.id)?, item.relation))).collect())
    }

    /// What may be related: what the index finds by words, and the rest of the story.
    fn candidates(&self, detail: &ArticleDetail) -> PortalResult<Vec<DigestRow>> {
        let body = detail.body.text();
        let summary = &detail.summary;
        let text = ArticleText {
            title: &summary.title,
            summary: detail.abstract_text.as_deref(),
            body: &body,
            tags: &detail.tags,
            section: summary.section.as_deref(),
            byline: summary.byline.as_deref(),
            url: summary.url.as_ref().map(|url| url.as_str()),
            credit: detail.credit.as_deref(),
        };
        let mut ids: Vec<ArticleId> = self.index.similar(&query_terms(&text), PROPOSED)?.into_iter().map(|hit| hit.id).collect();
        let mut rows = match summary.story {
            Some(story) => self.store.digests_of_story(story, OF_STORY)?,
            None => Vec::new(),
        };
        let members: HashSet<ArticleId> = rows.iter().map(|row| row.id).collect();
        ids.retain(|id| !members.contains(id));
        // Neighbours in the archive are neighbours on the disk.
        ids.sort_unstable();
        rows.append(&mut self.store.digests(&ids)?);
        rows.retain(|row| row.id != summary.id);
        Ok(rows)
    }

    fn items(&self, target: ArticleDetail, ranked: &[Ranked], spread: bool) -> PortalResult<Vec<RelatedItem>> {
        let outlets = Outlets::new(&*self.store);
        // Reasons name what both articles say: so only what both may show.
        let target = outlets.card(target.summary)?;
        let ids: Vec<ArticleId> = ranked.iter().map(|item| item.id).collect();
        let cards = outlets.cards(self.store.summaries(&ids)?)?;
        let mut ranked = ranked.iter();
        let items = cards.into_iter().filter_map(|card| {
            // Both lists have the same order; the store may have left some out.
            let ranked = ranked.find(|ranked| ranked.id == card.id)?;
            let reasons = reasons(&target.keywords, &card.keywords, ranked);
            (!spread || is_worth_offering(ranked, &reasons)).then_some(RelatedItem { score: ranked.score, reasons, card })
        });
        Ok(items.collect())
    }
}

/// Whether there is something to read: an article to read next is shown with its opening.
fn is_readable(card: &Card) -> bool {
    card.outlet.policy != DisplayPolicy::Headline && card.lead.split_whitespace().nth(LEAST_LEAD).is_some()
}
