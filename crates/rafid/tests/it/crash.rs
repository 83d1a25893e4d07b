//! Killed at work, again and again: nothing is lost, nothing is there twice, and the index has what the store has.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use rafid_core::{FeedDraft, FeedKind, SourceDraft, WebUrl};
use rafid_press::{Press, PressConfig};
use rafid_store::Access;

use crate::tools::{json, json_lines, ok, rafid};

fn follow(dir: &Path, press: &Press) {
    let settings = "[collect]\nallow_private = [\"127.0.0.0/8\"]\nhost_delay_ms = 0\n[log]\nlevel = \"error\"\n";
    std::fs::write(dir.join("rafid.toml"), settings).unwrap();
    let store = rafid_store::open(dir, Access::Write { holder: "test" }).unwrap().store;
    for outlet in press.outlets() {
        let draft = SourceDraft { key: outlet.key, home_url: WebUrl::new(&outlet.home_url), ..SourceDraft::default() };
        let source = store.ensure_source(&draft).unwrap();
        let url = WebUrl::new(&outlet.feed_url).unwrap();
        store.ensure_feed(&FeedDraft { source: source.id, url, kind: FeedKind::Feed }).unwrap();
    }
}

/// How often each address is in the store.
fn stored(dir: &Path) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for article in json_lines(&ok(dir, &["export", "articles"])) {
        *counts.entry(article["url"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    counts
}

#[test]
fn kills_lose_nothing_and_double_nothing() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let config = PressConfig { live_interval: Duration::ZERO, ..PressConfig::default() };
    let press = runtime.block_on(Press::start(config)).unwrap();
    let (undisturbed, killed) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for dir in [&undisturbed, &killed] {
        follow(dir.path(), &press);
    }
    let asked = json(undisturbed.path(), &["collect", "--all", "--json"]);
    assert_eq!((&asked["feeds"], &asked["failed"]), (&press.outlets().len().into(), &0.into()), "{asked}");
    let expected = stored(undisturbed.path());
    assert_eq!(expected.len() as u64, asked["articles"].as_u64().unwrap());
    assert!(expected.len() >= 100 && expected.values().all(|&count| count == 1), "{}", expected.len());

    let mut at_work = 0;
    for round in 0..8 {
        let mut process =
            rafid(killed.path()).args(["collect", "--all"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Later each time: in the opening of the store, between the first answers, in the midst of commits.
        std::thread::sleep(Duration::from_millis(40 * (round + 1)));
        at_work += usize::from(process.try_wait().unwrap().is_none());
        process.kill().unwrap();
        process.wait().unwrap();
    }
    assert!(at_work > 0, "no round was killed at work");
    ok(killed.path(), &["collect", "--all"]);
    assert_eq!(stored(killed.path()), expected);
    assert_eq!(json(killed.path(), &["doctor", "--json"])["problems"], serde_json::json!([]));
    runtime.block_on(press.stop());
}
