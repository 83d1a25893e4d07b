//! The press's own time: real time that started at the configured instant and can be moved forward.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;

#[derive(Debug)]
pub(crate) struct Clock {
    start: Timestamp,
    started: Instant,
    skipped_nanos: AtomicU64,
}

impl Clock {
    pub(crate) fn new(start: Timestamp) -> Self {
        Self { start, started: Instant::now(), skipped_nanos: AtomicU64::new(0) }
    }

    /// The start plus the time that went by since, plus what was skipped.
    pub(crate) fn now(&self) -> Timestamp {
        let skipped = Duration::from_nanos(self.skipped_nanos.load(Ordering::Relaxed));
        later(self.start, self.started.elapsed().saturating_add(skipped))
    }

    pub(crate) fn skip(&self, by: Duration) {
        let nanos = u64::try_from(by.as_nanos()).unwrap_or(u64::MAX);
        let add = |skipped: u64| Some(skipped.saturating_add(nanos));
        let _ = self.skipped_nanos.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }
}

/// `at + by`, held at the end of time.
pub(crate) fn later(at: Timestamp, by: Duration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skipping_moves_time_forward() {
        let clock = Clock::new(Timestamp::UNIX_EPOCH);
        assert!(clock.now().as_second() < 3600);
        clock.skip(Duration::from_secs(3600));
        assert!(clock.now().as_second() >= 3600);
        clock.skip(Duration::MAX);
        assert!(clock.now().strftime("%Y").to_string().as_str() > "2500");
    }
}
