//! One index with the analyser that it was made with: what a folder of [`super::place`] holds.

use std::borrow::Cow;
use std::collections::HashSet;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rafid_arabic::{Analyzer, SharedAnalyzer, Vocabulary};
use rafid_core::{
    ArticleId, Completion, ErrorKind, IndexDocument, Respelling, SearchHit, SearchPage, SearchQuery, Seq, Sort, StoreError,
    StoreResult,
};
use serde::{Deserialize, Serialize};
use tantivy::collector::TopDocs;
use tantivy::directory::MmapDirectory;
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, Term};

use super::fields::{self, Fields};
use super::kept::Kept;
use super::{complete, disk, failed, other, query, rank, respell, tokens};

/// The vocabulary, beside tantivy's own files; where it is the built-in one, there is no such file.
const VOCABULARY: &str = "vocabulary.bin";

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
    fn version(analyzer: &Analyzer) -> u64 {
        fields::VERSION.wrapping_add((analyzer.fingerprint() >> 24).wrapping_mul(1_000))
    }
}

pub struct Generation {
    index: Index,
    fields: Fields,
    pub analyzer: SharedAnalyzer,
    /// [`Stamp::version`] of the analyser.
    version: u64,
    reader: IndexReader,
    /// `None` when opened for reading, or retired.
    writer: Mutex<Option<IndexWriter>>,
    is_read_only: bool,
    completions: complete::Completions,
}

impl Generation {
    /// Opens what is in `dir`, or makes it. An index of another version is emptied: it keeps its vocabulary, whose counts are still true.
    pub fn open_for_writing(dir: &Path) -> StoreResult<Self> {
        let directory = MmapDirectory::open(dir).map_err(|error| disk(dir, error))?;
        let (schema, fields) = fields::schema();
        let index = Index::open_or_create(directory, schema).map_err(failed)?;
        let opened = Self::new(index, fields, vocabulary(dir), true)?;
        let is_other = match opened.stamp()? {
            Some(stamp) => stamp.version != opened.version,
            // A stamp that cannot be read is another version's.
            None => opened.documents() > 0,
        };
        if is_other {
            opened.clear()?;
        }
        Ok(opened)
    }

    /// Makes an empty one in `dir`, an empty directory.
    pub fn create(dir: &Path, vocabulary: Option<&Vocabulary>) -> StoreResult<Self> {
        if let Some(vocabulary) = vocabulary {
            let path = dir.join(VOCABULARY);
            super::place::write_durably(&path, &vocabulary.to_bytes()).map_err(|error| disk(dir, error))?;
        }
        // From the file, which keeps no words in rare letters: what was written is what counts.
        Self::open_for_writing(dir)
    }

    /// `None` where there is none that can be read.
    pub fn open_for_reading(dir: &Path) -> Option<Self> {
        let (schema, fields) = fields::schema();
        let index = Index::open_in_dir(dir).ok().filter(|index| index.schema() == schema)?;
        let opened = Self::new(index, fields, vocabulary(dir), false).ok()?;
        // With another analyser's terms, an answer would be no better than none.
        let is_same = opened.stamp().ok()?.is_none_or(|stamp| stamp.version == opened.version);
        is_same.then_some(opened)
    }

    /// One without documents, for readers where there is nothing to read.
    pub fn nothing() -> StoreResult<Self> {
        let (schema, fields) = fields::schema();
        Self::new(Index::create_in_ram(schema), fields, SharedAnalyzer::default(), false)
    }

    fn new(index: Index, fields: Fields, analyzer: SharedAnalyzer, writes: bool) -> StoreResult<Self> {
        index.tokenizers().register(tokens::NAME, tokens::FormsTokenizer::new(analyzer.clone()));
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(failed)?;
        let writer = if writes { Some(index.writer_with_num_threads(1, WRITER_MEMORY_BYTES).map_err(failed)?) } else { None };
        let version = Stamp::version(&analyzer);
        let writer = Mutex::new(writer);
        Ok(Self { index, fields, analyzer, version, reader, writer, is_read_only: !writes, completions: Default::default() })
    }

