use std::collections::{HashMap, HashSet};

use super::*;
use crate::{event, outlet};

const INTERVAL: Duration = Duration::from_secs(4);

fn start() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

fn built_in() -> Edition {
    Edition::assemble(outlet::built_in().unwrap(), &event::built_in().unwrap(), start(), INTERVAL).unwrap()
}

fn made_of(text: &str) -> Result<Edition, PressError> {
    Edition::assemble(outlet::built_in().unwrap(), &[event::parse("07-made", text).unwrap()], start(), INTERVAL)
}

const COPIES: &str = r#"
title = "t"
section = "طقس"
start_hours_ago = 2
[[article]]
key = "a"
outlet = "marfa"
title = "عنوان أول"
body = "واحد\n\nاثنان\n\nثلاثة"
[[article]]
key = "b"
outlet = "diffa"
after_minutes = 25
title = "عنوان ثان"
copy_of = "a"
credit = true
[[article]]
key = "c"
outlet = "bawaba"
after_minutes = 30
title = "عنوان ثالث"
copy_of = "a"
keep = [1, 3]
credit = true
body = "خاص"
correct_after_minutes = 20
correct_body = "مصحح"
"#;

#[test]
fn references_resolve_and_every_outlet_has_articles() {
    let edition = built_in();
    let mut count = HashMap::new();
    for article in &edition.articles {
        *count.entry(article.outlet).or_insert(0) += 1;
    }
    for (index, outlet) in edition.outlets.iter().enumerate() {
        assert!(count.get(&index).copied().unwrap_or(0) >= 5, "{} has {:?}", outlet.key, count.get(&index));
    }
}

#[test]
fn keys_numbers_and_addresses_are_unique() {
    let edition = built_in();
    let mut keys = HashSet::new();
    let mut paths = HashSet::new();
    let mut ids = HashSet::new();
    for article in &edition.articles {
        assert!(keys.insert((&article.event, &article.key)), "{} {}", article.event, article.key);
        assert!(paths.insert((article.outlet, &article.path)), "{}", article.path);
        assert!(ids.insert((article.outlet, article.id)), "{} {}", article.event, article.id);
    }
}

#[test]
fn only_live_articles_are_still_to_come_at_the_start() {
    for article in built_in().articles {
        let name = format!("{} {}", article.event, article.key);
        assert_eq!(article.live, article.published > start(), "{name} {}", article.published);
        assert!(article.published >= start() - jiff::SignedDuration::from_hours(72), "{name} {}", article.published);
    }
}

#[test]
fn copies_appear_after_what_they_copy() {
    let edition = built_in();
    for copy in &edition.articles {
        let Some(key) = &copy.copy_of else { continue };
        let source = edition.articles.iter().find(|a| a.event == copy.event && a.key == *key).unwrap();
        assert!(source.published < copy.published, "{} {}", copy.event, copy.key);
        assert_ne!(source.outlet, copy.outlet, "{} {}", copy.event, copy.key);
    }
}

#[test]
fn live_articles_come_one_by_one_in_turns() {
    let edition = built_in();
    let mut live: Vec<&Article> = edition.articles.iter().filter(|article| article.live).collect();
    live.sort_by_key(|article| article.published);
    for (turn, article) in live.iter().enumerate() {
        let secs = article.published.as_second() - start().as_second();
        assert_eq!(secs, 4 * (turn as i64 + 1), "{} {}", article.event, article.key);
    }
    if let [first, second, ..] = live.as_slice() {
        assert_ne!(first.event, second.event);
    }
}

#[test]
fn copies_take_paragraphs_and_credit() {
    let edition = made_of(COPIES).unwrap();
    let text = |index: usize| edition.articles[index].first.paragraphs.clone();
    assert_eq!(text(1), ["واحد", "اثنان", "ثلاثة", "(وكالة أنباء المرفأ)"]);
    assert_eq!(text(2), ["المرفأ - واحد", "ثلاثة", "خاص"]);
    assert!(!edition.articles[1].edited);
    assert!(edition.articles[2].edited);
}

#[test]
fn a_correction_replaces_the_text_and_moves_the_modified_date() {
    let edition = made_of(COPIES).unwrap();
    let article = &edition.articles[2];
    let before = later(article.published, Duration::from_secs(20 * 60 - 1));
    let after = later(article.published, Duration::from_secs(20 * 60));
    assert_eq!(article.version_at(before), &article.first);
    assert_eq!(article.modified_at(before), article.published);
    assert_eq!(article.version_at(after).paragraphs, ["مصحح"]);
    assert_eq!(article.version_at(after).title, "عنوان ثالث");
    assert_eq!(article.modified_at(after), after);
}

#[test]
fn broken_references_are_named() {
    for (from, to, expected) in [
        ("copy_of = \"a\"\ncredit", "copy_of = \"z\"\ncredit", "not in the file"),
        ("copy_of = \"a\"\ncredit", "copy_of = \"b\"\ncredit", "circle"),
        ("keep = [1, 3]", "keep = [1, 4]", "paragraph 4 of 3"),
        ("keep = [1, 3]", "keep = [0]", "paragraph 0 of 3"),
        ("outlet = \"diffa\"", "outlet = \"difa\"", "unknown outlet"),
        ("body = \"واحد\\n\\nاثنان\\n\\nثلاثة\"", "body = \"\"", "no text"),
    ] {
        let text = COPIES.replace(from, to);
        assert_ne!(text, COPIES, "{from}");
        let message = made_of(&text).unwrap_err().to_string();
        assert!(message.contains(expected) && message.contains("07-made"), "{message}");
    }
}
