//! What every round has in hand.

use std::sync::Arc;

use rafid_core::{FetchRecord, Store, StoreError, StoreResult};

use super::CollectConfig;
use super::claims::Claims;
use crate::Clock;
use crate::fetch::Fetcher;
use crate::ingest::{IngestClosed, IngestHandle, Submission};

/// Our own machinery is in trouble; the world's faults are recorded instead.
#[derive(Debug, thiserror::Error)]
pub(super) enum RoundError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Ingest(#[from] IngestClosed),
    #[error("a task of ours ended before its time")]
    Lost(#[from] tokio::task::JoinError),
}

/// Everything that a round needs.
pub(super) struct Tools {
    pub store: Arc<dyn Store>,
    pub ingest: IngestHandle,
    pub fetcher: Fetcher,
    pub config: CollectConfig,
    pub clock: Arc<dyn Clock>,
    pub claims: Claims,
}

impl Tools {
    /// Runs a call of the store where it may block.
    pub async fn stored<T: Send + 'static>(
        &self,
        call: impl FnOnce(&dyn Store) -> StoreResult<T> + Send + 'static,
    ) -> Result<T, RoundError> {
        let store = self.store.clone();
        Ok(tokio::task::spawn_blocking(move || call(store.as_ref())).await??)
    }

    /// Submits what a fetch taught that brought no articles.
    pub async fn submit(&self, fetch: FetchRecord) -> Result<(), RoundError> {
        self.ingest.submit(Submission { fetch: Some(fetch), ..Submission::default() }).await?;
        Ok(())
    }
}
