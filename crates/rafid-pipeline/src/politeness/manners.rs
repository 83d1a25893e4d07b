//! The rules put together: may we, and when is it our turn?

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use rafid_core::{Store, StoreResult};
use tokio::time::Instant;
use url::Url;

use super::gate::{Gates, Turn};
use super::host_key::host_key;
use super::memory::Memory;
use super::robots::Robots;
use super::robots_cache::{Known, RETRY_UNREACHABLE, RobotsCache};
use crate::fetch::{FailureKind, FetchFailure, FetchTask, Hop, Want, Wire};

pub(crate) struct Manners {
    wire: Arc<Wire>,
    gates: Gates,
    /// By what stands behind the host; a host that is a literal address is its own service.
    services: Gates,
    robots: RobotsCache,
    /// What robots.txt calls us.
    agent: String,
    memory: OnceLock<Memory>,
}

/// RFC 9309, 2.3.1.2: at least five redirects of a robots.txt should be followed.
const MAX_ROBOTS_REDIRECTS: usize = 5;

impl Manners {
    pub fn new(wire: Arc<Wire>) -> Self {
        let agent = wire.config().user_agent.split(['/', ' ']).next().unwrap_or_default().to_owned();
        let gates = Gates::new(wire.config().politeness.connections_per_host);
        let services = Gates::new(wire.config().politeness.connections_per_service);
        Self { wire, gates, services, robots: RobotsCache::default(), agent, memory: OnceLock::new() }
    }

    /// Keeps what robots.txt says in `store` as well, from now on; the first store counts.
    pub fn remember_in(&self, store: Arc<dyn Store>) {
        self.memory.get_or_init(|| Memory::new(store));
    }

    /// Writes down what is not yet; blocks.
    pub fn flush(&self) -> StoreResult<()> {
        self.memory.get().map_or(Ok(()), Memory::flush)
    }

    /// Waits for the turn of a request to `url`, unless its host does not want it.
    pub async fn turn(&self, url: &Url) -> Result<Turn, FetchFailure> {
        let rules = &self.wire.config().politeness;
        let mut delay = rules.min_delay;
        if rules.obey_robots && matches!(url.scheme(), "http" | "https") {
            let known = self.robots(url).await?;
            if known.unreachable {
                return Err(FetchFailure::new(FailureKind::RobotsUnreachable, url, "robots.txt could not be read"));
            }
            if !known.robots.allows(url) {
                return Err(FetchFailure::new(FailureKind::RobotsDisallow, url, "robots.txt forbids this address"));
            }
            delay = delay.max(known.robots.crawl_delay.unwrap_or_default().min(rules.max_crawl_delay));
        }
        self.enter(url, delay).await
    }

    pub fn is_slow(&self, url: &Url) -> bool {
        self.gates.is_slow(&host_key(url))
    }

    async fn enter(&self, url: &Url, delay: Duration) -> Result<Turn, FetchFailure> {
        let max_wait = self.wire.config().politeness.max_wait;
        let host = host_key(url);
        let mut turn = self.gates.enter(&host, delay, max_wait).await.map_err(|closed| {
            let mut failure = FetchFailure::new(FailureKind::RateLimited, url, "the host has asked to be left alone for now");
            failure.retry_after = Some(closed.left);
            failure
        })?;
        // Host first and service second, always in this order: nobody holds a service while waiting for a host.
        if let Some(mut service) = self.wire.service(url).await.filter(|service| *service != host) {
            // A host that hangs holds up the others behind its machine once, for no longer than a request may take. From then on it
            // waits in a line of its own, until it is quick again.
            if turn.is_slow() {
                service.push_str(" slow");
            }
            turn.at_service(self.services.enter(&service, Duration::ZERO, max_wait).await.ok());
        }
        Ok(turn)
    }

    async fn robots(&self, url: &Url) -> Result<Known, FetchFailure> {
        let slot = self.robots.slot(url);
        let mut known = slot.known.lock().await;
        match known.as_ref() {
            Some(known) if known.until > Instant::now() => Ok(known.clone()),
            earlier => {
                let (origin, ttl) = (url.origin().ascii_serialization(), self.wire.config().politeness.robots_ttl);
                let (first, memory) = (earlier.is_none(), self.memory.get());
                if let Some(memory) = memory.filter(|_| first)
                    && let Some((robots, left)) = memory.recall(&origin, &self.agent, ttl).await
                {
                    let kept = believe(robots, left);
                    *known = Some(kept.clone());
                    return Ok(kept);
                }
                let fresh = self.ask(url).await?;
                if let Some(memory) = memory.filter(|_| !fresh.unreachable) {
                    memory.note(origin, &fresh.robots, &self.agent);
                }
                *known = Some(fresh.clone());
                Ok(fresh)
            }
        }
    }

    /// A failure here is one of the host itself (no address, no connection), so that the fetch need not be tried.
    async fn ask(&self, url: &Url) -> Result<Known, FetchFailure> {
        let rules = &self.wire.config().politeness;
        let Ok(mut at) = url.join("/robots.txt") else { return Ok(believe(Robots::open(), rules.robots_ttl)) };
        at.set_query(None);
        for _ in 0..=MAX_ROBOTS_REDIRECTS {
            let mut turn = self.enter(&at, rules.min_delay).await?;
            let task = FetchTask::new(at.clone(), Want::Robots);
            let exchange = self.wire.request(&at, &task, self.wire.config().total_timeout, turn.is_slow()).await;
            turn.done(exchange.slow, None);
            match exchange.result {
                Ok(Hop::Answer(resource)) => return Ok(believe(Robots::parse(&resource.body, &self.agent), rules.robots_ttl)),
                Ok(Hop::Redirect { to, .. }) => at = to,
                Ok(Hop::Gone | Hop::NotModified(_)) => break,
                Err(failure) => match failure.kind {
                    FailureKind::ServerError | FailureKind::RateLimited => {
                        let shut = believe(Robots::closed(), RETRY_UNREACHABLE.min(rules.robots_ttl));
                        return Ok(Known { unreachable: true, ..shut });
                    }
                    // Not there, or not a robots.txt: nothing is forbidden.
                    FailureKind::NotFound
                    | FailureKind::Refused
                    | FailureKind::Status
                    | FailureKind::Empty
                    | FailureKind::WrongContent
                    | FailureKind::Redirects
                    | FailureKind::BadEncoding
                    | FailureKind::BadUrl => break,
                    _ => return Err(failure),
                },
            }
        }
        Ok(believe(Robots::open(), rules.robots_ttl))
    }
}

fn believe(robots: Robots, ttl: Duration) -> Known {
    Known { robots: Arc::new(robots), unreachable: false, until: Instant::now() + ttl }
}
