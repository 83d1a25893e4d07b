//! Keeps things: SQLite is the truth, tantivy finds things in it.
//!
//! The only room with drivers. Its public face is [`open`]: it gives the contracts of `rafid-core` and nothing that
//! tells what stands behind them. Start with `sqlite/mod.rs` for the store and `tantivy_index/mod.rs` for the index;
//! `tests/it` has the conformance suite, which is the specification of both.
//!
//! To add a back-end: a folder with its own migrations, an arm in [`open`], and the conformance suite green.

mod lock;
mod sqlite;
mod tantivy_index;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rafid_core::{ErrorKind, SearchIndex, Store, StoreError, StoreResult};

/// A data directory, opened.
pub struct Opened {
    pub store: Arc<dyn Store>,
    pub index: Arc<dyn SearchIndex>,
}

/// What a data directory is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access<'a> {
    /// Beside whoever writes it.
    Read,
    /// Alone; the name of the command is what a second one is told.
    Write { holder: &'a str },
}

/// Opens the data directory `dir`. Writers make what is not there yet; readers are told that it is missing.
pub fn open(dir: &Path, access: Access) -> StoreResult<Opened> {
    match access {
        Access::Read => {
            if !store_path(dir).exists() {
                return Err(StoreError::new(
                    ErrorKind::Invalid,
                    format!(
                        "there is no store in {}: fill one with `rafid import FILE` or `rafid source add URL` and `rafid serve`",
                        dir.display()
                    ),
                ));
            }
            let store = sqlite::SqliteStore::open_for_reading(dir)?;
            let index = tantivy_index::TantivyIndex::open_for_reading(&index_path(dir))?;
            Ok(Opened { store: Arc::new(store), index: Arc::new(index) })
        }
        Access::Write { holder } => {
            std::fs::create_dir_all(dir).map_err(|error| {
                StoreError::new(ErrorKind::Disk, format!("could not make the data directory {}", dir.display())).caused_by(error)
            })?;
            // Both halves hold the lock: it is free when the last of them is dropped, however they were passed around.
            let lock = Arc::new(lock::lock(dir, holder)?);
            let store = sqlite::SqliteStore::open_for_writing(dir, Arc::clone(&lock))?;
            let index = tantivy_index::TantivyIndex::open_for_writing(&index_path(dir), lock)?;
            Ok(Opened { store: Arc::new(store), index: Arc::new(index) })
        }
    }
}

/// Opens the store alone, for short changes to what is followed. Beside a running `serve`, the database takes turns between
/// the two (SQLite's WAL, one transaction at a time); a directory that nobody writes is locked and brought up to date as by
/// [`Access::Write`].
pub fn open_for_sources(dir: &Path, holder: &str) -> StoreResult<Arc<dyn Store>> {
    std::fs::create_dir_all(dir).map_err(|error| {
        StoreError::new(ErrorKind::Disk, format!("could not make the data directory {}", dir.display())).caused_by(error)
    })?;
    match lock::lock(dir, holder) {
        Ok(lock) => Ok(Arc::new(sqlite::SqliteStore::open_for_writing(dir, Arc::new(lock))?)),
        Err(error) if error.kind() == ErrorKind::Locked && store_path(dir).exists() => {
            Ok(Arc::new(sqlite::SqliteStore::open_beside(dir)?))
        }
        Err(error) => Err(error),
    }
}

/// Where the store of a data directory is, for size and doctor.
pub fn store_path(dir: &Path) -> PathBuf {
    dir.join(sqlite::FILE_NAME)
}

/// Where the index is: deleting it loses nothing.
pub fn index_path(dir: &Path) -> PathBuf {
    dir.join("index")
}
