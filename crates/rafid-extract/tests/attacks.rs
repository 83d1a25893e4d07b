//! Attacks on the readers of sources, by the names that the project's list gives them (`tests/it/attacks.txt` of the program's
//! crate). What the list does not have stands below under names of its own.

use std::io::Write;
use std::net::TcpListener;

use rafid_core::Severity;
use rafid_extract::article::{Hints as PageHints, extract_bytes};
use rafid_extract::source::feed::{FeedKind, Hints, ParsedFeed, json::to_json, parse};
use rafid_extract::source::warc::{Records, members::Members};

fn feed(bytes: &[u8]) -> ParsedFeed {
    parse(bytes, &Hints { url: Some("https://paper.example/feed"), ..Hints::default() })
}

fn title(parsed: &ParsedFeed) -> String {
    parsed.entries.first().and_then(|entry| entry.title.as_ref()).map(|title| title.words()).unwrap_or_default()
}

fn rss(prolog: &str, title: &str) -> String {
    format!(
        "{prolog}<rss version='2.0'><channel><title>الضفة</title><item><title>{title}</title><link>https://paper.example/1</link></item></channel></rss>"
    )
}

#[test]
fn xml_003_external_entities_are_never_opened() {
    let secret = std::env::temp_dir().join(format!("rafid-secret-{}", std::process::id()));
    std::fs::write(&secret, "كلمة السر").unwrap();
    let prolog = format!("<?xml version='1.0'?><!DOCTYPE r [<!ENTITY x SYSTEM \"file://{}\">]>", secret.display());
    let parsed = feed(rss(&prolog, "قبل &x; بعد").as_bytes());
    std::fs::remove_file(&secret).unwrap();
    assert_eq!(title(&parsed), "قبل &x; بعد");
}

#[test]
fn xml_004_external_subsets_are_never_asked_for() {
    let canary = TcpListener::bind("127.0.0.1:0").unwrap();
    canary.set_nonblocking(true).unwrap();
    let address = canary.local_addr().unwrap();
    let prolog = format!(
        "<!DOCTYPE r SYSTEM 'http://{address}/x.dtd' [<!ENTITY % p SYSTEM 'http://{address}/p.dtd'> %p; <!ENTITY e SYSTEM 'http://{address}/e'>]>"
    );
    assert_eq!(title(&feed(rss(&prolog, "خبر &e;").as_bytes())), "خبر &e;");
    assert!(canary.accept().is_err(), "somebody has called");
}

#[test]
fn xml_005_depth_is_capped_and_needs_no_stack() {
    let read = || {
        let deep = format!("<rss><channel>{}<item><title>خبر</title></item>", "<a>".repeat(200_000));
        feed(deep.as_bytes());
        let html = format!(
            "<rss><channel><item><title>خبر</title><description><![CDATA[{}]]></description></item></channel></rss>",
            "<div>".repeat(200_000)
        );
        let parsed = feed(html.as_bytes());
        assert_eq!(parsed.entries.len(), 1);
        to_json(&parsed, "x");
        let page = format!("<html><body>{}<p>نص</p>", "<div>".repeat(200_000));
        extract_bytes(page.as_bytes(), None, None, &PageHints::default());
    };
    std::thread::Builder::new().stack_size(256 * 1024).spawn(read).unwrap().join().unwrap();
}

/// Processor time of this thread is not to be had portably: wall time with a wide margin against anything quadratic, which
/// would be beyond it a hundredfold.
#[test]
fn xml_006_attributes_and_stray_brackets_take_linear_time() {
    type Make = fn(usize) -> String;
    let cases: [(&str, Make); 3] = [
        ("attributes", |n| format!("<rss><channel><item {}><title>خبر</title></item>", "a='1' ".repeat(n))),
        ("one attribute", |n| format!("<rss><channel><item a='{}'><title>خبر</title></item>", "x".repeat(n * 6))),
        ("brackets", |n| format!("<rss><channel><item><title>خبر</title></item>{}", "<".repeat(n * 6))),
    ];
    for (name, make) in cases {
        let time = |n: usize| {
            let document = make(n);
            let started = std::time::Instant::now();
            let parsed = feed(document.as_bytes());
            assert_eq!(parsed.kind, FeedKind::Rss, "{name}");
            started.elapsed()
        };
        time(1_000);
        let (small, large) = (time(50_000), time(400_000));
        assert!(large < small * 80 + std::time::Duration::from_secs(2), "{name}: {small:?}, {large:?}");
    }
}

#[test]
fn xml_008_no_control_character_comes_through() {
    let mut document = rss("", "خبر\u{0}\u{1}\u{b}\u{fffe}\u{feff} جديد&#0;&#8;&#xFFFE;").into_bytes();
    // A lone surrogate, as some writers encode it.
    let at = document.windows(4).position(|w| w == "جد".as_bytes()).unwrap();
    document.splice(at..at, [0xed, 0xa0, 0x80]);
    let parsed = feed(&document);
    let line = to_json(&parsed, "x").to_string();
    assert!(!line.chars().any(char::is_control) && !title(&parsed).chars().any(char::is_control), "{line}");
    assert!(title(&parsed).contains("خبر"), "{line}");
    assert!(parsed.issues.iter().any(|issue| issue.code == "control-characters"), "{:?}", parsed.issues);
}

