//! Pages that attack: deep, wide, long, broken, or full of scripts.

use proptest::prelude::*;
use rafid_core::{Block, Inline};
use rafid_extract::article::{Extraction, Hints, body_from_html, extract};
use rafid_extract::work;

const PAGE: &str = include_str!("pages/wordpress.html");

fn read(html: &str) -> Extraction {
    extract(html, Some("https://a.example/x"), &Hints::default())
}

/// Four times the page may cost about four times the work, and no page costs much: work is counted, see [`work`].
#[track_caller]
fn linear(name: &str, page: impl Fn(usize) -> String) {
    let cost = |n: usize| {
        let html = page(n);
        let before = work::done();
        read(&html);
        (work::done() - before, html.len() as u64)
    };
    let ((small, _), (large, bytes)) = (cost(1_000), cost(4_000));
    if cfg!(debug_assertions) {
        println!("{name}: {small} steps, then {large}, {:.1} a byte", large as f64 / bytes as f64);
        assert!(small > 0, "{name}: nothing was counted");
    }
    assert!(large <= small * 6 + 20_000, "{name}: {small} steps, four times the page {large}");
}

const TEXT: &str = "<p>جملة طويلة عن الزهور في الوادي، تكفي لتكون فقرة من مقال يقرأ.</p>";

#[test]
fn deep_wide_and_long_pages_take_linear_work() {
    linear("nested div", |n| format!("{}{TEXT}{}", "<div>".repeat(n), "</div>".repeat(n)));
    linear("nested b", |n| "<b>".repeat(n) + TEXT);
    linear("nested tables", |n| "<table><tr><td>".repeat(n) + TEXT);
    linear("nested unknown elements", |n| format!("{}{TEXT}{}", "<x-y>".repeat(n), "</x-z>".repeat(n)));
    linear("nested mixed", |n| "<div><b><table><tr><td><ul><li>".repeat(n / 4) + TEXT);
    linear("stray ends", |n| "<table><td>".to_owned() + &"<b>".repeat(n / 4) + &"</div></p></i>".repeat(n));
    linear("drawings", |n| "<svg><p>".repeat(n) + TEXT);
    linear("long attribute", |n| format!("<p title=\"{}\">{TEXT}", "x".repeat(n * 10)));
    linear("many attributes", |n| format!("<p {}>{TEXT}", "a=b ".repeat(n * 2)));
    linear("long word", |n| format!("<p>{}</p>", "ب".repeat(n * 10)));
    linear("brackets", |n| "<".repeat(n * 10));
    linear("ends without a name", |n| "</ ".repeat(n * 4));
    linear("references", |n| "&#x41;&amp;&nosuch".repeat(n));
    linear("links", |n| "<a href=x>رابط آخر</a>".repeat(n));
    linear("headings", |n| "<h2><a href=/x>عنوان خبر آخر طويل</a></h2><p>سطر قصير عنه هنا لا غير.</p>".repeat(n / 4));
    linear("comments", |n| "<!-- ".repeat(n * 4));
    linear("titles", |n| format!("<title>{}</title><h1>x</h1>{}", "خبر من المدينة - ".repeat(n / 8), TEXT.repeat(n / 4)));
}

#[test]
fn what_is_too_large_is_refused_with_an_issue() {
    let refused = |html: &str| read(html).issues.iter().any(|issue| issue.code == "page-too-large");
    assert!(refused(&"<a>".repeat(250_000)));
    assert!(refused(&" ".repeat((8 << 20) + 1)));
    assert!(!refused(&TEXT.repeat(100)));
}

#[test]
fn headlines_have_an_end() {
    let found = read(&format!("<title>{}</title>{TEXT}", "عنوان ".repeat(50_000)));
    assert!(found.title.is_some_and(|title| title.chars().count() <= 600));
}

fn addresses(blocks: &[Block]) -> Vec<String> {
    let mut found = Vec::new();
    let mut runs = |runs: &[Inline]| {
        for run in runs {
            if let Inline::Link { url, .. } = run {
                found.push(url.as_str().to_owned());
            }
        }
    };
    for block in blocks {
        match block {
            Block::Paragraph(r) | Block::Quote(r) => runs(r),
            Block::List { items, .. } => items.iter().for_each(|r| runs(r)),
            _ => {}
        }
    }
    for block in blocks {
        match block {
            Block::Figure { image: url, .. } | Block::Embed { url, .. } => found.push(url.as_str().to_owned()),
            _ => {}
        }
    }
    found
}

