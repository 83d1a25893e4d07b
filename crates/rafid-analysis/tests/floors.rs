//! Keywords of real articles keep what they have reached, where the labelled sets are at hand: `RAFID_SHARED` names their directory,
//! else `../shared` beside the repository is looked for. Left out with a line where they are not.
//!
//! The floors lie under the figures of parts of the labels that nothing was trained on (`eval/analysis-ablation.md`).

#[path = "../examples/label_eval/articles.rs"]
#[allow(dead_code)]
mod articles;
#[path = "../examples/label_eval/metric.rs"]
mod metric;

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use articles::{lines, text};
use metric::{found_words, unique, words};
use rafid_analysis::{ArticleText, keywords};
use serde_json::Value;

/// Every fourth article of the largest set is enough, and quick without optimisation.
const TAGS_STEP: usize = 4;

fn shared() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let found = std::env::var_os("RAFID_SHARED").map_or_else(beside, PathBuf::from);
    if found.join("eval/labels/editor_tags.jsonl").exists() {
        return Some(found);
    }
    eprintln!("left out: {} has no labelled sets", found.display());
    None
}

fn found(title: &str, body: &str) -> Vec<String> {
    keywords(&ArticleText { title, body, ..ArticleText::default() }, 10).into_iter().map(|keyword| keyword.phrase).collect()
}

fn f1(hits: usize, ours: usize, theirs: usize) -> f64 {
    2.0 * hits as f64 / (ours + theirs).max(1) as f64
}

#[test]
fn keyphrases_of_public_sets() {
    let Some(shared) = shared() else { return };
    let path = |name: &str| shared.join(name).to_string_lossy().into_owned();
    let bodies: HashMap<String, String> = lines(&path("data/keyphrase_docs.jsonl.zst"))
        .iter()
        .map(|line| (text(line, "id").to_owned(), text(line, "text").to_owned()))
        .collect();
    for (set, floor) in [("logmani", 0.255), ("akec", 0.315)] {
        let gold = lines(&path(&format!("eval/labels/keyphrases_{set}.jsonl")));
        let sum: f64 = gold
            .iter()
            .map(|line| {
                let wanted = unique(line["gold"].as_array().into_iter().flatten().filter_map(Value::as_str).map(words));
                let body = bodies.get(text(line, "id")).map_or("", |body| body);
                let ours: Vec<_> = unique(found("", body).iter().map(|phrase| words(phrase))).into_iter().take(10).collect();
                f1(ours.iter().filter(|key| wanted.contains(key)).count(), 10, wanted.len())
            })
            .sum();
        let mean = sum / gold.len().max(1) as f64;
        eprintln!("{set}: F1@10 {mean:.4}");
        assert!(mean >= floor, "{set}: {mean:.4} is below {floor}");
    }
}

#[test]
fn keywords_as_editors_tag() {
    let Some(shared) = shared() else { return };
    let all = lines(&shared.join("eval/labels/editor_tags.jsonl").to_string_lossy());
    let some: Vec<&Value> = all.iter().step_by(TAGS_STEP).collect();
    let sum: f64 = some
        .iter()
        .map(|line| {
            let ours = found_words(&found(text(line, "title"), text(line, "body")));
            let wanted: HashSet<String> =
                line["tag_tokens"].as_array().into_iter().flatten().filter_map(Value::as_str).flat_map(words).collect();
            f1(ours.iter().filter(|word| wanted.contains(*word)).count(), ours.len(), wanted.len())
        })
        .sum();
    let mean = sum / some.len().max(1) as f64;
    eprintln!("editors' tags: F1 {mean:.4}");
    assert!(mean >= 0.51, "{mean:.4}");
}
