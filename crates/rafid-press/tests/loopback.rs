//! The press over real HTTP: addresses, validators, encodings, live articles.

use std::time::Duration;

use rafid_press::{HostPlan, Press, PressConfig, PublishedArticle};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.split_once(": ").filter(|(key, _)| key.eq_ignore_ascii_case(name))).map(|(_, v)| v)
    }

    fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }
}

async fn ask(method: &str, url: &str, extra: &str) -> Answer {
    let rest = url.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).await.unwrap();
    let request = format!("{method} /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{extra}\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer { status, head, body: bytes[end + 4..].to_vec() }
}

async fn get(url: &str) -> Answer {
    ask("GET", url, "").await
}

/// A press whose live articles are an hour apart: nothing changes unless the test says so.
async fn still(hosts: HostPlan) -> Press {
    let config =
        PressConfig { now: "2026-11-23T10:00:00Z".parse().unwrap(), live_interval: Duration::from_secs(3600), port: 0, hosts };
    Press::start(config).await.unwrap()
}

fn out(press: &Press) -> Vec<PublishedArticle> {
    let now = press.now();
    press.articles().into_iter().filter(|article| article.published <= now).collect()
}

/// What a browser sees: bytes of an outlet that does not write UTF-8 are windows-1256 here.
fn decoded(article: &PublishedArticle, answer: &Answer) -> String {
    if article.outlet == "minaa" {
        encoding_rs::WINDOWS_1256.decode_without_bom_handling(&answer.body).0.into_owned()
    } else {
        answer.text()
    }
}

#[tokio::test]
async fn every_article_that_is_out_has_its_page() {
    let press = still(HostPlan::Shared).await;
    for article in out(&press) {
        let answer = get(&article.url).await;
        assert_eq!(answer.status, 200, "{}", article.url);
        let page = decoded(&article, &answer);
        let (title, last) = match &article.correction {
            Some(correction) if correction.at <= press.now() => (&correction.title, correction.paragraphs.last()),
            _ => (&article.title, article.paragraphs.last()),
        };
        assert!(page.contains(&title.replace('"', "&quot;")), "{}", article.url);
        assert!(page.contains(&last.unwrap().replace('"', "&quot;")), "{}", article.url);
    }
    press.stop().await;
}

#[tokio::test]
async fn outlets_are_found_from_their_home_page() {
    for hosts in [HostPlan::Shared, HostPlan::PerOutlet] {
        let press = still(hosts).await;
        for outlet in press.outlets() {
            let home = get(&outlet.home_url).await;
            assert_eq!(home.status, 200);
            let page = String::from_utf8_lossy(&home.body).into_owned();
            assert!(page.contains("rel=\"alternate\"") && page.contains(&outlet.feed_url), "{}", outlet.key);
            let feed = get(&outlet.feed_url).await;
            assert_eq!(feed.status, 200, "{}", outlet.key);
            for article in out(&press).iter().filter(|article| article.outlet == outlet.key) {
                assert!(String::from_utf8_lossy(&feed.body).contains(&article.url), "{} lacks {}", outlet.key, article.url);
            }
        }
        press.stop().await;
    }
}

#[tokio::test]
async fn outlets_get_hosts_of_their_own() {
    let press = still(HostPlan::PerOutlet).await;
    let homes: Vec<String> = press.outlets().into_iter().map(|outlet| outlet.home_url).collect();
    // Only Linux answers on the whole of 127.0.0.0/8 unasked; elsewhere the plan falls back to one host.
    if cfg!(target_os = "linux") {
        let port = press.addr.port();
        assert_eq!(homes[0], format!("http://127.8.0.1:{port}/"));
        assert_eq!(homes[9], format!("http://127.8.0.10:{port}/"));
    }
    for home in &homes {
        let robots = get(&format!("{home}robots.txt")).await;
        assert!(cfg!(not(target_os = "linux")) || robots.text().contains(&format!("Sitemap: {home}sitemap.xml")), "{home}");
    }
    let first = &homes[0];
    assert_eq!(get(&format!("{first}sitemap.xml")).await.status, 200);
    press.stop().await;
}

