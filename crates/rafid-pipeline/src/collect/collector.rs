//! Who is due? The loop that starts rounds, bounded in number and fair among hosts.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use rafid_core::{Feed, Store};
use tokio::sync::watch;

use super::CollectConfig;
use super::claims::Claims;
use super::desk::Desk;
use super::pushed;
use super::tools::Tools;
use crate::Clock;
use crate::fetch::Fetcher;
use crate::ingest::IngestHandle;
use crate::websub::PushInbox;

/// Collects from all feeds of a store until it is told to stop, or once.
pub struct Collector {
    tools: Arc<Tools>,
    inbox: Option<PushInbox>,
}

/// How long the loop sleeps when nothing calls it: a feed that was just added waits no longer.
const TICK: Duration = Duration::from_secs(1);
/// Between two looks at the store while feeds end faster than that.
const LOOK_AGAIN: Duration = Duration::from_millis(50);
/// Feeds in line, at most: more are fetched from the store as these are done. Some 600 bytes each.
const MOST_WAITING: usize = 20_000;
/// Feeds that are fetched from the store at a time, beyond those that are known to be due.
const LOOK_AT: usize = 512;

/// Which feeds a single pass is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    /// Those whose time has come.
    Due,
    /// All that are active, whenever they would be due.
    All,
}

impl Collector {
    pub fn new(
        store: Arc<dyn Store>,
        ingest: IngestHandle,
        fetcher: Fetcher,
        config: CollectConfig,
        clock: Arc<dyn Clock>,
    ) -> Self {
        fetcher.remember_in(store.clone());
        Self {
            tools: Arc::new(Tools {
                store,
                ingest,
                fetcher,
                config,
                clock,
                claims: Claims::default(),
                templates: Arc::default(),
            }),
            inbox: None,
        }
    }

    /// Lets WebSub hubs bring what is new, where the configuration says how they reach the portal.
    pub fn with_pushes(mut self, inbox: PushInbox) -> Self {
        self.inbox = Some(inbox);
        self
    }

    /// Runs until `shutdown` becomes true or its sender is gone. What is under way then has a moment to finish; what is
    /// cut off was not committed and will be collected again.
    pub async fn run(mut self, mut shutdown: watch::Receiver<bool>) {
        let pushes = self.inbox.take().zip(self.tools.config.callback_base.clone());
        let pushes = pushes.map(|(inbox, base)| tokio::spawn(pushed::serve(self.tools.clone(), inbox, base, shutdown.clone())));
        let mut desk = Desk::new(self.tools.clone());
        loop {
            self.tools.fetcher.flush().await;
            self.look_again(&mut desk).await;
            let more = self.look(&mut desk).await;
            desk.start();
            let stop = tokio::select! {
                stop = shutdown.wait_for(|stop| *stop) => { drop(stop); true }
                () = work(&mut desk, more) => false,
            };
            if stop {
                break;
            }
        }
        desk.close().await;
        self.keep_lessons().await;
        self.tools.fetcher.flush().await;
        if let Some(pushes) = pushes {
            // An error is a task that has ended already.
            let _ = pushes.await;
        }
    }

    /// Asks every feed of `pass` once and ends. Answers how many were asked.
    pub async fn once(self, pass: Pass, mut shutdown: watch::Receiver<bool>) -> u64 {
        let at = if pass == Pass::All { Timestamp::MAX } else { self.tools.clock.now() };
        let mut desk = Desk::new(self.tools.clone());
        self.look_again(&mut desk).await;
        desk.line_up(self.due(at, usize::MAX).await);
        desk.start();
        while desk.is_busy() {
            tokio::select! {
                stop = shutdown.wait_for(|stop| *stop) => { drop(stop); break }
                () = desk.some_end() => desk.start(),
            }
        }
        let finished = desk.finished;
        desk.close().await;
        self.keep_lessons().await;
        self.tools.fetcher.flush().await;
        finished
    }

    /// Keeps what was learned of the hosts' pages.
    async fn keep_lessons(&self) {
        let templates = self.tools.templates.clone();
        if let Err(error) = self.tools.stored(move |store| templates.keep(store)).await {
            tracing::warn!(%error, "what was learned of the sites' pages could not be kept");
        }
    }

    /// Lines up feeds that are due. Answers whether there may be more.
    async fn look(&self, desk: &mut Desk) -> bool {
        let limit = desk.passed_over() + LOOK_AT;
        if desk.room() == 0 || desk.passed_over() >= MOST_WAITING {
            return false;
        }
        let due = self.due(self.tools.clock.now(), limit).await;
        let more = due.len() == limit;
        desk.line_up(due);
        more
    }

    /// Starts visits to pages, in at most half of the room that there is.
    async fn look_again(&self, desk: &mut Desk) {
        let room = desk.room() / 2;
        if room == 0 {
            return;
        }
        let (now, limit) = (self.tools.clock.now(), room + desk.revisiting());
        match self.tools.stored(move |store| store.due_revisits(now, limit)).await {
            Ok(plans) => desk.start_revisits(plans, room),
            Err(error) => tracing::error!(%error, "the store does not say which pages are to be visited again"),
        }
    }

    async fn due(&self, at: Timestamp, limit: usize) -> Vec<Feed> {
        let store = self.tools.store.clone();
        match tokio::task::spawn_blocking(move || store.due_feeds(at, limit)).await {
            Ok(Ok(due)) => due,
            Ok(Err(error)) => {
                tracing::error!(%error, "the store does not say which feeds are due");
                Vec::new()
            }
            Err(_) => Vec::new(),
        }
    }
}

/// Starts feeds as others end, until it is time to look at the store again.
async fn work(desk: &mut Desk, more_in_store: bool) {
    let tick = tokio::time::sleep(TICK);
    let soon = tokio::time::sleep(LOOK_AGAIN);
    tokio::pin!(tick, soon);
    loop {
        let starving = more_in_store && desk.room() > 0 && !desk.has_turn();
        tokio::select! {
            () = &mut tick => return,
            () = &mut soon, if starving => return,
            () = desk.some_end() => desk.start(),
        }
    }
}
