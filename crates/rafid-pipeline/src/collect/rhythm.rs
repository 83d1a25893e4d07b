//! When to look again: a feed is asked about twice as often as it publishes, between limits. Pure.

use std::time::Duration;

use jiff::Timestamp;

use super::CollectConfig;

/// What one poll showed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Poll<'a> {
    pub now: Timestamp,
    /// Of the entries that are shown now; empty when nothing was (304).
    pub published: &'a [Timestamp],
    pub brought_new: bool,
    /// The interval that led to this poll.
    pub interval: Duration,
    /// When the feed last brought something new.
    pub last_new: Option<Timestamp>,
    /// What the publisher asks for: Cache-Control, or the feed's own `ttl`.
    pub at_least: Option<Duration>,
}

/// The interval until the next poll of a feed that answered.
pub(super) fn after_success(poll: &Poll, config: &CollectConfig) -> Duration {
    let wanted = match gap(poll.published, poll.now) {
        Some(gap) => gap / 2,
        None if poll.brought_new => poll.interval.mul_f32(0.6),
        None => poll.interval.mul_f32(1.3),
    };
    // A feed that has gone silent is asked less and less often, and often again as soon as it speaks.
    let newest = poll.published.iter().filter(|&&time| time <= poll.now).max().copied().max(poll.last_new);
    let silence = newest.map(|newest| since(newest, poll.now)).unwrap_or_default();
    let wanted = if poll.brought_new { wanted } else { wanted.max(silence / 12) };
    // The publisher's wish counts as far as our upper limit; many say "a year" without thinking.
    wanted.max(poll.at_least.unwrap_or_default()).clamp(config.min_interval, config.max_interval)
}

/// The interval until a feed that failed for the `failures`-th time in a row is tried again.
pub(super) fn after_failure(
    interval: Duration,
    failures: u32,
    retry_after: Option<Duration>,
    config: &CollectConfig,
) -> Duration {
    let doubled = interval.max(config.min_interval).saturating_mul(1 << failures.min(12));
    doubled.min(config.max_backoff).max(retry_after.unwrap_or_default().min(Duration::from_secs(86_400))).max(config.min_interval)
}

/// Spreads feeds that would otherwise be asked at the same moment: up to a tenth more or less, by `seed`, above `min`.
pub(super) fn jitter(interval: Duration, seed: u64, min: Duration) -> Duration {
    let share = (xxhash_rust::xxh3::xxh3_64(&seed.to_le_bytes()) % 2001) as f32 / 10_000.0;
    interval.mul_f32(0.9 + share).max(min)
}

/// The median time between the newest entries.
fn gap(published: &[Timestamp], now: Timestamp) -> Option<Duration> {
    const NEWEST: usize = 20;
    let mut times: Vec<Timestamp> = published.iter().copied().filter(|time| *time <= now).collect();
    times.sort_unstable_by(|a, b| b.cmp(a));
    times.dedup();
    times.truncate(NEWEST);
    let mut gaps: Vec<Duration> = times.windows(2).map(|pair| since(pair[1], pair[0])).collect();
    gaps.sort_unstable();
    if gaps.len() < 3 { None } else { gaps.get(gaps.len() / 2).copied() }
}

fn since(earlier: Timestamp, later: Timestamp) -> Duration {
    Duration::from_secs(u64::try_from(later.as_second() - earlier.as_second()).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: u64 = 60;

    fn now() -> Timestamp {
        "2026-03-02T12:00:00Z".parse().unwrap()
    }

    fn every(minutes: i64, count: i64, silence_minutes: i64) -> Vec<Timestamp> {
        (0..count).map(|n| Timestamp::from_second(now().as_second() - 60 * (silence_minutes + n * minutes)).unwrap()).collect()
    }

    fn minutes(published: &[Timestamp], brought_new: bool, at_least: Option<u64>) -> u64 {
        let poll = Poll {
            now: now(),
            published,
            brought_new,
            interval: Duration::from_secs(10 * MINUTE),
            last_new: None,
            at_least: at_least.map(Duration::from_secs),
        };
        after_success(&poll, &CollectConfig::default()).as_secs() / MINUTE
    }

    #[test]
    fn a_feed_is_asked_in_its_own_rhythm() {
        assert_eq!(minutes(&every(30, 20, 5), true, None), 15);
        assert_eq!(minutes(&every(1, 20, 0), true, None), 2, "never below the least interval");
        assert_eq!(minutes(&every(3 * 24 * 60, 20, 60), true, None), 6 * 60, "never above the longest");
    }

    #[test]
    fn silence_slows_down() {
        assert_eq!(minutes(&every(30, 20, 12 * 60), false, None), 60);
        assert_eq!(minutes(&[], false, None), 13);
        assert_eq!(minutes(&[], true, None), 6);
    }

    #[test]
    fn the_publishers_wish_counts_within_limits() {
        assert_eq!(minutes(&every(30, 20, 5), true, Some(3600)), 60);
        assert_eq!(minutes(&every(30, 20, 5), true, Some(31_536_000)), 6 * 60);
    }

    #[test]
    fn body_010_failures_back_off_and_retry_after_is_honoured() {
        let config = CollectConfig::default();
        let wait = |failures, retry| {
            let interval = Duration::from_secs(10 * MINUTE);
            after_failure(interval, failures, retry, &config).as_secs()
        };
        assert_eq!(wait(1, None), 1200);
        assert_eq!(wait(2, None), 2400);
        assert_eq!(wait(60, None), 86_400);
        assert_eq!(wait(1, Some(Duration::from_secs(7200))), 7200);
        assert_eq!(wait(1, Some(Duration::from_secs(99_999_999_999))), 86_400);
        assert!(after_failure(Duration::ZERO, 0, Some(Duration::ZERO), &config) >= config.min_interval, "never a hot loop");
    }

    #[test]
    fn jitter_stays_near() {
        let hour = Duration::from_secs(3600);
        let spread: Vec<u64> = (0..100).map(|seed| jitter(hour, seed, Duration::ZERO).as_secs()).collect();
        assert!(spread.iter().all(|secs| (3240..=3961).contains(secs)), "{spread:?}");
        assert!(spread.iter().max() > spread.iter().min());
    }
}
