//! How many connections are open at a time, without letting slow hosts hold up the others.
//!
//! A request starts in a quick slot and moves to the slow lane when it has become slow; a host that was slow last time starts
//! there. When the slow lane is full, a slow request stays where it is.

use std::future::Future;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::Instant;

pub(super) struct Slots {
    quick: Semaphore,
    slow: Semaphore,
    slow_after: Duration,
}

/// A hanging connection costs a socket, and a hundred hosts may hang at the same time.
const SLOW_LANES: usize = 6;

impl Slots {
    pub fn new(connections: usize, slow_after: Duration) -> Self {
        let connections = connections.max(1);
        Self { quick: Semaphore::new(connections), slow: Semaphore::new(connections * SLOW_LANES), slow_after }
    }

    /// Runs `request` when there is room. Answers whether it was slow.
    pub async fn run<T>(&self, known_slow: bool, request: impl Future<Output = T>) -> (T, bool) {
        // The semaphores are never closed, so that to acquire cannot fail.
        if known_slow {
            let _slow = self.slow.acquire().await.ok();
            let started = Instant::now();
            let out = request.await;
            return (out, started.elapsed() > self.slow_after);
        }
        let quick = self.quick.acquire().await.ok();
        tokio::pin!(request);
        tokio::select! {
            out = &mut request => (out, false),
            () = tokio::time::sleep(self.slow_after) => {
                let lane = self.slow.try_acquire().ok();
                if lane.is_some() {
                    drop(quick);
                }
                (request.await, true)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[tokio::test(start_paused = true)]
    async fn slow_requests_make_room_for_quick_ones() {
        let slots = std::sync::Arc::new(Slots::new(2, MS * 100));
        let slow: Vec<_> = (0..6)
            .map(|_| {
                let slots = slots.clone();
                tokio::spawn(async move { slots.run(false, tokio::time::sleep(MS * 10_000)).await.1 })
            })
            .collect();
        tokio::time::sleep(MS * 301).await;
        let start = Instant::now();
        assert!(!slots.run(false, tokio::time::sleep(MS)).await.1);
        assert_eq!(start.elapsed(), MS, "both quick slots are free again");
        for task in slow {
            assert!(task.await.unwrap());
        }
    }

    /// When the last of 500 healthy requests of 100 ms is done, with `hanging` hosts that are known to be slow beside them.
    async fn healthy_round(hanging: usize) -> Duration {
        let slots = std::sync::Arc::new(Slots::new(32, MS * 250));
        for _ in 0..hanging {
            let slots = slots.clone();
            tokio::spawn(async move { slots.run(true, async { tokio::time::sleep(MS * 30_000).await }).await.1 });
        }
        tokio::time::sleep(MS).await;
        let start = Instant::now();
        let healthy: Vec<_> = (0..500)
            .map(|_| {
                let slots = slots.clone();
                // The time of a request runs from its start.
                tokio::spawn(async move { slots.run(false, async { tokio::time::sleep(MS * 100).await }).await.1 })
            })
            .collect();
        for task in healthy {
            assert!(!task.await.unwrap());
        }
        start.elapsed()
    }

    #[tokio::test(start_paused = true)]
    async fn body_005_a_hundred_slow_hosts_cost_five_hundred_healthy_ones_nothing() {
        // The clock stands still but for sleeping: what is counted is who waits for whom, not how fast this machine is.
        let alone = healthy_round(0).await;
        assert_eq!(alone, MS * 1600, "500 requests through 32 places, 16 times 100 ms");
        assert_eq!(healthy_round(100).await, alone);
    }

    #[tokio::test(start_paused = true)]
    async fn hosts_that_are_known_to_be_slow_never_take_a_quick_slot() {
        let slots = std::sync::Arc::new(Slots::new(1, MS * 100));
        for _ in 0..50 {
            let slots = slots.clone();
            tokio::spawn(async move { slots.run(true, tokio::time::sleep(MS * 10_000)).await.1 });
        }
        tokio::time::sleep(MS).await;
        let start = Instant::now();
        slots.run(false, tokio::time::sleep(MS)).await;
        assert_eq!(start.elapsed(), MS);
    }
}
