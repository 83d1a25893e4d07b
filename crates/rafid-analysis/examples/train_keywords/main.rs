//! Trains the scorer of keywords on labelled articles and writes its trees to the standard output.
//!
//! `cargo run --release -p rafid-analysis --example train_keywords -- --labels DIR --data DIR > crates/rafid-analysis/src/keywords/scorer.txt`
//!
//! The figures on the standard error come from five parts of the labels, each scored by what was trained on the other four.
//! `--sets tags` (or `logmani`, `akec`; several with commas) trains on these sets only.

#[path = "../label_eval/articles.rs"]
#[allow(dead_code)]
mod articles;
#[path = "../label_eval/metric.rs"]
mod metric;
mod trees;

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use rafid_analysis::{ArticleText, FEATURES, Scorer, keyword_candidates, keywords_by};
use serde_json::Value;

use articles::{lines, text};
use metric::{found_words, unique, words};
use trees::{Params, Row, Tree, bin, borders, train};

const PARTS: usize = 5;

#[derive(Clone, Copy, PartialEq)]
enum Set {
    Logmani,
    Akec,
    Tags,
}

struct Doc {
    set: Set,
    part: usize,
    title: String,
    body: String,
    gold: Vec<Vec<String>>,
    candidates: Vec<(f32, [f32; FEATURES])>,
}

impl Doc {
    fn text(&self) -> ArticleText<'_> {
        ArticleText { title: &self.title, body: &self.body, ..ArticleText::default() }
    }

    /// How much an editor wants a phrase, 0 to 1.
    fn wanted(&self, phrase: &[String]) -> f32 {
        if self.set != Set::Tags {
            return f32::from(u8::from(self.gold.iter().any(|gold| gold == phrase)));
        }
        // Editors' tags are known as loose words.
        let hits = phrase.iter().filter(|word| self.gold[0].contains(word)).count();
        match hits as f32 / phrase.len().max(1) as f32 {
            1.0 => 1.0,
            part => PART_WORTH * part,
        }
    }

    fn f1(&self, scorer: &Scorer) -> f64 {
        let found: Vec<String> = keywords_by(&self.text(), 10, scorer).into_iter().map(|keyword| keyword.phrase).collect();
        let (hits, ours, theirs) = if self.set == Set::Tags {
            let ours = found_words(&found);
            let gold: HashSet<_> = self.gold[0].iter().collect();
            (ours.iter().filter(|word| gold.contains(word)).count(), ours.len(), gold.len())
        } else {
            let ours: Vec<_> = unique(found.iter().map(|phrase| words(phrase))).into_iter().take(10).collect();
            (ours.iter().filter(|key| self.gold.contains(key)).count(), 10, self.gold.len())
        };
        2.0 * hits as f64 / (ours + theirs).max(1) as f64
    }
}

fn main() {
    let mut options: HashMap<String, String> = HashMap::new();
    let mut args = std::env::args().skip(1);
    while let Some(name) = args.next() {
        options.insert(name, args.next().unwrap_or_default());
    }
    let get = |name: &str, default: &str| options.get(name).cloned().unwrap_or_else(|| default.to_owned());
    let number = |name: &str, default: f32| get(name, "").parse().unwrap_or(default);
    let docs = load(&get("--data", "data"), &get("--labels", "labels"));
    let sets = get("--sets", "logmani,akec,tags");
    let params = Params {
        trees: number("--trees", 120.0) as usize,
        depth: number("--depth", 4.0) as usize,
        rate: number("--rate", 0.12),
        calm: number("--calm", 8.0),
    };
    let mut sums: Vec<(Set, Vec<f64>)> = [Set::Logmani, Set::Akec, Set::Tags].map(|set| (set, Vec::new())).into();
    for part in 0..PARTS {
        let scorer = Scorer::parse(&model(&docs, |doc| doc.part != part, &sets, &params));
        for doc in docs.iter().filter(|doc| doc.part == part) {
            let f1 = doc.f1(&scorer);
            sums.iter_mut().filter(|sum| sum.0 == doc.set).for_each(|sum| sum.1.push(f1));
        }
    }
    for (set, figures) in &sums {
        eprintln!(
            "{:8} F1 of parts not trained on: {:.4}",
            name(*set),
            figures.iter().sum::<f64>() / figures.len().max(1) as f64
        );
    }
    if get("--check", "no") == "no" {
        print!(
            "# Made by examples/train_keywords out of labelled articles: see scorer.rs for the form.\n{}",
            model(&docs, |_| true, &sets, &params)
        );
    }
}

