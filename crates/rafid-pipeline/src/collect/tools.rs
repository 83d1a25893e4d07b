//! What every round has in hand.

use std::sync::Arc;

use rafid_core::{ArticleDraft, FetchRecord, Identity, Store, StoreError, StoreResult, Validators, WebUrl};
use url::Url;

use super::CollectConfig;
use super::claims::Claims;
use super::entry::FeedEntry;
use super::merge::{Frame, merge};
use super::page::{PageHints, ReadPage, Visit, visit};
use crate::Clock;
use crate::fetch::Fetcher;
use crate::ingest::{IngestClosed, IngestHandle, Submission, bound, content_hash};
use crate::templates::Templates;

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
    /// What the pages of each host have in common.
    pub templates: Arc<Templates>,
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

    /// Fetches and reads a page; what its site repeats is taken out.
    pub async fn visit(&self, address: &Url, validators: Validators, hints: PageHints) -> Result<Visit, RoundError> {
        match visit(&self.fetcher, address, validators, hints).await {
            Visit::Read(page) => Ok(Visit::Read(Box::new(self.without_template(*page).await?))),
            other => Ok(other),
        }
    }

    /// The draft of an article from its page, without what the site repeats. An article that is stored as the page has it, from
    /// before that was known, stays as it is: it has not changed.
    pub async fn draft(&self, entry: &FeedEntry, page: &ReadPage, frame: &Frame<'_>) -> Result<ArticleDraft, RoundError> {
        let draft = merge(entry, Some(&page.extraction), frame);
        let Some(whole) = &page.whole else { return Ok(draft) };
        let mut whole = merge(entry, Some(whole), frame);
        bound(&mut whole);
        let identity = Identity { external_id: whole.external_id.clone(), url: whole.url.clone() };
        let known = self.stored(move |store| store.known(&[identity])).await?;
        let same = known.first().copied().flatten().is_some_and(|known| known.content_hash == content_hash(&whole));
        Ok(if same { whole } else { draft })
    }

    /// Learns from a page, and takes out of it what its site repeats.
    async fn without_template(&self, mut page: ReadPage) -> Result<ReadPage, RoundError> {
        let Some(address) = WebUrl::new(page.url.as_str()) else { return Ok(page) };
        let templates = self.templates.clone();
        self.stored(move |store| {
            templates.learn(store, &address, &page.extraction)?;
            let mut cut = page.extraction.clone();
            if templates.apply(store, &address, &mut cut)? {
                page.whole = Some(std::mem::replace(&mut page.extraction, cut));
            }
            Ok(page)
        })
        .await
    }

    /// Submits what a fetch taught that brought no articles.
    pub async fn submit(&self, fetch: FetchRecord) -> Result<(), RoundError> {
        self.ingest.submit(Submission { fetch: Some(fetch), ..Submission::default() }).await?;
        Ok(())
    }
}
