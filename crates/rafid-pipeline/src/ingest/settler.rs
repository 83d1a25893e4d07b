//! Keeps the window of recent news in memory and moves it along the articles' time.

use jiff::{SignedDuration, Timestamp};
use rafid_analysis::Window;
use rafid_core::{DigestRow, Store, StoreResult};

/// All settled articles between a span before `horizon` and `covered_to` are in the window.
#[derive(Default)]
pub struct Settler {
    window: Window,
    horizon: Option<Timestamp>,
    covered_to: Option<Timestamp>,
}

impl Settler {
    /// Settles up to `limit` waiting articles, the oldest first. Answers how many there were.
    pub fn settle(&mut self, store: &dyn Store, limit: usize) -> StoreResult<usize> {
        let rows = store.unsettled(limit)?;
        let mut rest = rows.as_slice();
        while let Some(first) = rest.first() {
            self.cover(store, first.at)?;
            let reach = self.covered_to.unwrap_or(first.at);
            let count = rest.partition_point(|row| row.at <= reach).max(1);
            let (now, later) = rest.split_at(count);
            self.settle_rows(store, now)?;
            rest = later;
        }
        Ok(rows.len())
    }

    fn settle_rows(&mut self, store: &dyn Store, rows: &[DigestRow]) -> StoreResult<()> {
        let intent = self.window.settle(rows);
        if let Err(error) = store.settle(&intent) {
            // The window believes what the store refused: begin again from the store.
            *self = Self::default();
            return Err(error);
        }
        self.horizon = self.horizon.max(rows.last().map(|row| row.at));
        Ok(())
    }

    /// Makes the window ready for an article of the time `at`.
    fn cover(&mut self, store: &dyn Store, at: Timestamp) -> StoreResult<()> {
        let span = SignedDuration::from_secs(Window::span_secs());
        let before = |time: Timestamp| time.saturating_sub(span).unwrap_or(Timestamp::MIN);
        let after = |time: Timestamp| time.saturating_add(span).unwrap_or(Timestamp::MAX);
        let half = SignedDuration::from_secs(Window::span_secs() / 2);
        match (self.horizon, self.covered_to) {
            (Some(horizon), Some(covered_to))
                if at >= horizon.saturating_sub(half).unwrap_or(Timestamp::MIN) && before(at) <= covered_to =>
            {
                if at > covered_to {
                    let to = after(at);
                    let gap = covered_to.saturating_add(SignedDuration::from_micros(1)).unwrap_or(Timestamp::MAX);
                    self.window.load(&store.digests_between(gap, to)?);
                    self.covered_to = Some(to);
                }
            }
            // Older than the window reaches back, or past a gap: another stretch of time.
            _ => {
                self.window = Window::new();
                self.window.load(&store.digests_between(before(at), after(at))?);
                self.covered_to = Some(after(at));
                self.horizon = Some(at);
            }
        }
        Ok(())
    }
}
