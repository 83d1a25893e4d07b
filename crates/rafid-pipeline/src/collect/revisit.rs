//! Articles are looked at again for corrections, less and less often. The plans are in the store: a restart goes on with them, and a
//! page whose time came meanwhile is looked at once.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rafid_core::{RevisitPlan, SourceId, Validators};
use url::Url;

use super::entry::FeedEntry;
use super::merge::{Frame, page_is_useful};
use super::page::{PageHints, Visit};
use super::tools::{RoundError, Tools};
use super::zone;
use crate::ingest::Submission;

/// The plan for an article that was read at `now`; `None` when there is nothing to look at again.
pub(super) fn first_plan(
    entry: &FeedEntry,
    source: SourceId,
    validators: Validators,
    now: Timestamp,
    delays: &[Duration],
) -> Option<RevisitPlan> {
    let url = entry.url.clone()?;
    // The page has the text; what the feed says in short is enough to put a headline to it.
    let entry = serde_json::to_string(&FeedEntry { content: Default::default(), ..entry.clone() }).ok()?;
    let due_at = Some(after(now, *delays.first()?));
    Some(RevisitPlan { url, source, first_at: now, step: 0, due_at, validators, entry })
}

/// The plan after a visit at `now`: the next of its times that is still ahead, or none.
fn next_plan(plan: RevisitPlan, now: Timestamp, delays: &[Duration]) -> RevisitPlan {
    let steps = delays.iter().enumerate().skip(plan.step as usize + 1);
    let next = steps.map(|(step, delay)| (step, after(plan.first_at, *delay))).find(|(_, due_at)| *due_at > now);
    match next {
        Some((step, due_at)) => RevisitPlan { step: step as u32, due_at: Some(due_at), ..plan },
        None => RevisitPlan { due_at: None, ..plan },
    }
}

fn after(time: Timestamp, delay: Duration) -> Timestamp {
    SignedDuration::try_from(delay).ok().and_then(|delay| time.checked_add(delay).ok()).unwrap_or(Timestamp::MAX)
}

impl Tools {
    /// Looks at one article again; what has changed is submitted together with the next step of its plan.
    pub async fn revisit(&self, mut plan: RevisitPlan) -> Result<(), RoundError> {
        let id = plan.source;
        let source = self.stored(move |store| store.source(id)).await?;
        let entry: Option<FeedEntry> = serde_json::from_str(&plan.entry).ok();
        let address = Url::parse(plan.url.as_str()).ok();
        let (Some(source), Some(entry), Some(address)) = (source, entry, address) else {
            return self.plan(RevisitPlan { due_at: None, ..plan }, Vec::new()).await;
        };
        let Some(_claim) = self.claims.claim(plan.url.as_str()) else { return Ok(()) };
        let zone = zone::of_country(source.country.as_deref());
        let now = self.clock.now();
        let title = Some(entry.title.clone()).filter(|title| !title.is_empty());
        let hints =
            PageHints { title, language: entry.language.clone(), now, zone: zone.clone(), rules: self.config.site_rules.clone() };
        let mut drafts = Vec::new();
        match self.visit(&address, plan.validators.clone(), hints).await? {
            Visit::Read(page) if page_is_useful(&entry, &page.extraction) => {
                let frame = Frame { source: source.id, zone: &zone, now, takes_over: false };
                drafts.push(self.draft(&entry, &page, &frame).await?);
                plan.validators = page.validators;
            }
            Visit::Gone => return self.plan(RevisitPlan { due_at: None, ..plan }, drafts).await,
            Visit::Read(_) | Visit::NotModified | Visit::Failed(_) => {}
        }
        let plan = next_plan(plan, self.clock.now(), &self.config.revisits);
        self.plan(plan, drafts).await
    }

    async fn plan(&self, plan: RevisitPlan, drafts: Vec<rafid_core::ArticleDraft>) -> Result<(), RoundError> {
        self.ingest.submit(Submission { drafts, fetch: None, plans: vec![plan] }).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use rafid_core::WebUrl;

    use super::*;

    const DELAYS: [Duration; 3] = [Duration::from_secs(600), Duration::from_secs(3600), Duration::from_secs(21_600)];

    fn at(secs: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + secs).unwrap()
    }

    fn plan() -> RevisitPlan {
        let entry =
            FeedEntry { url: WebUrl::new("http://a.example/1"), title: "افتتاح الجسر".into(), ..FeedEntry::default() };
        first_plan(&entry, SourceId(1), Validators::default(), at(0), &DELAYS).unwrap()
    }

    fn due(plan: &RevisitPlan) -> Option<i64> {
        plan.due_at.map(|due| due.as_second() - at(0).as_second())
    }

    #[test]
    fn visits_grow_rare_and_end() {
        let plan = plan();
        assert_eq!(due(&plan), Some(600));
        let plan = next_plan(plan, at(601), &DELAYS);
        assert_eq!(due(&plan), Some(3600));
        let plan = next_plan(plan, at(3601), &DELAYS);
        assert_eq!(due(&plan), Some(21_600));
        assert_eq!(due(&next_plan(plan, at(21_601), &DELAYS)), None);
    }

    #[test]
    fn what_was_missed_is_made_up_for_once() {
        assert_eq!(due(&next_plan(plan(), at(4000), &DELAYS)), Some(21_600), "two times have passed: one visit for both");
        assert_eq!(due(&next_plan(plan(), at(400_000), &DELAYS)), None);
    }

    #[test]
    fn what_the_feed_said_comes_back() {
        let entry: FeedEntry = serde_json::from_str(&plan().entry).unwrap();
        assert_eq!((entry.url, entry.title.as_str()), (WebUrl::new("http://a.example/1"), "افتتاح الجسر"));
        let nowhere = first_plan(&FeedEntry::default(), SourceId(1), Validators::default(), at(0), &DELAYS);
        assert!(nowhere.is_none(), "no page, no visit");
    }
}
