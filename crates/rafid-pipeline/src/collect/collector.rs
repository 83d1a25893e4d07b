//! Who is due? The loop that starts rounds, bounded in number and fair among hosts.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use rafid_core::{Feed, FeedId, Store};
use tokio::sync::watch;
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::Instant;
use url::Url;

use super::CollectConfig;
use super::revisit::Revisits;
use super::tools::{RoundError, Tools};
use crate::Clock;
use crate::fetch::{FailureKind, Fetcher};
use crate::ingest::{IngestHandle, Submission};
use crate::politeness::host_key::host_key;

/// Collects from all feeds of a store until it is told to stop.
pub struct Collector {
    tools: Arc<Tools>,
}

/// How long the loop sleeps when nothing calls it: a feed that was just added waits no longer.
const TICK: Duration = Duration::from_secs(1);
/// Rounds that are under way get this long to finish when the collector is told to stop.
const GRACE: Duration = Duration::from_secs(2);
/// A feed whose round failed through our own fault is left alone for this long.
const REST: Duration = Duration::from_secs(15);
/// Feeds looked at in one tick, at most, to find some whose hosts are free.
const MOST_LOOKED_AT: usize = 20_000;

impl Collector {
    pub fn new(
        store: Arc<dyn Store>,
        ingest: IngestHandle,
        fetcher: Fetcher,
        config: CollectConfig,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let revisits = Revisits::default();
        Self { tools: Arc::new(Tools { store, ingest, fetcher, config, clock, revisits }) }
    }

    /// Runs until `shutdown` becomes true or its sender is gone. What is under way then has a moment to finish; what is
    /// cut off was not committed and will be collected again.
    pub async fn run(self, mut shutdown: watch::Receiver<bool>) {
        let mut desk = Desk {
            tools: self.tools,
            tasks: JoinSet::new(),
            under_way: HashMap::new(),
            doubtful: 0,
            hosts: HashMap::new(),
            resting: HashMap::new(),
            deferred: 0,
        };
        loop {
            desk.start_due().await;
            let stop = tokio::select! {
                stop = shutdown.wait_for(|stop| *stop) => { drop(stop); true }
                () = desk.something_to_do() => false,
            };
            if stop {
                break;
            }
        }
        desk.close().await;
    }
}

struct UnderWay {
    /// `None` for a page that is visited again.
    feed: Option<Feed>,
    host: String,
    doubtful: bool,
}

/// The loop's state.
struct Desk {
    tools: Arc<Tools>,
    tasks: JoinSet<Result<(), RoundError>>,
    under_way: HashMap<Id, UnderWay>,
    /// Rounds under way whose host is slow or failing.
    doubtful: usize,
    /// Rounds under way by host.
    hosts: HashMap<String, usize>,
    resting: HashMap<FeedId, Instant>,
    /// Due feeds that had to wait for their host when we last looked.
    deferred: usize,
}

impl Desk {
    async fn start_due(&mut self) {
        let now = Instant::now();
        self.resting.retain(|_, until| *until > now);
        let room = self.tools.config.feeds_at_once.saturating_sub(self.tasks.len());
        if room == 0 {
            return;
        }
        self.start_revisits(room / 2);
        let (store, at) = (self.tools.store.clone(), self.tools.clock.now());
        let limit = (self.under_way.len() + self.resting.len() + self.deferred + room).min(MOST_LOOKED_AT);
        let due = match tokio::task::spawn_blocking(move || store.due_feeds(at, limit)).await {
            Ok(Ok(due)) => due,
            Ok(Err(error)) => {
                tracing::error!(%error, "the store does not say which feeds are due");
                return;
            }
            Err(_) => return,
        };
        self.deferred = 0;
        let busy: std::collections::HashSet<FeedId> =
            self.under_way.values().filter_map(|task| Some(task.feed.as_ref()?.id)).collect();
        for feed in due {
            if busy.contains(&feed.id) || self.resting.contains_key(&feed.id) {
                continue;
            }
            let url = Url::parse(feed.url.as_str()).ok();
            let host = url.as_ref().map(host_key).unwrap_or_default();
            let config = &self.tools.config;
            let full = self.hosts.get(&host).is_some_and(|&count| count >= config.feeds_at_once_per_host);
            // Hosts that are slow or failing may fill half of the desk, never all of it.
            let doubtful = feed.failures > 0 || url.is_some_and(|url| self.tools.fetcher.is_slow(&url));
            let crowded = doubtful && self.doubtful >= config.feeds_at_once / 2;
            if full || crowded || self.tasks.len() >= config.feeds_at_once {
                self.deferred += 1;
                continue;
            }
            self.doubtful += usize::from(doubtful);
            let (tools, polled) = (self.tools.clone(), feed.clone());
            let task = self.tasks.spawn(async move { tools.round(&polled).await });
            self.note(task.id(), Some(feed), host, doubtful);
        }
    }

