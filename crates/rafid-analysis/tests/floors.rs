//! Keywords, stories, pairs, related articles and copies of real ones keep what they have reached, where the labelled sets are at hand: `RAFID_SHARED` names their directory,
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

use articles::{article_text, lines, text};
use metric::{found_words, unique, words};
use rafid_analysis::related::{Options, Target, rank};
use rafid_analysis::{ArticleText, Window, analyse, keywords};
use rafid_core::{ArticleId, CopyKind, DigestRow, SourceId, StoryId};
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
    assert!(mean >= 0.515, "{mean:.4}");
}

/// The lines as articles to be settled, in the order of time; ids are places in the answer, from 1 on.
fn rows(values: &mut [Value]) -> Vec<DigestRow> {
    let at = |value: &Value| text(value, "published").parse().unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    values.sort_by_key(at);
    let mut sources: Vec<&str> = Vec::new();
    let mut out = Vec::new();
    for (number, value) in values.iter().enumerate() {
        let source = text(value, "source");
        let place = sources.iter().position(|known| *known == source).unwrap_or(sources.len());
        if place == sources.len() {
            sources.push(source);
        }
        out.push(DigestRow {
            id: ArticleId(number as i64 + 1),
            source: SourceId(place as i64 + 1),
            at: at(value),
            story: None,
            original: None,
            digest: analyse(&article_text(value)).digest,
        });
    }
    out
}

#[test]
fn stories_of_labelled_days() {
    let Some(shared) = shared() else { return };
    let mut values = lines(&shared.join("data/ant-2018.jsonl.zst").to_string_lossy());
    // What the window holds on the labelled days, 22 and 23 May.
    values.retain(|value| ("2018-05-18".."2018-05-24").contains(&text(value, "published").get(..10).unwrap_or_default()));
    let rows = rows(&mut values);
    // The last word about an article counts; a story that was merged away leads on.
    let intent = Window::new().settle(&rows);
    let of_article: HashMap<i64, StoryId> = intent.assignments.iter().map(|given| (given.article.0, given.story)).collect();
    let by_id: HashMap<&str, i64> = values.iter().zip(&rows).map(|(value, row)| (text(value, "id"), row.id.0)).collect();
    let labels = lines(&shared.join("eval/labels/story_window.jsonl").to_string_lossy());
    let pairs: Vec<(&str, StoryId)> = labels
        .iter()
        .filter_map(|line| Some((line["story"].as_str()?, *of_article.get(by_id.get(text(line, "id"))?)?)))
        .collect();
    assert!(pairs.len() > 300, "{} labelled articles found", pairs.len());
    let (mut precision, mut recall) = (0.0, 0.0);
    for (gold, ours) in &pairs {
        let count = |same: &dyn Fn(&(&str, StoryId)) -> bool| pairs.iter().filter(|pair| same(pair)).count() as f64;
        let both = count(&|pair| pair.0 == *gold && pair.1 == *ours);
        precision += both / count(&|pair| pair.1 == *ours);
        recall += both / count(&|pair| pair.0 == *gold);
    }
    let (precision, recall) = (precision / pairs.len() as f64, recall / pairs.len() as f64);
    let f1 = 2.0 * precision * recall / (precision + recall);
    eprintln!("stories: P {precision:.4} R {recall:.4} F1 {f1:.4}");
    assert!(f1 >= 0.965, "{f1:.4}");
}

#[test]
fn related_of_labelled_days() {
    let Some(shared) = shared() else { return };
    let labels = lines(&shared.join("eval/labels/story_window.jsonl").to_string_lossy());
    let story: HashMap<&str, Option<&str>> = labels.iter().map(|line| (text(line, "id"), line["story"].as_str())).collect();
    let mut values = lines(&shared.join("data/ant-2018.jsonl.zst").to_string_lossy());
    values.retain(|value| story.contains_key(text(value, "id")));
    let mut rows = rows(&mut values);
    for given in Window::new().settle(&rows).assignments {
        let row = rows.iter_mut().find(|row| row.id == given.article).expect("what is settled was given");
        (row.story, row.original) = (Some(given.story), given.original);
    }
    let gold = |id: ArticleId| story[text(&values[id.0 as usize - 1], "id")];
    let (mut sum, mut asked) = (0.0, 0);
    for target in rows.iter().filter(|row| gold(row.id).is_some()) {
        let relevant = rows.iter().filter(|row| row.id != target.id && gold(row.id) == gold(target.id)).count();
        if relevant == 0 {
            continue;
        }
        let ranked = rank(&read(target), &rows, &PLAIN);
        let hits = ranked.iter().filter(|item| gold(item.id).is_some()).map(|item| gold(item.id) == gold(target.id));
        (sum, asked) = (sum + average_precision(hits, relevant), asked + 1);
    }
    let mean = sum / f64::from(asked.max(1));
    eprintln!("related: MAP {mean:.4} of {asked}");
    assert!(asked > 100 && mean >= 0.97, "{mean:.4}");
}

