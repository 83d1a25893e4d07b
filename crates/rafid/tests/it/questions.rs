//! What the commands answer about a small store.

use crate::tools::{json, json_lines, ok, sample_store};

#[test]
fn search_finds_what_is_written_otherwise() {
    let dir = sample_store();
    for query in ["سدّ الريحان", "السد الريحان", "صيانه السد", "«سد الريحان»"] {
        let found = json(dir.path(), &["search", query, "--json", "--ungrouped"]);
        assert!(found["items"].as_array().unwrap().iter().any(|item| item["external_id"] == "a1"), "{query}: {found}");
    }
    let none = json(dir.path(), &["search", "زلزال", "--json"]);
    assert_eq!(none["items"].as_array().unwrap().len(), 0);
}

#[test]
fn copies_are_named_and_stories_gathered() {
    let dir = sample_store();
    let article = json(dir.path(), &["show", "ext:a3", "--json"]);
    let copies = article["copies"].as_array().unwrap();
    assert!(copies.iter().any(|copy| copy["external_id"] == "a1" && copy["kind"] == "copy"), "{article}");
    let stories = json_lines(&ok(dir.path(), &["export", "stories"]));
    let with = |id: &str| stories.iter().find(|story| story["articles"].as_array().unwrap().iter().any(|a| a == id)).unwrap();
    assert_eq!(with("a1")["id"], with("a2")["id"], "two reports of one event are one story");
    assert_ne!(with("a1")["id"], with("b1")["id"]);
}

#[test]
fn related_is_never_the_copy_nor_something_else() {
    let dir = sample_store();
    let related = json(dir.path(), &["related", "ext:a1", "--json"]);
    assert_eq!(related["read_next"]["external_id"], "a2", "{related}");
    let all = related.to_string();
    assert!(!all.contains("\"a3\"") && !all.contains("\"b1\""), "{related}");
}

#[test]
fn keywords_are_phrases() {
    let dir = sample_store();
    let lines = json_lines(&ok(dir.path(), &["keywords", dir.path().join("sample.jsonl").to_str().unwrap()]));
    assert_eq!(lines.len(), 4);
    let first: Vec<&str> = lines[0]["keywords"].as_array().unwrap().iter().map(|k| k["phrase"].as_str().unwrap()).collect();
    assert!(first.iter().any(|phrase| phrase.contains("سد الريحان")), "{first:?}");
    assert!(first.len() <= 10);
}
