//! The front page: the stories of the day, then the latest by outlet.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use rafid_analysis::trends::Trend;
use rafid_core::{ArticleFilter, StoreCounts, StoryFilter};

use super::{Portal, PortalResult, StoryCard};
use crate::view::{Card, Outlet, Outlets};

const STORY_WINDOW_HOURS: i64 = 36;
const OUTLET_WINDOW_HOURS: i64 = 7 * 24;
/// How many recent stories are weighed against each other.
const WEIGHED: usize = 500;
/// The leading one takes four places of the front page's three columns: fifteen, five full rows.
const STORIES: usize = 12;
const ANGLES: usize = 4;
const TRENDS: usize = 10;
const OUTLETS: usize = 9;
const PER_OUTLET: usize = 5;

#[derive(Debug, Clone, PartialEq)]
pub struct Home {
    /// The time of the newest article: "the day" of an archive ends there.
    pub newest_at: Option<Timestamp>,
    pub counts: StoreCounts,
    /// The most important first.
    pub stories: Vec<StoryCard>,
    /// How others report the first of them, without copies.
    pub angles: Vec<Card>,
    /// Keywords that rise now.
    pub trends: Vec<Trend>,
    /// The busiest outlet first.
    pub latest: Vec<OutletColumn>,
}

/// The latest of one outlet.
#[derive(Debug, Clone, PartialEq)]
pub struct OutletColumn {
    pub outlet: Arc<Outlet>,
    /// Within the last week of news.
    pub articles: u64,
    pub cards: Vec<Card>,
}

impl Portal {
    /// The front page. The day is measured from the newest article that is not ahead of `now`, so that an archive lives too.
    pub fn home(&self, now: Timestamp) -> PortalResult<Home> {
        let counts = self.store.counts()?;
        let Some(newest_at) = self.store.newest_at(now)? else {
            return Ok(Home { newest_at: None, counts, stories: vec![], angles: vec![], trends: vec![], latest: vec![] });
        };
        let outlets = Outlets::new(&*self.store);
        let filter = StoryFilter {
            since: Some(hours_before(newest_at, STORY_WINDOW_HOURS)),
            until: Some(now),
            min_articles: 1,
            after: None,
            limit: WEIGHED,
        };
        let mut stories = self.store.stories(&filter)?;
        stories.retain(|story| story.last_at <= now);
        let weigh = |story: &rafid_core::StorySummary| rafid_analysis::importance(story, newest_at);
        stories.sort_by(|a, b| weigh(b).total_cmp(&weigh(a)).then(b.id.cmp(&a.id)));
        stories.truncate(STORIES);
        let stories = self.story_cards(stories, &outlets)?;
        let angles = stories.first().map(|story| self.angles(story, &outlets)).transpose()?.unwrap_or_default();

        let since = hours_before(newest_at, OUTLET_WINDOW_HOURS);
        let mut latest = Vec::new();
        for activity in self.store.source_activity(Some(since))?.into_iter().take(OUTLETS) {
            let filter = ArticleFilter {
                source: Some(activity.source.id),
                until: Some(now),
                limit: PER_OUTLET,
                ..ArticleFilter::default()
            };
            let cards = outlets.cards(self.store.latest(&filter)?)?;
            if !cards.is_empty() {
                latest.push(OutletColumn { outlet: outlets.get(activity.source.id)?, articles: activity.articles, cards });
            }
        }
        Ok(Home { newest_at: Some(newest_at), counts, stories, angles, trends: self.trends(now, TRENDS)?, latest })
    }

    /// The latest of each other outlet first; then whatever else is new and not the same words again.
    fn angles(&self, story: &StoryCard, outlets: &Outlets) -> PortalResult<Vec<Card>> {
        let mut members = self.store.story_articles(story.id)?;
        members.retain(|member| member.id != story.lead.id && member.original.is_none());
        members.reverse();
        let mut titles = vec![story.lead.title.clone()];
        let mut seen = vec![story.lead.outlet.id];
        let (mut first, mut rest) = (Vec::new(), Vec::new());
        for member in members {
            if titles.contains(&member.title) {
                continue;
            }
            titles.push(member.title.clone());
            if seen.contains(&member.source) {
                rest.push(member);
            } else {
                seen.push(member.source);
                first.push(member);
            }
        }
        first.append(&mut rest);
        first.truncate(ANGLES);
        Ok(outlets.cards(first)?)
    }
}

fn hours_before(at: Timestamp, hours: i64) -> Timestamp {
    at.checked_sub(SignedDuration::from_hours(hours)).unwrap_or(Timestamp::MIN)
}
