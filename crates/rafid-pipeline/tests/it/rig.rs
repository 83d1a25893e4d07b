//! A collector over a real store in a directory that goes away.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rafid_core::{ArticleFilter, ArticleSummary, Feed, FeedDraft, FeedKind, SourceDraft, Store, WebUrl};
use rafid_pipeline::SystemClock;
use rafid_pipeline::collect::{CollectConfig, Collector};
use rafid_pipeline::fetch::{FetchConfig, Fetcher};
use rafid_pipeline::ingest::{Engine, IngestHandle, IngestWorker};
use rafid_store::{Access, Opened};
use tokio::sync::watch;

pub struct Rig {
    pub store: Arc<dyn Store>,
    ingest: IngestHandle,
    fetch: FetchConfig,
    _dir: tempfile::TempDir,
}

/// A collector at work.
pub struct Running {
    stop: watch::Sender<bool>,
    task: tokio::task::JoinHandle<()>,
}

impl Rig {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let Opened { store, index } = rafid_store::open(dir.path(), Access::Write { holder: "test" }).unwrap();
        let engine = Arc::new(Engine::new(store.clone(), index));
        let (_worker, ingest) = IngestWorker::start(engine, || {}).unwrap();
        Self { store, ingest, fetch: FetchConfig::loopback(), _dir: dir }
    }

    pub fn with_fetch(mut self, change: impl FnOnce(&mut FetchConfig)) -> Self {
        change(&mut self.fetch);
        self
    }

    /// Follows a feed of an outlet whose home is the root of the feed's site.
    pub fn follow(&self, url: &str) -> Feed {
        let home = url::Url::parse(url).unwrap().join("/").unwrap();
        self.follow_for(url, home.as_str())
    }

    pub fn follow_for(&self, url: &str, home: &str) -> Feed {
        self.follow_kind(url, home, FeedKind::Feed)
    }

    pub fn follow_kind(&self, url: &str, home: &str, kind: FeedKind) -> Feed {
        let draft =
            SourceDraft { key: home.to_owned(), name: home.to_owned(), home_url: WebUrl::new(home), ..SourceDraft::default() };
        let source = self.store.ensure_source(&draft).unwrap();
        let draft = FeedDraft { source: source.id, url: WebUrl::new(url).unwrap(), kind };
        self.store.ensure_feed(&draft).unwrap()
    }

    pub fn run(&self, config: CollectConfig) -> Running {
        self.start(self.collector(config))
    }

    pub fn run_with(&self, fetcher: Fetcher, config: CollectConfig) -> Running {
        self.start(Collector::new(self.store.clone(), self.ingest.clone(), fetcher, config, Arc::new(SystemClock)))
    }

    pub fn collector(&self, config: CollectConfig) -> Collector {
        let fetcher = Fetcher::new(self.fetch.clone()).unwrap();
        Collector::new(self.store.clone(), self.ingest.clone(), fetcher, config, Arc::new(SystemClock))
    }

    pub fn start(&self, collector: Collector) -> Running {
        let (stop, stopped) = watch::channel(false);
        Running { stop, task: tokio::spawn(collector.run(stopped)) }
    }

    /// All articles, the newest first.
    pub fn articles(&self) -> Vec<ArticleSummary> {
        self.store.latest(&ArticleFilter { limit: 10_000, ..ArticleFilter::default() }).unwrap()
    }

    pub fn feed(&self, feed: &Feed) -> Feed {
        self.store.feed(feed.id).unwrap().unwrap()
    }

    /// Waits until `done` holds; fails with `what` after half a minute.
    pub async fn until(&self, what: &str, done: impl Fn(&Self) -> bool) {
        let started = Instant::now();
        while !done(self) {
            assert!(started.elapsed() < Duration::from_secs(30), "{what} has not come about");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

impl Running {
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        self.task.await.unwrap();
    }
}
