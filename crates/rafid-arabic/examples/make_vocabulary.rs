//! Counts the built-in vocabulary: `zstd -dc articles.jsonl.zst | cargo run --release --example make_vocabulary > data/vocabulary.bin`
//!
//! Reads JSON lines with the fields `title` and `body`; writes [`Vocabulary::to_bytes`]. Two rounds over the same texts: the first
//! counts words as written, the second counts guided terms with a stemmer that the first round's counts guide. The same texts
//! give the same bytes, but the guided counts also go by `data/variants.tsv`: make that first when the stemmer has changed, and
//! both once more when it has changed much.

use rafid_arabic::vocabulary::{Counted, Counter, MIN_DOCUMENTS, Vocabulary};
use rafid_arabic::{Analyzer, Variants};
use serde::Deserialize;
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
    let count = |analyzer: &Analyzer, counted| {
        let mut counter = Counter::new(counted);
        texts.iter().for_each(|text| counter.add(analyzer, text));
        counter
    };
    let written = count(Analyzer::unguided(), Counted::Written);
    let first = Vocabulary::of(&written, &Counter::new(Counted::Guided), MIN_DOCUMENTS);
    let guided = count(&Analyzer::with(first, Variants::builtin().clone()), Counted::Guided);
    let vocabulary = Vocabulary::of(&written, &guided, MIN_DOCUMENTS);
    let bytes = vocabulary.to_bytes();
    eprintln!("{} documents, {} words, {} bytes", vocabulary.documents(), vocabulary.len(), bytes.len());
    std::io::stdout().write_all(&bytes)?;
    Ok(())
}
