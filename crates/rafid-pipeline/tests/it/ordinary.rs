//! What a well-behaved server offers, and what we remember of it.

use std::time::Duration;

use rafid_core::Validators;
use rafid_pipeline::fetch::{FailureKind, FetchConfig, FetchOutcome, FetchTask, Fetcher, Want};

use crate::server::{Reply, Server, ok, redirect, response};

pub fn fetcher() -> Fetcher {
    Fetcher::new(FetchConfig::loopback()).unwrap()
}

#[tokio::test]
async fn a_feed_is_asked_again_only_for_changes() {
    let server = Server::start("127.0.0.1", |path, head| match path {
        "/feed" if head.contains("if-none-match: \"v1\"") && head.contains("if-modified-since: Mon, 02 Mar 2026") => {
            Some(Reply::Bytes(b"HTTP/1.1 304 Not Modified\r\nCache-Control: max-age=120\r\nConnection: close\r\n\r\n".to_vec()))
        }
        "/feed" => Some(Reply::Bytes(response(
            "200 OK",
            "ETag: \"v1\"\r\nLast-Modified: Mon, 02 Mar 2026 10:00:00 GMT\r\nCache-Control: max-age=60\r\n",
            b"<rss/>",
        ))),
        _ => None,
    })
    .await;
    let fetcher = fetcher();
    let mut task = FetchTask::new(server.url("/feed"), Want::Feed);
    let FetchOutcome::Modified(first) = fetcher.fetch(&task).await else { panic!("no answer") };
    assert_eq!(first.body, b"<rss/>");
    assert_eq!(first.max_age, Some(Duration::from_secs(60)));
    task.validators = first.validators;
    let FetchOutcome::NotModified(same) = fetcher.fetch(&task).await else { panic!("fetched again") };
    assert_eq!(same.max_age, Some(Duration::from_secs(120)));
    assert_eq!(server.hits("/robots.txt"), 1, "robots.txt is asked for once");
    let agent = server.requests.lock().unwrap()[0].to_ascii_lowercase();
    assert!(agent.contains("user-agent: rafid/"), "{agent}");
}

#[tokio::test]
async fn permanent_moves_are_remembered_and_temporary_ones_are_not() {
    let moved = |code: &str, to: &str| Some(Reply::Bytes(response(code, &format!("Location: {to}\r\n"), b"")));
    let server = Server::start("127.0.0.1", move |path, _| match path {
        "/old" => moved("301 Moved Permanently", "/older"),
        "/older" => moved("308 Permanent Redirect", "/new#part"),
        "/then" => moved("301 Moved Permanently", "/temporary"),
        "/temporary" => redirect("/new"),
        "/new" => ok("<rss/>"),
        "/gone" => Some(Reply::Bytes(response("410 Gone", "", b""))),
        _ => None,
    })
    .await;
    let fetcher = fetcher();
    let end = async |path: &str| match fetcher.fetch(&FetchTask::new(server.url(path), Want::Feed)).await {
        FetchOutcome::Modified(resource) => (resource.url, resource.moved_to),
        other => panic!("{other:?}"),
    };
    assert_eq!(end("/old").await, (server.url("/new"), Some(server.url("/new"))));
    assert_eq!(end("/then").await, (server.url("/new"), Some(server.url("/temporary"))));
    assert_eq!(end("/temporary").await, (server.url("/new"), None));
    assert!(matches!(fetcher.fetch(&FetchTask::new(server.url("/gone"), Want::Feed)).await, FetchOutcome::Gone));
}

#[tokio::test]
async fn failures_say_what_happened() {
    let server = Server::start("127.0.0.1", |path, _| {
        let status = |line: &str, headers: &str| Some(Reply::Bytes(response(line, headers, b"x")));
        match path {
            "/403" => status("403 Forbidden", ""),
            "/500" => status("500 Internal Server Error", ""),
            "/418" => status("418 I'm a teapot", ""),
            "/429" => status("429 Too Many Requests", "Retry-After: 1\r\n"),
            "/nowhere" => status("302 Found", ""),
            "/twice" => status("200 OK", "Content-Encoding: gzip, gzip\r\n"),
            "/image" => status("200 OK", "Content-Type: image/png\r\n"),
            _ => None,
        }
    })
    .await;
    let fetcher = fetcher();
    for (path, kind) in [
        ("/404", FailureKind::NotFound),
        ("/403", FailureKind::Refused),
        ("/500", FailureKind::ServerError),
        ("/418", FailureKind::Status),
        ("/nowhere", FailureKind::Redirects),
        ("/twice", FailureKind::BadEncoding),
        ("/image", FailureKind::WrongContent),
        ("/429", FailureKind::RateLimited),
    ] {
        let FetchOutcome::Failed(failure) = fetcher.fetch(&FetchTask::new(server.url(path), Want::Feed)).await else {
            panic!("{path} did not fail")
        };
        assert_eq!(failure.kind, kind, "{path}: {failure}");
        assert!(!failure.kind.advice().is_empty() && !failure.kind.advice_ar().is_empty());
        assert_eq!(failure.retry_after, (path == "/429").then_some(Duration::from_secs(1)), "{path}");
    }
    let closed = Server::start("127.0.0.1", |_, _| None).await;
    let url = closed.url("/");
    drop(closed);
    tokio::time::sleep(Duration::from_millis(50)).await;
    let FetchOutcome::Failed(failure) = fetcher.fetch(&FetchTask::new(url, Want::Feed)).await else { panic!("nobody listens") };
    assert_eq!(failure.kind, FailureKind::Connect, "{failure}");
}

