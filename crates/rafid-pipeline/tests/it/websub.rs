//! Publishers that tell us: a hub on loopback, from the feed that names it to the article that it brings.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use rafid_core::{Delivery, HubMode, PushReceiver, SubscriptionState};
use rafid_pipeline::SystemClock;
use rafid_pipeline::collect::{CollectConfig, PagePolicy};
use rafid_pipeline::websub::{push_channel, sign_sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::rig::Rig;
use crate::server::{Reply, Server, ok, response};

type Form = Vec<(String, String)>;

/// Takes requests to subscribe and keeps them.
struct Hub {
    url: String,
    forms: Arc<Mutex<Vec<Form>>>,
}

impl Hub {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hub", listener.local_addr().unwrap());
        let forms: Arc<Mutex<Vec<Form>>> = Arc::default();
        let kept = forms.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (mut bytes, mut buffer) = (Vec::new(), [0; 4096]);
                let form = loop {
                    let count = stream.read(&mut buffer).await.unwrap();
                    bytes.extend_from_slice(&buffer[..count]);
                    let text = String::from_utf8_lossy(&bytes).into_owned();
                    let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
                    let length =
                        head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
                    if body.len() >= length.unwrap_or(0_usize) {
                        assert!(head.starts_with("POST /hub ") && head.contains("application/x-www-form-urlencoded"), "{head}");
                        break url::form_urlencoded::parse(body.as_bytes()).into_owned().collect::<Form>();
                    }
                };
                kept.lock().unwrap().push(form);
                stream.write_all(&response("202 Accepted", "", b"")).await.unwrap();
            }
        });
        Self { url, forms }
    }

    fn asked(&self, mode: &str) -> Option<Form> {
        self.forms.lock().unwrap().iter().rfind(|form| value(form, "hub.mode") == mode).cloned()
    }
}

fn value<'f>(form: &'f Form, name: &str) -> &'f str {
    form.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
}

fn feed(hub: &str, topic: &str, items: &str) -> String {
    format!(
        "<rss version='2.0' xmlns:atom='http://www.w3.org/2005/Atom'><channel><title>نهر</title>\
         <atom:link rel='hub' href='{hub}'/><atom:link rel='self' href='{topic}'/>{items}</channel></rss>"
    )
}

