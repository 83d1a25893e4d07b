//! The rounds that are under way, and those that wait for a place.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use rafid_core::{Feed, FeedId, FetchRecord, RevisitPlan, WebUrl};
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::Instant;
use url::Url;

use super::tools::{RoundError, Tools};
use super::waiting::{Chosen, Waiting};
use crate::fetch::FailureKind;
use crate::ingest::Submission;
use crate::politeness::host_key::host_key;

/// Rounds that are under way get this long to finish when the collector is told to stop.
const GRACE: Duration = Duration::from_secs(2);
/// A feed whose round failed through our own fault is left alone for this long.
const REST: Duration = Duration::from_secs(15);

pub(super) struct Desk {
    pub tools: Arc<Tools>,
    pub waiting: Waiting,
    tasks: JoinSet<Result<(), RoundError>>,
    under_way: HashMap<Id, UnderWay>,
    /// Rounds under way whose host is slow or failing.
    doubtful: usize,
    resting: HashMap<FeedId, Instant>,
    /// Pages that are being visited again, or that rest because it could not be recorded.
    revisits: HashSet<WebUrl>,
    /// Rounds that were finished.
    pub finished: u64,
}

/// What a task is busy with.
enum UnderWay {
    Round(Box<Chosen>),
    Revisit(WebUrl),
}

impl Desk {
    pub fn new(tools: Arc<Tools>) -> Self {
        let waiting = Waiting::new(tools.config.feeds_at_once_per_host);
        Self {
            tools,
            waiting,
            tasks: JoinSet::new(),
            under_way: HashMap::new(),
            doubtful: 0,
            resting: HashMap::new(),
            revisits: HashSet::new(),
            finished: 0,
        }
    }

    pub fn room(&self) -> usize {
        self.tools.config.feeds_at_once.saturating_sub(self.tasks.len())
    }

    pub fn is_busy(&self) -> bool {
        !self.tasks.is_empty()
    }

    /// Feeds that the store may call due although nothing is to be done about them now.
    pub fn passed_over(&self) -> usize {
        self.waiting.len() + self.resting.len()
    }

    /// Whether a feed could start as soon as there is room.
    pub fn has_turn(&self) -> bool {
        self.waiting.has_turn(!self.is_crowded())
    }

    /// Hosts that are slow or failing may fill half of the desk, never all of it.
    fn is_crowded(&self) -> bool {
        self.doubtful >= self.tools.config.feeds_at_once.div_ceil(2)
    }

    /// Puts feeds that are due in line.
    pub fn line_up(&mut self, due: Vec<Feed>) {
        let now = Instant::now();
        self.resting.retain(|_, until| *until > now);
        for feed in due {
            if self.waiting.knows(feed.id) || self.resting.contains_key(&feed.id) {
                continue;
            }
            let url = Url::parse(feed.url.as_str()).ok();
            let host = url.as_ref().map(host_key).unwrap_or_default();
            let doubtful = feed.failures > 0 || url.is_some_and(|url| self.tools.fetcher.is_slow(&url));
            self.waiting.add(feed, host, doubtful);
        }
    }

    /// Starts as many rounds as there is room for.
    pub fn start(&mut self) {
        while self.room() > 0 {
            let Some(chosen) = self.waiting.take(!self.is_crowded()) else { return };
            self.doubtful += usize::from(chosen.doubtful);
            let (tools, feed) = (self.tools.clone(), chosen.feed.clone());
            let task = self.tasks.spawn(async move { tools.round(&feed).await });
            self.under_way.insert(task.id(), UnderWay::Round(Box::new(chosen)));
        }
    }

    /// Visits to pages that are under way.
    pub fn revisiting(&self) -> usize {
        self.revisits.len()
    }

    /// Starts at most `most` visits to pages.
    pub fn start_revisits(&mut self, plans: Vec<RevisitPlan>, most: usize) {
        let fresh: Vec<RevisitPlan> = plans.into_iter().filter(|plan| !self.revisits.contains(&plan.url)).take(most).collect();
        for plan in fresh {
            let (tools, url) = (self.tools.clone(), plan.url.clone());
            self.revisits.insert(url.clone());
            let task = self.tasks.spawn(async move { tools.revisit(plan).await });
            self.under_way.insert(task.id(), UnderWay::Revisit(url));
        }
    }

    /// Waits until a task has ended, and takes note of all that have by then. Waits for ever when there is none.
    pub async fn some_end(&mut self) {
        let Some(ended) = self.tasks.join_next_with_id().await else { return std::future::pending().await };
        self.ended(ended).await;
        while let Some(ended) = self.tasks.try_join_next_with_id() {
            self.ended(ended).await;
        }
    }

    async fn ended(&mut self, ended: Result<(Id, Result<(), RoundError>), JoinError>) {
        let (id, error) = match ended {
            Ok((id, Ok(()))) => (id, None),
            Ok((id, Err(error))) => (id, Some(error)),
            Err(error) => (error.id(), Some(RoundError::Lost(error))),
        };
        let Chosen { feed, host, doubtful } = match self.under_way.remove(&id) {
            Some(UnderWay::Round(chosen)) => *chosen,
            Some(UnderWay::Revisit(url)) => {
                match error {
                    None => _ = self.revisits.remove(&url),
                    // It stays in the list, so that it is not begun again at once; a restart tries anew.
                    Some(error) => tracing::error!(%url, %error, "a page could not be visited again through a fault of ours"),
                }
                return;
            }
            None => return,
        };
        self.finished += 1;
        self.doubtful -= usize::from(doubtful);
        self.waiting.ended(feed.id, &host);
        let Some(error) = error else { return };
        tracing::error!(feed = %feed.url, %error, "a feed could not be collected through a fault of ours");
        self.resting.insert(feed.id, Instant::now() + REST);
        if matches!(error, RoundError::Lost(_)) {
            // One feed that our reader stumbles over costs itself: it backs off like any other failure.
            let kind = FailureKind::Internal;
            let what = format!("{}: the feed could not be read. {}", kind.code(), kind.advice());
            self.record(self.tools.broken(&feed, what, None)).await;
        }
    }

    async fn record(&self, fetch: FetchRecord) {
        if let Err(error) = self.tools.ingest.submit(Submission { fetch: Some(fetch), ..Submission::default() }).await {
            tracing::error!(%error, "the failure could not be recorded");
        }
    }

    /// Gives what is under way a moment, then ends it: what is cut off was not committed and will be collected again.
    pub async fn close(mut self) {
        let finish = async {
            while self.is_busy() {
                self.some_end().await;
            }
        };
        let _ = tokio::time::timeout(GRACE, finish).await;
        self.tasks.shutdown().await;
    }
}
