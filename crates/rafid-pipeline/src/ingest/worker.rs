//! The stages behind a bounded channel: many fetches become one transaction, and a slow store slows the fetching down
//! instead of filling the memory.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rafid_core::{ArticleDraft, FetchRecord, IngestOutcome, RevisitPlan, StoreError};
use tokio::sync::{mpsc, oneshot};

use super::engine::Engine;

/// One feed's new articles with what its fetch taught: stored in one atomic step.
#[derive(Debug, Default)]
pub struct Submission {
    pub drafts: Vec<ArticleDraft>,
    pub fetch: Option<FetchRecord>,
    /// When to look at pages again.
    pub plans: Vec<RevisitPlan>,
}

/// The worker has ended, or could not store this submission: what was submitted is not kept, and its feed will bring it
/// again, since the fetch is not recorded either.
#[derive(Debug, thiserror::Error)]
#[error("the articles could not be stored: {0}")]
pub struct IngestClosed(String);

struct Job {
    submission: Submission,
    answer: oneshot::Sender<Result<Vec<IngestOutcome>, IngestClosed>>,
}

/// Where the collector hands over what it has read.
#[derive(Clone)]
pub struct IngestHandle {
    jobs: mpsc::Sender<Job>,
}

impl IngestHandle {
    /// Waits for room, then for the commit. Outcomes are in the order of the drafts.
    pub async fn submit(&self, submission: Submission) -> Result<Vec<IngestOutcome>, IngestClosed> {
        let (answer, outcome) = oneshot::channel();
        let gone = || IngestClosed("the ingest worker has ended".to_owned());
        self.jobs.send(Job { submission, answer }).await.map_err(|_| gone())?;
        outcome.await.map_err(|_| gone())?
    }
}

/// The thread that runs the stages. It ends, after finishing what was submitted, when every handle is gone.
pub struct IngestWorker {
    thread: std::thread::JoinHandle<()>,
}

/// Submissions that may wait; beyond them the collector does.
const MOST_WAITING: usize = 64;
/// Articles in one transaction, about.
const BATCH: usize = 500;
/// A commit waits this long for company.
const GATHER: Duration = Duration::from_millis(50);
/// Nothing for so long is a pause. An index commit has a price of its own, so that the breaths that fetching takes are none.
const LULL: Duration = Duration::from_millis(250);
/// New articles are in their stories and can be found after this long, even under load.
const SETTLE_EVERY: Duration = Duration::from_secs(2);

impl IngestWorker {
    /// Starts the thread; `now_and_then` is called after each round of settling and indexing that changed something.
    pub fn start(engine: Arc<Engine>, changed: impl Fn() + Send + 'static) -> std::io::Result<(Self, IngestHandle)> {
        let (jobs, queue) = mpsc::channel(MOST_WAITING);
        let thread = std::thread::Builder::new().name("ingest".to_owned()).spawn(move || run(&engine, queue, &changed))?;
        Ok((Self { thread }, IngestHandle { jobs }))
    }

    /// Waits for the end; drop all handles first.
    pub fn join(self) {
        if self.thread.join().is_err() {
            tracing::error!("the ingest worker has failed: what it had not stored will be collected again");
        }
    }
}

fn run(engine: &Engine, mut queue: mpsc::Receiver<Job>, changed: &dyn Fn()) {
    let mut waiting_since: Option<Instant> = None;
    // What an earlier process left unfinished comes first.
    finish(engine, changed);
    loop {
        let job = match soon(&mut queue, if waiting_since.is_some() { LULL } else { Duration::ZERO }) {
            Ok(job) => job,
            Err(mpsc::error::TryRecvError::Empty) => {
                // A pause: the best moment to settle and index.
                if waiting_since.take().is_some() {
                    finish(engine, changed);
                }
                match queue.blocking_recv() {
                    Some(job) => job,
                    None => break,
                }
            }
            Err(mpsc::error::TryRecvError::Disconnected) => break,
        };
        let batch = gather(job, &mut queue);
        commit(engine, batch);
        let since = *waiting_since.get_or_insert_with(Instant::now);
        if since.elapsed() >= SETTLE_EVERY {
            finish(engine, changed);
            waiting_since = None;
        }
    }
    finish(engine, changed);
}

/// What comes within a while.
fn soon(queue: &mut mpsc::Receiver<Job>, patience: Duration) -> Result<Job, mpsc::error::TryRecvError> {
    let until = Instant::now() + patience;
    loop {
        match queue.try_recv() {
            Err(mpsc::error::TryRecvError::Empty) if Instant::now() < until => std::thread::sleep(Duration::from_millis(5)),
            answer => return answer,
        }
    }
}

fn gather(first: Job, queue: &mut mpsc::Receiver<Job>) -> Vec<Job> {
    let until = Instant::now() + GATHER;
    let mut articles = first.submission.drafts.len();
    let mut batch = vec![first];
    while articles < BATCH {
        match queue.try_recv() {
            Ok(job) => {
                articles += job.submission.drafts.len();
                batch.push(job);
            }
            Err(mpsc::error::TryRecvError::Empty) if Instant::now() < until => {
                std::thread::sleep(Duration::from_millis(5));
            }
            Err(_) => break,
        }
    }
    batch
}

fn commit(engine: &Engine, batch: Vec<Job>) {
    let mut drafts = Vec::new();
    let mut fetches = Vec::new();
    let mut plans = Vec::new();
    let mut answers = Vec::new();
    for job in batch {
        answers.push((job.submission.drafts.len(), job.answer));
        drafts.extend(job.submission.drafts);
        fetches.extend(job.submission.fetch);
        plans.extend(job.submission.plans);
    }
    // Plans first: a crash behind them leaves a visit that brings what was lost, and not an article that is never looked at again.
    match engine.plan(&plans).and_then(|()| engine.ingest(drafts, &fetches)) {
        Ok(outcomes) => {
            let mut outcomes = outcomes.into_iter();
            for (count, answer) in answers {
                // A collector that has stopped waiting loses nothing: the articles are stored.
                let _ = answer.send(Ok(outcomes.by_ref().take(count).collect()));
            }
        }
        Err(error) => {
            let message = chain(&error);
            tracing::error!(error = %message, "articles could not be stored");
            for (_, answer) in answers {
                let _ = answer.send(Err(IngestClosed(message.clone())));
            }
        }
    }
}

fn finish(engine: &Engine, changed: &dyn Fn()) {
    let mut any = false;
    if let Err(error) = engine.catch_up(|_| any = true) {
        tracing::error!(error = %chain(&error), "settling and indexing stopped; they go on with the next articles");
    }
    if any {
        changed();
    }
}

fn chain(error: &StoreError) -> String {
    use std::error::Error;
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
