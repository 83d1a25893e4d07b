//! `serve`: collect, analyse, index and serve, in one process, until Ctrl-C or SIGTERM.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use rafid_extract::article::SiteRules;
use rafid_pipeline::SystemClock;
use rafid_pipeline::collect::{CollectConfig, Collector};
use rafid_pipeline::fetch::{FetchConfig, Fetcher};
use rafid_pipeline::ingest::{Engine, GrowthWorker, IngestHandle, IngestWorker};
use rafid_pipeline::websub::push_channel;
use rafid_store::Opened;
use rafid_web::Portal;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::cli::ServeArgs;
use crate::wiring::Setup;

pub fn run(setup: &Setup, args: &ServeArgs) -> anyhow::Result<()> {
    let (opened, engine) = setup.open_for_writing("serve")?;
    let address = args.listen.as_deref().unwrap_or(&setup.config.listen);
    let collecting = if args.no_collect { None } else { Some((Fetcher::new(setup.fetch_config()?)?, setup.collect_config()?)) };
    runtime()?.block_on(async {
        let listener = TcpListener::bind(address)
            .await
            .with_context(|| format!("could not listen on {address}: choose another address with --listen"))?;
        let bound = listener.local_addr()?;
        tracing::info!("the portal is at http://{bound}/");
        run_portal(setup, opened, engine, listener, collecting).await
    })
}

pub fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("could not start the runtime")
}

/// Everything that runs until the user says stop: first nobody fetches any more, then what was fetched is stored, settled
/// and indexed, then the process ends.
pub async fn run_portal(
    setup: &Setup,
    opened: Opened,
    engine: Arc<Engine>,
    listener: TcpListener,
    collecting: Option<(Fetcher, CollectConfig)>,
) -> anyhow::Result<()> {
    let mut portal = setup.portal(&opened)?;
    let growth = if setup.config.grow { Some(GrowthWorker::start(Arc::clone(&engine))?) } else { None };
    let (worker, ingest) = IngestWorker::start(engine, || tracing::debug!("new articles are in their stories"))?;
    let (stop, stopped) = watch::channel(false);
    let collector =
        collecting.map(|(fetcher, config)| collect(&opened, ingest.clone(), fetcher, config, &mut portal, stopped.clone()));
    drop(ingest);
    let warming = portal.clone();
    // Nobody waits for it: what it reads is read again by whoever asks meanwhile.
    tokio::task::spawn_blocking(move || {
        warming.warm().inspect_err(|error| tracing::warn!(%error, "could not read the keywords"))
    });
    let mut until = stopped;
    let server = tokio::spawn(rafid_web::serve(listener, portal, async move {
        // A sender that is gone is a stop as well.
        let _ = until.wait_for(|stop| *stop).await;
    }));
    let mut server = server;
    let early = tokio::select! {
        () = stop_signal() => None,
        ended = &mut server => Some(ended),
    };
    tracing::info!("stopping; what was fetched is being stored");
    stop.send_replace(true);
    if let Some(collector) = collector {
        collector.await.context("the collector has failed")?;
    }
    let both = move || {
        if let Some(growth) = growth {
            growth.join();
        }
        worker.join();
    };
    tokio::task::spawn_blocking(both).await.context("the ingest worker has failed")?;
    match early {
        Some(ended) => ended.context("the web server has failed")?.context("the web server has failed"),
        None => {
            // Readers that keep a connection open do not keep the process.
            let _ = tokio::time::timeout(std::time::Duration::from_secs(2), server).await;
            Ok(())
        }
    }
}

fn collect(
    opened: &Opened,
    ingest: IngestHandle,
    fetcher: Fetcher,
    config: CollectConfig,
    portal: &mut Portal,
    stopped: watch::Receiver<bool>,
) -> tokio::task::JoinHandle<()> {
    let clock = Arc::new(SystemClock);
    // Hubs can only bring what is new where they know how to reach the portal.
    let config = CollectConfig { callback_base: portal.settings.base_url.clone(), ..config };
    let (receiver, inbox) = push_channel(opened.store.clone(), clock.clone(), fetcher.config().max_feed_bytes);
    portal.pushes = Some(Arc::new(receiver));
    tokio::spawn(Collector::new(opened.store.clone(), ingest, fetcher, config, clock).with_pushes(inbox).run(stopped))
}

pub async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        // Without the one signal the other must do.
        let _ = tokio::signal::ctrl_c().await;
        return;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

/// The file of rules for single sites that is read when no other is named, in the data directory.
const SITE_RULES: &str = "site-rules.txt";

/// Reads a file of rules for single sites.
pub fn read_site_rules(path: &Path) -> anyhow::Result<Arc<SiteRules>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("could not read {}", path.display()))?;
    let rules = SiteRules::parse(&text).map_err(|wrong| anyhow::anyhow!("{}:\n  {}", path.display(), wrong.join("\n  ")))?;
    Ok(Arc::new(rules))
}

impl Setup {
    pub fn fetch_config(&self) -> anyhow::Result<FetchConfig> {
        let mut config = FetchConfig::default();
        let version = env!("CARGO_PKG_VERSION");
        if let Some(contact) = &self.config.contact {
            config.user_agent = format!("Rafid/{version} (+{contact})");
        }
        for block in &self.config.allow_private {
            config.allow.push(block.parse().map_err(|_| {
                anyhow::anyhow!("collect.allow_private: {block:?} is not a network: write it like \"10.1.0.0/16\"")
            })?);
        }
        config.max_connections = self.config.connections;
        config.politeness.min_delay = std::time::Duration::from_millis(self.config.host_delay_ms);
        config.total_timeout = std::time::Duration::from_secs(self.config.timeout_secs);
        config.max_feed_bytes = usize::try_from(self.config.max_body_bytes).unwrap_or(usize::MAX);
        config.max_page_bytes = config.max_feed_bytes;
        Ok(config)
    }

    /// The operator's rules for single sites; wrong ones are errors with their lines.
    pub fn site_rules(&self) -> anyhow::Result<Arc<SiteRules>> {
        let path = self.data_dir.join(self.config.site_rules.as_deref().unwrap_or(SITE_RULES));
        if self.config.site_rules.is_none() && !path.exists() {
            return Ok(Arc::default());
        }
        read_site_rules(&path).context("the rules for single sites (collect.site_rules) cannot be used")
    }

    pub fn collect_config(&self) -> anyhow::Result<CollectConfig> {
        Ok(CollectConfig {
            site_rules: self.site_rules()?,
            min_interval: std::time::Duration::from_secs(self.config.min_interval_secs.into()),
            max_interval: std::time::Duration::from_secs(self.config.max_interval_secs.into()),
            pages: self.config.pages,
            ..CollectConfig::default()
        })
    }
}
