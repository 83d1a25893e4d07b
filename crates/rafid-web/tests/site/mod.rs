//! The site on loopback, over a shelf in memory, and a client that is no more than a socket.

#![allow(dead_code)] // each test file uses its part

pub mod press;
pub mod shelf;

use std::net::SocketAddr;
use std::sync::Arc;

use rafid_web::{Portal, WebSettings, router};
use shelf::{Shelf, ShelfIndex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub fn portal(shelf: Shelf, settings: WebSettings) -> Portal {
    let shelf = shelf.share();
    Portal::new(shelf.clone(), Arc::new(ShelfIndex(shelf)), settings)
}

pub struct Site(SocketAddr);

pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

impl Site {
    pub async fn start(shelf: Shelf) -> Self {
        Self::with(shelf, WebSettings::default()).await
    }

    pub fn at(address: SocketAddr) -> Self {
        Self(address)
    }

    pub async fn with(shelf: Shelf, settings: WebSettings) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let app = router(portal(shelf, settings));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self(address)
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(&format!("GET {path} HTTP/1.1\r\nhost: portal.example\r\nconnection: close\r\n\r\n")).await
    }

    pub async fn get_with(&self, path: &str, header: &str) -> Answer {
        self.send(&format!("GET {path} HTTP/1.1\r\nhost: portal.example\r\n{header}\r\nconnection: close\r\n\r\n")).await
    }

    pub async fn send(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(self.0).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes).await;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.get(9..12).and_then(|status| status.parse().ok()).unwrap_or_default();
        let is_chunked = head.to_ascii_lowercase().contains("transfer-encoding: chunked");
        let body = if is_chunked { unchunk(body) } else { body.to_owned() };
        Answer { status, head: head.to_owned(), body }
    }
}

fn unchunk(mut body: &str) -> String {
    let mut out = String::new();
    while let Some((size, rest)) = body.split_once("\r\n") {
        let Ok(size) = usize::from_str_radix(size.trim(), 16) else { break };
        let Some(chunk) = rest.get(..size).filter(|chunk| !chunk.is_empty()) else { break };
        out.push_str(chunk);
        body = rest.get(size + 2..).unwrap_or_default();
    }
    out
}
