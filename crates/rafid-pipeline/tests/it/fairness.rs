//! Slow hosts cost themselves.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rafid_pipeline::fetch::{FetchConfig, FetchOutcome, FetchTask, Fetcher, LookupFuture, NameLookup, Want};
use url::Url;

use crate::server::{Reply, Server, ok};

const MS: Duration = Duration::from_millis(1);

fn config() -> FetchConfig {
    let mut config = FetchConfig {
        header_timeout: MS * 4000,
        total_timeout: MS * 4000,
        slow_after: MS * 100,
        max_connections: 16,
        ..FetchConfig::loopback()
    };
    config.politeness.obey_robots = false;
    config
}

/// How long a round of all the healthy hosts takes.
async fn round(fetcher: &Fetcher, healthy: &[Url]) -> Duration {
    let started = Instant::now();
    let tasks: Vec<_> = healthy.iter().map(|url| spawn(fetcher, url)).collect();
    for task in tasks {
        assert!(matches!(task.await.unwrap(), FetchOutcome::Modified(_)));
    }
    started.elapsed()
}

fn spawn(fetcher: &Fetcher, url: &Url) -> tokio::task::JoinHandle<FetchOutcome> {
    let (fetcher, task) = (fetcher.clone(), FetchTask::new(url.clone(), Want::Feed));
    tokio::spawn(async move { fetcher.fetch(&task).await })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn body_005_a_hundred_slow_hosts_do_not_hold_up_the_others() {
    // One listener for all of 127/8: each address is a host of its own.
    let server = Server::start("0.0.0.0", |path, _| if path == "/slow" { Some(Reply::Silence) } else { ok("<rss/>") }).await;
    let port = server.addr.port();
    let host = |net: u8, n: usize, path: &str| Url::parse(&format!("http://127.{net}.0.{n}:{port}{path}")).unwrap();
    let slow: Vec<Url> = (1..=100).map(|n| host(10, n, "/slow")).collect();
    let healthy: Vec<Url> = (1..=200).map(|n| host(11, n, "/feed")).collect();
    let fetcher = Fetcher::new(config()).unwrap();

    // The first time they are not known to be slow, and each holds a connection for a moment only.
    let hanging: Vec<_> = slow.iter().map(|url| spawn(&fetcher, url)).collect();
    let first = round(&fetcher, &healthy).await;
    assert!(first < MS * 3500, "the first round took {first:?}: healthy hosts waited for slow ones to time out");
    for task in hanging {
        assert!(matches!(task.await.unwrap(), FetchOutcome::Failed(_)));
    }
    let alone = round(&fetcher, &healthy).await;
    // From the second time on they wait in a lane of their own.
    let hanging: Vec<_> = slow.iter().map(|url| spawn(&fetcher, url)).collect();
    tokio::time::sleep(MS * 20).await;
    let beside = round(&fetcher, &healthy).await;
    println!("healthy hosts: alone {alone:?}, beside a hundred slow ones {beside:?}, the first time {first:?}");
    // Figures are for reading; only waiting for their time-outs is a failure.
    assert!(beside < MS * 3500, "alone {alone:?}, beside slow ones {beside:?}");
    for task in hanging {
        task.abort();
    }
}

/// Answers every name with the same address.
struct OneMachine;

impl NameLookup for OneMachine {
    fn lookup(&self, _: &str) -> LookupFuture {
        Box::pin(async { Ok(vec![[127, 0, 0, 1].into()]) })
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_names_of_one_machine_share_its_connections() {
    let (inside, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let counters = (inside.clone(), most.clone());
    let server = Server::start("127.0.0.1", move |_, _| {
        let (inside, most) = &counters;
        most.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::sleep(MS * 5);
        inside.fetch_sub(1, Ordering::SeqCst);
        ok("<rss/>")
    })
    .await;
    let mut config = config();
    config.politeness.connections_per_service = 1;
    let fetcher = Fetcher::with_lookup(config, Arc::new(OneMachine)).unwrap();
    let port = server.addr.port();
    let tasks: Vec<_> =
        (0..30).map(|n| spawn(&fetcher, &Url::parse(&format!("http://outlet{n}.example:{port}/feed")).unwrap())).collect();
    for task in tasks {
        assert!(matches!(task.await.unwrap(), FetchOutcome::Modified(_)));
    }
    assert_eq!(most.load(Ordering::SeqCst), 1, "one request at a time for the machine, whatever it is called");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_that_hangs_does_not_hold_up_the_others_of_its_machine() {
    let server = Server::start("127.0.0.1", |path, _| match path {
        "/hangs" => Some(Reply::Silence),
        "/slow" => {
            std::thread::sleep(MS * 300);
            ok("<rss/>")
        }
        _ => ok("<rss/>"),
    })
    .await;
    let mut config = FetchConfig { header_timeout: MS * 60_000, total_timeout: MS * 60_000, ..config() };
    config.politeness.connections_per_service = 1;
    let fetcher = Fetcher::with_lookup(config, Arc::new(OneMachine)).unwrap();
    let port = server.addr.port();
    let url = |host: &str, path: &str| Url::parse(&format!("http://{host}.example:{port}{path}")).unwrap();
    assert!(matches!(spawn(&fetcher, &url("hangs", "/slow")).await.unwrap(), FetchOutcome::Modified(_)));
    // Known to be slow, it waits in a line of its own.
    let hanging = spawn(&fetcher, &url("hangs", "/hangs"));
    while server.hits("/hangs") == 0 {
        tokio::time::sleep(MS * 5).await;
    }
    let healthy: Vec<_> = (0..20).map(|n| spawn(&fetcher, &url(&format!("outlet{n}"), "/feed"))).collect();
    for task in healthy {
        assert!(matches!(task.await.unwrap(), FetchOutcome::Modified(_)));
    }
    assert!(!hanging.is_finished(), "the others did not wait for it to end");
    hanging.abort();
}
