//! The stages of ingestion, one function each.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rafid_analysis::ArticleText;
use rafid_core::{
    Analysis, ArticleDraft, ArticleId, FetchRecord, IndexDocument, IngestIntent, IngestOutcome, RevisitPlan, SearchIndex, Seq,
    Store, StoreResult, full_text,
};

use super::bounds;
use super::fingerprint::content_hash;
use super::settler::Settler;

/// What a run of the stages did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct IngestSummary {
    pub added: u64,
    pub revised: u64,
    pub unchanged: u64,
}

impl IngestSummary {
    pub fn count(&mut self, outcomes: &[IngestOutcome]) {
        for outcome in outcomes {
            match outcome {
                IngestOutcome::Added(_) => self.added += 1,
                IngestOutcome::Revised(_) => self.revised += 1,
                IngestOutcome::Unchanged(_) => self.unchanged += 1,
            }
        }
    }
}

/// Articles settled in one step, and documents in one index commit.
const SETTLE_BATCH: usize = 2_000;
const INDEX_BATCH: usize = 4_000;
/// Documents are read from the store in smaller portions, to keep memory flat.
const INDEX_READ: usize = 500;

/// The stages over one store and one index.
pub struct Engine {
    pub(super) store: Arc<dyn Store>,
    pub(super) index: Arc<dyn SearchIndex>,
    settler: Mutex<Settler>,
    /// Held between reading the index's cursor and applying what follows it, so that no other index takes over in between.
    indexing: Mutex<()>,
}

/// A stretch of the change log as an index takes it.
pub(super) struct Stretch {
    pub documents: Vec<IndexDocument>,
    pub removed: Vec<ArticleId>,
    pub upto: Seq,
    pub changes: usize,
}

impl Engine {
    pub fn new(store: Arc<dyn Store>, index: Arc<dyn SearchIndex>) -> Self {
        Self { store, index, settler: Mutex::default(), indexing: Mutex::default() }
    }

    /// Analyses what is new or changed and commits it together with what the fetches taught. Outcomes are in the order of
    /// `drafts`.
    pub fn ingest(&self, mut drafts: Vec<ArticleDraft>, fetches: &[FetchRecord]) -> StoreResult<Vec<IngestOutcome>> {
        drafts.iter_mut().for_each(bounds::bound);
        let identities: Vec<_> = drafts.iter().map(ArticleDraft::identity).collect();
        let known = self.store.known(&identities)?;
        let mut outcomes: Vec<Option<IngestOutcome>> = Vec::with_capacity(drafts.len());
        let mut fresh = Vec::new();
        for (draft, known) in drafts.into_iter().zip(known) {
            let content_hash = content_hash(&draft);
            match known {
                Some(known) if known.content_hash == content_hash && !(draft.takes_over && known.source != draft.source) => {
                    outcomes.push(Some(IngestOutcome::Unchanged(known.id)));
                }
                _ => {
                    outcomes.push(None);
                    fresh.push((draft, content_hash));
                }
            }
        }
        if fresh.is_empty() && fetches.is_empty() {
            return Ok(outcomes.into_iter().flatten().collect());
        }
        let analyses = analyse_all(&fresh);
        let intents: Vec<IngestIntent> = fresh
            .into_iter()
            .zip(analyses)
            .map(|((draft, content_hash), analysis)| IngestIntent { draft, content_hash, analysis })
            .collect();
        let mut committed = self.store.commit(&intents, fetches)?.into_iter();
        Ok(outcomes.into_iter().filter_map(|outcome| outcome.or_else(|| committed.next())).collect())
    }

    /// Keeps plans to look at pages again.
    pub fn plan(&self, plans: &[RevisitPlan]) -> StoreResult<()> {
        if plans.is_empty() { Ok(()) } else { self.store.plan_revisits(plans) }
    }

    /// Puts waiting articles into stories, one batch. Answers how many; 0 when none waits.
    pub fn settle(&self) -> StoreResult<usize> {
        self.settler.lock().unwrap_or_else(PoisonError::into_inner).settle(self.store.as_ref(), SETTLE_BATCH)
    }

