//! The robots.txt of every host that we deal with, asked once and believed for a while.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use url::Url;

use super::robots::Robots;

/// By origin (RFC 9309, 2.3: scheme, host and port).
#[derive(Default)]
pub(super) struct RobotsCache {
    entries: Mutex<HashMap<String, Arc<Slot>>>,
}

/// One origin's place: whoever asks first holds the lock while it is fetched, the others wait for its answer.
#[derive(Default)]
pub(super) struct Slot {
    pub known: tokio::sync::Mutex<Option<Known>>,
}

#[derive(Clone)]
pub(super) struct Known {
    pub robots: Arc<Robots>,
    /// Could not be read, so that everything is closed for now.
    pub unreachable: bool,
    pub until: Instant,
}

const SWEEP_AT: usize = 4096;
/// A file that could not be read is tried again after this.
pub(super) const RETRY_UNREACHABLE: Duration = Duration::from_secs(600);

impl RobotsCache {
    pub fn slot(&self, url: &Url) -> Arc<Slot> {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let origin = url.origin().ascii_serialization();
        if entries.len() >= SWEEP_AT && !entries.contains_key(&origin) {
            let now = Instant::now();
            let live = |slot: &Arc<Slot>| {
                Arc::strong_count(slot) > 1
                    || slot.known.try_lock().is_ok_and(|known| known.as_ref().is_some_and(|k| k.until > now))
            };
            entries.retain(|_, slot| live(slot));
        }
        entries.entry(origin).or_default().clone()
    }
}
