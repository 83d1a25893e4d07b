//! Servers that never end, answer with bombs, or speak no HTTP at all.

use std::io::Write;
use std::time::{Duration, Instant};

use rafid_pipeline::fetch::{FailureKind, FetchConfig, FetchOutcome, FetchTask, Fetcher, Want};

use crate::server::{Reply, Server, response};

const MS: Duration = Duration::from_millis(1);

/// Limits of a fraction of a second instead of half a minute.
fn hasty() -> Fetcher {
    let mut config = FetchConfig {
        connect_timeout: MS * 500,
        header_timeout: MS * 500,
        idle_timeout: MS * 300,
        total_timeout: MS * 1000,
        ..FetchConfig::loopback()
    };
    config.politeness.obey_robots = false;
    Fetcher::new(config).unwrap()
}

async fn failure(fetcher: &Fetcher, url: url::Url) -> FailureKind {
    let started = Instant::now();
    let outcome = fetcher.fetch(&FetchTask::new(url.clone(), Want::Page)).await;
    assert!(started.elapsed() < MS * 20_000, "{url} held us for {:?}", started.elapsed());
    match outcome {
        FetchOutcome::Failed(failure) => failure.kind,
        other => panic!("{url}: {other:?}"),
    }
}

fn endless(head: &str, chunk: &str, pause: Duration) -> Option<Reply> {
    Some(Reply::Endless { head: head.as_bytes().to_vec(), chunk: chunk.as_bytes().to_vec(), pause })
}

#[tokio::test]
async fn body_005_slow_servers_end_at_the_deadline() {
    let server = Server::start("127.0.0.1", |path, _| match path {
        "/headers" => endless("HTTP/1.1 200 OK\r\nX-A: ", "b", MS * 50),
        "/body" => endless("HTTP/1.1 200 OK\r\n\r\n", "b", MS * 50),
        "/pause" => endless("HTTP/1.1 200 OK\r\n\r\nstart", "b", MS * 5000),
        _ => None,
    })
    .await;
    for path in ["/headers", "/body", "/pause"] {
        assert_eq!(failure(&hasty(), server.url(path)).await, FailureKind::Timeout, "{path}");
    }
}

#[tokio::test]
async fn body_006_silence_resets_and_floods_of_headers_are_bounded() {
    let server = Server::start("127.0.0.1", |path, _| match path {
        "/silence" => Some(Reply::Silence),
        "/reset" => Some(Reply::Reset(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<html>".to_vec())),
        "/one" => Some(Reply::Bytes(response("200 OK", &format!("X: {}\r\n", "y".repeat(1 << 20)), b"<html>"))),
        "/many" => Some(Reply::Bytes(response("200 OK", &"X-Y: z\r\n".repeat(100_000), b"<html>"))),
        "/some" => Some(Reply::Bytes(response("200 OK", &format!("X-Y: {}\r\n", "z".repeat(1000)).repeat(100), b"<html>"))),
        _ => None,
    })
    .await;
    let fetcher = hasty();
    assert_eq!(failure(&fetcher, server.url("/silence")).await, FailureKind::Timeout);
    assert_eq!(failure(&fetcher, server.url("/reset")).await, FailureKind::Interrupted);
    assert_eq!(failure(&fetcher, server.url("/some")).await, FailureKind::HeadersTooLarge);
    for path in ["/one", "/many"] {
        let kind = failure(&fetcher, server.url(path)).await;
        assert!(
            matches!(kind, FailureKind::Protocol | FailureKind::HeadersTooLarge | FailureKind::Interrupted),
            "{path}: {kind:?}"
        );
    }
    let mut tls = server.url("/silence");
    tls.set_scheme("https").unwrap();
    assert!(matches!(failure(&fetcher, tls).await, FailureKind::Timeout | FailureKind::Tls | FailureKind::Connect));
}

#[tokio::test]
async fn body_007_answers_that_are_no_http_are_errors() {
    let server = Server::start("127.0.0.1", |path, _| match path {
        "/continue" => endless("", &"HTTP/1.1 100 Continue\r\n\r\n".repeat(50), MS),
        "/hints" => endless("", &"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n".repeat(50), MS),
        "/204" => Some(Reply::Bytes(response("204 No Content", "", b"<html>"))),
        "/205" => Some(Reply::Bytes(response("205 Reset Content", "", b"<html>"))),
        "/old" => Some(Reply::Bytes(b"<html>an answer of 1991</html>".to_vec())),
        "/206" => Some(Reply::Bytes(response("206 Partial Content", "", b"<html>"))),
        _ => None,
    })
    .await;
    let fetcher = hasty();
    for path in ["/continue", "/hints"] {
        let kind = failure(&fetcher, server.url(path)).await;
        assert!(matches!(kind, FailureKind::Timeout | FailureKind::Protocol), "{path}: {kind:?}");
    }
    for (path, kind) in [
        ("/204", FailureKind::Empty),
        ("/205", FailureKind::Empty),
        ("/old", FailureKind::Protocol),
        ("/206", FailureKind::Status),
    ] {
        assert_eq!(failure(&fetcher, server.url(path)).await, kind, "{path}");
    }
}

fn gzip_bomb(megabytes: usize) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let zeros = vec![0; 1 << 20];
    for _ in 0..megabytes {
        encoder.write_all(&zeros).unwrap();
    }
    encoder.finish().unwrap()
}

/// Peak memory of this process, in bytes.
fn peak_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
}

/// Runs alone in a process of its own, because the peak belongs to the whole process.
#[tokio::test]
async fn body_002_a_bomb_costs_little_memory() {
    if std::env::var_os("RAFID_TEST_ALONE").is_none() {
        let mut child = std::process::Command::new(std::env::current_exe().unwrap());
        child
            .args(["--exact", "hostile_bodies::body_002_a_bomb_costs_little_memory", "--nocapture"])
            .env("RAFID_TEST_ALONE", "1");
        let output = tokio::task::spawn_blocking(move || child.output()).await.unwrap().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        return;
    }
    let bomb = gzip_bomb(300);
    let server = Server::start("127.0.0.1", move |path, _| {
        let plain = response("200 OK", if path == "/bare" { "" } else { "Content-Encoding: gzip\r\n" }, &bomb);
        Some(Reply::Bytes(plain))
    })
    .await;
    let fetcher = Fetcher::new(FetchConfig { politeness: Default::default(), ..FetchConfig::loopback() }).unwrap();
    let _warm = fetcher.fetch(&FetchTask::new(server.url("/robots.txt"), Want::Robots)).await;
    let before = peak_bytes();
    for path in ["/page", "/bare"] {
        assert_eq!(failure(&fetcher, server.url(path)).await, FailureKind::TooLarge, "{path}");
    }
    let FetchOutcome::Modified(feed) = fetcher.fetch(&FetchTask::new(server.url("/feed"), Want::Feed)).await else {
        panic!("a feed is cut, not refused")
    };
    assert!(feed.truncated && feed.body.len() <= fetcher.config().max_feed_bytes);
    let grown = peak_bytes() - before;
    println!("a bomb of 300 MB: peak memory grew by {} KiB", grown / 1024);
    assert!(grown <= 16 << 20, "{grown} bytes");
}
