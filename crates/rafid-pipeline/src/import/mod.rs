//! Articles from files into the same stages as collected ones: JSON Lines, web archives, folders of saved pages.
//!
//! [`import`] reads, commits in batches, and leaves settling to the end, so that stories are found in the order of time
//! whatever the order of the input. Killing it at any point loses nothing that was committed; the next run goes on, and skips
//! what it stored already before the costly part.
//!
//! `lines.rs` reads JSON Lines, `archive.rs` web archives, `folder.rs` saved pages; the latter two hand their pages to
//! `pages.rs`, which takes the articles out of them. To add a kind: a module that pushes drafts into [`run`], and an arm in
//! [`import`].

mod archive;
mod folder;
mod input;
mod line;
mod lines;
mod pages;
mod run;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use jiff::Timestamp;
use rafid_core::{DisplayPolicy, Store, StoreError, WebUrl};
use rafid_extract::article::SiteRules;

use crate::ingest::{Engine, IngestSummary};
use run::Run;

pub use input::{ImportPath, OpenInput, TotalBytes};
pub use line::{Line, LineError};

/// What the inputs are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ImportKind {
    /// Told by what each input holds: a folder has saved pages, a file that begins with `WARC/` is an archive.
    #[default]
    Any,
    Jsonl,
    Warc,
    Pages,
}

/// What happened, for the summary.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportSummary {
    /// Lines, or pages that were looked at.
    pub lines: u64,
    pub ingest: IngestSummary,
    /// Lines and pages that could not be read.
    pub bad: u64,
    /// Pages that are no articles: home pages, lists, pages of another kind or with hardly a word.
    pub not_articles: u64,
    /// Stopped by the user before the end.
    pub interrupted: bool,
}

/// Where an import tells how far it is.
pub trait ImportProgress {
    /// After each batch: bytes read of the inputs so far, lines or pages so far.
    fn read(&self, bytes: u64, lines: u64);
    /// A line that was skipped.
    fn bad_line(&self, input: &str, number: u64, error: &LineError);
    /// Something odd about a line that was kept.
    fn odd_line(&self, input: &str, number: u64, what: &str);
    /// A page, or a stretch of an archive, that could not be read.
    fn bad_page(&self, place: &str, what: &str);
    /// A page that was read and is no article.
    fn not_article(&self, place: &str, why: &str);
    fn settling(&self, settled: u64, total: u64);
    fn indexing(&self);
}

#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("could not read {input}: {source}")]
    Input { input: String, source: std::io::Error },
    #[error("{input}, line {number}: {error}")]
    Strict { input: String, number: u64, error: LineError },
    #[error("{place}: {what}")]
    StrictPage { place: String, what: String },
    #[error("{0} is a folder: saved pages are read with --format html or without --format")]
    Folder(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

pub struct ImportOptions {
    pub kind: ImportKind,
    /// Stop at the first bad line or page.
    pub strict: bool,
    /// What the portal may show of outlets that are new.
    pub policy: DisplayPolicy,
    /// Where a folder's pages are from, for those that do not say it themselves.
    pub base: Option<WebUrl>,
    pub now: Timestamp,
    /// The operator's own rules for single sites.
    pub rules: Arc<SiteRules>,
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
    let mut run = Run::new(engine, store, options, stop, progress);
    let mut bytes = 0;
    for path in paths {
        if path.is_dir() {
            match options.kind {
                ImportKind::Any | ImportKind::Pages => bytes += folder::read(&mut run, path, bytes)?,
                ImportKind::Jsonl | ImportKind::Warc => return Err(ImportError::Folder(path.display().to_string())),
            }
        } else if options.kind == ImportKind::Pages {
            bytes += folder::read_file(&mut run, path)?;
        } else {
            let input = ImportPath(path.clone());
            let mut opened = input.open().map_err(|source| ImportError::Input { input: input.to_string(), source })?;
            let archive = options.kind == ImportKind::Warc || (options.kind == ImportKind::Any && opened.begins_with(b"WARC/"));
            if archive {
                archive::read(&mut run, &input, &mut opened, bytes)?;
            } else if options.kind == ImportKind::Any && opened.begins_with(b"<") {
                // A saved page by itself.
                drop(opened);
                bytes += folder::read_file(&mut run, path)?;
                continue;
            } else {
                lines::read(&mut run, &input, &mut opened, bytes)?;
            }
            bytes += opened.bytes_read();
        }
        run.flush()?;
        progress.read(bytes, run.summary.lines);
        if run.summary.interrupted {
            break;
        }
    }
    run.finish()
}
