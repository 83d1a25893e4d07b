//! What rises now: keywords of the last day of news against their own past.

use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use rafid_analysis::trends::{LEAST_PAST_DAYS, Mention, Trend, candidates, expected, rising};
use rafid_core::ArticleFilter;

use super::{Portal, PortalResult};
use crate::view::Outlets;

pub const MAX_TRENDS: usize = 50;
const DAY_HOURS: i64 = 24;
/// How far back the past of a keyword goes.
const PAST_DAYS: i64 = 28;
/// Articles of the last day that are counted, the newest first.
const COUNTED: usize = 6_000;
/// Keywords that are compared with their past.
const COMPARED: usize = 300;
/// For so long the answer holds: nothing rises faster than a reader can see.
const HOLDS: Duration = Duration::from_secs(5 * 60);

/// The answer to the last question, and when it was found.
#[derive(Debug, Default)]
pub struct TrendMemory(std::sync::Mutex<Option<(Instant, Vec<Trend>)>>);

impl Portal {
    /// The keywords that rise, the most surprising first. The day is measured from the newest article that is not ahead of `now`.
    /// The answer is remembered for minutes, so that no page waits for it twice.
    pub fn trends(&self, now: Timestamp, limit: usize) -> PortalResult<Vec<Trend>> {
        let mut memory = self.trends.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut trends = match memory.as_ref() {
            Some((found_at, trends)) if found_at.elapsed() < HOLDS => trends.clone(),
            _ => {
                let trends = self.find_trends(now)?;
                *memory = Some((Instant::now(), trends.clone()));
                trends
            }
        };
        trends.truncate(limit);
        Ok(trends)
    }

    fn find_trends(&self, now: Timestamp) -> PortalResult<Vec<Trend>> {
        let Some(newest) = self.store.newest_at(now)? else { return Ok(Vec::new()) };
        let before = |hours: i64| newest.checked_sub(SignedDuration::from_hours(hours)).unwrap_or(Timestamp::MIN);
        let since = before(DAY_HOURS);
        let days = self.days_of_news(since)?;
        if days < LEAST_PAST_DAYS {
            return Ok(Vec::new());
        }
        let until = Some(newest.checked_add(SignedDuration::from_micros(1)).unwrap_or(newest));
        let filter = ArticleFilter { since: Some(since), until, limit: COUNTED, ..ArticleFilter::default() };
        // Through the outlets' policies: a keyword that an outlet lets nobody see makes no trend.
        let mut cards = Outlets::new(&*self.store).cards(self.store.latest(&filter)?)?;
        cards.retain(|card| card.original.is_none());
        let mentions: Vec<Mention> =
            cards.iter().map(|card| Mention { article: card.id, source: card.outlet.id, keywords: &card.keywords }).collect();
        let found = candidates(&mentions, COMPARED);
        let edges: Vec<Timestamp> = (1..=PAST_DAYS + 1).rev().map(|day| before(day * DAY_HOURS)).collect();
        let keys: Vec<String> = found.iter().map(|candidate| candidate.key.clone()).collect();
        let histories = self.store.keyword_history(&keys, &edges)?;
        let compared = found.into_iter().zip(histories).map(|(candidate, mut past)| {
            past.reverse();
            past.truncate(days);
            let expected = expected(&past);
            (candidate, expected)
        });
        Ok(rising(compared.collect(), MAX_TRENDS))
    }

    /// How many days before `since` there is anything to compare with: a young archive has a short past.
    fn days_of_news(&self, since: Timestamp) -> PortalResult<usize> {
        let mut days = PAST_DAYS;
        while days > 0 {
            let until = since.checked_sub(SignedDuration::from_hours((days - 1) * DAY_HOURS)).unwrap_or(Timestamp::MIN);
            let from = until.checked_sub(SignedDuration::from_hours(DAY_HOURS)).unwrap_or(Timestamp::MIN);
            let filter = ArticleFilter { since: Some(from), until: Some(until), limit: 1, ..ArticleFilter::default() };
            if !self.store.latest(&filter)?.is_empty() {
                break;
            }
            days -= 1;
        }
        Ok(usize::try_from(days).unwrap_or_default())
    }
}
