//! What every kind of input has in common: outlets by name, batches of articles, and the stages behind them.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

use rafid_core::{ArticleDraft, Source, SourceDraft, SourceId, Store, WebUrl};

use super::{ImportError, ImportOptions, ImportProgress, ImportSummary};
use crate::ingest::Engine;
use crate::templates::Templates;

/// Articles in one transaction.
const BATCH: usize = 500;
/// The index follows at this distance, to keep what waits in memory small.
const INDEX_EVERY: u64 = 4_000;

pub(super) struct Run<'a> {
    pub engine: &'a Engine,
    pub store: &'a dyn Store,
    pub options: &'a ImportOptions,
    pub progress: &'a dyn ImportProgress,
    pub stop: &'a AtomicBool,
    pub summary: ImportSummary,
    batch: Vec<ArticleDraft>,
    /// Outlets met so far.
    sources: HashMap<String, Source>,
    unindexed: u64,
    /// What the pages of each host have in common.
    pub templates: Templates,
}

impl<'a> Run<'a> {
    pub fn new(
        engine: &'a Engine,
        store: &'a dyn Store,
        options: &'a ImportOptions,
        stop: &'a AtomicBool,
        progress: &'a dyn ImportProgress,
    ) -> Self {
        Self {
            engine,
            store,
            options,
            progress,
            stop,
            summary: ImportSummary::default(),
            batch: Vec::new(),
            sources: HashMap::new(),
            unindexed: 0,
            templates: Templates::default(),
        }
    }

    /// Whether the user wants it to end; noted in the summary.
    pub fn stopped(&mut self) -> bool {
        let stop = self.stop.load(Ordering::Relaxed);
        self.summary.interrupted |= stop;
        stop
    }

    /// The outlet that is known under `key`, if there is one.
    pub fn known_source(&mut self, key: &str) -> Result<Option<&Source>, ImportError> {
        if !self.sources.contains_key(key)
            && let Some(source) = self.store.source_by_key(key)?
        {
            self.sources.insert(key.to_owned(), source);
        }
        Ok(self.sources.get(key))
    }

    /// The outlet of that key, made when it is new; `home` is any address of its site.
    pub fn source(&mut self, key: &str, name: &str, home: Option<&WebUrl>) -> Result<SourceId, ImportError> {
        if let Some(source) = self.known_source(key)? {
            return Ok(source.id);
        }
        let draft = SourceDraft {
            key: key.to_owned(),
            name: name.to_owned(),
            home_url: home.and_then(home_of),
            policy: self.options.policy,
            ..SourceDraft::default()
        };
        let source = self.store.ensure_source(&draft)?;
        let id = source.id;
        self.sources.insert(key.to_owned(), source);
        Ok(id)
    }

    /// Takes an article; answers whether a batch was stored on the way.
    pub fn push(&mut self, draft: ArticleDraft) -> Result<bool, ImportError> {
        self.batch.push(draft);
        let full = self.batch.len() >= BATCH;
        if full {
            self.flush()?;
        }
        Ok(full)
    }

    /// Stores what was taken.
    pub fn flush(&mut self) -> Result<(), ImportError> {
        if self.batch.is_empty() {
            return Ok(());
        }
        let before = self.summary.ingest;
        let outcomes = self.engine.ingest(std::mem::take(&mut self.batch), &[])?;
        self.summary.ingest.count(&outcomes);
        let after = self.summary.ingest;
        self.unindexed += after.added + after.revised - before.added - before.revised;
        if self.unindexed >= INDEX_EVERY {
            self.engine.index()?;
            self.unindexed = 0;
        }
        Ok(())
    }

    /// Indexes and settles what was stored.
    pub fn finish(mut self) -> Result<ImportSummary, ImportError> {
        self.flush()?;
        self.templates.keep(self.store)?;
        self.progress.indexing();
        while self.engine.index()? > 0 {}
        let waiting = self.store.counts()?.unsettled;
        let mut settled = 0;
        while !self.stop.load(Ordering::Relaxed) {
            let count = self.engine.settle()?;
            if count == 0 {
                return Ok(self.summary);
            }
            settled += count as u64;
            self.progress.settling(settled, waiting);
        }
        self.summary.interrupted = true;
        Ok(self.summary)
    }
}

fn home_of(url: &WebUrl) -> Option<WebUrl> {
    let parsed = url::Url::parse(url.as_str()).ok()?;
    WebUrl::new(parsed.join("/").ok()?.as_str())
}
