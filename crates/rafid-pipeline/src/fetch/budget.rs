//! How much memory all bodies together may take at a time.
//!
//! Small bodies are free: their number is bounded by that of the connections. One that grows beyond takes the whole of its cap at
//! once, so that no two wait for each other half done, and gives back what it did not need when it has ended. A publisher with a
//! huge body waits for others with huge bodies, and for nobody else.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub(super) struct Budget {
    room: Arc<Semaphore>,
    units: u32,
}

/// A part of the [`Budget`], taken for as long as the body is there.
pub(crate) type Held = Option<Arc<OwnedSemaphorePermit>>;

const UNIT_BYTES: usize = 1024;
/// Most feeds and pages are smaller, decoded.
pub(super) const FREE_BYTES: usize = 256 * 1024;

impl Budget {
    pub fn new(bytes: usize) -> Self {
        let units = units(bytes).max(1);
        Self { room: Arc::new(Semaphore::new(units as usize)), units }
    }

    /// Waits for room; a body that is larger than the whole takes the whole.
    pub async fn take(&self, bytes: usize) -> Option<OwnedSemaphorePermit> {
        // The semaphore is never closed, so that to acquire cannot fail.
        self.room.clone().acquire_many_owned(units(bytes).min(self.units)).await.ok()
    }

    /// Gives back what a body of `bytes` did not need.
    pub fn keep(&self, taken: Option<OwnedSemaphorePermit>, bytes: usize) -> Held {
        let mut taken = taken?;
        let unneeded = taken.num_permits().saturating_sub(units(bytes) as usize);
        drop(taken.split(unneeded));
        Some(Arc::new(taken))
    }
}

fn units(bytes: usize) -> u32 {
    u32::try_from(bytes.div_ceil(UNIT_BYTES)).unwrap_or(u32::MAX).min(Semaphore::MAX_PERMITS.try_into().unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn large_bodies_wait_for_each_other_and_give_back_what_they_do_not_need() {
        let budget = Budget::new(10_000 * UNIT_BYTES);
        let first = budget.take(6_000 * UNIT_BYTES).await;
        let soon = |bytes| tokio::time::timeout(Duration::from_secs(1), budget.take(bytes));
        assert!(soon(6_000 * UNIT_BYTES).await.is_err(), "there is no room for a second one");
        let body = budget.keep(first, 1_000 * UNIT_BYTES);
        let second = soon(6_000 * UNIT_BYTES).await.expect("what the first did not need is free again");
        drop((body, second));
        assert!(soon(usize::MAX).await.is_ok(), "one that is larger than all takes all");
    }
}
