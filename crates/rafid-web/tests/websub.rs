//! The address where WebSub hubs call.

mod site;

use std::sync::{Arc, Mutex};

use rafid_core::{Delivery, HubMode, PushReceiver, StoreResult};
use rafid_web::{WebSettings, router};
use site::Site;
use site::shelf::Shelf;
use tokio::net::TcpListener;

/// Knows one subscription, and keeps what was brought.
#[derive(Default)]
struct Desk {
    brought: Mutex<Vec<Vec<u8>>>,
}

impl PushReceiver for Desk {
    fn expects(&self, token: &str) -> StoreResult<bool> {
        Ok(token == "known")
    }
    fn max_body_bytes(&self) -> usize {
        100
    }
    fn confirm(&self, token: &str, mode: HubMode, topic: &str, lease_secs: Option<u64>) -> StoreResult<bool> {
        Ok(token == "known" && topic == "https://a.example/rss" && mode == HubMode::Subscribe && lease_secs == Some(60))
    }
    fn deliver(&self, _: &str, signature: Option<&str>, kind: Option<&str>, body: Vec<u8>) -> StoreResult<Delivery> {
        assert_eq!(kind, Some("application/atom+xml"));
        self.brought.lock().unwrap().push(body);
        Ok(match signature {
            Some("sha256=good") => Delivery::Taken,
            Some("busy") => Delivery::Busy,
            _ => Delivery::Ignored,
        })
    }
}

async fn start() -> (Site, Arc<Desk>) {
    let desk = Arc::new(Desk::default());
    let mut portal = site::portal(Shelf::default(), WebSettings::default());
    portal.pushes = Some(desk.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router(portal)).await });
    (Site::at(address), desk)
}

async fn post(site: &Site, token: &str, headers: &str, body: &str) -> u16 {
    let length = body.len();
    let head = format!("POST /websub/{token} HTTP/1.1\r\nhost: p\r\ncontent-type: application/atom+xml\r\nconnection: close\r\n");
    site.send(&format!("{head}{headers}content-length: {length}\r\n\r\n{body}")).await.status
}

#[tokio::test]
async fn the_challenge_is_returned_where_we_meant_it() {
    let (site, _) = start().await;
    let topic = "hub.topic=https%3A%2F%2Fa.example%2Frss&hub.lease_seconds=60";
    let answer = site.get(&format!("/websub/known?hub.mode=subscribe&{topic}&hub.challenge=%3Cb%3Ex")).await;
    assert_eq!((answer.status, answer.body.as_str()), (200, "<b>x"));
    assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
    for (address, status) in [
        (format!("/websub/known?hub.mode=unsubscribe&{topic}&hub.challenge=x"), 404),
        (format!("/websub/other?hub.mode=subscribe&{topic}&hub.challenge=x"), 404),
        ("/websub/known?hub.mode=subscribe&hub.topic=https://b.example/&hub.challenge=x".to_owned(), 404),
        (format!("/websub/known?hub.mode=subscribe&{topic}"), 400),
        (format!("/websub/known?hub.mode=dance&{topic}&hub.challenge=x"), 400),
        ("/websub/known".to_owned(), 400),
        (format!("/websub/known?hub.mode=subscribe&{topic}&hub.challenge={}", "x".repeat(5000)), 400),
    ] {
        assert_eq!(site.get(&address).await.status, status, "{address}");
    }
}

#[tokio::test]
async fn what_is_brought_is_taken_within_limits() {
    let (site, desk) = start().await;
    assert_eq!(post(&site, "known", "x-hub-signature: sha256=good\r\n", "<feed/>").await, 202);
    assert_eq!(post(&site, "known", "x-hub-signature: sha256=bad\r\n", "<feed/>").await, 202, "senders learn nothing");
    assert_eq!(post(&site, "known", "x-hub-signature: busy\r\n", "<feed/>").await, 503);
    assert_eq!(desk.brought.lock().unwrap().len(), 3);
    assert_eq!(post(&site, "other", "x-hub-signature: sha256=good\r\n", "<feed/>").await, 410);
    assert_eq!(post(&site, "known", "", &"x".repeat(101)).await, 413);
    assert_eq!(post(&site, "known", "content-encoding: gzip\r\n", "x").await, 415);
    assert_eq!(desk.brought.lock().unwrap().len(), 3, "nothing of this was handed on");
    let without = Site::start(Shelf::default()).await;
    assert_eq!(post(&without, "known", "", "<feed/>").await, 410);
}
