//! The search index: follows the store's change log, can be deleted and rebuilt at any time.
//!
//! A commit carries the place in the log that it reaches (in tantivy's commit payload), so that index and cursor
//! cannot disagree. `fields` has the schema, `tokens` the bridge to `rafid-arabic`; `syntax` and `query` turn what a user
//! wrote into a query, `words` scores it, `nearness` and `rank` put the answers in order, `facets` counts what the whole answer
//! consists of. `complete` goes on from what somebody types, `respell` finds what they meant (`distance` says how far two words are
//! apart). An index of another analyser or schema version is emptied when it is opened for writing.

mod complete;
mod distance;
mod facets;
mod fields;
mod nearness;
mod query;
mod rank;
mod respell;
mod syntax;
mod tokens;
mod words;

use std::collections::HashSet;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use rafid_core::{
    ArticleId, Completion, ErrorKind, IndexDocument, Respelling, SearchHit, SearchIndex, SearchPage, SearchQuery, Seq, Sort,
    StoreError, StoreResult,
};
use serde::{Deserialize, Serialize};
use tantivy::collector::TopDocs;
use tantivy::directory::MmapDirectory;
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, Term};

use crate::lock::DirLock;
use fields::Fields;

/// One indexing thread: on small machines more threads only make more segments to merge.
const WRITER_MEMORY_BYTES: usize = 96_000_000;

/// What a commit says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    seq: Seq,
    /// Of `fields`, the analyser and its vocabulary together: an index of another version answers with other terms.
    version: u64,
}

impl Stamp {
    fn at(seq: Seq) -> Self {
        static ANALYZER: LazyLock<u64> = LazyLock::new(|| rafid_arabic::Analyzer::builtin().fingerprint());
        Self { seq, version: fields::VERSION.wrapping_add((*ANALYZER >> 24).wrapping_mul(1_000)) }
    }
}

pub struct TantivyIndex {
    index: Index,
    fields: Fields,
    reader: IndexReader,
    /// `None` when opened for reading.
    writer: Option<Mutex<IndexWriter>>,
    completions: complete::Completions,
    _lock: Option<Arc<DirLock>>,
}

impl TantivyIndex {
    pub fn open_for_writing(dir: &Path, lock: Arc<DirLock>) -> StoreResult<Self> {
        match Self::try_open_for_writing(dir, &lock) {
            Ok(index) => Ok(index),
            // A disk that refuses will not be better for an empty index.
            Err(error) if error.kind() == ErrorKind::Disk => Err(error),
            // Whatever else is wrong with it, the store has everything: make it anew.
            Err(error) => {
                tracing::warn!(%error, dir = %dir.display(), "the search index cannot be opened; it will be rebuilt");
                let removed = if dir.is_dir() { std::fs::remove_dir_all(dir) } else { std::fs::remove_file(dir) };
                removed.map_err(|error| disk(dir, error))?;
                Self::try_open_for_writing(dir, &lock)
            }
        }
    }

    fn try_open_for_writing(dir: &Path, lock: &Arc<DirLock>) -> StoreResult<Self> {
        if dir.exists() && !dir.is_dir() {
            return Err(StoreError::new(ErrorKind::Corrupt, "there is a file where the search index should be"));
        }
        std::fs::create_dir_all(dir).map_err(|error| disk(dir, error))?;
        let directory = MmapDirectory::open(dir).map_err(|error| disk(dir, error))?;
        let (schema, fields) = fields::schema();
        let index = Index::open_or_create(directory, schema).map_err(failed)?;
        let opened = Self::new(index, fields, Some(Arc::clone(lock)))?;
        let is_other = match opened.stamp()? {
            Some(stamp) => stamp != Stamp::at(stamp.seq),
            // A stamp that cannot be read is another version's.
            None => opened.documents()? > 0,
        };
        if is_other {
            opened.clear()?;
        }
        Ok(opened)
    }

    /// A missing or unreadable index is an empty one: readers answer with what there is.
    pub fn open_for_reading(dir: &Path) -> StoreResult<Self> {
        let (schema, fields) = fields::schema();
        let stored = Index::open_in_dir(dir).ok().filter(|index| index.schema() == schema);
        if let Some(opened) = stored.and_then(|index| Self::new(index, fields, None).ok()) {
            return Ok(opened);
        }
        Self::new(Index::create_in_ram(schema), fields, None)
    }

    fn new(index: Index, fields: Fields, lock: Option<Arc<DirLock>>) -> StoreResult<Self> {
        index.tokenizers().register(tokens::NAME, tokens::FormsTokenizer::default());
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(failed)?;
        let writer = match lock {
            Some(_) => Some(Mutex::new(index.writer_with_num_threads(1, WRITER_MEMORY_BYTES).map_err(failed)?)),
            None => None,
        };
        Ok(Self { index, fields, reader, writer, completions: Default::default(), _lock: lock })
    }

