//! What robots.txt said, across restarts: read from the store when a host is met for the first time, written in batches.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rafid_core::{RobotsNote, Store, StoreResult};

use super::robots::Robots;

pub(super) struct Memory {
    store: Arc<dyn Store>,
    pending: Mutex<Vec<RobotsNote>>,
    /// One question at a time: hundreds of hosts at once would open a connection to the store each.
    asking: tokio::sync::Mutex<()>,
}

impl Memory {
    pub fn new(store: Arc<dyn Store>) -> Self {
        Self { store, pending: Mutex::default(), asking: tokio::sync::Mutex::default() }
    }

    /// What `origin` said less than `ttl` ago, and for how long it is still believed.
    pub async fn recall(&self, origin: &str, agent: &str, ttl: Duration) -> Option<(Robots, Duration)> {
        let _turn = self.asking.lock().await;
        let (store, origin) = (self.store.clone(), origin.to_owned());
        let found = tokio::task::spawn_blocking(move || store.robots(&origin)).await.ok()?;
        let note = found.inspect_err(|error| tracing::warn!(%error, "what robots.txt said cannot be read")).ok()??;
        let left = left(note.fetched_at, Timestamp::now(), ttl)?;
        Some((Robots::parse(note.text.as_bytes(), agent), left))
    }

    /// Takes note; [`Memory::flush`] writes it down.
    pub fn note(&self, origin: String, robots: &Robots, agent: &str) {
        let note = RobotsNote { origin, fetched_at: Timestamp::now(), text: robots.to_text(agent) };
        self.pending.lock().unwrap_or_else(PoisonError::into_inner).push(note);
    }

    /// Writes down what was noted; blocks. What a crash takes is asked again.
    pub fn flush(&self) -> StoreResult<()> {
        let notes = std::mem::take(&mut *self.pending.lock().unwrap_or_else(PoisonError::into_inner));
        if notes.is_empty() { Ok(()) } else { self.store.keep_robots(&notes) }
    }
}

/// A clock that was put back makes no note last longer.
fn left(fetched_at: Timestamp, now: Timestamp, ttl: Duration) -> Option<Duration> {
    let age = now.duration_since(fetched_at);
    if age < SignedDuration::ZERO {
        return None;
    }
    ttl.checked_sub(age.unsigned_abs()).filter(|left| !left.is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_believed_for_the_rest_of_its_time() {
        let at = |secs: i64| Timestamp::from_second(1_800_000_000 + secs).unwrap();
        let day = Duration::from_secs(86_400);
        assert_eq!(left(at(0), at(600), day), Some(Duration::from_secs(85_800)));
        assert_eq!(left(at(0), at(86_400), day), None);
        assert_eq!(left(at(60), at(0), day), None, "from the future");
    }
}
