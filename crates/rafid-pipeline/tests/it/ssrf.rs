//! No connection to where we must not go. Canaries listen there and count.

use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rafid_pipeline::fetch::{FailureKind, FetchConfig, FetchOutcome, FetchTask, Fetcher, LookupFuture, NameLookup, Want};
use url::Url;

use crate::server::{Reply, Server, ok, redirect, response};

/// Answers each look-up with the next of its lists, the last one for ever.
struct Scripted(Mutex<VecDeque<Vec<IpAddr>>>);

impl Scripted {
    fn new(answers: &[&[&str]]) -> Arc<Self> {
        let parse = |list: &&[&str]| list.iter().map(|ip| ip.parse().unwrap()).collect();
        Arc::new(Self(Mutex::new(answers.iter().map(parse).collect())))
    }
}

impl NameLookup for Scripted {
    fn lookup(&self, _name: &str) -> LookupFuture {
        let mut answers = self.0.lock().unwrap();
        let answer = if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() };
        Box::pin(async move { Ok(answer.unwrap_or_default()) })
    }
}

/// `allowed` plays the public internet.
fn config(allowed: &[&str]) -> FetchConfig {
    FetchConfig { allow: allowed.iter().map(|block| block.parse().unwrap()).collect(), ..FetchConfig::loopback() }
}

async fn kind_of(fetcher: &Fetcher, url: &str) -> FailureKind {
    match fetcher.fetch(&FetchTask::new(Url::parse(url).unwrap(), Want::Feed)).await {
        FetchOutcome::Failed(failure) => {
            assert!(!failure.detail.contains("127."), "an internal answer leaks: {failure}");
            failure.kind
        }
        other => panic!("{url}: {other:?}"),
    }
}

#[tokio::test]
async fn ssrf_006_no_spelling_of_loopback_is_dialled() {
    let canary = Server::start("127.0.0.1", |_, _| ok("secret")).await;
    let fetcher = Fetcher::new(FetchConfig { allow: Vec::new(), ..FetchConfig::loopback() }).unwrap();
    let port = canary.addr.port();
    for host in [
        "127.0.0.1",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "127.1",
        "localhost",
        "localhost.",
        "LOCALHOST",
        "①②⑦.⓪.⓪.①",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "0.0.0.0",
        "0",
        "127.0.0.1.",
    ] {
        let kind = kind_of(&fetcher, &format!("http://{host}:{port}/")).await;
        // Not every machine knows a name of loopback that ends in a dot.
        let unknown = host == "localhost." && kind == FailureKind::Dns;
        assert!(kind == FailureKind::BlockedAddress || unknown, "{host}: {kind:?}");
    }
    assert_eq!(canary.accepts(), 0);
}

#[tokio::test]
async fn ssrf_007_names_that_lead_inside_are_not_dialled() {
    let canary = Server::start("127.0.0.1", |_, _| ok("secret")).await;
    let port = canary.addr.port();
    for answer in
        [&["127.0.0.1"][..], &["::1"], &["93.184.215.14", "127.0.0.1"], &["127.0.0.1", "93.184.215.14"], &["::ffff:127.0.0.1"]]
    {
        let fetcher = Fetcher::with_lookup(config(&[]), Scripted::new(&[answer])).unwrap();
        assert_eq!(kind_of(&fetcher, &format!("http://akhbar.example:{port}/")).await, FailureKind::BlockedAddress, "{answer:?}");
    }
    assert_eq!(canary.accepts(), 0);
    let nowhere = Fetcher::with_lookup(config(&[]), Scripted::new(&[&[]])).unwrap();
    assert_eq!(kind_of(&nowhere, "http://akhbar.example/").await, FailureKind::Dns);
}

