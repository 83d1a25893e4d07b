//! Keywords against editors' tags and public keyphrase sets. The stem is the metric's own, of `score_keyphrases.py`.

use std::collections::{HashMap, HashSet};

use rafid_analysis::{ArticleText, keywords, shown_keywords};
use serde_json::Value;

use crate::Args;
use crate::articles::{article_text, cpu_seconds, lines, text};
use crate::metric::{found_words, unique, words};

pub fn run(args: &Args) {
    let docs: HashMap<String, String> = lines(&format!("{}/keyphrase_docs.jsonl.zst", args.data))
        .into_iter()
        .map(|line| (text(&line, "id").to_owned(), text(&line, "text").to_owned()))
        .collect();
    for set in ["logmani", "akec"] {
        let mut sum = [0.0; 3];
        let gold = lines(&format!("{}/keyphrases_{set}.jsonl", args.labels));
        for line in &gold {
            let Some(body) = docs.get(text(line, "id")) else { continue };
            let found = phrases("", body);
            let wanted = unique(line["gold"].as_array().into_iter().flatten().filter_map(Value::as_str).map(words));
            let ours: Vec<_> = unique(found.iter().map(|phrase| words(phrase))).into_iter().take(10).collect();
            let hits = ours.iter().filter(|key| wanted.contains(key)).count() as f64;
            let (p, r) = (hits / 10.0, hits / wanted.len().max(1) as f64);
            sum[0] += p;
            sum[1] += r;
            sum[2] += if hits > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
            if args.show {
                println!("{set} {} {hits}: ours {}\n     theirs {}", text(line, "id"), found.join(" | "), line["gold"]);
            }
        }
        let n = gold.len() as f64;
        println!("keywords {set:8} n={} P={:.4} R={:.4} F1@10={:.4}", gold.len(), sum[0] / n, sum[1] / n, sum[2] / n);
    }
    let tags = lines(&format!("{}/editor_tags.jsonl", args.labels));
    editors_tags("tags", &tags, args.show, |line| phrases(text(line, "title"), text(line, "body")));
    editors_tags("shown", &tags, false, |line| {
        shown_keywords(&article_text(line)).into_iter().map(|keyword| keyword.phrase).collect()
    });
}

/// The words of the first five phrases of `list` against those of the editors' tags.
fn editors_tags(name: &str, tags: &[Value], show: bool, list: impl Fn(&Value) -> Vec<String>) {
    let (mut sum, mut length) = ([0.0; 3], 0);
    let started = cpu_seconds();
    for line in tags {
        let found = list(line);
        length += found.len();
        let ours = found_words(&found);
        let wanted: HashSet<String> =
            line["tag_tokens"].as_array().into_iter().flatten().filter_map(Value::as_str).flat_map(words).collect();
        let hits = ours.iter().filter(|word| wanted.contains(*word)).count() as f64;
        let (p, r) = (hits / ours.len().max(1) as f64, hits / wanted.len().max(1) as f64);
        sum[0] += p;
        sum[1] += r;
        sum[2] += if hits > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
        if show {
            println!(
                "tags {} | {}\n     ours {}\n     theirs {}",
                text(line, "id"),
                text(line, "title"),
                found.join(" | "),
                line["tag_tokens"]
            );
        }
    }
    let n = tags.len() as f64;
    let per_article = (cpu_seconds() - started) * 1_000.0 / n;
    println!(
        "keywords {name:8} n={} P={:.4} R={:.4} F1={:.4} ({:.1} phrases, {per_article:.3} ms of CPU each)",
        tags.len(),
        sum[0] / n,
        sum[1] / n,
        sum[2] / n,
        length as f64 / n
    );
}

fn phrases(title: &str, body: &str) -> Vec<String> {
    keywords(&ArticleText { title, body, ..ArticleText::default() }, 10).into_iter().map(|keyword| keyword.phrase).collect()
}

/// To be read by eye: the keywords that each article of a file keeps.
pub fn lists(file: &str) {
    for line in lines(file) {
        let found = shown_keywords(&article_text(&line));
        let phrases: Vec<String> = found.iter().map(|keyword| format!("{} {:.2}", keyword.phrase, keyword.score)).collect();
        println!("{} {}\n    {}", text(&line, "id"), text(&line, "title"), phrases.join(" | "));
    }
}
