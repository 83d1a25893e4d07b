//! Keywords against editors' tags and public keyphrase sets. The stem is the metric's own, of `score_keyphrases.py`.

use std::collections::{HashMap, HashSet};

use rafid_analysis::{ArticleText, keywords};
use serde_json::Value;

use crate::Args;
use crate::articles::{cpu_seconds, lines, text};

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
    let mut sum = [0.0; 3];
    let started = cpu_seconds();
    for line in &tags {
        let found = phrases(text(line, "title"), text(line, "body"));
        let mut ours: Vec<String> = Vec::new();
        for word in found.iter().take(5).flat_map(|phrase| words(phrase)) {
            if !ours.contains(&word) {
                ours.push(word);
            }
        }
        ours.truncate(10);
        let wanted: HashSet<String> =
            line["tag_tokens"].as_array().into_iter().flatten().filter_map(Value::as_str).flat_map(words).collect();
        let hits = ours.iter().filter(|word| wanted.contains(*word)).count() as f64;
        let (p, r) = (hits / ours.len().max(1) as f64, hits / wanted.len().max(1) as f64);
        sum[0] += p;
        sum[1] += r;
        sum[2] += if hits > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
        if args.show {
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
        "keywords tags     n={} P={:.4} R={:.4} F1={:.4} ({per_article:.3} ms of CPU each)",
        tags.len(),
        sum[0] / n,
        sum[1] / n,
        sum[2] / n
    );
}

fn phrases(title: &str, body: &str) -> Vec<String> {
    keywords(&ArticleText { title, body, ..ArticleText::default() }, 10).into_iter().map(|keyword| keyword.phrase).collect()
}

fn unique(keys: impl Iterator<Item = Vec<String>>) -> Vec<Vec<String>> {
    let mut out: Vec<Vec<String>> = Vec::new();
    for key in keys {
        if !key.is_empty() && !out.contains(&key) {
            out.push(key);
        }
    }
    out
}

fn words(phrase: &str) -> Vec<String> {
    let folded: String = phrase
        .chars()
        .filter(|c| !matches!(c, '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{640}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}' | 'ء'))
        .map(|c| match c {
            'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
            'ى' | 'ئ' | 'ی' => 'ي',
            'ؤ' => 'و',
            'ة' => 'ه',
            'ک' => 'ك',
            c => c,
        })
        .collect();
    folded.to_lowercase().split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).map(stem).collect()
}

fn stem(word: &str) -> String {
    let length = |word: &str| word.chars().count();
    let mut word = word;
    let prefix = ["وبال", "وال", "بال", "كال", "فال", "لل", "ال"]
        .iter()
        .find_map(|p| word.strip_prefix(p).filter(|rest| length(rest) >= 3));
    if let Some(rest) = prefix {
        word = rest;
    } else if length(word) >= 5 {
        word = ["و", "ب", "ل"].iter().find_map(|p| word.strip_prefix(p)).unwrap_or(word);
    }
    ["ها", "ان", "ات", "ون", "ين", "يه", "هم", "ه", "ي"]
        .iter()
        .find_map(|s| word.strip_suffix(s).filter(|rest| length(rest) >= 3))
        .unwrap_or(word)
        .to_owned()
}
