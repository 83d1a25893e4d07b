//! A small site on loopback: what is asked for is answered from a table, and counted.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

pub struct Site {
    address: SocketAddr,
    pages: Arc<Mutex<HashMap<String, (String, String)>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Site {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (pages, asked) = (Arc::new(Mutex::new(HashMap::new())), Arc::new(Mutex::new(Vec::new())));
        let site = Self { address, pages: pages.clone(), asked: asked.clone() };
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A client that goes away is its own affair.
                let _ = answer(stream, &pages, &asked);
            }
        });
        site
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The outlet's key for a site like this.
    pub fn key(&self) -> String {
        self.address.ip().to_string()
    }

    pub fn put(&self, path: &str, content_type: &str, body: impl Into<String>) {
        self.pages.lock().unwrap().insert(path.to_owned(), (content_type.to_owned(), body.into()));
    }

    /// The paths that were asked for, in order.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn answer(
    mut stream: TcpStream,
    pages: &Mutex<HashMap<String, (String, String)>>,
    asked: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let path = request.split_whitespace().nth(1).unwrap_or_default().to_owned();
    asked.lock().unwrap().push(path.clone());
    let found = pages.lock().unwrap().get(&path).cloned();
    let (status, content_type, body) = match found {
        Some((content_type, body)) => ("200 OK", content_type, body),
        None => ("404 Not Found", "text/plain".to_owned(), "nothing here".to_owned()),
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

/// An article's page: our own words, told apart by `number`.
pub fn article(number: usize) -> String {
    format!(
        "<!DOCTYPE html><html lang=ar dir=rtl><head><meta charset=utf-8><title>افتتاح الحديقة رقم {number} في الياسمينة - صحيفة الضفة</title>\
         <meta property='og:type' content='article'><meta property='og:site_name' content='صحيفة الضفة'>\
         <meta property='article:published_time' content='2026-03-01T0{}:00:00Z'></head>\
         <body><nav><a href='/'>الرئيسية</a></nav><article><h1>افتتاح الحديقة رقم {number} في الياسمينة</h1>\
         <p>افتتحت بلدية الياسمينة صباح اليوم الحديقة رقم {number} على ضفة النهر، بعد عامين من العمل على تشجير الموقع وتمهيد ممراته.</p>\
         <p>وقالت مديرة الحدائق ريم البستاني إن الحديقة تضم {} شجرة زيتون وملعبا للأطفال ومكتبة صغيرة تفتح أبوابها كل مساء.</p>\
         <p>ويقع المدخل الرئيسي قرب الجسر القديم، وتصل إليه حافلات المدينة كل ربع ساعة من محطة الميناء ومن سوق الورد.</p></article></body></html>",
        number % 10,
        number * 17 + 40,
    )
}
