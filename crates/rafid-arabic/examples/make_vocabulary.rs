//! Counts the built-in vocabulary: `zstd -dc articles.jsonl.zst | cargo run --release --example make_vocabulary > data/vocabulary.bin`
//!
//! Reads JSON lines with the fields `title` and `body`; writes [`Vocabulary::to_bytes`]. Two rounds over the same texts: the first
//! counts words as written, the second counts guided terms with a stemmer that the first round's counts guide.

use rafid_arabic::vocabulary::{MIN_DOCUMENTS, Vocabulary};
use rafid_arabic::{Analyzer, TokenKind, Variants};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::io::{BufRead, Write};

#[derive(Deserialize)]
struct Article {
    #[serde(default)]
    title: String,
    #[serde(default)]
    body: String,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut texts = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let article: Article = serde_json::from_str(&line?)?;
        texts.push(article.title + "\n" + &article.body);
    }
    let documents = u32::try_from(texts.len())?;
    let surfaces = count(&texts, &Analyzer::unguided(), false);
    let first = Vocabulary::from_counts(documents, surfaces.iter().map(|(word, &n)| (word.as_str(), n, 0)));
    let guided = count(&texts, &Analyzer::with(first, Variants::builtin().clone()), true);
    let words: HashSet<&String> = surfaces.keys().chain(guided.keys()).collect();
    let both = words
        .iter()
        .map(|&word| (word.as_str(), surfaces.get(word).copied().unwrap_or(0), guided.get(word).copied().unwrap_or(0)));
    let vocabulary = Vocabulary::from_counts(documents, both);
    let bytes = vocabulary.to_bytes();
    eprintln!("{documents} documents, {} words, {} bytes", vocabulary.len(), bytes.len());
    std::io::stdout().write_all(&bytes)?;
    Ok(())
}

fn count(texts: &[String], analyzer: &Analyzer, guided: bool) -> HashMap<String, u32> {
    let mut counts: HashMap<String, u32> = HashMap::new();
    let mut seen: HashSet<String> = HashSet::new();
    for text in texts {
        seen.clear();
        analyzer.analyze(text, |term| {
            let word = if guided { term.guided } else { term.exact };
            let kept = matches!(term.kind, TokenKind::Word | TokenKind::Latin | TokenKind::Hashtag) && word.chars().count() <= 30;
            if kept && !word.starts_with(|c: char| c.is_ascii_digit()) && !seen.contains(word) {
                seen.insert(word.to_owned());
            }
        });
        for word in &seen {
            match counts.get_mut(word) {
                Some(n) => *n += 1,
                None => drop(counts.insert(word.clone(), 1)),
            }
        }
    }
    counts.retain(|_, n| *n >= MIN_DOCUMENTS);
    counts
}
