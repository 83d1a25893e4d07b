//! Each file in `tests/feeds` is a feed with one phenomenon; the `.expect` file beside it says what must come out:
//! `/json/pointer = value` of what `rafid feed` prints, `words N = …` of an entry's title, `entries:`, `issues:` (codes,
//! all of them, in any order) and `encoding:`.

use std::path::Path;

use rafid_extract::source::feed::{Hints, json::to_json, parse};
use serde_json::Value;

#[test]
fn every_fixture_reads_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/feeds");
    let mut failures = Vec::new();
    let mut checked = 0;
    for file in std::fs::read_dir(folder).expect("tests/feeds is there").map(|file| file.expect("readable").path()) {
        if file.extension().is_some_and(|e| e == "expect") {
            continue;
        }
        let bytes = std::fs::read(&file).expect("readable");
        let expected = std::fs::read_to_string(file.with_extension("expect")).expect("an expectation beside each fixture");
        failures.extend(check(&bytes, &expected).into_iter().map(|f| format!("{}: {f}", file.display())));
        checked += 1;
    }
    assert!(checked >= 30, "only {checked} fixtures");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn check(bytes: &[u8], expected: &str) -> Vec<String> {
    let feed = parse(bytes, &Hints::default());
    let json = to_json(&feed, "x");
    let mut failures = Vec::new();
    let mut compare = |what: &str, actual: String, expected: &str| {
        if actual != expected {
            failures.push(format!("{what}: expected {expected:?}, got {actual:?}"));
        }
    };
    for line in expected.lines() {
        if let Some((key, value)) = line.split_once(" = ") {
            let actual = match key.strip_prefix("words ") {
                Some(n) => {
                    feed.entries[n.parse::<usize>().expect("a number")].title.as_ref().map(|t| t.words()).unwrap_or_default()
                }
                None => match json.pointer(key) {
                    Some(Value::String(text)) => text.clone(),
                    other => other.unwrap_or(&Value::Null).to_string(),
                },
            };
            compare(key, actual, value);
        } else if let Some(count) = line.strip_prefix("entries: ") {
            compare("entries", feed.entries.len().to_string(), count);
        } else if let Some(name) = line.strip_prefix("encoding: ") {
            compare("encoding", feed.encoding.to_owned(), name);
        } else if let Some(codes) = line.strip_prefix("issues:") {
            let mut expected: Vec<&str> = codes.split_whitespace().collect();
            let mut actual: Vec<&str> = feed.issues.iter().map(|issue| issue.code.as_str()).collect();
            expected.sort_unstable();
            actual.sort_unstable();
            compare("issues", actual.join(" "), &expected.join(" "));
        } else {
            compare("expectation", "unreadable line".to_owned(), line);
        }
    }
    failures
}
