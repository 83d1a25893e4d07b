//! The running press: listeners, their tasks, and what tests may ask.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::clock::Clock;
use crate::edition::{Edition, whole_second};
use crate::outlet::{FeedKind, Policy};
use crate::routes::{Desk, answer};
use crate::{PressError, event, outlet};

/// How outlets are spread over hosts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HostPlan {
    /// All on 127.0.0.1; the first path segment names the outlet.
    #[default]
    Shared,
    /// The n-th outlet on 127.8.0.n, all on one port, so that they are different hosts to a polite collector. Falls back to `Shared` where
    /// such addresses cannot be bound.
    PerOutlet,
}

/// How the press runs.
#[derive(Debug, Clone)]
pub struct PressConfig {
    /// The press's start, taken at its whole second because feeds print no finer: past articles are dated before it, live ones after it.
    pub now: Timestamp,
    /// Time between two live articles; zero publishes them all at once at the start.
    pub live_interval: Duration,
    /// TCP port; 0 takes a free one.
    pub port: u16,
    /// One host or many.
    pub hosts: HostPlan,
}

impl Default for PressConfig {
    /// Starts now, a live article every 6 s (the built-in ones last two and a half minutes), any port, one host.
    fn default() -> Self {
        Self { now: Timestamp::now(), live_interval: Duration::from_secs(6), port: 0, hosts: HostPlan::Shared }
    }
}

/// An outlet as a collector would be told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedOutlet {
    /// Latin identifier.
    pub key: String,
    /// Arabic name.
    pub name: String,
    /// Invented region, or empty.
    pub country: String,
    /// Home page, with a slash at its end.
    pub home_url: String,
    /// Its feed; the home page links to it as well.
    pub feed_url: String,
    /// Format of the feed.
    pub feed_kind: FeedKind,
    /// What it allows others to show.
    pub policy: Policy,
}

/// An article as a perfect collector would have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedArticle {
    /// Key of its outlet.
    pub outlet: String,
    /// Canonical address, percent-encoded.
    pub url: String,
    /// Headline as first published.
    pub title: String,
    /// Text as first published.
    pub paragraphs: Vec<String>,
    /// Who signed it.
    pub byline: Option<String>,
    /// Printed keywords.
    pub tags: Vec<String>,
    /// Arabic section name.
    pub section: String,
    /// Stem of its event file: articles with the same one belong to one story.
    pub event: String,
    /// Its key in that file.
    pub key: String,
    /// Key, in the same file, of the article whose text it took.
    pub copy_of: Option<String>,
    /// Whether that copy was cut or extended.
    pub edited_copy: bool,
    /// Whether it appears while the press runs.
    pub live: bool,
    /// When it appears; may lie ahead of [`Press::now`].
    pub published: Timestamp,
    /// What replaces it later.
    pub correction: Option<PublishedCorrection>,
}

/// The later form of a corrected article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedCorrection {
    /// From when on it is served.
    pub at: Timestamp,
    /// Headline.
    pub title: String,
    /// Text.
    pub paragraphs: Vec<String>,
}

