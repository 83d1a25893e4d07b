//! `import` of web archives and of saved pages: the articles in them, each once, whatever happens.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::Stdio;
use std::time::Duration;

use crate::site::article;
use crate::tools::{json, json_lines, ok, rafid, run, stderr};

fn record(kind: &str, url: &str, block: &[u8]) -> Vec<u8> {
    let mut record = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-03-02T10:00:00Z\r\nContent-Length: {}\r\n\r\n",
        block.len()
    )
    .into_bytes();
    record.extend_from_slice(block);
    record.extend_from_slice(b"\r\n\r\n");
    record
}

fn answer(url: &str, body: &str) -> Vec<u8> {
    record("response", url, format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}").as_bytes())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A crawl of one outlet: articles among all that a crawl brings besides.
fn crawl(articles: usize) -> Vec<Vec<u8>> {
    let site = "https://www.dhiffa.example";
    let mut records = vec![
        record("warcinfo", "", b"software: test"),
        record("request", &format!("{site}/"), b"GET / HTTP/1.1\r\n\r\n"),
        answer(&format!("{site}/"), &article(0)),
        record("response", &format!("{site}/gone/1"), b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>x</p>"),
        record("response", &format!("{site}/a.png"), b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"),
        record("revisit", &format!("{site}/news/1001"), b"HTTP/1.1 304 Not Modified\r\n\r\n"),
    ];
    records.extend((1..=articles).map(|n| answer(&format!("{site}/news/{}?utm_source=x", 1000 + n), &article(n))));
    records
}

#[test]
fn an_archive_gives_its_articles_once() {
    let dir = tempfile::tempdir().unwrap();
    let members: Vec<u8> = crawl(30).iter().flat_map(|record| gzip(record)).collect();
    let file = dir.path().join("crawl.warc.gz");
    std::fs::write(&file, &members).unwrap();
    let path = file.to_str().unwrap();
    let summary = json(dir.path(), &["import", path, "--json"]);
    assert_eq!((&summary["added"], &summary["bad"], &summary["not_articles"]), (&30.into(), &0.into(), &1.into()), "{summary}");
    let exported = ok(dir.path(), &["export", "articles"]);
    let lines = json_lines(&exported);
    assert_eq!(lines.len(), 30);
    let first = lines.iter().find(|line| line["url"] == "https://www.dhiffa.example/news/1001").expect("the first article");
    assert_eq!(first["title"], "افتتاح الحديقة رقم 1 في الياسمينة");
    assert_eq!(first["published"], "2026-03-01T01:00:00Z");
    let sources = json(dir.path(), &["source", "list", "--json"]);
    assert_eq!((&sources[0]["key"], &sources[0]["name"]), (&"dhiffa.example".into(), &"صحيفة الضفة".into()), "{sources}");
    let again = json(dir.path(), &["import", path, "--json"]);
    assert_eq!((&again["added"], &again["revised"], &again["unchanged"]), (&0.into(), &0.into(), &30.into()), "{again}");
    assert_eq!(ok(dir.path(), &["export", "articles"]), exported);
    // The same, unpacked and through a pipe.
    let mut child =
        rafid(dir.path()).args(["import", "-", "--json"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(&crawl(30).concat()).unwrap();
    let output = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    assert!(output.contains("\"unchanged\": 30"), "{output}");
}

#[test]
fn a_later_capture_revises_and_an_earlier_one_does_not() {
    let dir = tempfile::tempdir().unwrap();
    let url = "https://www.dhiffa.example/news/1001";
    let import = |date: &str, body: &str| {
        let file = dir.path().join("one.warc");
        let text = String::from_utf8(answer(url, body)).unwrap().replace("2026-03-02T10", date);
        std::fs::write(&file, text).unwrap();
        json(dir.path(), &["import", file.to_str().unwrap(), "--json"])
    };
    assert_eq!(import("2026-03-02T10", &article(1))["added"], 1);
    let corrected = article(1).replace("زيتون", "رمان");
    assert_eq!(import("2026-03-03T10", &corrected)["revised"], 1);
    assert_eq!(import("2026-03-01T10", &article(1))["unchanged"], 1);
    assert!(ok(dir.path(), &["export", "articles"]).contains("رمان"));
}

#[test]
fn what_is_damaged_is_named_and_costs_itself() {
    let dir = tempfile::tempdir().unwrap();
    let mut members: Vec<Vec<u8>> = crawl(6).iter().map(|record| gzip(record)).collect();
    let (damaged, last) = (members.len() - 3, members.len() - 1);
    let middle = members[damaged].len() / 2;
    members[damaged][middle] ^= 0xff;
    let short = members[last].len() - 30;
    members[last].truncate(short);
    let file = dir.path().join("damaged.warc.gz");
    std::fs::write(&file, members.concat()).unwrap();
    let output = run(dir.path(), &["import", file.to_str().unwrap(), "--json"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let errors = stderr(&output);
    assert!(errors.contains("damaged.warc.gz: skipped") && errors.contains("cut short"), "{errors}");
    assert_eq!(json_lines(&ok(dir.path(), &["export", "articles"])).len(), 4);
    let strict = run(dir.path(), &["import", file.to_str().unwrap(), "--strict"]);
    assert_eq!(strict.status.code(), Some(1));
}

#[test]
fn killing_an_archive_import_loses_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("many.warc.gz");
    let members: Vec<u8> = crawl(1_200).iter().flat_map(|record| gzip(record)).collect();
    std::fs::write(&file, members).unwrap();
    let path = file.to_str().unwrap();
    for round in 0..4_u64 {
        let mut child = rafid(dir.path()).args(["import", path]).stderr(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(150 + 200 * round));
        // It may have ended already: then there is nothing to kill.
        let _ = child.kill();
        child.wait().unwrap();
    }
    ok(dir.path(), &["import", path]);
    let report = json(dir.path(), &["doctor", "--json"]);
    assert_eq!((&report["articles"], report["problems"].as_array().unwrap().len()), (&1_200.into(), 0), "{report}");
}

#[test]
fn a_folder_of_saved_pages() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("saved");
    let put = |path: &str, text: &str| {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    put("www.dhiffa.example/news/1001.html", &article(1));
    put("www.dhiffa.example/style.css", "p { color: red }");
    put("www.dhiffa.example/index.html", &article(0));
    put("canonical.html", &article(2).replace("<title>", "<link rel=canonical href='https://a.example/news/1002'><title>"));
    put("browser.htm", &article(3).replace("<html", "<!-- saved from url=(0030)https://b.example/news/1003 -->\n<html"));
    put("beside.html", &article(4));
    put("beside.html.url", "https://c.example/news/1004\n");
    put("sidecar.html", &article(5));
    put("sidecar.json", r#"{"url": "https://d.example/news/1005", "saved_at": "2026-03-04T00:00:00Z", "more": 1}"#);
    put("nameless.html", &article(6));
    let path = root.to_str().unwrap();
    let output = run(dir.path(), &["import", path, "--json"]);
    assert!(stderr(&output).contains("nameless.html: skipped: no address"), "{}", stderr(&output));
    let mut urls: Vec<String> = json_lines(&ok(dir.path(), &["export", "articles"]))
        .iter()
        .map(|line| line["url"].as_str().unwrap_or_default().to_owned())
        .collect();
    urls.sort();
    assert_eq!(
        urls,
        [
            "https://a.example/news/1002",
            "https://b.example/news/1003",
            "https://c.example/news/1004",
            "https://d.example/news/1005",
            "https://www.dhiffa.example/news/1001.html",
        ]
    );
    let based = json(dir.path(), &["import", path, "--base", "https://e.example/old/", "--json"]);
    assert_eq!((&based["added"], &based["bad"]), (&1.into(), &0.into()), "{based}");
    assert!(ok(dir.path(), &["export", "articles"]).contains("https://e.example/old/nameless.html"));
    let again = json(dir.path(), &["import", path, "--base", "https://e.example/old/", "--json"]);
    assert_eq!((&again["added"], &again["revised"], &again["unchanged"]), (&0.into(), &0.into(), &6.into()), "{again}");
}

#[test]
fn chunked_and_packed_answers_are_read() {
    let dir = tempfile::tempdir().unwrap();
    let page = article(7);
    let mut chunked = String::from("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n");
    let (head, tail) = page.split_at(page.find("<article").unwrap());
    for part in [head, tail] {
        write!(chunked, "{:x}\r\n{part}\r\n", part.len()).unwrap();
    }
    chunked.push_str("0\r\n\r\n");
    let mut packed = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n".to_vec();
    packed.extend(gzip(article(8).as_bytes()));
    let archive = [
        record("response", "https://a.example/news/1007", chunked.as_bytes()),
        record("response", "https://a.example/news/1008", &packed),
        // Says that it is packed, and was kept unpacked.
        record(
            "response",
            "https://a.example/news/1009",
            format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\n\r\n{}", article(9)).as_bytes(),
        ),
    ];
    let file = dir.path().join("a.warc");
    std::fs::write(&file, archive.concat()).unwrap();
    let summary = json(dir.path(), &["import", file.to_str().unwrap(), "--json"]);
    assert_eq!((&summary["added"], &summary["bad"]), (&3.into(), &0.into()), "{summary}");
}
