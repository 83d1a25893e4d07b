//! Input made to hurt: no reader of sources may panic, recurse without bound, or take more than linear time.

use proptest::prelude::*;
use rafid_extract::charset::{self, Kind};
use rafid_extract::source::feed::{Hints, ParsedFeed, clean, json::to_json, parse};
use rafid_extract::source::{discover, listing, opml, sitemap};
use rafid_extract::work;

fn feed(bytes: &[u8]) -> ParsedFeed {
    parse(bytes, &Hints { url: Some("https://paper.example/feed"), ..Hints::default() })
}

/// Everything that reads bytes from outside, once.
fn read_everything(bytes: &[u8]) {
    let parsed = feed(bytes);
    let line = to_json(&parsed, "x").to_string();
    assert!(!line.chars().any(|c| c.is_control()), "JSON with a control character");
    for entry in &parsed.entries {
        for text in entry.title.iter().chain(&entry.content) {
            text.words();
        }
    }
    sitemap::parse(bytes, None);
    let list = opml::parse(bytes, None);
    let again = opml::parse(opml::write("x", &list.subscriptions).as_bytes(), None);
    assert_eq!(again.subscriptions.len(), list.subscriptions.len());
    let text = charset::decode(bytes, Some("text/html"), Kind::Html).text;
    discover::in_page(&text, "https://paper.example/");
    listing::find(&text, "https://paper.example/");
}

/// The opening and the repeated part of documents that have made parsers slow, deep or large.
const ATTACKS: &[(&str, &str, &str)] = &[
    ("nested elements", "<rss><channel><item>", "<a>"),
    ("nested known elements", "<rss><channel><item><media:group xmlns:media='http://search.yahoo.com/mrss'>", "<media:group>"),
    ("nested markup", "<rss><channel><item><description>", "<div>"),
    ("stray end tags", "<rss><channel><item><description>", "</p>"),
    ("end tags at depth", "<rss><channel><item><description><a><b><c><d><e><f>", "</x>"),
    ("only <", "<rss><channel><title>", "<"),
    ("tags without an end", "<rss><channel><title>", "<a "),
    ("quotes without an end", "<rss><channel><title>", "<a b=\"<c d='"),
    ("attributes", "<rss><channel><item a='1'", " b='2'"),
    ("comments without an end", "<rss><channel>", "<!--"),
    ("CDATA without an end", "<rss><channel><title>", "<![CDATA["),
    ("doctypes without an end", "<rss>", "<!DOCTYPE a [ >"),
    ("processing instructions", "<rss>", "<?x >"),
    ("ampersands", "<rss><channel><title>", "&a"),
    ("references", "<rss><channel><title>", "&amp;lt;"),
    ("declared entities", "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'>]><rss><channel><title>", "&a;"),
    ("namespaces", "<rss><channel><item>", "<a xmlns:b='c'>"),
    ("bases", "<feed>", "<entry xml:base='a/'>"),
    ("unclosed items", "<rss><channel>", "<item><title>x"),
    ("many links", "<feed><entry>", "<link rel='enclosure' href='/a'/>"),
    ("many categories", "<rss><channel><item>", "<category>a</category>"),
    ("many hubs", "<feed>", "<link rel='hub' href='/a'/>"),
    ("bad dates", "<rss><channel>", "<item><pubDate>x</pubDate></item>"),
    ("anchors", "<html><body>", "<a href='/news/12345/a-b-c-d'>"),
    ("the same anchor", "<html><body>", "<p><a href='/news/12345/a-b-c-d'>w w w w w</a></p>"),
    ("nested outlines", "<opml>", "<outline text='a'>"),
    ("the same outline", "<opml>", "<outline xmlUrl='https://a.example/' category='a,b,c'/>"),
    ("nested sitemap", "<urlset>", "<url><loc>https://a.example/"),
    ("JSON lists", "", "["),
    ("JSON items", "{\"items\":[", "{\"id\":\"1\"},"),
];

#[test]
fn every_attack_takes_linear_work() {
    for (name, opening, part) in ATTACKS {
        for tail in ["", "\">", "\">\""] {
            let cost = |bytes: usize| {
                let document = format!("{opening}{}{tail}", part.repeat(bytes / part.len()));
                let before = work::done();
                read_everything(document.as_bytes());
                work::done() - before
            };
            let (small, large) = (cost(4_000), cost(32_000));
            // Eight times the input: linear is a factor of 8, quadratic one of 64.
            assert!(large <= small * 14 + 50_000, "{name} with {tail:?}: {small} steps for 4 kB, {large} for 32 kB");
        }
    }
}

#[test]
fn deep_documents_need_no_deep_stack() {
    let reader = || {
        for (_, opening, part) in ATTACKS {
            read_everything(format!("{opening}{}", part.repeat(10_000)).as_bytes());
        }
    };
    let thread = std::thread::Builder::new().stack_size(256 * 1024).spawn(reader).expect("a thread");
    assert!(thread.join().is_ok());
}

