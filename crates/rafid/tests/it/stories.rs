//! How right the stories of the invented press are: its event files say what belongs together.
//!
//! The figure is B-cubed F1 (Bagga and Baldwin, 1998) over all articles. The floor lies a little below what the program reaches:
//! lowering it is a decision to explain.

use std::collections::HashMap;

use crate::tools::{json_lines, ok};

const FLOOR: f64 = 0.80;

#[tokio::test]
async fn stories_of_the_press_are_its_events() {
    let config = rafid_press::PressConfig { live_interval: std::time::Duration::ZERO, ..rafid_press::PressConfig::default() };
    let press = rafid_press::Press::start(config).await.unwrap();
    let articles = press.articles();
    let lines: Vec<String> = articles
        .iter()
        .map(|article| {
            serde_json::json!({
                "id": format!("{}/{}", article.event, article.key), "source": article.outlet, "url": article.url, "title": article.title,
                "published": article.published.to_string(), "body": article.paragraphs.join("\n"), "tags": article.tags,
            })
            .to_string()
        })
        .collect();
    press.stop().await;
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("press.jsonl");
    std::fs::write(&file, lines.join("\n")).unwrap();
    ok(dir.path(), &["import", file.to_str().unwrap()]);
    let mut story_of = HashMap::new();
    for story in json_lines(&ok(dir.path(), &["export", "stories"])) {
        for id in story["articles"].as_array().unwrap() {
            story_of.insert(id.as_str().unwrap().to_owned(), story["id"].as_i64().unwrap());
        }
    }
    assert_eq!(story_of.len(), articles.len());
    let event = |id: &str| id.split('/').next().unwrap().to_owned();
    let (mut precision, mut recall) = (0.0, 0.0);
    for (id, story) in &story_of {
        let with = story_of.iter().filter(|(_, other)| *other == story).count() as f64;
        let of_event = story_of.keys().filter(|other| event(other) == event(id)).count() as f64;
        let right = story_of.iter().filter(|(other, s)| *s == story && event(other) == event(id)).count() as f64;
        precision += right / with;
        recall += right / of_event;
    }
    let count = story_of.len() as f64;
    let (precision, recall) = (precision / count, recall / count);
    let f1 = 2.0 * precision * recall / (precision + recall);
    eprintln!("stories of the press: B-cubed P={precision:.4} R={recall:.4} F1={f1:.4} over {count} articles");
    assert!(f1 >= FLOOR, "B-cubed F1 {f1:.4} is below the floor {FLOOR} (P={precision:.4} R={recall:.4})");
}