/// A press that serves until it is stopped or dropped.
#[derive(Debug)]
pub struct Press {
    /// The address of the (first) listener.
    pub addr: SocketAddr,
    desk: Arc<Desk>,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Press {
    /// Binds loopback and begins to serve the built-in content.
    ///
    /// # Errors
    /// [`PressError::Listen`] when 127.0.0.1 cannot be bound on the port.
    pub async fn start(config: PressConfig) -> Result<Self, PressError> {
        let start = whole_second(config.now);
        let edition = Edition::assemble(outlet::built_in()?, &event::built_in()?, start, config.live_interval)?;
        let own_hosts = match config.hosts {
            HostPlan::PerOutlet => bind_each(edition.outlets.len(), config.port).await,
            HostPlan::Shared => None,
        };
        let (listeners, roots, shared) = match own_hosts {
            Some((listeners, port)) => {
                let roots = (0..listeners.len()).map(|index| format!("http://{}:{port}", own_address(index))).collect();
                (listeners, roots, false)
            }
            None => {
                let (listener, port) = bind(IpAddr::V4(Ipv4Addr::LOCALHOST), config.port).await?;
                let roots = edition.outlets.iter().map(|outlet| format!("http://127.0.0.1:{port}/{}", outlet.key)).collect();
                (vec![listener], roots, true)
            }
        };
        let addr = match listeners.first().map(TcpListener::local_addr) {
            Some(Ok(addr)) => addr,
            _ => SocketAddr::from((Ipv4Addr::LOCALHOST, config.port)),
        };
        let desk = Arc::new(Desk::new(edition, roots, Clock::new(start)));
        let (stop, _) = watch::channel(false);
        let tasks = listeners
            .into_iter()
            .enumerate()
            .map(|(index, listener)| serve(listener, Arc::clone(&desk), (!shared).then_some(index), stop.subscribe()))
            .collect();
        Ok(Self { addr, desk, stop, tasks })
    }

    /// The outlets, in the order of their file.
    #[must_use]
    pub fn outlets(&self) -> Vec<PublishedOutlet> {
        (0..self.desk.edition.outlets.len())
            .filter_map(|index| self.desk.site(index))
            .map(|site| PublishedOutlet {
                key: site.outlet.key.clone(),
                name: site.outlet.name.clone(),
                country: site.outlet.country.clone(),
                home_url: site.home_url(),
                feed_url: site.feed_url(),
                feed_kind: site.outlet.feed,
                policy: site.outlet.policy,
            })
            .collect()
    }

    /// Every article, those that are still to come included.
    #[must_use]
    pub fn articles(&self) -> Vec<PublishedArticle> {
        let edition = &self.desk.edition;
        edition
            .articles
            .iter()
            .filter_map(|article| {
                let site = self.desk.site(article.outlet)?;
                Some(PublishedArticle {
                    outlet: site.outlet.key.clone(),
                    url: site.url(article),
                    title: article.first.title.clone(),
                    paragraphs: article.first.paragraphs.clone(),
                    byline: article.byline.clone(),
                    tags: article.tags.clone(),
                    section: article.section.clone(),
                    event: article.event.clone(),
                    key: article.key.clone(),
                    copy_of: article.copy_of.clone(),
                    edited_copy: article.edited,
                    live: article.live,
                    published: article.published,
                    correction: article.correction.as_ref().map(|(at, version)| PublishedCorrection {
                        at: *at,
                        title: version.title.clone(),
                        paragraphs: version.paragraphs.clone(),
                    }),
                })
            })
            .collect()
    }

    /// The press's time: what is dated up to here is out.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.desk.clock.now()
    }

    /// Moves the press's time forward, so that tests need not wait for live articles and corrections.
    pub fn advance(&self, by: Duration) {
        self.desk.clock.skip(by);
    }

    /// Stops listening and gives open answers one second to be sent: a browser may hold a connection open on which it never asks anything.
    pub async fn stop(self) {
        const GRACE: Duration = Duration::from_secs(1);
        let _ = self.stop.send(true);
        let deadline = tokio::time::Instant::now() + GRACE;
        for mut task in self.tasks {
            if tokio::time::timeout_at(deadline, &mut task).await.is_err() {
                task.abort();
            }
        }
    }
}

fn serve(listener: TcpListener, desk: Arc<Desk>, own: Option<usize>, mut stop: watch::Receiver<bool>) -> JoinHandle<()> {
    let router = Router::new().fallback(move |request: Request<Body>| {
        let desk = Arc::clone(&desk);
        async move { answer(&desk, own, &request) }
    });
    tokio::spawn(async move {
        // A dropped press stops too: its sender is gone.
        let stopped = async move {
            let _ = stop.wait_for(|stop| *stop).await;
        };
        let _ = axum::serve(listener, router).with_graceful_shutdown(stopped).await;
    })
}

fn own_address(index: usize) -> Ipv4Addr {
    Ipv4Addr::new(127, 8, 0, u8::try_from(index + 1).unwrap_or(u8::MAX))
}

async fn bind(address: IpAddr, port: u16) -> Result<(TcpListener, u16), PressError> {
    let fail = |source| PressError::Listen { port, source };
    let listener = TcpListener::bind((address, port)).await.map_err(fail)?;
    let port = listener.local_addr().map_err(fail)?.port();
    Ok((listener, port))
}

/// One listener an outlet on a common port; a few tries when any port will do, because a port that is free on one address may be taken on
/// another.
async fn bind_each(count: usize, port: u16) -> Option<(Vec<TcpListener>, u16)> {
    let tries = if port == 0 { 5 } else { 1 };
    for _ in 0..tries {
        let (first, common) = bind(IpAddr::V4(own_address(0)), port).await.ok()?;
        let mut listeners = vec![first];
        for index in 1..count {
            match bind(IpAddr::V4(own_address(index)), common).await {
                Ok((listener, _)) => listeners.push(listener),
                Err(_) => break,
            }
        }
        if listeners.len() == count {
            return Some((listeners, common));
        }
    }
    None
}
