//! Pages that attack: deep, wide, long, broken, or full of scripts.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use rafid_core::{Block, Inline};
use rafid_extract::article::{Extraction, Hints, body_from_html, extract};

const PAGE: &str = include_str!("pages/wordpress.html");

fn read(html: &str) -> Extraction {
    extract(html, Some("https://a.example/x"), &Hints::default())
}

/// Optimised builds answer in under 50 ms, the fastest of three, since the machine may be busy; unoptimised ones only
/// have to stay linear.
#[track_caller]
fn quick(name: &str, html: &str) -> Extraction {
    let limit = Duration::from_millis(if cfg!(debug_assertions) { 5000 } else { 50 });
    let mut fastest = Duration::MAX;
    let mut found = Extraction::default();
    for _ in 0..3 {
        let started = Instant::now();
        found = read(html);
        fastest = fastest.min(started.elapsed());
        if fastest < limit {
            return found;
        }
    }
    let refused = found.issues.iter().any(|issue| issue.code == "page-too-large");
    assert!(refused, "{name} took {fastest:?}");
    found
}

#[test]
fn deep_wide_and_long_pages_cost_little() {
    let text = "<p>جملة طويلة عن الزهور في الوادي، تكفي لتكون فقرة من مقال يقرأ.</p>";
    quick("nested div", &format!("{}{text}{}", "<div>".repeat(20_000), "</div>".repeat(20_000)));
    quick("nested mixed", &("<div><b><table><tr><td><ul><li>".repeat(5_000) + text));
    quick("stray ends", &("<table><td>".to_owned() + &"<b>".repeat(2_000) + &"</div></p></i>".repeat(20_000)));
    quick("long attribute", &format!("<p title=\"{}\">{text}", "x".repeat(1 << 20)));
    quick("long word", &format!("<p>{}</p>", "ب".repeat(1 << 20)));
    quick("brackets", &"<".repeat(200_000));
    quick("entities", &"&#x41;&amp;&nosuch".repeat(20_000));
    quick("links", &"<a href=x>رابط آخر</a>".repeat(50_000));
    quick("headings", &"<h2><a href=/x>عنوان خبر آخر طويل</a></h2><p>سطر قصير عنه هنا لا غير.</p>".repeat(4_000));
    quick("comments", &"<!-- ".repeat(100_000));
    let cut = quick("a million links", &"<a>".repeat(1_000_000));
    assert!(cut.issues.iter().any(|issue| issue.code == "page-too-large"));
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
