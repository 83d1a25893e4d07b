//! What a round writes down about its feed: the result, and when to look again.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rafid_core::{Feed, FetchRecord, FetchResult, Validators, WebUrl};
use url::Url;

use super::rhythm::{self, Poll};
use super::tools::Tools;
use crate::fetch::{FailureKind, FetchFailure};

impl Tools {
    /// The record of an answer that is no feed.
    pub fn not_a_feed(&self, feed: &Feed, what: &str) -> FetchRecord {
        let kind = FailureKind::WrongContent;
        self.broken(feed, format!("{}: {what}. {}", kind.code(), kind.advice()), None)
    }

    pub fn interval(&self, feed: &Feed, published: &[Timestamp], brought_new: bool, at_least: Option<Duration>) -> Duration {
        let poll = Poll {
            now: self.clock.now(),
            published,
            brought_new,
            interval: Duration::from_secs(u64::from(feed.interval_secs)),
            last_new: feed.last_new_at,
            at_least,
        };
        rhythm::after_success(&poll, &self.config)
    }

    pub fn failed(&self, feed: &Feed, failure: &FetchFailure) -> FetchRecord {
        self.broken(feed, format!("{failure}. {}", failure.kind.advice()), failure.retry_after)
    }

    /// The record of a round that went wrong, with a later next time.
    pub fn broken(&self, feed: &Feed, error: String, retry_after: Option<Duration>) -> FetchRecord {
        let interval = Duration::from_secs(u64::from(feed.interval_secs));
        let wait = rhythm::after_failure(interval, feed.failures.saturating_add(1), retry_after, &self.config);
        let record = self.record(feed, FetchResult::Failed { error }, wait);
        // The feed's own rhythm is kept for the time when it is well again.
        FetchRecord { interval_secs: feed.interval_secs, ..record }
    }

    /// A record that sets the next time, spread a little.
    pub fn record(&self, feed: &Feed, result: FetchResult, interval: Duration) -> FetchRecord {
        let at = self.clock.now();
        let seed = feed.id.0.unsigned_abs() ^ at.as_second().unsigned_abs().rotate_left(32);
        let wait = rhythm::jitter(interval, seed, self.config.min_interval);
        let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::from_hours(24));
        FetchRecord {
            feed: feed.id,
            at,
            result,
            interval_secs: u32::try_from(interval.as_secs()).unwrap_or(u32::MAX).max(1),
            next_fetch_at: at.saturating_add(wait).unwrap_or(Timestamp::MAX),
            moved_to: None,
            entries: Vec::new(),
        }
    }
}

/// The feed's new address, if it has one.
pub(super) fn moved(to: Option<Url>, feed: &Feed) -> Option<WebUrl> {
    to.and_then(|to| WebUrl::new(to.as_str())).filter(|to| *to != feed.url)
}

/// For a feed of which something has to be tried again: validators would hide it.
pub(super) fn forget_validators(mut record: FetchRecord) -> FetchRecord {
    if let FetchResult::Modified { validators, .. } = &mut record.result {
        *validators = Validators::default();
    }
    record
}
