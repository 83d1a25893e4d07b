//! `demo`: the whole thing, offline. An invented press publishes on loopback, and the real pipeline collects it as it
//! would any other; nothing is taught to the portal beforehand but the outlets' names and feeds.

use std::time::{Duration, Instant};

use anyhow::Context;
use rafid_core::{DisplayPolicy, FeedDraft, FeedKind, SourceDraft, Store, WebUrl};
use rafid_pipeline::collect::CollectConfig;
use rafid_pipeline::fetch::{FetchConfig, Fetcher};
use rafid_press::outlet::Policy;
use rafid_press::{HostPlan, Press, PressConfig};
use tokio::net::TcpListener;

use crate::cli::DemoArgs;
use crate::wiring::Setup;

/// The address is printed when there is something to see, or after this.
const FIRST_LOOK: Duration = Duration::from_secs(7);
const ENOUGH_ARTICLES: u64 = 100;

pub fn run(setup: Setup, args: &DemoArgs, keep: bool) -> anyhow::Result<()> {
    // Without --data nothing is left behind.
    let scratch = if keep { None } else { Some(tempfile::tempdir().context("could not make a directory for the demo")?) };
    let setup = match &scratch {
        Some(dir) => Setup { data_dir: dir.path().to_owned(), ..setup },
        None => setup,
    };
    let (opened, engine) = setup.open_for_writing("demo")?;
    super::serve::runtime()?.block_on(async {
        let config =
            PressConfig { live_interval: Duration::from_secs(args.every), hosts: HostPlan::PerOutlet, ..PressConfig::default() };
        let press = Press::start(config).await.context("could not start the invented press")?;
        follow(&press, opened.store.as_ref())?;
        let listener = listen(&args.listen).await?;
        let address = listener.local_addr()?;
        let store = opened.store.clone();
        tokio::spawn(announce(store, address.to_string(), press.outlets().len()));
        let fetcher = Fetcher::new(FetchConfig::loopback())?;
        let result = super::serve::run_portal(&setup, opened, engine, listener, Some((fetcher, CollectConfig::lively()))).await;
        press.stop().await;
        result
    })
}

fn follow(press: &Press, store: &dyn Store) -> anyhow::Result<()> {
    for outlet in press.outlets() {
        let url = |text: &str| WebUrl::new(text).with_context(|| format!("the press names a bad address: {text}"));
        let policy = match outlet.policy {
            Policy::Full => DisplayPolicy::Full,
            Policy::Excerpt => DisplayPolicy::Excerpt,
            Policy::Headline => DisplayPolicy::Headline,
        };
        let source = store.ensure_source(&SourceDraft {
            key: outlet.key.clone(),
            name: outlet.name.clone(),
            home_url: Some(url(&outlet.home_url)?),
            policy,
            ..SourceDraft::default()
        })?;
        store.ensure_feed(&FeedDraft { source: source.id, url: url(&outlet.feed_url)?, kind: FeedKind::Feed })?;
    }
    Ok(())
}

async fn listen(address: &str) -> anyhow::Result<TcpListener> {
    match TcpListener::bind(address).await {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            let host = address.rsplit_once(':').map_or("127.0.0.1", |(host, _)| host);
            eprintln!("{address} is in use; another port is taken");
            Ok(TcpListener::bind(format!("{host}:0")).await?)
        }
        Err(error) => Err(error).with_context(|| format!("could not listen on {address}")),
    }
}

async fn announce(store: std::sync::Arc<dyn Store>, address: String, outlets: usize) {
    let started = Instant::now();
    loop {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let store = store.clone();
        let counts = tokio::task::spawn_blocking(move || store.counts()).await;
        let ready = matches!(counts, Ok(Ok(counts)) if counts.articles >= ENOUGH_ARTICLES && counts.unsettled == 0);
        if ready || started.elapsed() >= FIRST_LOOK {
            break;
        }
    }
    println!("\n  رافد — البوابة جاهزة: http://{address}/");
    println!("  The portal is at http://{address}/");
    println!("  {outlets} invented outlets publish on loopback; new articles arrive every few seconds. Ctrl-C ends it.\n");
}
