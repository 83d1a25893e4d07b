//! The demo as a newcomer starts it: an address within seconds, a living portal, a clean end.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::tools::rafid;

/// One plain HTTP/1.1 request; the whole answer.
fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("the portal accepts");
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

fn status(address: &str) -> serde_json::Value {
    let answer = get(address, "/api/v1/status");
    let body = answer.split_once("\r\n\r\n").unwrap().1;
    let start = body.find('{').unwrap();
    let end = body.rfind('}').unwrap();
    serde_json::from_str(&body[start..=end]).unwrap()
}

#[test]
fn the_demo_lives_and_ends() {
    let dir = tempfile::tempdir().unwrap();
    let mut demo = rafid(dir.path())
        .args(["demo", "--listen", "127.0.0.1:0", "--every", "1"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(demo.stdout.take().unwrap()).lines();
    let address = loop {
        let line = lines.next().expect("the demo prints its address").unwrap();
        if let Some((_, rest)) = line.split_once("http://") {
            break rest.trim_end_matches('/').to_owned();
        }
    };
    let home = get(&address, "/");
    assert!(home.starts_with("HTTP/1.1 200") && home.contains("dir=\"rtl\""), "{}", &home[..home.len().min(400)]);
    let deadline = Instant::now() + Duration::from_secs(60);
    let enough = |report: &serde_json::Value| report["articles"].as_u64().is_some_and(|count| count >= 115);
    while !enough(&status(&address)) && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(300));
    }
    let first = status(&address);
    assert!(enough(&first), "the press's past articles are collected: {first}");
    while status(&address)["articles"] == first["articles"] && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(300));
    }
    assert_ne!(status(&address)["articles"], first["articles"], "new articles keep arriving");
    // What Ctrl-C sends.
    let killed = std::process::Command::new("kill").args(["-INT", &demo.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let ended = Instant::now();
    let code = demo.wait().unwrap();
    assert!(code.success(), "{code}");
    assert!(ended.elapsed() < Duration::from_secs(15));
    let report = crate::tools::json(dir.path(), &["doctor", "--json"]);
    assert_eq!(report["problems"].as_array().unwrap().len(), 0, "{report}");
}
