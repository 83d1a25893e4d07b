//! The one place that knows what time it is. Everything below takes `now` as an argument.

use jiff::Timestamp;

/// Tells the time, so that a test can tell it another.
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}