    /// Brings the index along the change log, one commit. Answers how many changes; 0 when it is up to date.
    pub fn index(&self) -> StoreResult<usize> {
        let _indexing = self.hold_index();
        let Some(next) = self.stretch(self.index.cursor()?, INDEX_BATCH)? else { return Ok(0) };
        self.index.apply(&next.documents, &next.removed, next.upto)?;
        Ok(next.changes)
    }

    /// For a process that ends: the window is left to the system, which frees it all at once. What is settled is in the store.
    pub fn leave_window(&self) {
        std::mem::forget(std::mem::take(&mut *self.settler.lock().unwrap_or_else(PoisonError::into_inner)));
    }

    pub(super) fn hold_index(&self) -> MutexGuard<'_, ()> {
        self.indexing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// At most `limit` changes after `cursor`; `None` at the end of the log.
    pub(super) fn stretch(&self, cursor: Seq, limit: usize) -> StoreResult<Option<Stretch>> {
        let changes = self.store.changes(cursor, limit)?;
        let Some(last) = changes.last() else { return Ok(None) };
        let removed: Vec<_> = changes.iter().filter(|change| change.removed).map(|change| change.article).collect();
        let kept: Vec<_> = changes.iter().filter(|change| !change.removed).map(|change| change.article).collect();
        let mut documents = Vec::with_capacity(kept.len());
        for ids in kept.chunks(INDEX_READ) {
            documents.extend(self.store.index_documents(ids)?);
        }
        Ok(Some(Stretch { documents, removed, upto: last.seq, changes: changes.len() }))
    }

    /// Runs settling and indexing until nothing waits; calls `progress` with what is left of the former.
    pub fn catch_up(&self, mut progress: impl FnMut(usize)) -> StoreResult<()> {
        self.forget_a_future()?;
        loop {
            let settled = self.settle()?;
            if settled == 0 {
                break;
            }
            progress(settled);
        }
        while self.index()? > 0 {}
        Ok(())
    }

    /// Empties the index when the store was put back to an earlier state (a backup): it knows too much.
    pub(super) fn forget_a_future(&self) -> StoreResult<()> {
        let _indexing = self.hold_index();
        if self.index.cursor()? > self.store.last_seq()? { self.index.clear() } else { Ok(()) }
    }
}

/// Analysis is the costly stage and knows no order: it takes all cores for large batches.
fn analyse_all(drafts: &[(ArticleDraft, u64)]) -> Vec<Analysis> {
    const WORTH_A_THREAD: usize = 32;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let portion = drafts.len().div_ceil(cores).max(WORTH_A_THREAD);
    if drafts.len() <= portion {
        return drafts.iter().map(|(draft, _)| analyse(draft)).collect();
    }
    std::thread::scope(|scope| {
        let workers: Vec<_> = drafts
            .chunks(portion)
            .map(|drafts| scope.spawn(move || drafts.iter().map(|(draft, _)| analyse(draft)).collect::<Vec<_>>()))
            .collect();
        let mut analyses = Vec::with_capacity(drafts.len());
        for (worker, drafts) in workers.into_iter().zip(drafts.chunks(portion)) {
            // A panic would be a defect of ours on one article: it must not cost the others theirs.
            analyses.extend(worker.join().unwrap_or_else(|_| drafts.iter().map(|_| Analysis::default()).collect()));
        }
        analyses
    })
}

fn analyse(draft: &ArticleDraft) -> Analysis {
    rafid_analysis::analyse(&ArticleText {
        title: &draft.title,
        summary: draft.summary.as_deref(),
        body: &full_text(draft.summary.as_deref(), &draft.body),
        tags: &draft.tags,
        section: draft.section.as_deref(),
        byline: draft.byline.as_deref(),
        url: draft.url.as_ref().map(|url| url.as_str()),
        credit: draft.credit.as_deref(),
    })
}