#[tokio::test]
async fn ssrf_008_a_name_that_changes_its_answer_gains_nothing() {
    let public = Server::start("127.0.0.1", |_, _| ok("<rss/>")).await;
    let port = public.addr.port();
    let canary = Server::start_at(&format!("127.0.0.2:{port}"), |_, _| ok("secret")).await;
    let mut config = config(&["127.0.0.1"]);
    config.politeness.obey_robots = false;
    // Nothing is remembered: each fetch asks which machine it is, and again when it dials.
    config.name_ttl = Duration::ZERO;
    let answers: [&[&str]; 3] = [&["127.0.0.1"], &["127.0.0.1"], &["127.0.0.2"]];
    let fetcher = Fetcher::with_lookup(config, Scripted::new(&answers)).unwrap();
    let task = FetchTask::new(Url::parse(&format!("http://akhbar.example:{port}/")).unwrap(), Want::Feed);
    assert!(matches!(fetcher.fetch(&task).await, FetchOutcome::Modified(_)));
    assert_eq!(kind_of(&fetcher, task.url.as_str()).await, FailureKind::BlockedAddress);
    assert_eq!((public.accepts(), canary.accepts()), (1, 0), "only the address that was checked is dialled");
}

#[tokio::test]
async fn ssrf_010_every_hop_is_checked() {
    let canary = Server::start("127.0.0.2", |_, _| ok("secret")).await;
    let port = canary.addr.port();
    let server = Server::start("127.0.0.1", move |path, _| match path {
        "/1" | "/2" | "/3" | "/4" => redirect(&format!("/{}", path[1..].parse::<u8>().unwrap() + 1)),
        "/5" => redirect(&format!("http://127.0.0.2:{port}/")),
        "/user" => redirect(&format!("http://public@127.0.0.2:{port}/")),
        "/mapped" => redirect(&format!("http://[::ffff:7f00:2]:{port}/")),
        "/slashes" => redirect(&format!("//127.2:{port}/")),
        "/file" => redirect("file:///etc/passwd"),
        _ => None,
    })
    .await;
    let fetcher = Fetcher::new(config(&["127.0.0.1"])).unwrap();
    for path in ["/1", "/user", "/mapped", "/slashes"] {
        assert_eq!(kind_of(&fetcher, server.url(path).as_str()).await, FailureKind::BlockedAddress, "{path}");
    }
    assert_eq!(kind_of(&fetcher, server.url("/file").as_str()).await, FailureKind::BadUrl);
    assert_eq!(canary.accepts(), 0);
}

#[tokio::test]
async fn ssrf_012_redirects_end() {
    let server = Server::start("127.0.0.1", |path, _| match path {
        "/a" => redirect("/b"),
        "/b" => redirect("/a"),
        "/self" => redirect("/self"),
        path if path.starts_with("/n") => redirect(&format!("/n{}", path[2..].parse::<u32>().unwrap_or(0) + 1)),
        _ => None,
    })
    .await;
    let fetcher = Fetcher::new(FetchConfig::loopback()).unwrap();
    let started = Instant::now();
    for path in ["/a", "/self", "/n0"] {
        assert_eq!(kind_of(&fetcher, server.url(path).as_str()).await, FailureKind::Redirects, "{path}");
    }
    assert!(server.accepts() <= 1 + 3 + 2 + 10, "{} requests", server.accepts());
    assert!(started.elapsed() < Duration::from_secs(20));
}

/// Another process with proxies in its environment runs this file's plain fetch: were a proxy used, the fetch would
/// reach the canary, and the guard would have looked at the proxy's address.
#[tokio::test]
async fn ssrf_014_proxies_in_the_environment_are_ignored() {
    let canary = Server::start("127.0.0.1", |_, _| ok("proxied")).await;
    let proxy = format!("http://{}", canary.addr);
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "ssrf::ssrf_010_every_hop_is_checked"]);
    for name in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"] {
        child.env(name, &proxy);
    }
    let output = tokio::task::spawn_blocking(move || child.output()).await.unwrap().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
    assert_eq!(canary.accepts(), 0);
}

