//! The search index: follows the store's change log, can be deleted and rebuilt at any time.
//!
//! A commit carries the place in the log that it reaches (in tantivy's commit payload), so that index and cursor
//! cannot disagree. [`generation`] is one index with its vocabulary, in a folder of its own; [`place`] says which of the folders answers.
//! A new generation is filled beside the one that answers, and takes over in one step. `fields` has the schema, `tokens` the bridge to
//! `rafid-arabic`; `syntax` and `query` turn what a user wrote into a query, `words` scores it, `nearness` and `rank` put the answers in
//! order, `facets` counts what the whole answer consists of, `kept` remembers what else was found. `complete` goes on from what somebody types, `respell` finds what they
//! meant (`distance` says how far two words are apart, `slips` what happens to clitics).
//!
//! Nothing here reads a text with another analyser than its generation's. An index of another analyser or schema version is
//! emptied when it is opened for writing, and answers nothing when it is opened for reading.

mod complete;
mod distance;
mod facets;
mod fields;
mod generation;
mod kept;
mod nearness;
mod place;
mod query;
mod rank;
mod respell;
mod slips;
mod syntax;
mod tokens;
mod words;

use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use rafid_arabic::{SharedAnalyzer, Vocabulary};
use rafid_core::{
    ArticleId, Completion, ErrorKind, IndexDocument, Matches, NextIndex, Respelling, SearchHit, SearchIndex, SearchPage,
    SearchQuery, Seq, StoreError, StoreResult,
};

use crate::lock::DirLock;
use generation::Generation;
use place::Place;

/// The generation that answers, with its number.
type Current = (u64, Arc<Generation>);

struct Shared {
    place: Place,
    current: RwLock<Current>,
    /// `None` when opened for reading.
    lock: Option<Arc<DirLock>>,
}

pub struct TantivyIndex(Arc<Shared>);

impl TantivyIndex {
    pub fn open_for_writing(dir: &Path, lock: Arc<DirLock>) -> StoreResult<Self> {
        let place = Place::open(dir)?;
        let current = match place.current() {
            Some(number) => match Generation::open_for_writing(&place.folder(number)) {
                Ok(generation) => (number, generation),
                // A disk that refuses will not be better for an empty index.
                Err(error) if error.kind() == ErrorKind::Disk => return Err(error),
                // Whatever else is wrong with it, the store has everything: make it anew.
                Err(error) => {
                    tracing::warn!(%error, dir = %dir.display(), "the search index cannot be opened; it will be rebuilt");
                    first(&place)?
                }
            },
            None => first(&place)?,
        };
        place.remove_all_but(current.0);
        Ok(Self::new(place, current, Some(lock)))
    }

    /// A missing or unreadable index is an empty one: readers answer with what there is.
    pub fn open_for_reading(dir: &Path) -> StoreResult<Self> {
        let place = Place::at(dir);
        let current = match follow(&place, 0) {
            Some(current) => current,
            None => (0, Generation::nothing()?),
        };
        Ok(Self::new(place, current, None))
    }

    fn new(place: Place, (number, generation): (u64, Generation), lock: Option<Arc<DirLock>>) -> Self {
        Self(Arc::new(Shared { place, current: RwLock::new((number, Arc::new(generation))), lock }))
    }
}

/// A new, empty generation that answers at once.
fn first(place: &Place) -> StoreResult<(u64, Generation)> {
    let number = place.make_folder()?;
    let generation = Generation::create(&place.folder(number), None)?;
    place.set_current(number)?;
    Ok((number, generation))
}

/// The generation that answers now, if it is another than `known` and can be read.
fn follow(place: &Place, known: u64) -> Option<(u64, Generation)> {
    let mut tried = known;
    // Between the look at the number and the opening, the folder may have been deleted for the next one.
    loop {
        let number = place.current().filter(|&number| number != known && number != tried)?;
        if let Some(generation) = Generation::open_for_reading(&place.folder(number)) {
            return Some((number, generation));
        }
        tried = number;
    }
}

impl Shared {
    fn current(&self) -> Current {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A reader process goes over to the generation that the writing one has put in place.
    fn newest(&self) -> Arc<Generation> {
        let (number, generation) = self.current();
        if self.lock.is_none()
            && let Some((number, newer)) = follow(&self.place, number)
        {
            let newer = Arc::new(newer);
            *self.current.write().unwrap_or_else(PoisonError::into_inner) = (number, Arc::clone(&newer));
            return newer;
        }
        generation
    }
}

impl SearchIndex for TantivyIndex {
    fn analyzer(&self) -> SharedAnalyzer {
        self.0.newest().analyzer.clone()
    }

