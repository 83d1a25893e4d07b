//! The vocabulary grows from the portal's own articles.
//!
//! A name that nobody wrote when the built-in vocabulary was counted cannot be told from its clitics: وبالزرنكوش stays whole, and who
//! looks for زرنكوش does not find it. So words are counted again in the articles that are here, and when enough are new, the search index
//! is made anew with what both counts know together. Keywords, digests and stories keep the built-in vocabulary: they are
//! compared across years, and a search index is not.
//!
//! Two things damp it. A word counts only when enough articles of more than one outlet have it, since one outlet's mistakes are no
//! evidence; and a few new words are not worth a new index. [`GrowthWorker`] looks once a day beside a running portal.

use std::collections::HashSet;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rafid_arabic::Analyzer;
use rafid_arabic::vocabulary::{Counted, Counter, Vocabulary};
use rafid_core::{Seq, StoreResult};

use super::engine::Engine;
use super::rebuild::Pace;

/// What it takes to grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GrowthRule {
    /// Articles that must have a word; of two outlets at least, where there are two.
    pub articles: u32,
    /// Words that the index does not know and that enough articles have.
    pub new_words: usize,
}

impl Default for GrowthRule {
    fn default() -> Self {
        Self { articles: 5, new_words: 100 }
    }
}

/// What was counted, and what came of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Growth {
    /// Articles that were counted.
    pub articles: u32,
    pub outlets: usize,
    /// Words that enough of them have.
    pub words: usize,
    /// Words that the index did not know: of these, and of the built-in ones where the program is newer than the index.
    pub new_words: usize,
    /// Whether the index was made anew.
    pub has_grown: bool,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GrowthStep {
    /// So many more articles are counted.
    Counted(usize),
    /// So many more changes are in the new index.
    Indexed(usize),
}

/// Articles that are read at a time.
const BATCH: usize = 500;

impl Engine {
    /// Counts the words of all articles, and makes the index anew when `rule` says so. The old one answers meanwhile. When `proceed` answers
    /// `false`, everything stays as it was.
    pub fn grow(&self, rule: GrowthRule, pace: Pace, mut proceed: impl FnMut(GrowthStep) -> bool) -> StoreResult<Growth> {
        let mut counter = Counter::new(Counted::Written);
        let mut outlets = HashSet::new();
        let (mut cursor, end) = (Seq(0), self.store.last_seq()?);
        // What comes or changes meanwhile stands behind the end, and is not counted twice.
        while cursor < end {
            let began = Instant::now();
            let Some(stretch) = self.stretch(cursor, BATCH)? else { break };
            for document in &stretch.documents {
                outlets.insert(document.source);
                let text = format!("{}\n{}", document.title, document.body);
                // Numbers of outlets are small; should two fall together, their words count as one's.
                counter.add_of(Analyzer::unguided(), &text, document.source.0 as u32);
            }
            cursor = stretch.upto;
            if !proceed(GrowthStep::Counted(stretch.documents.len())) {
                return Ok(Growth::default());
            }
            pace.rest(began);
        }
        let own = attested(&counter, rule.articles, outlets.len());
        drop(counter);
        // Over the built-in one, since all articles were counted anew; and as it will be read again, because its form has no place for
        // some rare letters, whose words would be new for ever.
        let grown = Vocabulary::builtin().merged(&own);
        let grown = Vocabulary::from_bytes(&grown.to_bytes()).unwrap_or(grown);
        let mut growth = Growth {
            articles: own.documents(),
            outlets: outlets.len(),
            words: own.len(),
            new_words: self.index.analyzer().vocabulary().new_words(&grown),
            has_grown: false,
        };
        if growth.new_words >= rule.new_words.max(1) {
            growth.has_grown = self.rebuild(Some(&grown), pace, |taken| proceed(GrowthStep::Indexed(taken)))?;
        }
        Ok(growth)
    }
}

/// Only as written: that is what tells words from clitics.
fn attested(counter: &Counter, articles: u32, outlets: usize) -> Vocabulary {
    let written = |(word, count)| (word, count, 0);
    if outlets > 1 {
        Vocabulary::from_counts(counter.documents(), counter.shared_words(articles).map(written))
    } else {
        Vocabulary::from_counts(counter.documents(), counter.words(articles).map(written))
    }
}

/// A portal that has just started has other things to do.
const FIRST_LOOK: Duration = Duration::from_secs(15 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The thread that lets the vocabulary grow, once a day at most.
pub struct GrowthWorker {
    stop: Arc<Stop>,
    thread: std::thread::JoinHandle<()>,
}

#[derive(Default)]
struct Stop {
    is_stopped: Mutex<bool>,
    changed: Condvar,
}

impl Stop {
    fn is_stopped(&self) -> bool {
        *self.is_stopped.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits; answers whether it was stopped.
    fn wait(&self, time: Duration) -> bool {
        let is_stopped = self.is_stopped.lock().unwrap_or_else(PoisonError::into_inner);
        *self.changed.wait_timeout_while(is_stopped, time, |stopped| !*stopped).unwrap_or_else(PoisonError::into_inner).0
    }
}

impl GrowthWorker {
    pub fn start(engine: Arc<Engine>) -> std::io::Result<Self> {
        let stop = Arc::new(Stop::default());
        let until = Arc::clone(&stop);
        let thread = std::thread::Builder::new().name("growth".to_owned()).spawn(move || run(&engine, &until))?;
        Ok(Self { stop, thread })
    }

    /// Stops within a batch; an index that is half made is given up.
    pub fn join(self) {
        *self.stop.is_stopped.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.stop.changed.notify_all();
        if self.thread.join().is_err() {
            tracing::error!("the growth of the vocabulary has failed; the search index is as it was");
        }
    }
}

fn run(engine: &Engine, stop: &Stop) {
    let mut wait = first_wait(engine, Timestamp::now());
    while !stop.wait(wait) {
        wait = DAY;
        match engine.grow(GrowthRule::default(), Pace::Gentle, |_| !stop.is_stopped()) {
            Ok(growth) if growth.has_grown => {
                tracing::info!(
                    new_words = growth.new_words,
                    articles = growth.articles,
                    "the search index has learned new words"
                );
            }
            Ok(growth) => tracing::debug!(new_words = growth.new_words, "the search index keeps its vocabulary"),
            Err(error) => tracing::error!(%error, "the search index could not learn new words; it is as it was"),
        }
    }
}

/// A portal that is started often does not grow more often.
fn first_wait(engine: &Engine, now: Timestamp) -> Duration {
    let grown =
        engine.index.generation().ok().filter(|generation| generation.counted > 0).and_then(|generation| generation.since);
    let age = grown.map_or(DAY, |since| Duration::try_from(now.duration_since(since)).unwrap_or_default());
    DAY.saturating_sub(age).max(FIRST_LOOK)
}