#[tokio::test]
async fn validators_bring_304() {
    let press = still(HostPlan::Shared).await;
    let article = out(&press).remove(0);
    let mut urls: Vec<String> = press.outlets().into_iter().map(|outlet| outlet.feed_url).collect();
    urls.push(article.url);
    for url in urls {
        let first = get(&url).await;
        let (etag, date) = (first.header("etag").unwrap(), first.header("last-modified").unwrap());
        for condition in [format!("If-None-Match: {etag}\r\n"), format!("If-Modified-Since: {date}\r\n")] {
            let again = ask("GET", &url, &condition).await;
            assert_eq!((again.status, again.body.len()), (304, 0), "{url} {condition}");
        }
        let stale = ask("GET", &url, "If-None-Match: \"0\"\r\n").await;
        assert_eq!((stale.status, &stale.body), (200, &first.body), "{url}");
    }
    press.stop().await;
}

#[tokio::test]
async fn live_articles_appear_one_by_one_and_change_the_feed() {
    let press = still(HostPlan::Shared).await;
    let mut live: Vec<PublishedArticle> = press.articles().into_iter().filter(|article| article.live).collect();
    live.sort_by_key(|article| article.published);
    assert!(live.len() > 10, "{}", live.len());
    let first = &live[0];
    let feed_url = press.outlets().into_iter().find(|outlet| outlet.key == first.outlet).unwrap().feed_url;
    let before = get(&feed_url).await;
    assert_eq!(get(&first.url).await.status, 404);
    assert!(!String::from_utf8_lossy(&before.body).contains(&first.url));

    press.advance(Duration::from_secs(3600));
    assert_eq!(get(&first.url).await.status, 200);
    assert_eq!(get(&live[1].url).await.status, 404);
    let after = ask("GET", &feed_url, &format!("If-None-Match: {}\r\n", before.header("etag").unwrap())).await;
    assert_eq!(after.status, 200);
    assert!(String::from_utf8_lossy(&after.body).contains(&first.url));

    press.advance(Duration::from_secs(3600 * live.len() as u64));
    for article in &live {
        assert_eq!(get(&article.url).await.status, 200, "{}", article.url);
    }
    press.stop().await;
}