    fn stamp(&self) -> StoreResult<Option<Stamp>> {
        let payload = self.index.load_metas().map_err(failed)?.payload;
        Ok(payload.and_then(|payload| serde_json::from_str(&payload).ok()))
    }

    fn commit(&self, seq: Seq, work: impl FnOnce(&mut IndexWriter) -> tantivy::Result<()>) -> StoreResult<()> {
        let Some(writer) = &self.writer else {
            return Err(StoreError::new(ErrorKind::Other, "the search index was opened for reading only"));
        };
        let mut writer = writer.lock().unwrap_or_else(PoisonError::into_inner);
        let payload = serde_json::to_string(&Stamp::at(seq)).map_err(|error| other("could not write the index", error))?;
        let result = work(&mut writer).and_then(|()| {
            let mut commit = writer.prepare_commit()?;
            commit.set_payload(&payload);
            commit.commit()
        });
        if let Err(error) = result {
            // What was half added must not slip into the next commit. Should that fail too, the first error says why.
            let _ = writer.rollback();
            return Err(failed(error));
        }
        self.reader.reload().map_err(failed)?;
        // Here and not when somebody types the next letter.
        self.completions.follow(&self.reader.searcher(), self.fields.keyword)
    }
}

impl SearchIndex for TantivyIndex {
    fn cursor(&self) -> StoreResult<Seq> {
        Ok(self.stamp()?.map_or(Seq(0), |stamp| stamp.seq))
    }

    fn apply(&self, documents: &[IndexDocument], removed: &[ArticleId], upto: Seq) -> StoreResult<()> {
        // A deletion makes every segment look for it, and most of what comes is new: only what is there is deleted. The
        // reader is as new as the last commit, since this is the only writer.
        let searcher = self.reader.searcher();
        let mut seen = HashSet::with_capacity(documents.len());
        self.commit(upto, |writer| {
            for &id in removed {
                self.delete(writer, &searcher, id)?;
            }
            for document in documents {
                if seen.insert(document.id) {
                    self.delete(writer, &searcher, document.id)?;
                } else {
                    writer.delete_term(self.id_term(document.id));
                }
                let row: TantivyDocument = self.fields.document(document);
                writer.add_document(row)?;
            }
            Ok(())
        })
    }

    fn clear(&self) -> StoreResult<()> {
        self.commit(Seq(0), |writer| writer.delete_all_documents().map(|_| ()))
    }

    fn search(&self, query: &SearchQuery) -> StoreResult<SearchPage> {
        let searcher = self.searcher();
        let plan = query::plan(&self.fields, query);
        let sort = if plan.scored { query.sort } else { Sort::New };
        for question in &plan.steps {
            let page = rank::page(&self.fields, &searcher, question, &plan.words, &SearchQuery { sort, ..query.clone() })?;
            if page.total > 0 {
                return Ok(page);
            }
        }
        Ok(SearchPage::default())
    }

    fn similar(&self, terms: &[(String, f32)], limit: usize) -> StoreResult<Vec<SearchHit>> {
        if terms.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let searcher = self.searcher();
        let limit = limit.min(usize::try_from(searcher.num_docs()).unwrap_or(usize::MAX)).max(1);
        let Some(question) = query::similar(&self.fields, terms) else { return Ok(Vec::new()) };
        let found = searcher.search(&question, &TopDocs::with_limit(limit).order_by_score()).map_err(failed)?;
        rank::hits(&searcher, found.into_iter())
    }

    fn complete(&self, prefix: &str, limit: usize) -> StoreResult<Vec<Completion>> {
        self.completions.complete(&self.searcher(), self.fields.keyword, prefix, limit)
    }

    fn respell(&self, text: &str) -> StoreResult<Vec<Respelling>> {
        respell::respell(&self.fields, &self.searcher(), text)
    }

    fn documents(&self) -> StoreResult<u64> {
        Ok(self.searcher().num_docs())
    }
}

impl TantivyIndex {
    fn id_term(&self, id: ArticleId) -> Term {
        Term::from_field_u64(self.fields.id, id.0.cast_unsigned())
    }

    fn delete(&self, writer: &IndexWriter, searcher: &Searcher, id: ArticleId) -> tantivy::Result<()> {
        let term = self.id_term(id);
        if searcher.doc_freq(&term)? > 0 {
            writer.delete_term(term);
        }
        Ok(())
    }

    /// A reader process sees what the writing one has committed since.
    fn searcher(&self) -> Searcher {
        if self.writer.is_none() {
            // The searcher of before still answers where the newest commit cannot be opened.
            let _ = self.reader.reload();
        }
        self.reader.searcher()
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