    fn start_revisits(&mut self, limit: usize) {
        for revisit in self.tools.revisits.due(limit) {
            let address = revisit.entry.url.as_ref().and_then(|url| Url::parse(url.as_str()).ok());
            let host = address.map(|url| host_key(&url)).unwrap_or_default();
            let tools = self.tools.clone();
            let task = self.tasks.spawn(async move { tools.revisit(revisit).await });
            self.note(task.id(), None, host, false);
        }
    }

    fn note(&mut self, task: Id, feed: Option<Feed>, host: String, doubtful: bool) {
        if feed.is_some() {
            *self.hosts.entry(host.clone()).or_default() += 1;
        }
        self.under_way.insert(task, UnderWay { feed, host, doubtful });
    }

    /// Waits until a look at the store may find work: a tick is over, or there is room again for feeds that had to wait.
    async fn something_to_do(&mut self) {
        let tick = tokio::time::sleep(TICK);
        tokio::pin!(tick);
        loop {
            tokio::select! {
                () = &mut tick => return,
                Some(ended) = self.tasks.join_next_with_id() => {
                    let waited_for = self.deferred > 0;
                    self.ended(ended).await;
                    if waited_for {
                        // Others end in the same moment: one look at the store serves them all.
                        tokio::time::sleep(Duration::from_millis(10)).await;
                        while let Some(ended) = self.tasks.try_join_next_with_id() {
                            self.ended(ended).await;
                        }
                        return;
                    }
                }
            }
        }
    }

    async fn ended(&mut self, ended: Result<(Id, Result<(), RoundError>), JoinError>) {
        let (id, error) = match ended {
            Ok((id, Ok(()))) => (id, None),
            Ok((id, Err(error))) => (id, Some(error)),
            Err(error) => (error.id(), Some(RoundError::Lost(error))),
        };
        let Some(UnderWay { feed, host, doubtful }) = self.under_way.remove(&id) else { return };
        let Some(feed) = feed else { return };
        self.doubtful -= usize::from(doubtful);
        if let Some(count) = self.hosts.get_mut(&host) {
            *count -= 1;
            if *count == 0 {
                self.hosts.remove(&host);
            }
        }
        let Some(error) = error else { return };
        tracing::error!(feed = %feed.url, %error, "a feed could not be collected through a fault of ours");
        self.resting.insert(feed.id, Instant::now() + REST);
        if matches!(error, RoundError::Lost(_)) {
            // One feed that our reader stumbles over costs itself: it backs off like any other failure.
            let what =
                format!("{}: the feed could not be read. {}", FailureKind::Internal.code(), FailureKind::Internal.advice());
            let fetch = Some(self.tools.broken(&feed, what, None));
            if let Err(error) = self.tools.ingest.submit(Submission { drafts: Vec::new(), fetch }).await {
                tracing::error!(%error, "the failure could not be recorded");
            }
        }
    }

    async fn close(mut self) {
        let finish = async {
            while let Some(ended) = self.tasks.join_next_with_id().await {
                self.ended(ended).await;
            }
        };
        let _ = tokio::time::timeout(GRACE, finish).await;
        self.tasks.shutdown().await;
    }
}