    /// Writes no more and merges no more; whoever is reading finishes.
    pub fn retire(&self) {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    fn stamp(&self) -> StoreResult<Option<Stamp>> {
        let payload = self.index.load_metas().map_err(failed)?.payload;
        Ok(payload.and_then(|payload| serde_json::from_str(&payload).ok()))
    }

    fn commit(&self, seq: Seq, work: impl FnOnce(&mut IndexWriter) -> tantivy::Result<()>) -> StoreResult<()> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(writer) = writer.as_mut() else {
            return Err(StoreError::new(ErrorKind::Other, "the search index was opened for reading only"));
        };
        let stamp = Stamp { seq, version: self.version };
        let payload = serde_json::to_string(&stamp).map_err(|error| other("could not write the index", error))?;
        let result = work(writer).and_then(|()| {
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

    pub fn cursor(&self) -> StoreResult<Seq> {
        Ok(self.stamp()?.map_or(Seq(0), |stamp| stamp.seq))
    }

    pub fn apply(&self, documents: &[IndexDocument], removed: &[ArticleId], upto: Seq) -> StoreResult<()> {
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

    pub fn clear(&self) -> StoreResult<()> {
        self.commit(Seq(0), |writer| writer.delete_all_documents().map(|_| ()))
    }

    /// The page, and with `keep` all that was found.
    pub fn search(&self, query: &SearchQuery, keep: bool) -> StoreResult<(SearchPage, Kept)> {
        let searcher = self.searcher();
        let plan = query::plan(&self.fields, &self.analyzer, query);
        let query = SearchQuery { sort: if plan.scored { query.sort } else { Sort::New }, ..query.clone() };
        let (mut page, mut bits) = (SearchPage::default(), Vec::new());
        for question in &plan.steps {
            let (found, kept) = rank::page(&self.fields, &searcher, question, &plan.words, &query, keep)?;
            if found.total > 0 {
                (page, bits) = (found, kept);
                break;
            }
        }
        Ok((page, Kept { searcher, id: self.fields.id, bits }))
    }

    pub fn similar(&self, terms: &[(String, f32)], limit: usize) -> StoreResult<Vec<SearchHit>> {
        if terms.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let searcher = self.searcher();
        let limit = limit.min(usize::try_from(searcher.num_docs()).unwrap_or(usize::MAX)).max(1);
        let terms = self.own_terms(terms);
        let Some(question) = query::similar(&self.fields, &terms) else { return Ok(Vec::new()) };
        let found = searcher.search(&question, &TopDocs::with_limit(limit).order_by_score()).map_err(failed)?;
        rank::hits(&searcher, found.into_iter())
    }

    pub fn complete(&self, prefix: &str, limit: usize) -> StoreResult<Vec<Completion>> {
        self.completions.complete(&self.searcher(), self.fields.keyword, prefix, limit)
    }

    pub fn respell(&self, text: &str) -> StoreResult<Vec<Respelling>> {
        respell::respell(&self.fields, &self.analyzer, &self.searcher(), text)
    }

    pub fn documents(&self) -> u64 {
        self.searcher().num_docs()
    }

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
        if self.is_read_only {
            // The searcher of before still answers where the newest commit cannot be opened.
            let _ = self.reader.reload();
        }
        self.reader.searcher()
    }
    /// Digests hold terms of the built-in vocabulary; a word that it does not know may have lost its clitics here.
    fn own_terms<'t>(&self, terms: &'t [(String, f32)]) -> Cow<'t, [(String, f32)]> {
        if !self.analyzer.is_own() {
            return Cow::Borrowed(terms);
        }
        let own = |(term, weight): &(String, f32)| {
            let is_known = Vocabulary::builtin().count(term) > 0;
            let term = if is_known { term.clone() } else { self.analyzer.stem(term, |guided, _| guided.to_owned()) };
            (term, *weight)
        };
        Cow::Owned(terms.iter().map(own).collect())
    }
}

/// What stands in the folder; one that is damaged counts as none, and the stamp tells.
fn vocabulary(dir: &Path) -> SharedAnalyzer {
    let Ok(bytes) = std::fs::read(dir.join(VOCABULARY)) else { return SharedAnalyzer::default() };
    match Vocabulary::from_bytes(&bytes) {
        Ok(vocabulary) => SharedAnalyzer::with_vocabulary(vocabulary),
        Err(error) => {
            tracing::warn!(%error, dir = %dir.display(), "the search index has lost its vocabulary; it will be rebuilt with the built-in one");
            SharedAnalyzer::default()
        }
    }
}