#[test]
fn pairs_of_one_event() {
    let Some(shared) = shared() else { return };
    let labels = lines(&shared.join("eval/labels/story_pairs.jsonl").to_string_lossy());
    let wanted: HashSet<&str> = labels.iter().flat_map(|line| [text(line, "id_a"), text(line, "id_b")]).collect();
    let mut values = lines(&shared.join("data/ant-2018.jsonl.zst").to_string_lossy());
    values.retain(|value| wanted.contains(text(value, "id")));
    let rows = rows(&mut values);
    let by_id: HashMap<&str, &DigestRow> = values.iter().map(|value| text(value, "id")).zip(&rows).collect();
    let mut scored: Vec<(f32, bool)> = Vec::new();
    for line in &labels {
        let (Some(a), Some(b)) = (by_id.get(text(line, "id_a")), by_id.get(text(line, "id_b"))) else { continue };
        let ranked = rank(&read(a), std::slice::from_ref(b), &PLAIN);
        scored.push((ranked.first().map_or(0.0, |item| item.score), text(line, "label") == "same_event"));
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let right = scored.iter().filter(|pair| pair.1).count();
    let ap = average_precision(scored.iter().map(|pair| pair.1), right);
    eprintln!("pairs: AP {ap:.4} of {}, no stories known", scored.len());
    assert!(scored.len() > 170 && ap >= 0.855, "{ap:.4}");
}

const PLAIN: Options = Options { spread: false, limit: 500 };

fn average_precision(hits: impl Iterator<Item = bool>, relevant: usize) -> f64 {
    let (mut met, mut sum) = (0, 0.0);
    for (place, _) in hits.enumerate().filter(|(_, hit)| *hit) {
        met += 1;
        sum += f64::from(met) / (place + 1) as f64;
    }
    sum / relevant.max(1) as f64
}

#[test]
fn copies_of_labelled_pairs() {
    let Some(shared) = shared() else { return };
    let mut values = lines(&shared.join("data/neardup_docs.jsonl").to_string_lossy());
    let rows = rows(&mut values);
    let mut found: HashMap<(i64, i64), &str> = HashMap::new();
    for given in Window::new().settle(&rows).assignments {
        for link in &given.copies {
            let kind = if link.kind == CopyKind::Copy { "copy" } else { "edited_copy" };
            found.insert((given.article.0.min(link.other.0), given.article.0.max(link.other.0)), kind);
        }
    }
    let by_id: HashMap<&str, i64> = values.iter().zip(&rows).map(|(value, row)| (text(value, "id"), row.id.0)).collect();
    let labels = lines(&shared.join("eval/labels/neardup_pairs.jsonl").to_string_lossy());
    let pairs: Vec<(&str, &str)> = labels
        .iter()
        .filter_map(|line| {
            let (a, b) = (*by_id.get(text(line, "id_a"))?, *by_id.get(text(line, "id_b"))?);
            Some((text(line, "label"), *found.get(&(a.min(b), a.max(b))).unwrap_or(&"independent")))
        })
        .collect();
    assert!(pairs.len() > 70, "{} labelled pairs found", pairs.len());
    let class_f1 = |class: &str| {
        let count = |same: &dyn Fn(&(&str, &str)) -> bool| pairs.iter().filter(|pair| same(pair)).count();
        let both = count(&|pair| *pair == (class, class));
        f1(both, count(&|pair| pair.0 == class), count(&|pair| pair.1 == class))
    };
    let mean = ["copy", "edited_copy", "independent"].map(class_f1).iter().sum::<f64>() / 3.0;
    eprintln!("copies: macro F1 {mean:.4}");
    assert!(mean >= 0.89, "{mean:.4}");
}

fn read(row: &DigestRow) -> Target<'_> {
    Target { row, copies: &[], keywords: &[] }
}