fn item(name: &str) -> String {
    format!("<item><link>/{name}</link><title>افتتاح معرض {name} للكتاب في المدينة</title><description>نص</description></item>")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hub_brings_what_is_new_until_the_source_is_paused() {
    let hub = Hub::start().await;
    let (hub_url, first) = (hub.url.clone(), item("a"));
    let site = Server::start("127.0.0.1", move |path, _| match path {
        "/rss" => ok(&feed(&hub_url, "https://nahr.example/topic", &first)),
        "/robots.txt" => Some(Reply::Bytes(response("404 Not Found", "", b""))),
        _ => None,
    })
    .await;
    let rig = Rig::new();
    let followed = rig.follow(site.url("/rss").as_str());
    let (receiver, inbox) = push_channel(rig.store.clone(), Arc::new(SystemClock), 1 << 20);
    let config = CollectConfig {
        pages: PagePolicy::Never,
        callback_base: rafid_core::WebUrl::new("https://portal.example/"),
        min_interval: Duration::from_secs(1),
        max_interval: Duration::from_secs(3600),
        ..CollectConfig::default()
    };
    let running = rig.start(rig.collector(config).with_pushes(inbox));

    rig.until("the request to subscribe", |_| hub.asked("subscribe").is_some()).await;
    let form = hub.asked("subscribe").unwrap();
    assert_eq!(value(&form, "hub.topic"), "https://nahr.example/topic");
    assert!(value(&form, "hub.lease_seconds").parse::<u32>().unwrap() > 3600);
    let token = value(&form, "hub.callback").strip_prefix("https://portal.example/websub/").unwrap().to_owned();
    let secret = value(&form, "hub.secret").to_owned();
    assert!(token.len() >= 32 && (32..200).contains(&secret.len()) && token != secret);
    let (topic, body) = ("https://nahr.example/topic", feed(&hub.url, "https://nahr.example/topic", &item("b")));
    let deliver = |signature: Option<&str>| {
        receiver.deliver(&token, signature, Some("application/rss+xml"), body.clone().into_bytes()).unwrap()
    };
    let good = sign_sha256(&secret, body.as_bytes());
    assert_eq!(deliver(Some(&good)), Delivery::Unknown, "the hub has not asked whether we meant it");

    // Verification of intent.
    assert!(!receiver.confirm(&token, HubMode::Subscribe, "https://other.example/", Some(600)).unwrap(), "another topic");
    assert!(!receiver.confirm("0000", HubMode::Subscribe, topic, Some(600)).unwrap(), "another address");
    assert!(!receiver.confirm(&token, HubMode::Unsubscribe, topic, None).unwrap(), "nobody wanted to leave");
    assert!(!receiver.expects(&token).unwrap());
    assert!(receiver.confirm(&token, HubMode::Subscribe, topic, Some(600)).unwrap());
    assert!(receiver.expects(&token).unwrap());
    let granted = rig.store.subscriptions_of(followed.id).unwrap().remove(0);
    assert_eq!(granted.state, SubscriptionState::Active);
    let left = |time: Timestamp| time.as_second() - Timestamp::now().as_second();
    assert!((590..=600).contains(&left(granted.expires_at.unwrap())), "{granted:?}");
    assert!((400..590).contains(&left(granted.next_at)), "renewed before it ends: {granted:?}");

    // What the hub brings is read; what is not signed as agreed is not.
    assert_eq!(deliver(Some(&sign_sha256("another", body.as_bytes()))), Delivery::Ignored);
    assert_eq!(deliver(None), Delivery::Ignored);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(rig.articles().len(), 1, "only what was polled");
    assert_eq!(deliver(Some(&good)), Delivery::Taken);
    assert_eq!(rig.articles().len(), 2, "acknowledged is stored");
    assert_eq!(deliver(Some(&good)), Delivery::Taken);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(rig.articles().len(), 2, "brought twice, stored once");

    // The lease is renewed under the same address.
    let due = rafid_core::Subscription { next_at: Timestamp::now(), ..granted.clone() };
    let before = hub.forms.lock().unwrap().len();
    rig.store.keep_subscription(&due).unwrap();
    rig.until("the renewal", |_| hub.forms.lock().unwrap().len() > before).await;
    let renewal = hub.asked("subscribe").unwrap();
    assert_eq!((value(&renewal, "hub.callback"), value(&renewal, "hub.secret")), (value(&form, "hub.callback"), secret.as_str()));

    // A source that is paused is left.
    rig.store.pause_source(followed.source, true).unwrap();
    assert_eq!(deliver(Some(&good)), Delivery::Unknown);
    rig.until("the request to unsubscribe", |_| hub.asked("unsubscribe").is_some()).await;
    assert_eq!(value(&hub.asked("unsubscribe").unwrap(), "hub.callback"), value(&form, "hub.callback"));
    assert!(!receiver.confirm(&token, HubMode::Subscribe, topic, None).unwrap());
    assert!(receiver.confirm(&token, HubMode::Unsubscribe, topic, None).unwrap());
    assert_eq!(rig.store.subscription(&token).unwrap(), None);
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_public_address_no_hub_is_asked() {
    let hub = Hub::start().await;
    let body = feed(&hub.url, "https://nahr.example/topic", &item("a"));
    let site = Server::start("127.0.0.1", move |path, _| if path == "/rss" { ok(&body) } else { None }).await;
    let rig = Rig::new();
    let followed = rig.follow(site.url("/rss").as_str());
    let (_receiver, inbox) = push_channel(rig.store.clone(), Arc::new(SystemClock), 1 << 20);
    let config = CollectConfig { pages: PagePolicy::Never, ..CollectConfig::lively() };
    let running = rig.start(rig.collector(config).with_pushes(inbox));
    rig.until("the article", |rig| rig.articles().len() == 1).await;
    running.stop().await;
    assert_eq!(rig.store.subscriptions_of(followed.id).unwrap(), []);
    assert!(hub.forms.lock().unwrap().is_empty());
}

/// A subscription that the hub has confirmed.
fn active(feed: &rafid_core::Feed) -> rafid_core::Subscription {
    rafid_core::Subscription {
        token: "token".into(),
        feed: feed.id,
        hub: rafid_core::WebUrl::new("https://hub.example/").unwrap(),
        topic: feed.url.clone(),
        secret: "secret".into(),
        state: SubscriptionState::Active,
        expires_at: Some(Timestamp::MAX),
        next_at: Timestamp::MAX,
        attempts: 0,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_stored_is_not_acknowledged() {
    let rig = Rig::new();
    let followed = rig.follow("http://127.0.0.1/rss");
    rig.store.keep_subscription(&active(&followed)).unwrap();
    let (receiver, inbox) = push_channel(rig.store.clone(), Arc::new(SystemClock), 1 << 20);
    let receiver = Arc::new(receiver);
    let deliver = move || {
        let body = feed("https://hub.example/", "http://127.0.0.1/rss", &item("a"));
        receiver.deliver("token", Some(&sign_sha256("secret", body.as_bytes())), None, body.into_bytes()).unwrap()
    };
    let waiting = std::thread::spawn(deliver.clone());
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(!waiting.is_finished(), "nobody has stored it yet");
    // The collector ends before it comes to it.
    drop(inbox);
    assert_eq!(waiting.join().unwrap(), Delivery::Busy);
    assert_eq!(deliver(), Delivery::Busy);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_hub_that_a_feed_names_is_asked() {
    let (one, two) = (Hub::start().await, Hub::start().await);
    let links = [&one, &two].map(|hub| format!("<atom:link rel='hub' href='{}'/>", hub.url)).concat();
    let site = Server::start("127.0.0.1", move |path, _| match path {
        "/rss" => ok(&format!(
            "<rss version='2.0' xmlns:atom='http://www.w3.org/2005/Atom'><channel><title>نهر</title>{links}{}</channel></rss>",
            item("a")
        )),
        _ => None,
    })
    .await;
    let rig = Rig::new();
    let followed = rig.follow(site.url("/rss").as_str());
    let (_receiver, inbox) = push_channel(rig.store.clone(), Arc::new(SystemClock), 1 << 20);
    let callback_base = rafid_core::WebUrl::new("https://portal.example/");
    let config = CollectConfig { pages: PagePolicy::Never, callback_base, ..CollectConfig::lively() };
    let running = rig.start(rig.collector(config).with_pushes(inbox));
    rig.until("both hubs", |_| one.asked("subscribe").is_some() && two.asked("subscribe").is_some()).await;
    running.stop().await;
    let has = rig.store.subscriptions_of(followed.id).unwrap();
    assert_eq!(has.len(), 2);
    assert!(has[0].token != has[1].token && has[0].secret != has[1].secret, "each has secrets of its own");
}
