//! A small HTTP server that can also misbehave: it answers in raw bytes, as slowly as it is told.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What a request is answered with. The connection is closed afterwards.
pub enum Reply {
    Bytes(Vec<u8>),
    /// The bytes, then chunks of the second part with a pause before each, without end.
    Endless {
        head: Vec<u8>,
        chunk: Vec<u8>,
        pause: Duration,
    },
    /// Nothing, for as long as the other side waits.
    Silence,
    /// The bytes, then a reset.
    Reset(Vec<u8>),
}

pub struct Server {
    pub addr: SocketAddr,
    pub accepts: Arc<AtomicUsize>,
    /// Heads of the requests, as they came.
    pub requests: Arc<Mutex<Vec<String>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Server {
    /// Listens on `ip` and answers by path; `None` is 404.
    pub async fn start(ip: &str, answer: impl Fn(&str, &str) -> Option<Reply> + Send + Sync + 'static) -> Self {
        Self::start_at(&format!("{ip}:0"), answer).await
    }

    pub async fn start_at(at: &str, answer: impl Fn(&str, &str) -> Option<Reply> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(at).await.unwrap();
        let addr = listener.local_addr().unwrap();
        let (accepts, requests) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(Vec::new())));
        let (counter, log, answer) = (accepts.clone(), requests.clone(), Arc::new(answer));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                counter.fetch_add(1, Ordering::SeqCst);
                let (log, answer) = (log.clone(), answer.clone());
                tokio::spawn(async move { serve(stream, &log, &*answer).await });
            }
        });
        Self { addr, accepts, requests, task }
    }

    pub fn url(&self, path: &str) -> url::Url {
        url::Url::parse(&format!("http://{}{path}", self.addr)).unwrap()
    }

    pub fn accepts(&self) -> usize {
        self.accepts.load(Ordering::SeqCst)
    }

    /// How often `path` was asked for.
    pub fn hits(&self, path: &str) -> usize {
        let start = format!("GET {path} ");
        self.requests.lock().unwrap().iter().filter(|head| head.starts_with(&start)).count()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut stream: TcpStream, log: &Mutex<Vec<String>>, answer: &(dyn Fn(&str, &str) -> Option<Reply> + Send + Sync)) {
    let mut head = Vec::new();
    let mut buffer = [0; 4096];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return,
            Ok(count) => head.extend_from_slice(&buffer[..count]),
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or("/").to_owned();
    log.lock().unwrap().push(head.clone());
    let _ = match answer(&path, &head).unwrap_or_else(|| Reply::Bytes(response("404 Not Found", "", b""))) {
        Reply::Bytes(bytes) => stream.write_all(&bytes).await,
        Reply::Endless { head, chunk, pause } => {
            let mut sent = stream.write_all(&head).await;
            while sent.is_ok() {
                tokio::time::sleep(pause).await;
                sent = stream.write_all(&chunk).await;
            }
            sent
        }
        Reply::Silence => {
            let _ = stream.read(&mut buffer).await;
            Ok(())
        }
        Reply::Reset(bytes) => {
            let sent = stream.write_all(&bytes).await;
            tokio::time::sleep(Duration::from_millis(50)).await;
            let _ = stream.set_zero_linger();
            sent
        }
    };
    let _ = stream.shutdown().await;
}

/// A whole answer with its length.
pub fn response(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let mut out =
        format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len()).into_bytes();
    out.extend_from_slice(body);
    out
}

pub fn ok(body: &str) -> Option<Reply> {
    Some(Reply::Bytes(response("200 OK", "", body.as_bytes())))
}

pub fn redirect(to: &str) -> Option<Reply> {
    Some(Reply::Bytes(response("302 Found", &format!("Location: {to}\r\n"), b"")))
}