    fn generation(&self) -> StoreResult<rafid_core::Generation> {
        let vocabulary = self.0.newest().analyzer.clone();
        let vocabulary = vocabulary.vocabulary();
        Ok(rafid_core::Generation {
            number: self.0.current().0,
            words: vocabulary.len(),
            counted: vocabulary.documents().saturating_sub(Vocabulary::builtin().documents()),
            since: self.0.place.since(),
        })
    }

    fn begin_next(&self, vocabulary: Option<&Vocabulary>) -> StoreResult<Box<dyn NextIndex>> {
        if self.0.lock.is_none() {
            return Err(StoreError::new(ErrorKind::Other, "the search index was opened for reading only"));
        }
        let analyzer = self.0.current().1.analyzer.clone();
        let same = analyzer.is_own().then(|| analyzer.vocabulary());
        let number = self.0.place.make_folder()?;
        let folder = self.0.place.folder(number);
        match Generation::create(&folder, vocabulary.or(same)) {
            Ok(generation) => Ok(Box::new(Next { shared: Arc::clone(&self.0), number, generation: Some(generation) })),
            Err(error) => {
                // What is left behind is removed at the next start.
                let _ = std::fs::remove_dir_all(&folder);
                Err(error)
            }
        }
    }

    fn cursor(&self) -> StoreResult<Seq> {
        self.0.newest().cursor()
    }

    fn apply(&self, documents: &[IndexDocument], removed: &[ArticleId], upto: Seq) -> StoreResult<()> {
        self.0.newest().apply(documents, removed, upto)
    }

    fn clear(&self) -> StoreResult<()> {
        self.0.newest().clear()
    }

    fn search(&self, query: &SearchQuery) -> StoreResult<SearchPage> {
        Ok(self.0.newest().search(query, false)?.0)
    }

    fn search_keeping(&self, query: &SearchQuery) -> StoreResult<(SearchPage, Box<dyn Matches>)> {
        let (page, kept) = self.0.newest().search(query, true)?;
        Ok((page, Box::new(kept)))
    }

    fn similar(&self, terms: &[(String, f32)], limit: usize) -> StoreResult<Vec<SearchHit>> {
        self.0.newest().similar(terms, limit)
    }

    fn complete(&self, prefix: &str, limit: usize) -> StoreResult<Vec<Completion>> {
        self.0.newest().complete(prefix, limit)
    }

    fn respell(&self, text: &str) -> StoreResult<Vec<Respelling>> {
        self.0.newest().respell(text)
    }

    fn documents(&self) -> StoreResult<u64> {
        Ok(self.0.newest().documents())
    }
}

/// A generation beside the one that answers.
struct Next {
    shared: Arc<Shared>,
    number: u64,
    /// `None` once it has taken over.
    generation: Option<Generation>,
}

impl Next {
    fn generation(&self) -> StoreResult<&Generation> {
        self.generation.as_ref().ok_or_else(|| StoreError::new(ErrorKind::Other, "this index has taken over already"))
    }
}

impl NextIndex for Next {
    fn cursor(&self) -> StoreResult<Seq> {
        self.generation()?.cursor()
    }

    fn apply(&self, documents: &[IndexDocument], removed: &[ArticleId], upto: Seq) -> StoreResult<()> {
        self.generation()?.apply(documents, removed, upto)
    }

    fn take_over(mut self: Box<Self>) -> StoreResult<()> {
        let reached = self.cursor()?;
        let (_, present) = self.shared.current();
        if reached < present.cursor()? {
            return Err(StoreError::new(ErrorKind::Other, "the new search index is behind the one that answers"));
        }
        self.shared.place.set_current(self.number)?;
        let Some(generation) = self.generation.take() else { return Ok(()) };
        let next = (self.number, Arc::new(generation));
        let (number, old) = std::mem::replace(&mut *self.shared.current.write().unwrap_or_else(PoisonError::into_inner), next);
        old.retire();
        self.shared.place.remove(number);
        Ok(())
    }
}

impl Drop for Next {
    fn drop(&mut self) {
        if let Some(generation) = self.generation.take() {
            generation.retire();
            drop(generation);
            self.shared.place.remove(self.number);
        }
    }
}

fn failed(error: tantivy::TantivyError) -> StoreError {
    use std::io::ErrorKind::{PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    if let tantivy::TantivyError::IoError(io) = &error
        && matches!(io.kind(), PermissionDenied | QuotaExceeded | ReadOnlyFilesystem | StorageFull)
    {
        return StoreError::new(ErrorKind::Disk, "the disk is full or refuses to write the search index").caused_by(error);
    }
    other("the search index failed: `rafid reindex` makes it anew", error)
}

fn other(message: &str, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> StoreError {
    StoreError::new(ErrorKind::Other, message).caused_by(error)
}

fn disk(dir: &Path, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> StoreError {
    StoreError::new(ErrorKind::Disk, format!("could not use the index directory {}", dir.display())).caused_by(error)
}