#[tokio::test]
async fn live_articles_appear_by_themselves() {
    let config = PressConfig { live_interval: Duration::from_millis(50), ..PressConfig::default() };
    let press = Press::start(config).await.unwrap();
    let first = press.articles().into_iter().filter(|article| article.live).min_by_key(|article| article.published).unwrap();
    for _ in 0..100 {
        if get(&first.url).await.status == 200 {
            return press.stop().await;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{} never appeared", first.url);
}

#[tokio::test]
async fn a_corrected_article_is_served_anew() {
    let press = still(HostPlan::Shared).await;
    let article = press.articles().into_iter().find(|article| article.live && article.correction.is_some()).unwrap();
    let correction = article.correction.clone().unwrap();
    let wait = |until: jiff::Timestamp| Duration::try_from(until.duration_since(press.now())).unwrap();
    press.advance(wait(article.published));
    let first = get(&article.url).await;
    assert!(first.text().contains(&article.title));
    press.advance(wait(correction.at));
    let second = ask("GET", &article.url, &format!("If-None-Match: {}\r\n", first.header("etag").unwrap())).await;
    assert_eq!(second.status, 200);
    assert!(second.text().contains(&correction.title) && second.text().contains("آخر تحديث"));
    assert_ne!(first.header("last-modified"), second.header("last-modified"));
    press.stop().await;
}

#[tokio::test]
async fn pages_in_windows_1256_decode_and_declare_in_several_ways() {
    let press = still(HostPlan::Shared).await;
    let (mut in_header, mut in_meta, mut nowhere) = (0, 0, 0);
    for article in out(&press).into_iter().filter(|article| article.outlet == "minaa") {
        let answer = get(&article.url).await;
        assert!(std::str::from_utf8(&answer.body).is_err());
        let page = decoded(&article, &answer);
        assert!(article.paragraphs.iter().all(|paragraph| page.contains(&paragraph.replace('"', "&quot;"))), "{}", article.url);
        match (answer.header("content-type").unwrap(), page.contains("charset=windows-1256")) {
            ("text/html; charset=windows-1256", false) => in_header += 1,
            ("text/html", true) => in_meta += 1,
            ("text/html", false) => nowhere += 1,
            other => panic!("{other:?}"),
        }
    }
    assert!(in_header > 0 && in_meta > 0 && nowhere > 0, "{in_header} {in_meta} {nowhere}");
    press.stop().await;
}

#[tokio::test]
async fn pictures_state_and_refusals() {
    let press = still(HostPlan::Shared).await;
    let root = format!("http://{}", press.addr);
    let state: serde_json::Value = serde_json::from_slice(&get(&format!("{root}/_ctl/state")).await.body).unwrap();
    assert_eq!(state["visible"], out(&press).len());
    assert_eq!(state["total"], press.articles().len());
    assert_eq!(state["start"], "2026-11-23T10:00:00Z");
    let marfa = get(&format!("{root}/marfa/rss.xml")).await.text();
    let (_, rest) = marfa.split_once("<media:content url=\"").unwrap();
    let picture = get(rest.split_once('"').unwrap().0).await;
    assert_eq!(picture.header("content-type"), Some("image/png"));
    assert!(picture.body.starts_with(b"\x89PNG"));
    for path in ["/nobody/", "/diffa/nothing", "/diffa/?p=1", "/diffa/media/x.png", "/%ff"] {
        assert_eq!(get(&format!("{root}{path}")).await.status, 404, "{path}");
    }
    assert_eq!(ask("POST", &format!("{root}/diffa/"), "Content-Length: 0\r\n").await.status, 405);
    let head = ask("HEAD", &format!("{root}/diffa/"), "").await;
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_ne!(head.header("content-length"), Some("0"));
    press.stop().await;
}

#[tokio::test]
async fn a_blog_engines_short_address_leads_to_the_article() {
    let press = still(HostPlan::Shared).await;
    let feed = get(&format!("http://{}/diffa/feed/", press.addr)).await.text();
    let (_, rest) = feed.split_once("<guid isPermaLink=\"false\">").unwrap();
    let moved = get(rest.split_once('<').unwrap().0).await;
    assert_eq!(moved.status, 301);
    let to = moved.header("location").unwrap();
    assert!(press.articles().iter().any(|article| article.url == to), "{to}");
    press.stop().await;
}

#[tokio::test]
async fn a_silent_connection_does_not_hold_up_the_stop() {
    let press = still(HostPlan::Shared).await;
    let (addr, begun) = (press.addr, std::time::Instant::now());
    let _silent = TcpStream::connect(addr).await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    press.stop().await;
    assert!(begun.elapsed() < Duration::from_secs(20));
    assert!(TcpStream::connect(addr).await.is_err());
}

#[tokio::test]
async fn a_section_lists_its_own_articles_only() {
    let press = still(HostPlan::Shared).await;
    let page = get(&format!("http://{}/diffa/section/sport", press.addr)).await.text();
    let (latest, _) = page.split_once("<ol>").unwrap();
    for article in out(&press).iter().filter(|article| article.outlet == "diffa") {
        assert_eq!(latest.contains(&article.url), article.section == "رياضة", "{}", article.url);
    }
    assert_eq!(get(&format!("http://{}/diffa/section/nothing", press.addr)).await.status, 404);
    press.stop().await;
}