#[tokio::test]
async fn robots_txt_is_obeyed() {
    let server = Server::start("127.0.0.1", |path, _| match path {
        "/robots.txt" => ok("User-agent: *\nDisallow: /private\n"),
        _ => ok("<rss/>"),
    })
    .await;
    let fetcher = fetcher();
    let outcome = fetcher.fetch(&FetchTask::new(server.url("/%70rivate/feed"), Want::Feed)).await;
    assert!(matches!(&outcome, FetchOutcome::Failed(failure) if failure.kind == FailureKind::RobotsDisallow), "{outcome:?}");
    assert!(matches!(fetcher.fetch(&FetchTask::new(server.url("/feed"), Want::Feed)).await, FetchOutcome::Modified(_)));
    assert_eq!(server.accepts(), 2, "the forbidden address was not asked for");
}

#[tokio::test]
async fn a_robots_txt_that_cannot_be_read_closes_the_site() {
    let server = Server::start("127.0.0.1", |path, _| match path {
        "/robots.txt" => Some(Reply::Bytes(response("503 Service Unavailable", "", b""))),
        _ => ok("<rss/>"),
    })
    .await;
    let outcome = fetcher().fetch(&FetchTask::new(server.url("/feed"), Want::Feed)).await;
    assert!(matches!(&outcome, FetchOutcome::Failed(failure) if failure.kind == FailureKind::RobotsUnreachable), "{outcome:?}");
    assert_eq!(server.hits("/feed"), 0);
}

#[tokio::test]
async fn hosts_are_asked_one_at_a_time_with_a_pause() {
    let server = Server::start("127.0.0.1", |_, _| ok("<rss/>")).await;
    let mut config = FetchConfig::loopback();
    config.politeness.connections_per_host = 1;
    config.politeness.min_delay = Duration::from_millis(150);
    let fetcher = Fetcher::new(config).unwrap();
    let started = std::time::Instant::now();
    let tasks: Vec<_> = (0..3)
        .map(|n| {
            let (fetcher, task) = (fetcher.clone(), FetchTask::new(server.url(&format!("/{n}")), Want::Feed));
            tokio::spawn(async move { matches!(fetcher.fetch(&task).await, FetchOutcome::Modified(_)) })
        })
        .collect();
    for task in tasks {
        assert!(task.await.unwrap());
    }
    // robots.txt and three requests: three pauses between them.
    assert!(started.elapsed() >= Duration::from_millis(450), "{:?}", started.elapsed());
}

#[tokio::test]
async fn body_008_validators_are_believed_only_when_they_make_sense() {
    let server = Server::start("127.0.0.1", |path, _| match path {
        "/unasked" => Some(Reply::Bytes(response("304 Not Modified", "", b""))),
        "/empty" => Some(Reply::Bytes(response("200 OK", "ETag: \"x\"\r\n", b" \n"))),
        "/huge" => Some(Reply::Bytes(response("200 OK", &format!("ETag: \"{}\"\r\n", "x".repeat(1 << 20)), b"<rss/>"))),
        "/long" => Some(Reply::Bytes(response("200 OK", &format!("ETag: \"{}\"\r\n", "x".repeat(9000)), b"<rss/>"))),
        "/same" => Some(Reply::Bytes(response("200 OK", "ETag: \"x\"\r\n", b"<rss>new</rss>"))),
        _ => None,
    })
    .await;
    let fetcher = fetcher();
    let known = Validators { etag: Some("\"x\"".to_owned()), last_modified: None };
    let ask = async |path: &str, validators: Validators| {
        fetcher.fetch(&FetchTask { url: server.url(path), want: Want::Feed, validators }).await
    };
    let kind = |outcome| match outcome {
        FetchOutcome::Failed(failure) => failure.kind,
        other => panic!("{other:?}"),
    };
    assert_eq!(kind(ask("/unasked", Validators::default()).await), FailureKind::Protocol);
    assert_eq!(kind(ask("/empty", known.clone()).await), FailureKind::Empty);
    assert!(matches!(ask("/huge", known.clone()).await, FetchOutcome::Failed(_)));
    let FetchOutcome::Modified(long) = ask("/long", known.clone()).await else { panic!("a long validator is no failure") };
    assert_eq!(long.validators.etag, None);
    let FetchOutcome::Modified(same) = ask("/same", known).await else { panic!("a new body is new") };
    assert_eq!(same.body, b"<rss>new</rss>");
}