fn name(set: Set) -> &'static str {
    match set {
        Set::Logmani => "logmani",
        Set::Akec => "akec",
        Set::Tags => "tags",
    }
}

fn load(data: &str, labels: &str) -> Vec<Doc> {
    let bodies: HashMap<String, String> = lines(&format!("{data}/keyphrase_docs.jsonl.zst"))
        .iter()
        .map(|line| (text(line, "id").to_owned(), text(line, "text").to_owned()))
        .collect();
    let mut docs = Vec::new();
    for set in [Set::Logmani, Set::Akec] {
        for line in lines(&format!("{labels}/keyphrases_{}.jsonl", name(set))) {
            let gold = unique(line["gold"].as_array().into_iter().flatten().filter_map(Value::as_str).map(words));
            docs.push(doc(set, docs.len(), "", bodies.get(text(&line, "id")).map_or("", |body| body), gold));
        }
    }
    for line in lines(&format!("{labels}/editor_tags.jsonl")) {
        let gold: Vec<String> =
            line["tag_tokens"].as_array().into_iter().flatten().filter_map(Value::as_str).flat_map(words).collect();
        docs.push(doc(Set::Tags, docs.len(), text(&line, "title"), text(&line, "body"), vec![gold]));
    }
    docs
}

fn doc(set: Set, number: usize, title: &str, body: &str, gold: Vec<Vec<String>>) -> Doc {
    let mut doc =
        Doc { set, part: number * 7 / 3 % PARTS, title: title.to_owned(), body: body.to_owned(), gold, candidates: Vec::new() };
    let found = keyword_candidates(&doc.text());
    doc.candidates = found.into_iter().map(|(phrase, features)| (doc.wanted(&words(&phrase)), features)).collect();
    doc
}

/// Trains on the documents that `takes` takes, and writes the trees as [`Scorer::parse`] reads them.
fn model(docs: &[Doc], takes: impl Fn(&Doc) -> bool, sets: &str, params: &Params) -> String {
    let docs: Vec<&Doc> = docs.iter().filter(|doc| takes(doc) && sets.split(',').any(|set| set == name(doc.set))).collect();
    let all = || docs.iter().flat_map(|doc| doc.candidates.iter().map(move |candidate| (doc, candidate)));
    let edges: Vec<Vec<f32>> = (0..FEATURES).map(|feature| borders(all().map(|(_, c)| c.1[feature]).collect())).collect();
    let rows: Vec<Row> = all()
        .map(|(doc, (wanted, features))| Row {
            bins: features.iter().zip(&edges).map(|(value, edges)| bin(edges, *value)).collect(),
            wanted: *wanted,
            weight: if doc.set == Set::Tags { TAGS_WEIGHT } else { 1.0 },
        })
        .collect();
    let bins: Vec<usize> = edges.iter().map(|edges| edges.len() + 1).collect();
    let mut out = String::new();
    for Tree { questions, leaves } in train(&rows, &bins, params, 7) {
        for (feature, border) in questions {
            let _ = write!(out, "{feature}>{} ", edges[feature].get(usize::from(border)).copied().unwrap_or(f32::MAX));
        }
        out.push('=');
        for leaf in leaves {
            let _ = write!(out, " {leaf:.3}");
        }
        out.push('\n');
    }
    out
}

/// What a phrase with some of an editor's words is worth for each share of them.
const PART_WORTH: f32 = 0.3;

/// There are three times as many articles with editors' tags as others, and their labels are loose words.
const TAGS_WEIGHT: f32 = 0.7;
