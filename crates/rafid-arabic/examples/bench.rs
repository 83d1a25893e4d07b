//! How fast, in one thread: `zstd -dc articles.jsonl.zst | cargo run --release --example bench`
//!
//! Prints megabytes of UTF-8 a second for folding, tokenising and both, and words a second for the whole analysis. Without articles
//! on stdin it measures a text of its own.

use rafid_arabic::Analyzer;
use rafid_arabic::normalize::fold_into;
use rafid_arabic::stem::Stemmer;
use rafid_arabic::tokenize::tokenize;
use serde::Deserialize;
use std::hint::black_box;
use std::time::Instant;

#[derive(Deserialize)]
struct Article {
    #[serde(default)]
    body: String,
}

/// Enough for a steady figure.
const BYTES: usize = 40_000_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut texts: Vec<String> = Vec::new();
    let mut bytes = 0;
    for line in std::io::stdin().lines() {
        let article: Article = serde_json::from_str(&line?)?;
        bytes += article.body.len();
        texts.push(article.body);
        if bytes >= BYTES {
            break;
        }
    }
    if texts.is_empty() {
        let own = "افتتح المعرض السنوي للطائرات الورقية أبوابه مساء الخميس، وقال المنظمون إن 120 مشاركًا سيتنافسون فيه. ";
        texts.push(own.repeat(BYTES / own.len()));
        bytes = BYTES;
    }
    let megabytes = bytes as f64 / 1e6;
    let mut folded = String::new();

    let rate = measure(|| texts.iter().map(|text| (fold_into(text, &mut folded), black_box(folded.len())).1).sum());
    println!("fold                 {:8.0} MB/s", megabytes * rate);
    let mut words = 0;
    let rate = measure(|| {
        words = texts.iter().map(|text| tokenize(text).map(black_box).count()).sum();
        words
    });
    println!("tokenise             {:8.0} MB/s", megabytes * rate);
    let rate = measure(|| {
        let mut sum = 0;
        for text in &texts {
            for token in tokenize(text) {
                fold_into(&text[token.range], &mut folded);
                sum += black_box(&folded).len();
            }
        }
        sum
    });
    println!("tokenise, fold words {:8.0} MB/s", megabytes * rate);
    Analyzer::builtin();
    let rate = measure(|| {
        let mut sum = 0;
        for text in &texts {
            Analyzer::builtin().analyze(text, |term| sum += black_box(term.light).len());
        }
        sum
    });
    println!("analyse, all forms   {:8.2} M words/s ({:.0} MB/s)", words as f64 / 1e6 * rate, megabytes * rate);
    let mut folded_words: Vec<String> = Vec::new();
    for text in &texts {
        Analyzer::builtin().analyze(text, |term| folded_words.push(term.exact.to_owned()));
    }
    let vocabulary = Analyzer::builtin().vocabulary();
    let rate = measure(|| {
        let (mut stemmer, mut light, mut sum) = (Stemmer::new(vocabulary), String::new(), 0);
        for word in &folded_words {
            let guided = stemmer.guided(word);
            stemmer.light_into(guided, &mut light);
            sum += black_box(&light).len();
        }
        sum
    });
    println!("stem, nothing kept   {:8.2} M words/s", folded_words.len() as f64 / 1e6 * rate);
    let rate = measure(|| {
        let mut sum = 0;
        for word in &folded_words {
            Analyzer::builtin().stem(word, |guided, light| sum += black_box(guided).len() + black_box(light).len());
        }
        sum
    });
    println!("stem                 {:8.2} M words/s", folded_words.len() as f64 / 1e6 * rate);
    Ok(())
}

/// Best of five rounds, a second of CPU.
fn measure(mut work: impl FnMut() -> usize) -> f64 {
    (0..5)
        .map(|_| {
            let started = cpu_seconds();
            black_box(work());
            1.0 / (cpu_seconds() - started)
        })
        .fold(0.0, f64::max)
}

/// CPU seconds of this thread where the system tells (Linux), else the clock's.
fn cpu_seconds() -> f64 {
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    let nanoseconds = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = nanoseconds.and_then(|line| line.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| START.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}
