//! The use cases: what a reader can ask. Pages, API, feeds and the command line all ask here, so that they agree.
//!
//! Every call blocks on the store and the index (asynchronous callers use [`Portal::run`]) and takes `now`, since nothing here reads a
//! clock. Answers are made of [`crate::view`] types only: what an outlet does not allow never gets further than this room's
//! local variables. Start with [`home`]; to add a use case, add a file with its answer's type and an `impl Portal`.

use std::sync::Arc;

use rafid_core::{ErrorKind, PushReceiver, SearchIndex, Store, StoreCounts, StoreError};

use crate::settings::WebSettings;

pub mod article;
pub mod changes;
mod cursor;
pub mod health;
pub mod home;
pub mod listing;
pub mod related;
pub mod search;
pub mod snippet;
pub mod story;
pub mod suggest;
pub mod trends;

pub use article::{ArticlePage, Copy, Lineage};
pub use changes::{ArticleChanges, Edition};
pub use health::{FeedHealth, Health, HealthState, HubHealth, Rate, Silence, SourceHealth, Trouble};
pub use home::{Home, OutletColumn};
pub use listing::{KeywordListing, OutletListing};
pub use related::{Related, RelatedItem, RelatedOptions};
pub use search::{DidYouMean, Filters, Group, Hit, KeywordFacet, SearchFacets, SearchParams, SearchResults};
pub use snippet::{Run, Runs};
pub use story::{Episode, Member, Phase, Story, StoryCard, StoryFound, StoryList, StoryParams};
pub use suggest::{Suggestion, SuggestionKind};

/// Why a question has no answer. "Not there" is an `Option` instead.
#[derive(Debug, thiserror::Error)]
pub enum PortalError {
    /// The asker can mend it; the text says how, in English.
    #[error("{0}")]
    Invalid(String),
    #[error(transparent)]
    Store(StoreError),
    /// A bug: the question ended in a panic.
    #[error("the request ended unexpectedly")]
    Ended,
}

impl From<StoreError> for PortalError {
    fn from(error: StoreError) -> Self {
        if error.kind() == ErrorKind::Invalid { Self::Invalid(error.to_string()) } else { Self::Store(error) }
    }
}

pub type PortalResult<T> = Result<T, PortalError>;

/// Everything a question needs. Cheap to clone.
#[derive(Clone)]
pub struct Portal {
    pub store: Arc<dyn Store>,
    pub index: Arc<dyn SearchIndex>,
    pub settings: Arc<WebSettings>,
    trends: Arc<trends::TrendMemory>,
    /// Takes what WebSub hubs bring; without it, their callback addresses answer 410.
    pub pushes: Option<Arc<dyn PushReceiver>>,
}

/// How things stand, for machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Status {
    pub counts: StoreCounts,
    /// Changes that the index has not seen yet.
    pub index_lag: u64,
}

impl Portal {
    pub fn new(store: Arc<dyn Store>, index: Arc<dyn SearchIndex>, settings: WebSettings) -> Self {
        Self { store, index, settings: Arc::new(settings), trends: Arc::default(), pushes: None }
    }

    /// Asks `question` on a thread that may block.
    pub async fn run<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Portal) -> PortalResult<T> + Send + 'static,
    ) -> PortalResult<T> {
        let portal = self.clone();
        match tokio::task::spawn_blocking(move || question(&portal)).await {
            Ok(answer) => answer,
            Err(_) => Err(PortalError::Ended),
        }
    }

    pub fn status(&self) -> PortalResult<Status> {
        let counts = self.store.counts()?;
        let index_lag = self.store.last_seq()?.0.saturating_sub(self.index.cursor()?.0);
        Ok(Status { counts, index_lag })
    }
}
