//! A gate a host: how many may be inside, and when the next may enter.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

/// All gates. Those of hosts that nobody waits for are dropped now and then.
pub(super) struct Gates {
    connections: usize,
    gates: Mutex<HashMap<String, Arc<Gate>>>,
}

struct Gate {
    room: Arc<Semaphore>,
    state: Mutex<GateState>,
}

#[derive(Clone, Copy)]
struct GateState {
    /// No request starts before.
    next: Instant,
    /// The last request was slow.
    slow: bool,
}

/// The host has asked for a pause that is longer than we are willing to wait.
pub(super) struct Closed {
    pub left: Duration,
}

/// One request's right to be sent. The next one waits until it is done, and `delay` longer.
pub(crate) struct Turn {
    gate: Arc<Gate>,
    delay: Duration,
    _room: Option<OwnedSemaphorePermit>,
    /// The turn at the machine behind the host, where that has other names as well.
    _service: Option<Box<Turn>>,
}

/// Beyond this many gates, the idle ones go.
const SWEEP_AT: usize = 2048;

impl Gates {
    pub fn new(connections: usize) -> Self {
        Self { connections: connections.max(1), gates: Mutex::default() }
    }

    /// Waits until a request may be sent to `host`. `delay` is kept between it and the next.
    pub async fn enter(&self, host: &str, delay: Duration, max_wait: Duration) -> Result<Turn, Closed> {
        let gate = self.gate(host);
        // Never closed, so that this cannot fail.
        let room = gate.room.clone().acquire_owned().await.ok();
        let now = Instant::now();
        let next = gate.state().next;
        if next > now + max_wait.max(delay) {
            return Err(Closed { left: next - now });
        }
        // With several connections, each start moves the next one on, so that they do not start together.
        gate.change(|state| state.next = next.max(now) + delay);
        tokio::time::sleep_until(next).await;
        Ok(Turn { gate, delay, _room: room, _service: None })
    }

    pub fn is_slow(&self, host: &str) -> bool {
        self.gates.lock().unwrap_or_else(PoisonError::into_inner).get(host).is_some_and(|gate| gate.state().slow)
    }

    fn gate(&self, host: &str) -> Arc<Gate> {
        let mut gates = self.gates.lock().unwrap_or_else(PoisonError::into_inner);
        if gates.len() >= SWEEP_AT && !gates.contains_key(host) {
            let now = Instant::now();
            gates.retain(|_, gate| Arc::strong_count(gate) > 1 || gate.state().next > now || gate.state().slow);
        }
        let fresh = || {
            let state = GateState { next: Instant::now(), slow: false };
            Arc::new(Gate { room: Arc::new(Semaphore::new(self.connections)), state: Mutex::new(state) })
        };
        gates.entry(host.to_owned()).or_insert_with(fresh).clone()
    }
}

impl Gate {
    fn state(&self) -> GateState {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, edit: impl FnOnce(&mut GateState)) {
        edit(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Turn {
    /// Holds `service` as long as this.
    pub fn at_service(&mut self, service: Option<Turn>) {
        self._service = service.map(Box::new);
    }

    pub fn is_slow(&self) -> bool {
        self.gate.state().slow
    }

    /// The request is over; `pause` is what the server asked for.
    pub fn done(&mut self, slow: bool, pause: Option<Duration>) {
        let next = Instant::now() + self.delay.max(pause.unwrap_or_default());
        self.gate.change(|state| {
            state.slow = slow;
            state.next = state.next.max(next);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test(start_paused = true)]
    async fn requests_to_one_host_keep_their_distance() {
        let gates = Gates::new(1);
        let start = Instant::now();
        for _ in 0..3 {
            let mut turn = gates.enter("a.example", SECOND, SECOND * 60).await.ok().unwrap();
            tokio::time::sleep(SECOND).await;
            turn.done(false, None);
        }
        assert_eq!(start.elapsed().as_secs(), 5, "three requests of a second, a second apart");
        let before = Instant::now();
        assert!(gates.enter("b.example", SECOND, SECOND * 60).await.is_ok());
        assert_eq!(before.elapsed().as_secs(), 0, "another host does not wait");
    }

    #[tokio::test(start_paused = true)]
    async fn body_010_a_pause_holds_for_the_whole_host_without_a_hot_loop() {
        let gates = Gates::new(1);
        gates.enter("a.example", SECOND, SECOND * 60).await.ok().unwrap().done(false, Some(SECOND * 600));
        let closed = gates.enter("a.example", SECOND, SECOND * 60).await.err().unwrap();
        assert_eq!(closed.left.as_secs(), 600);
        tokio::time::sleep(SECOND * 590).await;
        let before = Instant::now();
        assert!(gates.enter("a.example", SECOND, SECOND * 60).await.is_ok());
        assert_eq!(before.elapsed().as_secs(), 10, "a short rest of the pause is waited for");
    }

    #[tokio::test(start_paused = true)]
    async fn idle_gates_do_not_pile_up() {
        let gates = Gates::new(1);
        for n in 0..SWEEP_AT * 2 {
            drop(gates.enter(&format!("{n}.example"), Duration::ZERO, SECOND).await.ok());
        }
        tokio::time::sleep(SECOND).await;
        drop(gates.enter("last.example", Duration::ZERO, SECOND).await.ok());
        assert!(gates.gates.lock().unwrap().len() <= SWEEP_AT + 1);
    }
}