#[test]
fn xml_010_a_sound_doctype_is_read() {
    let prolog = "<?xml version='1.0' encoding='utf-8'?>\n<!-- from the press -->\n<?xml-stylesheet href='x.css'?>\n\
        <!DOCTYPE rss [\n<!ENTITY paper \"صحيفة الضفة\">\n<!ENTITY nbsp \"&#160;\">\n]>\n";
    let parsed = feed(rss(prolog, "أخبار &paper;").as_bytes());
    assert_eq!(title(&parsed), "أخبار صحيفة الضفة");
    assert!(parsed.issues.is_empty(), "{:?}", parsed.issues);
}

#[test]
fn xml_011_json_of_any_shape_is_no_accident() {
    let deep = format!("{{\"version\":\"https://jsonfeed.org/version/1\",\"items\":{}", "[".repeat(1_000_000));
    for text in [
        "null",
        "{}",
        "[]",
        "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":{}}",
        "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[null,1,[],\"x\"]}",
        "{\"items\":[{\"id\":1e999,\"title\":2}]}",
        deep.as_str(),
    ] {
        let parsed = feed(text.as_bytes());
        assert!(parsed.entries.iter().all(|entry| entry.link.is_none()), "{}", &text[..text.len().min(60)]);
        assert!(!parsed.issues.is_empty() || text.contains("1e999"), "{}", &text[..text.len().min(60)]);
    }
    let twice = r#"{"version":"https://jsonfeed.org/version/1","title":"أ","title":"ب","items":[{"id":"1","id":"2","url":"https://paper.example/1","title":"خبر"}]}"#;
    assert_eq!(feed(twice.as_bytes()).entries.len(), 1);
}

#[test]
fn xml_012_what_is_no_feed_is_named() {
    for (bytes, code) in [
        (&b"<!DOCTYPE html><html><head><title>x</title></head><body><p>y</p></body></html>"[..], "html-instead-of-feed"),
        (b"\x1f\x8b\x08\x00rest", "not-a-feed"),
        (b"%PDF-1.7 \xff\xfe", "not-a-feed"),
        (b"\x89PNG\r\n\x1a\n", "not-a-feed"),
        (b"", "empty-body"),
    ] {
        let parsed = parse(bytes, &Hints { content_type: Some("application/rss+xml"), ..Hints::default() });
        assert!(!parsed.is_feed());
        let worst = parsed.issues.iter().find(|issue| issue.severity == Severity::Error).unwrap();
        assert_eq!(worst.code, code, "{:?}", parsed.issues);
    }
    let parsed = parse(rss("", "خبر").as_bytes(), &Hints { content_type: Some("text/html"), ..Hints::default() });
    assert_eq!(title(&parsed), "خبر", "a feed that says that it is a page");
}

const HEADLINE: &str = "افتتاح مكتبة عامة جديدة على الميناء القديم في مدينة الياسمينة";

#[test]
fn data_006_encodings_are_told_from_the_bytes() {
    let windows = |text: &str| encoding_of("windows-1256", text);
    let undeclared = rss("", HEADLINE);
    assert_eq!(title(&feed(&windows(&undeclared))), HEADLINE);
    let lying = rss("<?xml version='1.0' encoding='UTF-8'?>", HEADLINE);
    let hints = Hints { content_type: Some("text/xml; charset=ISO-8859-1"), ..Hints::default() };
    assert_eq!(title(&parse(&windows(&lying), &hints)), HEADLINE);
    let little: Vec<u8> = undeclared.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = undeclared.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(title(&feed(&little)), HEADLINE);
    assert_eq!(title(&feed(&big)), HEADLINE);
    // UTF-7 once turned text into markup: it is never decoded.
    let seven = rss("<?xml version='1.0' encoding='UTF-7'?>", "+ADw-script+AD4-x");
    let hints = Hints { content_type: Some("text/xml; charset=utf-7"), ..Hints::default() };
    assert_eq!(title(&parse(seven.as_bytes(), &hints)), "+ADw-script+AD4-x");
}

/// The bytes of a text in a single-byte encoding of the Arabic script, letter by letter.
fn encoding_of(label: &str, text: &str) -> Vec<u8> {
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
    encoding.encode(text).0.into_owned()
}

#[test]
fn a_bomb_in_an_archive_stays_small() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://paper.example/1\r\nContent-Length: 268435456\r\n\r\n";
    encoder.write_all(head.as_bytes()).unwrap();
    let zeros = vec![0; 1 << 20];
    for _ in 0..256 {
        encoder.write_all(&zeros).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    let records: Vec<_> = Records::new(Members::buffered(bomb.as_slice())).collect();
    assert_eq!(records.len(), 1);
    let record = records[0].as_ref().unwrap();
    assert!(record.truncated && record.block.len() <= 16 * 1024 * 1024);
}