#[tokio::test]
async fn ssrf_017_nothing_secret_travels_to_another_host() {
    let other = Server::start("127.0.0.2", |_, _| ok("<rss/>")).await;
    let target = other.url("/landing").to_string();
    let server = Server::start("127.0.0.1", move |path, _| match path {
        "/start" => {
            let headers = format!("Set-Cookie: sid=1; Path=/\r\nWWW-Authenticate: Basic\r\nLocation: {target}\r\n");
            Some(Reply::Bytes(response("302 Found", &headers, b"")))
        }
        _ => ok("<rss/>"),
    })
    .await;
    let fetcher = Fetcher::new(FetchConfig::loopback()).unwrap();
    let mut url = server.url("/start");
    url.set_username("reader").unwrap();
    url.set_password(Some("secret")).unwrap();
    assert!(matches!(fetcher.fetch(&FetchTask::new(url, Want::Feed)).await, FetchOutcome::Modified(_)));
    assert!(matches!(fetcher.fetch(&FetchTask::new(server.url("/again"), Want::Feed)).await, FetchOutcome::Modified(_)));
    let heads = |server: &Server| server.requests.lock().unwrap().join("\n").to_ascii_lowercase();
    assert!(heads(&server).contains("authorization: basic"), "the operator's own password is used where it belongs");
    assert!(!heads(&other).contains("authorization:") && !heads(&other).contains("referer:"), "{}", heads(&other));
    assert!(!heads(&server).contains("cookie:") && !heads(&other).contains("cookie:"));
}

/// Pictures, enclosures and embeds of a feed are addresses for readers' browsers: the collector asks for none of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ssrf_015_pictures_are_never_asked_for() {
    let canary = Server::start("127.0.0.9", |_, _| ok("inside")).await;
    let picture = canary.url("/meta.png").to_string();
    let item = format!(
        "<item><title>افتتاح مكتبة الحي</title><link>/news/1</link><enclosure url='{picture}' type='image/png'/>\
         <description>&lt;img src='{picture}'&gt;&lt;iframe src='{picture}'&gt;</description></item>"
    );
    let body = format!("<rss version='2.0'><channel><title>الضفة</title>{item}</channel></rss>");
    let page = format!("<html><body><article><h1>افتتاح مكتبة الحي</h1><img src='{picture}'><p>نص</p></article></body></html>");
    let server = Server::start("127.0.0.1", move |path, _| match path {
        "/feed" => ok(&body),
        "/news/1" => ok(&page),
        _ => None,
    })
    .await;
    let rig = crate::rig::Rig::new();
    rig.follow(server.url("/feed").as_str());
    let running = rig.run(rafid_pipeline::collect::CollectConfig::lively());
    rig.until("the article", |rig| !rig.articles().is_empty()).await;
    running.stop().await;
    assert_eq!(canary.accepts(), 0);
}

/// Panics for one name, as a defect of ours would.
struct Defect;

impl NameLookup for Defect {
    fn lookup(&self, name: &str) -> LookupFuture {
        let broken = name.starts_with("broken");
        Box::pin(async move {
            assert!(!broken, "a defect, injected");
            Ok(vec!["127.0.0.1".parse().unwrap()])
        })
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn res_002_a_panic_costs_one_feed() {
    let server = Server::start("127.0.0.1", |path, _| match path {
        "/feed" => {
            ok("<rss version='2.0'><channel><title>الضفة</title><item><title>خبر</title><guid>1</guid></item></channel></rss>")
        }
        _ => None,
    })
    .await;
    let port = server.addr.port();
    let rig = crate::rig::Rig::new();
    let broken = rig.follow(&format!("http://broken.example:{port}/feed"));
    let well = rig.follow(&format!("http://well.example:{port}/feed"));
    let fetcher = Fetcher::with_lookup(FetchConfig::loopback(), std::sync::Arc::new(Defect)).unwrap();
    let running = rig.run_with(fetcher, rafid_pipeline::collect::CollectConfig::lively());
    rig.until("the sound feed", |rig| rig.feed(&well).last_success_at.is_some()).await;
    rig.until("the failure is written down", |rig| rig.feed(&broken).failures > 0).await;
    assert!(rig.feed(&broken).last_error.is_some_and(|error| !error.contains("injected")));
    running.stop().await;
}
