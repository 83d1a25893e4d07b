//! Pages of our own writing in the shapes of the systems that newspapers run on: each comes out as the JSON beside it
//! says. A key that the JSON leaves out is not compared.

use std::path::Path;

use rafid_extract::article::{self, Extraction, Hints};
use serde_json::{Value, json};

fn check(name: &str) {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let html = std::fs::read(base.join(format!("{name}.html"))).expect("a page");
    let expected: Value =
        serde_json::from_slice(&std::fs::read(base.join(format!("{name}.json"))).expect("its JSON")).expect("JSON");
    let found = article::extract_bytes(&html, None, expected["url"].as_str(), &Hints::default());
    let actual = comparable(&found);
    let expected = expected.as_object().expect("an object");
    let wrong: Vec<String> = expected
        .iter()
        .filter(|(key, value)| *key != "url" && actual[key.as_str()] != **value)
        .map(|(key, value)| format!("{key}: {}\n  expected: {value}", actual[key.as_str()]))
        .collect();
    assert!(wrong.is_empty(), "{name}\n{}", wrong.join("\n"));
}

fn comparable(found: &Extraction) -> Value {
    let mut actual = article::json::to_json(found, None);
    actual["related"] = found.related.iter().map(|link| Value::from(link.title.as_str())).collect();
    actual["issues"] = found.issues.iter().map(|issue| Value::from(issue.code.as_str())).collect();
    let kind = |block: &Value| json!(block.as_object().and_then(|block| block.keys().next()));
    actual["blocks"] = actual["body"].as_array().map(|blocks| blocks.iter().map(kind).collect()).unwrap_or_default();
    actual
}

macro_rules! pages {
    ($($name:ident),* $(,)?) => { $(#[test] fn $name() { check(stringify!($name)); })* };
}

pages![
    aggregator,
    aggregator_boxes,
    aggregator_breaks,
    aggregator_divs,
    aggregator_h3,
    aggregator_tables,
    amp,
    aspnet,
    blogger,
    drupal,
    inline_box,
    gallery,
    joomla,
    js_app,
    live,
    live_data,
    legacy_1256,
    next_app,
    next_article,
    nuxt,
    nuxt3,
    paywall,
    site_rule,
    tables_cms,
    wordpress,
    wordpress_newspaper,
];

#[test]
fn pages_of_one_article_are_joined() {
    let read = |url: &str, text: &str, next: &str| {
        let html = format!(
            "<html><body><div class=story><div class=t1>عنوان الحكاية</div><div class=page><p>{text}</p></div>\
             <div class=pages>{next}</div></div></body></html>"
        );
        article::extract(&html, Some(url), &Hints::default())
    };
    let mut first = read("https://safahat.example/s/5", "بدأت الحكاية عند النبع.", "<a class=next href='?p=2'>التالي</a>");
    assert_eq!(first.next_page.as_ref().map(|url| url.as_str()), Some("https://safahat.example/s/5?p=2"));
    first.append(read("https://safahat.example/s/5?p=2", "وانتهت عند المصب.", "<a href='?p=1'>السابق</a>"));
    assert_eq!(first.text, "بدأت الحكاية عند النبع.\nوانتهت عند المصب.");
    assert_eq!((first.title.as_deref(), first.next_page), (Some("عنوان الحكاية"), None));
}

/// A page that the general rules read wrongly in every part, and the operator's rule that mends each.
const STUBBORN: &str = "<html><body><h1>صحيفة الأوراق</h1><div class=t1>حكاية النبع</div><i class=w>ليلى الساقي</i>\
    <b class=on>١٢ مارس ٢٠٢٤</b><div class=leaf><p>بدأت الحكاية عند النبع.</p><p class=ad>اشترك الآن.</p></div>\
    <div class=other><p>نص طويل عن موضوع آخر، فيه من الجمل ما يكفي ليبدو كأنه المقال، وليس هو المقال الذي جاء القارئ من أجله.</p>\
    <p>وفقرة أخرى طويلة عن الموضوع الآخر، فيها من الجمل ما يكفي كذلك، لتكون الصفحة مما يخطئ فيه كل قارئ آلي للصفحات.</p></div>\
    <p class=more><a href='?p=2'>التالي</a></p></body></html>";

#[test]
fn each_part_of_an_operators_rule_is_obeyed() {
    let read = |rules: &str| {
        let rules = article::SiteRules::parse(rules).expect("a rule");
        let hints = Hints { rules: Some(&rules), ..Hints::default() };
        article::extract(STUBBORN, Some("https://awraq.example/s/7"), &hints)
    };
    let plain = read("other.example\n  body p\n");
    assert_eq!((plain.rule, plain.next_page), (None, None));
    let part = |line: &str| read(&format!("awraq.example\n  {line}\n"));
    assert_eq!(part("headline .t1").title.as_deref(), Some("حكاية النبع"));
    assert_eq!(part("byline .w").byline.as_deref(), Some("ليلى الساقي"));
    assert_eq!(part("date .on").published.map(|date| date.iso()).as_deref(), Some("2024-03-12"));
    assert_eq!(part("body .leaf").text, "بدأت الحكاية عند النبع.\nاشترك الآن.");
    assert!(!part("remove .other").text.contains("موضوع آخر") && plain.text.contains("موضوع آخر"));
    assert_eq!(part("next .more a").next_page.map(|url| url.to_string()).as_deref(), Some("https://awraq.example/s/7?p=2"));
    let all = read("awraq.example\n  body .leaf\n  remove .ad\n  date .nowhere\n");
    assert_eq!(all.text, "بدأت الحكاية عند النبع.");
    let used = all.rule.expect("a rule was used");
    assert_eq!((used.host.as_str(), used.found, used.missed), ("awraq.example", vec!["body", "remove"], vec!["date"]));
    let unmatched = part("body .nowhere");
    assert!(unmatched.issues.iter().any(|issue| issue.code == "site-rule-unmatched") && !unmatched.text.is_empty());
}
