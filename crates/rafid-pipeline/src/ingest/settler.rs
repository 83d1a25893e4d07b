//! Keeps the window of recent news in memory and moves it along the articles' time.
//!
//! Feeds bring old entries among the new ones: these are settled in a window of their own, so that the recent one is not loaded
//! again for each of them.

use jiff::{SignedDuration, Timestamp};
use rafid_analysis::{Archive, Window, signature};
use rafid_core::{ArticleId, DigestRow, Store, StoreError, StoreResult};

/// Settles waiting articles in the stretch of time that each belongs to.
#[derive(Default)]
pub struct Settler {
    /// The one used last comes last.
    stretches: Vec<Stretch>,
}

/// So many stretches of time are kept in memory.
const STRETCHES: usize = 2;

/// All settled articles between a span before `horizon` and `covered_to` are in the window.
struct Stretch {
    window: Window,
    horizon: Timestamp,
    covered_to: Timestamp,
}

impl Settler {
    /// Settles up to `limit` waiting articles, the oldest first. Answers how many there were.
    pub fn settle(&mut self, store: &dyn Store, limit: usize) -> StoreResult<usize> {
        let found = store.unsettled(limit)?;
        let count = found.len();
        let (old, rows): (Vec<_>, Vec<_>) = found.into_iter().partition(|row| self.is_past_change(row));
        for row in old {
            let mut archive = StoreArchive::new(store);
            let intent = Window::new().relink(&row, &mut archive);
            archive.end()?;
            store.settle(&intent)?;
        }
        let mut rest = rows.as_slice();
        while let Some(first) = rest.first() {
            let reach = self.stretch(store, first.at)?.covered_to;
            let count = rest.partition_point(|row| row.at <= reach).max(1);
            let (now, later) = rest.split_at(count);
            self.settle_rows(store, now)?;
            rest = later;
        }
        Ok(count)
    }

    /// An article whose text was changed long after it had its story: not worth moving a window for.
    fn is_past_change(&self, row: &DigestRow) -> bool {
        row.story.is_some() && !self.stretches.is_empty() && self.stretches.iter().all(|stretch| row.at < stretch.earliest())
    }

    /// Settles in the stretch that [`Settler::stretch`] gave.
    fn settle_rows(&mut self, store: &dyn Store, rows: &[DigestRow]) -> StoreResult<()> {
        let Some((stretch, others)) = self.stretches.split_last_mut() else { return Ok(()) };
        let mut archive = StoreArchive::new(store);
        let intent = stretch.window.settle_beside(rows, &mut archive);
        if let Err(error) = archive.end().and_then(|()| store.settle(&intent)) {
            // The window believes what the store refused: begin again from the store.
            *self = Self::default();
            return Err(error);
        }
        stretch.horizon = stretch.horizon.max(rows.last().map_or(stretch.horizon, |row| row.at));
        // Another stretch that knows these articles is out of date; one of the same days learns them.
        let stale = |other: &Stretch| intent.assignments.iter().any(|assigned| other.window.contains(assigned.article));
        if others.iter().any(stale) {
            self.stretches.drain(..self.stretches.len() - 1);
            return Ok(());
        }
        for other in others {
            let reaches = |row: &&DigestRow| before(other.horizon) <= row.at && row.at <= other.covered_to;
            let story = |row: &DigestRow| intent.assignments.iter().find(|new| new.article == row.id).map(|new| new.story);
            let settled = |row: &DigestRow| DigestRow { story: story(row), ..row.clone() };
            let news: Vec<DigestRow> = rows.iter().filter(reaches).map(settled).collect();
            other.window.load(&news);
        }
        Ok(())
    }

    /// Makes a stretch ready for an article of the time `at`, and puts it last.
    fn stretch(&mut self, store: &dyn Store, at: Timestamp) -> StoreResult<&Stretch> {
        let place = self.stretches.iter().rposition(|stretch| stretch.earliest() <= at && before(at) <= stretch.covered_to);
        let mut stretch = match place {
            Some(place) => self.stretches.remove(place),
            None => {
                // Older than any window reaches back, or past a gap.
                if self.stretches.len() == STRETCHES {
                    self.stretches.remove(0);
                }
                let mut window = Window::new();
                window.load(&store.digests_between(before(at), after(at))?);
                Stretch { window, horizon: at, covered_to: after(at) }
            }
        };
        if at > stretch.covered_to {
            let gap = stretch.covered_to.saturating_add(SignedDuration::from_micros(1)).unwrap_or(Timestamp::MAX);
            stretch.window.load(&store.digests_between(gap, after(at))?);
            stretch.covered_to = after(at);
        }
        let last = self.stretches.len();
        self.stretches.push(stretch);
        Ok(&self.stretches[last])
    }
}

impl Stretch {
    /// The time from which on it holds all that an article is compared with.
    fn earliest(&self) -> Timestamp {
        self.horizon.saturating_sub(SignedDuration::from_secs(Window::span_secs() / 2)).unwrap_or(Timestamp::MIN)
    }
}

fn before(time: Timestamp) -> Timestamp {
    time.saturating_sub(SignedDuration::from_secs(Window::span_secs())).unwrap_or(Timestamp::MIN)
}

fn after(time: Timestamp) -> Timestamp {
    time.saturating_add(SignedDuration::from_secs(Window::span_secs())).unwrap_or(Timestamp::MAX)
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

#[cfg(test)]
#[path = "settler_tests.rs"]
mod tests;
