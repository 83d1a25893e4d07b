//! Counts how news uses words, for `src/keywords/habits.rs`:
//! `zstd -dc articles.jsonl.zst … | cargo run --release -p rafid-analysis --example make_habits > crates/rafid-analysis/src/keywords/habits.bin`
//!
//! Reads JSON lines with the fields `title` and `body`. What is written are hashes with a byte each, no text.

use std::collections::{HashMap, HashSet};
use std::io::{BufRead, Write};

use rafid_analysis::habits::{Habits, pair_key, word_key};
use rafid_arabic::Analyzer;
use serde_json::Value;

/// Articles that must have a word, a pair.
const WORD_ARTICLES: f32 = 10.0;
const PAIR_ARTICLES: f32 = 8.0;
/// Looser pairs are left out.
const LEAST_TIE: f32 = 0.4;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut articles = 0.0f32;
    // With the word in the body; of those, in the headline, too.
    let mut words: HashMap<u32, (f32, f32)> = HashMap::new();
    let mut pairs: HashMap<(u32, u32), f32> = HashMap::new();
    for line in std::io::stdin().lock().lines() {
        let value: Value = serde_json::from_str(&line?)?;
        let field = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        let (mut title, mut body, mut met) = (HashSet::new(), HashSet::new(), HashSet::new());
        Analyzer::builtin().analyze(&field("title"), |term| {
            title.insert(word_key(term.guided));
        });
        let mut before = None;
        Analyzer::builtin().analyze(&field("body"), |term| {
            let key = word_key(term.guided);
            body.insert(key);
            if let Some(before) = before.replace(key).filter(|_| !term.sentence_start) {
                met.insert((before, key));
            }
        });
        articles += 1.0;
        for key in &body {
            let entry = words.entry(*key).or_default();
            *entry = (entry.0 + 1.0, entry.1 + f32::from(u8::from(title.contains(key))));
        }
        met.into_iter().for_each(|pair| *pairs.entry(pair).or_default() += 1.0);
    }
    let with = |key: &u32| words.get(key).map_or(1.0, |counts| counts.0);
    let mut ties: Vec<(u32, f32)> = pairs
        .iter()
        .filter(|(_, count)| **count >= PAIR_ARTICLES)
        .map(|((a, b), count)| (pair_key(*a, *b), (count * articles / (with(a) * with(b))).ln() / (articles / count).ln()))
        .filter(|(_, tie)| *tie >= LEAST_TIE)
        .collect();
    let mut shares: Vec<(u32, f32)> = words
        .iter()
        .filter(|(_, counts)| counts.0 >= WORD_ARTICLES)
        .map(|(key, (with, headed))| (*key, (headed + 0.8) / (with + 8.0)))
        .collect();
    // Of two with one hash, the same one stays each time.
    for list in [&mut ties, &mut shares] {
        list.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        list.dedup_by_key(|entry| entry.0);
    }
    let bytes = Habits::write(&shares, &ties);
    eprintln!("{articles} articles, {} words, {} pairs, {} bytes", shares.len(), ties.len(), bytes.len());
    std::io::stdout().write_all(&bytes)?;
    Ok(())
}
