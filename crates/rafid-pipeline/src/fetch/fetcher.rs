//! The fetcher: redirects followed by hand, each hop checked, polite, and within one budget of time.

use std::sync::Arc;

use rafid_core::Store;
use url::Url;

use super::{FailureKind, FetchConfig, FetchFailure, FetchOutcome, FetchTask, Hop, NameLookup, SystemLookup, Wire};
use crate::politeness::Manners;

/// The HTTP client could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client could not be made")]
pub struct FetchSetupError(#[source] pub(super) reqwest::Error);

/// Fetches addresses. Cheap to clone; clones share connections, limits and what is known of hosts.
#[derive(Clone)]
pub struct Fetcher {
    inner: Arc<Inner>,
}

struct Inner {
    wire: Arc<Wire>,
    manners: Manners,
}

impl Fetcher {
    pub fn new(config: FetchConfig) -> Result<Self, FetchSetupError> {
        Self::with_lookup(config, Arc::new(SystemLookup))
    }

    /// With a resolver of one's own. Its answers go through the guard like any other's.
    pub fn with_lookup(config: FetchConfig, lookup: Arc<dyn NameLookup>) -> Result<Self, FetchSetupError> {
        let wire = Arc::new(Wire::new(&config, lookup)?);
        let manners = Manners::new(wire.clone());
        Ok(Self { inner: Arc::new(Inner { wire, manners }) })
    }

    pub fn config(&self) -> &FetchConfig {
        self.inner.wire.config()
    }

    /// Keeps what robots.txt says in `store`, so that a restart need not ask again.
    pub(crate) fn remember_in(&self, store: Arc<dyn Store>) {
        self.inner.manners.remember_in(store);
    }

    /// Writes down what was learned of hosts since the last time.
    pub(crate) async fn flush(&self) {
        let inner = self.inner.clone();
        match tokio::task::spawn_blocking(move || inner.manners.flush()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "what robots.txt said is not kept"),
            Err(_) => tracing::warn!("what robots.txt said is not kept"),
        }
    }

    /// Whether the host of `url` was slow to answer last time.
    pub fn is_slow(&self, url: &Url) -> bool {
        self.inner.manners.is_slow(url)
    }

    /// Fetches `task.url`. Waits for its turn at the host first, however long that takes.
    pub async fn fetch(&self, task: &FetchTask) -> FetchOutcome {
        match self.follow(task).await {
            Ok(outcome) => outcome,
            Err(failure) => FetchOutcome::Failed(failure),
        }
    }

    /// Posts a form to a place that asks for it, such as a WebSub hub; only whether it was taken is of interest.
    pub(crate) async fn post_form(&self, url: &Url, form: &str) -> Result<(), FetchFailure> {
        let mut trail = Trail::new(url.clone());
        while let Some(to) = self.inner.wire.post_form(&trail.at, form).await? {
            trail.step(to, false, self.config().max_redirects)?;
        }
        Ok(())
    }

    async fn follow(&self, task: &FetchTask) -> Result<FetchOutcome, FetchFailure> {
        let mut trail = Trail::new(task.url.clone());
        let mut left = self.config().total_timeout;
        loop {
            let mut turn = self.inner.manners.turn(&trail.at).await?;
            let exchange = self.inner.wire.request(&trail.at, task, left, turn.is_slow()).await;
            turn.done(exchange.slow, exchange.result.as_ref().err().and_then(|failure| failure.retry_after));
            left = left.saturating_sub(exchange.took);
            match exchange.result? {
                Hop::Answer(mut resource) => {
                    resource.moved_to = trail.moved_to();
                    return Ok(FetchOutcome::Modified(*resource));
                }
                Hop::NotModified(mut same) => {
                    same.moved_to = trail.moved_to();
                    return Ok(FetchOutcome::NotModified(same));
                }
                Hop::Gone => return Ok(FetchOutcome::Gone),
                Hop::Redirect { to, permanent } => trail.step(to, permanent, self.config().max_redirects)?,
            }
        }
    }
}

/// Where a chain of redirects has led so far.
struct Trail {
    at: Url,
    seen: Vec<Url>,
    /// The end of the unbroken chain of permanent redirects from the start.
    permanent: Option<Url>,
    unbroken: bool,
}

impl Trail {
    fn new(start: Url) -> Self {
        Self { at: start, seen: Vec::new(), permanent: None, unbroken: true }
    }

    fn step(&mut self, to: Url, permanent: bool, max: usize) -> Result<(), FetchFailure> {
        // Going back from https to http is followed, but not remembered for good.
        let downgrade = self.at.scheme() == "https" && to.scheme() == "http";
        self.unbroken &= permanent && !downgrade;
        if self.unbroken {
            self.permanent = Some(to.clone());
        }
        let from = std::mem::replace(&mut self.at, to);
        self.seen.push(from);
        let circle = self.seen.contains(&self.at);
        if circle || self.seen.len() > max {
            let detail = if circle { "redirected in a circle".to_owned() } else { format!("more than {max} redirects") };
            let start = self.seen.first().unwrap_or(&self.at);
            return Err(FetchFailure::new(FailureKind::Redirects, start, detail));
        }
        Ok(())
    }

    fn moved_to(&self) -> Option<Url> {
        self.permanent.clone()
    }
}
