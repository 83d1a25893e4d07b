//! The index made anew beside the one that answers, and put in its place.

use std::time::{Duration, Instant};

use rafid_arabic::Vocabulary;
use rafid_core::{NextIndex, StoreResult};

use super::engine::Engine;

/// Changes in one commit: few enough to stop and rest between them.
const BATCH: usize = 2_000;

/// How fast to work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// Somebody waits for it.
    Full,
    /// Beside collecting and serving: after each batch it rests as long as the batch took.
    Gentle,
}

impl Pace {
    /// After work that began at `began`.
    pub(super) fn rest(self, began: Instant) {
        const LONGEST: Duration = Duration::from_secs(2);
        if self == Self::Gentle {
            std::thread::sleep(began.elapsed().min(LONGEST));
        }
    }
}

impl Engine {
    /// Makes the index anew from the store, with another vocabulary or (`None`) its own. The old one answers and follows the log until
    /// the new one has caught up; then that takes over in one step. `proceed` is told how many changes were taken since the
    /// last call; when it answers `false`, everything stays as it was. Answers whether there is a new index.
    pub fn rebuild(
        &self,
        vocabulary: Option<&Vocabulary>,
        pace: Pace,
        mut proceed: impl FnMut(usize) -> bool,
    ) -> StoreResult<bool> {
        self.forget_a_future()?;
        let next = self.index.begin_next(vocabulary)?;
        loop {
            let began = Instant::now();
            let taken = self.advance(&*next)?;
            if taken > 0 && !proceed(taken) {
                return Ok(false);
            }
            if taken < BATCH {
                break;
            }
            pace.rest(began);
        }
        let _indexing = self.hold_index();
        // What has come since: a moment's news.
        while self.advance(&*next)? > 0 {}
        next.take_over()?;
        Ok(true)
    }

    fn advance(&self, next: &dyn NextIndex) -> StoreResult<usize> {
        let Some(stretch) = self.stretch(next.cursor()?, BATCH)? else { return Ok(0) };
        next.apply(&stretch.documents, &stretch.removed, stretch.upto)?;
        Ok(stretch.changes)
    }
}
