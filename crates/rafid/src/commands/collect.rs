//! `collect`: ask the feeds once, store what they bring, and end. For cron, and for whoever does not serve from this machine.

use std::sync::Arc;

use anyhow::Context;
use rafid_pipeline::SystemClock;
use rafid_pipeline::collect::{Collector, Pass};
use rafid_pipeline::fetch::Fetcher;
use rafid_pipeline::ingest::IngestWorker;
use serde::Serialize;
use tokio::sync::watch;

use super::serve::{runtime, stop_signal};
use crate::cli::CollectArgs;
use crate::output::json_pretty;
use crate::wiring::Setup;

#[derive(Serialize)]
struct Summary {
    /// Feeds that were asked.
    feeds: u64,
    /// Of these, how many could not be read.
    failed: u64,
    /// Articles that are new.
    articles: u64,
}

pub fn run(setup: &Setup, args: &CollectArgs) -> anyhow::Result<()> {
    let (opened, engine) = setup.open_for_writing("collect")?;
    let fetcher = Fetcher::new(setup.fetch_config()?)?;
    let before = opened.store.counts()?.articles;
    let started = jiff::Timestamp::now();
    let (worker, ingest) = IngestWorker::start(engine.clone(), || {})?;
    let (store, config) = (opened.store.clone(), setup.collect_config()?);
    let pass = if args.all { Pass::All } else { Pass::Due };
    let feeds = runtime()?.block_on(async move {
        let (stop, stopped) = watch::channel(false);
        tokio::spawn(async move {
            stop_signal().await;
            stop.send_replace(true);
        });
        Collector::new(store, ingest, fetcher, config, Arc::new(SystemClock)).once(pass, stopped).await
    });
    worker.join();
    engine.leave_window();
    let after = opened.store.counts().context("the store cannot be read")?.articles;
    let failing = |feed: &&rafid_core::Feed| feed.failures > 0 && feed.last_fetch_at.is_some_and(|at| at >= started);
    let failed = opened.store.feeds()?.iter().filter(failing).count() as u64;
    let summary = Summary { feeds, failed, articles: after.saturating_sub(before) };
    if args.json {
        return json_pretty(&summary);
    }
    println!("{} feeds asked, {} failed, {} new articles", summary.feeds, summary.failed, summary.articles);
    if summary.failed > 0 {
        eprintln!("`rafid source list` says what is wrong");
    }
    Ok(())
}
