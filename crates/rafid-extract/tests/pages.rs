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
    next_article,
    nuxt,
    nuxt3,
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