/// What an attack may leave behind: text and web addresses.
#[track_caller]
fn harmless(id: &str, fragment: &str) {
    let body = body_from_html(&format!("<p>قبل</p>{fragment}<p>بعد</p>"), Some("https://a.example/"));
    for address in addresses(&body.0) {
        assert!(address.starts_with("https://") || address.starts_with("http://"), "{id}: {address}");
    }
    let text = body.text();
    assert!(text.starts_with("قبل") && text.ends_with("بعد"), "{id}: {text}");
    assert!(!text.contains("__pwned=1"), "{id}: {text}");
}

#[test]
fn xss_001_scripts_are_no_text() {
    harmless("xss-001", "<script>__pwned=1</script><SCRIPT type=module>__pwned=1</SCRIPT ><style>x{}</style>");
}

#[test]
fn xss_003_addresses_are_of_the_web() {
    for scheme in [
        "javascript:__pwned=1",
        "JaVaScRiPt:__pwned=1",
        "java&#9;script:__pwned=1",
        "&#x6A;avascript:__pwned=1",
        "data:text/html,x",
        "vbscript:x",
    ] {
        harmless("xss-003", &format!("<a href=\"{scheme}\">انقر</a><img src=\"{scheme}\"><iframe src=\"{scheme}\"></iframe>"));
    }
}

#[test]
fn xss_005_text_stays_text() {
    let body = body_from_html("<p>&amp;lt;script&amp;gt; &lt;b&gt;</p>", None);
    assert_eq!(body.text(), "&lt;script&gt; <b>");
}

#[test]
fn xss_008_foreign_objects_become_links_or_nothing() {
    harmless(
        "xss-008",
        "<iframe srcdoc=\"<script>__pwned=1</script>\"></iframe><object data=javascript:__pwned=1></object><embed src=data:x><base href=//evil.example/>\
         <meta http-equiv=refresh content=0><form action=//evil.example><input name=q></form><link rel=stylesheet href=//x>",
    );
}

#[test]
fn xss_011_and_012_styles_and_names_are_lost() {
    let body = body_from_html("<p style=\"position:fixed;background:url(//x)\" id=__proto__ class=portal name=body>نص</p>", None);
    assert_eq!(body.0, [Block::Paragraph(vec![Inline::Text("نص".to_owned())])]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 48 } else { 400 }))]

    #[test]
    fn mutated_pages_are_survived(cuts in proptest::collection::vec((0.0f64..1.0, 0usize..40, "[<>/\"'=&;a-zأ-ي! -]{0,8}"), 1..24)) {
        let mut page: Vec<char> = PAGE.chars().collect();
        for (place, length, insert) in cuts {
            let at = (place * page.len() as f64) as usize;
            let end = (at + length).min(page.len());
            page.splice(at..end, insert.chars());
        }
        let page: String = page.into_iter().collect();
        let found = read(&page);
        for address in addresses(&found.body.0) {
            prop_assert!(address.starts_with("http"));
        }
        prop_assert_eq!(found.text.trim(), found.body.text());
    }

    #[test]
    fn soup_of_markup_is_survived(parts in proptest::collection::vec(prop_oneof![
        Just("<p>"), Just("</p>"), Just("<div>"), Just("</div>"), Just("<a href=/x>"), Just("</a>"), Just("<table>"), Just("<td>"), Just("</table>"),
        Just("<li>"), Just("<b>"), Just("</b>"), Just("<svg>"), Just("<script>"), Just("</script>"), Just("<title>"), Just("<!--"), Just("-->"), Just("<h1>"),
        Just("<blockquote>"), Just("<br>"), Just("<form>"), Just("</form>"), Just("نص طويل قليلا، وفيه فاصلة ونقطة في آخره."), Just("المصدر: س"), Just("&#x"), Just("<"),
    ], 0..60)) {
        let _ = read(&parts.concat());
        let _ = body_from_html(&parts.concat(), None);
    }
}
