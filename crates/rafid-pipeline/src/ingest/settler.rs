//! Keeps the window of recent news in memory and moves it along the articles' time.

use jiff::{SignedDuration, Timestamp};
use rafid_analysis::{Archive, Window, signature};
use rafid_core::{ArticleId, DigestRow, Store, StoreError, StoreResult};

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
        let found = store.unsettled(limit)?;
        let count = found.len();
        let (old, rows): (Vec<_>, Vec<_>) = found.into_iter().partition(|row| self.is_past_change(row));
        for row in old {
            let mut archive = StoreArchive::new(store);
            let intent = self.window.relink(&row, &mut archive);
            archive.end()?;
            store.settle(&intent)?;
        }
        let mut rest = rows.as_slice();
        while let Some(first) = rest.first() {
            self.cover(store, first.at)?;
            let reach = self.covered_to.unwrap_or(first.at);
            let count = rest.partition_point(|row| row.at <= reach).max(1);
            let (now, later) = rest.split_at(count);
            self.settle_rows(store, now)?;
            rest = later;
        }
        Ok(count)
    }

    /// An article whose text was changed long after it had its story: not worth moving the window for.
    fn is_past_change(&self, row: &DigestRow) -> bool {
        let half = SignedDuration::from_secs(Window::span_secs() / 2);
        let horizon = self.horizon.and_then(|horizon| horizon.checked_sub(half).ok());
        row.story.is_some() && horizon.is_some_and(|horizon| row.at < horizon)
    }

    fn settle_rows(&mut self, store: &dyn Store, rows: &[DigestRow]) -> StoreResult<()> {
        let mut archive = StoreArchive::new(store);
        let intent = self.window.settle_beside(rows, &mut archive);
        if let Err(error) = archive.end().and_then(|()| store.settle(&intent)) {
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

/// Articles that may share a text with a newcomer: the window takes its own out of them.
const SHARING: usize = 64;

/// The store as the window asks it. What goes wrong is told at the end.
struct StoreArchive<'s> {
    store: &'s dyn Store,
    error: Option<StoreError>,
}

impl<'s> StoreArchive<'s> {
    fn new(store: &'s dyn Store) -> Self {
        Self { store, error: None }
    }

    fn end(self) -> StoreResult<()> {
        self.error.map_or(Ok(()), Err)
    }

    fn answer<T>(&mut self, result: StoreResult<Vec<T>>) -> Vec<T> {
        result.unwrap_or_else(|error| {
            self.error.get_or_insert(error);
            Vec::new()
        })
    }
}

impl Archive for StoreArchive<'_> {
    fn sharing(&mut self, article: &DigestRow, least: u32) -> Vec<ArticleId> {
        let signature = signature(&article.digest);
        if signature.is_empty() || self.error.is_some() {
            return Vec::new();
        }
        let found = self.store.sharing_signature(&signature, least, SHARING);
        self.answer(found).into_iter().map(|(id, _)| id).collect()
    }

    fn rows(&mut self, ids: &[ArticleId]) -> Vec<DigestRow> {
        let rows = self.store.digests(ids);
        self.answer(rows)
    }
}
