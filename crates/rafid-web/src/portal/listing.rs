//! Everything of one outlet, and everything about one keyword: the newest first, in pages.

use std::sync::Arc;

use jiff::Timestamp;
use rafid_core::{ArticleFilter, ArticleId, Keyword, SourceId};

use super::{Portal, PortalResult, cursor};
use crate::view::{Card, Outlet, Outlets};

const PER_PAGE: usize = 30;

#[derive(Debug, Clone, PartialEq)]
pub struct OutletListing {
    pub outlet: Arc<Outlet>,
    pub cards: Vec<Card>,
    pub next_cursor: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct KeywordListing {
    pub key: String,
    /// In its best written form.
    pub phrase: String,
    pub cards: Vec<Card>,
    /// Keywords that stand beside it most often.
    pub beside: Vec<Keyword>,
    pub next_cursor: Option<String>,
}

impl Portal {
    /// `name` is the outlet's key or its number.
    pub fn outlet(&self, name: &str, cursor: Option<&str>, now: Timestamp) -> PortalResult<Option<OutletListing>> {
        let mut source = self.store.source_by_key(name)?;
        if source.is_none()
            && let Ok(id) = name.parse()
        {
            source = self.store.source(SourceId(id))?;
        }
        let Some(source) = source else { return Ok(None) };
        let filter = ArticleFilter { source: Some(source.id), ..ArticleFilter::default() };
        let (cards, next_cursor) = self.newest(filter, cursor, now)?;
        Ok(Some(OutletListing { outlet: Arc::new(source.into()), cards, next_cursor }))
    }

    /// `key` is a [`Keyword::key`] or the phrase itself. `None` when no article that may show it has it.
    pub fn keyword(&self, key: &str, cursor: Option<&str>, now: Timestamp) -> PortalResult<Option<KeywordListing>> {
        let mut key = key.to_owned();
        let filter = |key: &str| ArticleFilter { keyword: Some(key.to_owned()), ..ArticleFilter::default() };
        let (mut cards, mut next_cursor) = self.newest(filter(&key), cursor, now)?;
        if cards.is_empty() && cursor.is_none() {
            key = rafid_arabic::normalize::fold(&key);
            (cards, next_cursor) = self.newest(filter(&key), None, now)?;
        }
        // An outlet that allows headlines only may have kept this keyword in its body.
        cards.retain(|card| card.keywords.iter().any(|keyword| keyword.key == key));
        if cards.is_empty() && next_cursor.is_none() && cursor.is_none() {
            return Ok(None);
        }
        let of_cards = || cards.iter().flat_map(|card| &card.keywords);
        let phrase = of_cards()
            .filter(|keyword| keyword.key == key)
            .max_by(|a, b| a.score.total_cmp(&b.score))
            .map_or_else(|| key.clone(), |keyword| keyword.phrase.clone());
        let lists: Vec<&[Keyword]> = cards.iter().map(|card| card.keywords.as_slice()).collect();
        let mut beside = rafid_analysis::story_keywords(&lists, 13);
        beside.retain(|keyword| keyword.key != key);
        Ok(Some(KeywordListing { key, phrase, cards, beside, next_cursor }))
    }

    fn newest(&self, filter: ArticleFilter, cursor: Option<&str>, now: Timestamp) -> PortalResult<(Vec<Card>, Option<String>)> {
        let after = cursor.map(cursor::read).transpose()?.map(|(at, id)| (at, ArticleId(id)));
        let mut found = self.store.latest(&ArticleFilter { after, until: Some(now), limit: PER_PAGE + 1, ..filter })?;
        let next_cursor = cursor::page(&mut found, PER_PAGE, |article| (article.at, article.id.0));
        Ok((Outlets::new(&*self.store).cards(found)?, next_cursor))
    }
}