#[test]
fn declared_entities_do_not_multiply() {
    let declared: String = (0..20).map(|n| format!("<!ENTITY e{n} '{}'>", format!("&e{};", n + 1).repeat(10))).collect();
    let document = format!("<!DOCTYPE rss [{declared}]><rss><channel><title>&e0;</title></channel></rss>");
    let title = feed(document.as_bytes()).title.map(|t| t.value).unwrap_or_default();
    assert!(title.len() <= 200, "{} bytes", title.len());
    let flood = format!("<!DOCTYPE rss [<!ENTITY a '{}'>]><rss><channel><title>{}", "x".repeat(1000), "&a;".repeat(100_000));
    let title = feed(flood.as_bytes()).title.map(|t| t.value).unwrap_or_default();
    assert!(title.len() < 2_000_000, "{} bytes", title.len());
}

#[test]
fn ten_thousand_items_are_all_there() {
    let item = "<item><title>خبر</title><link>https://paper.example/1</link><pubDate>bad</pubDate></item>";
    let parsed = feed(format!("<rss><channel>{}</channel></rss>", item.repeat(10_000)).as_bytes());
    assert_eq!(parsed.entries.len(), 10_000);
    assert_eq!(parsed.issues.len(), 1, "one issue of a kind: {:?}", parsed.issues);
}

#[test]
fn sanitised_markup_cannot_run() {
    for hostile in [
        "<script>alert(1)</script>",
        "<ScRiPt src=//x.example></sCrIpT>",
        "<img src=x onerror=alert(1)>",
        "<a href='java\u{1}script:alert(1)'>x</a>",
        "<a href=' &#106;avascript:alert(1)'>x</a>",
        "<a href=\"data:text/html,<script>x</script>\">x</a>",
        "<svg><a xlink:href='javascript:1'><text>x</text></a></svg>",
        "<iframe srcdoc='<script>x</script>'></iframe>",
        "<style>@import 'javascript:1'</style><p style='x:expression(1)'>",
        "<math><mi xlink:href='data:x'>",
        "<<script>script>alert(1)<</script>/script>",
        "<img alt='\" onerror=\"alert(1)'>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<![CDATA[<script>alert(1)</script>]]>",
    ] {
        let clean = clean::html(hostile, None).to_lowercase();
        for word in ["<script", "javascript:", "data:", "<iframe", "<svg", "<style", "style=", "srcdoc"] {
            assert!(!clean.contains(word), "{hostile} became {clean}");
        }
        for tag in clean.split('<').skip(1) {
            let outside_quotes: String = tag.split('"').step_by(2).collect();
            assert!(!outside_quotes.contains("onerror"), "{hostile} became {clean}");
        }
    }
}

/// Pieces that exercise the rules; random text alone would rarely open an item.
fn fragment() -> impl Strategy<Value = Vec<u8>> {
    let known = prop::sample::select(vec![
        "<rss version='2.0'>",
        "<channel>",
        "<item>",
        "</item>",
        "<title>",
        "</title>",
        "<link>",
        "<link href='/x' rel=\"",
        "<feed>",
        "<entry xml:base='http://[::1'>",
        "<content type='xhtml'>",
        "<div>",
        "</div>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "&",
        "&#x",
        "&#99999999999;",
        "<pubDate>",
        "2026-13-45T99:99",
        "Mon, 99 Foo 99999",
        "٢٣/١١",
        "<",
        ">",
        "\"",
        "'",
        "=",
        "/>",
        "<?xml encoding='",
        "utf-16",
        "<!DOCTYPE a [<!ENTITY x '&x;'>",
        "<outline xmlUrl='https://a.example'",
        "<url><loc>",
        "<a href='//",
        "{\"items\":[",
        "}",
        "<category term='",
        "<author>",
        "<media:group>",
        "<x:y xmlns:x='",
        "base64",
        "<summary mode='base64'>",
        "\u{feff}",
        "نص",
        "\0",
    ]);
    prop_oneof![4 => known.prop_map(|s| s.as_bytes().to_vec()), 1 => prop::collection::vec(any::<u8>(), 0..6)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_soup_of_fragments_panics(pieces in prop::collection::vec(fragment(), 0..40)) {
        read_everything(&pieces.concat());
    }

    #[test]
    fn no_mutated_fixture_panics(which in 0usize..100, cuts in prop::collection::vec((0usize..4000, any::<u8>(), 0u8..3), 0..12)) {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/feeds");
        let mut files: Vec<_> = std::fs::read_dir(folder).expect("tests/feeds").flatten().map(|f| f.path()).collect();
        files.sort();
        let mut bytes = std::fs::read(&files[which % files.len()]).expect("readable");
        for (at, byte, how) in cuts {
            if bytes.is_empty() { break; }
            let at = at % bytes.len();
            match how {
                0 => bytes[at] = byte,
                1 => { bytes.remove(at); }
                _ => bytes.insert(at, byte),
            }
        }
        read_everything(&bytes);
    }

    #[test]
    fn dates_of_any_text_are_harmless(text in "[0-9٠-٩A-Za-z:/.,+ T-]{0,40}") {
        rafid_extract::source::feed::date::parse(&text);
    }

    #[test]
    fn plain_text_survives(words in prop::collection::vec("[a-zء-ي]{1,8}", 1..20)) {
        let text = words.join(" ");
        let document = format!("<rss><channel><item><title>{text}</title></item></channel></rss>");
        let parsed = feed(document.as_bytes());
        prop_assert_eq!(parsed.entries[0].title.as_ref().map(|t| t.words()), Some(text));
    }
}
