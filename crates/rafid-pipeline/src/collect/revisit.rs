//! Articles are looked at again for corrections, less and less often. Kept in memory: after a restart, what was due is
//! not made up for, since the feed itself tells of most corrections.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rafid_core::{Source, Validators};
use tokio::time::Instant;
use url::Url;

use super::entry::FeedEntry;
use super::merge::{Frame, merge, page_is_useful};
use super::page::{PageHints, Visit, visit};
use super::tools::{RoundError, Tools};
use super::zone;
use crate::ingest::Submission;

/// A page to look at again.
pub(super) struct Revisit {
    pub entry: FeedEntry,
    pub source: Arc<Source>,
    pub validators: Validators,
    /// Since when the plan runs.
    pub first: Instant,
    /// How many visits of the plan are over.
    pub step: usize,
    due: Instant,
}

#[derive(Default)]
pub(super) struct Revisits {
    waiting: Mutex<BinaryHeap<Revisit>>,
}

/// About 2 KB each: at most some 40 MB, and then the newest are left out.
const MOST_WAITING: usize = 20_000;

impl Revisits {
    /// Begins the plan for an article that was just read.
    pub fn plan(&self, entry: FeedEntry, source: Arc<Source>, validators: Validators, delays: &[Duration]) {
        let now = Instant::now();
        // The page has the text; what the feed says in short is enough to put a headline to it.
        let entry = FeedEntry { content: Default::default(), ..entry };
        self.next(Revisit { entry, source, validators, first: now, step: 0, due: now }, delays);
    }

    /// Puts an article back for its next visit, if its plan has one.
    pub fn next(&self, mut revisit: Revisit, delays: &[Duration]) {
        let Some(delay) = delays.get(revisit.step) else { return };
        revisit.due = revisit.first + *delay;
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < MOST_WAITING {
            waiting.push(revisit);
        }
    }

    /// Takes out at most `limit` that are due.
    pub fn due(&self, limit: usize) -> Vec<Revisit> {
        let now = Instant::now();
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let mut due = Vec::new();
        while due.len() < limit && waiting.peek().is_some_and(|next| next.due <= now) {
            due.extend(waiting.pop());
        }
        due
    }
}

impl Tools {
    /// Looks at one article again; what has changed is submitted.
    pub async fn revisit(&self, mut revisit: Revisit) -> Result<(), RoundError> {
        let Some(address) = revisit.entry.url.as_ref().and_then(|url| Url::parse(url.as_str()).ok()) else { return Ok(()) };
        let zone = zone::of_country(revisit.source.country.as_deref());
        let now = self.clock.now();
        let hints = PageHints {
            title: Some(revisit.entry.title.clone()),
            language: revisit.entry.language.clone(),
            now,
            zone: zone.clone(),
        };
        match visit(&self.fetcher, &address, revisit.validators.clone(), hints).await {
            Visit::Read(page) if page_is_useful(&revisit.entry, &page.extraction) => {
                let frame = Frame { source: revisit.source.id, zone: &zone, now };
                let draft = merge(&revisit.entry, Some(&page.extraction), &frame);
                self.ingest.submit(Submission { drafts: vec![draft], fetch: None }).await?;
                revisit.validators = page.validators;
            }
            Visit::Gone => return Ok(()),
            Visit::Read(_) | Visit::NotModified | Visit::Failed(_) => {}
        }
        revisit.step += 1;
        self.revisits.next(revisit, &self.config.revisits);
        Ok(())
    }
}

impl Ord for Revisit {
    /// The heap gives its greatest: the one that is due first.
    fn cmp(&self, other: &Self) -> Ordering {
        other.due.cmp(&self.due)
    }
}

impl PartialOrd for Revisit {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Revisit {
    fn eq(&self, other: &Self) -> bool {
        self.due == other.due
    }
}

impl Eq for Revisit {}
