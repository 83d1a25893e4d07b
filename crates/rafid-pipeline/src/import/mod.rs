//! Articles from files: JSON Lines, plain or compressed, into the same stages as collected ones.
//!
//! [`import`] reads, commits in batches, and leaves settling to the end, so that stories are found in the order of time
//! whatever the order of the lines. Killing it at any point loses nothing that was committed; the next run goes on.

mod input;
mod line;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use rafid_core::{ArticleDraft, DisplayPolicy, SourceDraft, SourceId, Store, StoreError, WebUrl};

use crate::ingest::{Engine, IngestSummary};

pub use input::{ImportPath, OpenInput, TotalBytes};
pub use line::{Line, LineError};

/// Articles in one transaction.
const BATCH: usize = 500;
/// The index follows at this distance, to keep what waits in memory small.
const INDEX_EVERY: u64 = 4_000;

/// What happened, for the summary.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportSummary {
    pub lines: u64,
    pub ingest: IngestSummary,
    /// Lines that were skipped.
    pub bad: u64,
    /// Stopped by the user before the end.
    pub interrupted: bool,
}

/// Where an import tells how far it is.
pub trait ImportProgress {
    /// After each batch: bytes read of the inputs so far, lines so far.
    fn read(&self, bytes: u64, lines: u64);
    /// A line that was skipped.
    fn bad_line(&self, input: &str, number: u64, error: &LineError);
    /// Something odd about a line that was kept.
    fn odd_line(&self, input: &str, number: u64, what: &str);
    fn settling(&self, settled: u64, total: u64);
    fn indexing(&self);
}

#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("could not read {input}: {source}")]
    Input { input: String, source: std::io::Error },
    #[error("{input}, line {number}: {error}")]
    Strict { input: String, number: u64, error: LineError },
    #[error(transparent)]
    Store(#[from] StoreError),
}

pub struct ImportOptions {
    /// Stop at the first bad line.
    pub strict: bool,
    /// What the portal may show of outlets that are new.
    pub policy: DisplayPolicy,
    pub now: Timestamp,
}

/// Reads all inputs, one after another. Sets no signal handler: `stop` is looked at between batches.
pub fn import(
    engine: &Engine,
    store: &dyn Store,
    paths: &[PathBuf],
    options: &ImportOptions,
    stop: &AtomicBool,
    progress: &dyn ImportProgress,
) -> Result<ImportSummary, ImportError> {
    let mut run = Run {
        engine,
        store,
        options,
        progress,
        summary: ImportSummary::default(),
        batch: Vec::new(),
        sources: Vec::new(),
        unindexed: 0,
    };
    let mut bytes_before = 0;
    'inputs: for path in paths {
        let input = ImportPath(path.clone());
        let failed = |source| ImportError::Input { input: input.to_string(), source };
        let mut opened = input.open().map_err(failed)?;
        let mut number = 0;
        let mut text = Vec::new();
        loop {
            if stop.load(Ordering::Relaxed) {
                run.summary.interrupted = true;
                break 'inputs;
            }
            let more = opened.next_line(&mut text).map_err(failed)?;
            if !more {
                break;
            }
            number += 1;
            if text.trim_ascii().is_empty() {
                continue;
            }
            run.line(&input.to_string(), number, &text)?;
            if run.batch.len() >= BATCH {
                run.flush()?;
                progress.read(bytes_before + opened.bytes_read(), run.summary.lines);
            }
        }
        bytes_before += opened.bytes_read();
        run.flush()?;
        progress.read(bytes_before, run.summary.lines);
    }
    run.flush()?;
    run.finish(stop)
}

struct Run<'a> {
    engine: &'a Engine,
    store: &'a dyn Store,
    options: &'a ImportOptions,
    progress: &'a dyn ImportProgress,
    summary: ImportSummary,
    batch: Vec<ArticleDraft>,
    /// Outlets met so far: few, asked for with each line.
    sources: Vec<(String, SourceId)>,
    unindexed: u64,
}

impl Run<'_> {
    fn line(&mut self, input: &str, number: u64, text: &[u8]) -> Result<(), ImportError> {
        self.summary.lines += 1;
        let line = match line::parse(text) {
            Ok(line) => line,
            Err(error) if self.options.strict => {
                return Err(ImportError::Strict { input: input.to_owned(), number, error });
            }
            Err(error) => {
                self.summary.bad += 1;
                self.progress.bad_line(input, number, &error);
                return Ok(());
            }
        };
        for odd in &line.odd {
            self.progress.odd_line(input, number, odd);
        }
        let source = self.source(&line)?;
        self.batch.push(line.into_draft(source, self.options.now));
        Ok(())
    }

    fn source(&mut self, line: &Line) -> Result<SourceId, ImportError> {
        let key = line.source_key();
        if let Some((_, id)) = self.sources.iter().find(|(known, _)| *known == key) {
            return Ok(*id);
        }
        let home_url = line.url.as_ref().and_then(home_of);
        let draft =
            SourceDraft { key: key.clone(), name: key.clone(), home_url, policy: self.options.policy, ..SourceDraft::default() };
        let id = self.store.ensure_source(&draft)?.id;
        self.sources.push((key, id));
        Ok(id)
    }

    fn flush(&mut self) -> Result<(), ImportError> {
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

    fn finish(mut self, stop: &AtomicBool) -> Result<ImportSummary, ImportError> {
        self.progress.indexing();
        while self.engine.index()? > 0 {}
        let waiting = self.store.counts()?.unsettled;
        let mut settled = 0;
        while !stop.load(Ordering::Relaxed) {
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
