//! The page that started it all, where it is at hand: its article's "read next" must be about its matter.

use std::path::PathBuf;

use crate::tools::{json, ok};

#[test]
fn the_visa_notice_is_not_what_to_read_next() {
    let shared = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seed/aggregator-page.txt");
    let Ok(page) = std::fs::read_to_string(&shared) else {
        eprintln!("left out: {} is not here", shared.display());
        return;
    };
    let (article, rest) = page.split_once("المصدر:").unwrap();
    let (_, rest) = rest.split_once("إقرأ أيضاً:").unwrap();
    let (next, similar) = rest.split_once("مقالات مشابهة").unwrap();
    let next_title = next.trim().lines().next().unwrap();
    let lines = |text: &str| text.trim().replace('\n', "\n\n");
    let mut rows = vec![
        serde_json::json!({"id": "seed", "source": "بوابة الوفد", "title": "بلينكن: نواصل الضغط من أجل اتفاق لإطلاق سراح الرهائن ووقف إطلاق النار في غزة",
            "published": "2024-03-21T18:00:00Z", "body": lines(article)}),
        serde_json::json!({"id": "visa", "source": "شبكة أخبار العراق", "title": next_title, "published": "2025-06-17T12:27:00Z", "body": lines(next)}),
    ];
    for (n, line) in
        similar.lines().map(|line| line.trim().trim_start_matches('•').trim()).filter(|line| !line.is_empty()).enumerate()
    {
        rows.push(serde_json::json!({"id": format!("s{n}"), "source": format!("منفذ {n}"), "title": line,
            "published": format!("2025-06-1{}T10:00:00Z", n % 8), "body": line}));
    }
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("seed.jsonl");
    std::fs::write(&file, rows.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")).unwrap();
    ok(dir.path(), &["import", file.to_str().unwrap()]);
    let related = json(dir.path(), &["related", "ext:seed", "--json"]);
    assert_ne!(related["read_next"]["external_id"], "visa", "{related}");
    if let Some(title) = related["read_next"]["title"].as_str() {
        assert!(title.contains("غزة") || title.contains("إطلاق النار"), "{title}");
    }
    let similar = related["similar"].as_array().unwrap();
    assert!(similar.iter().all(|item| item["title"] != next_title), "{related}");
}
