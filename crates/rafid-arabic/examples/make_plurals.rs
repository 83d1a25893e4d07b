//! Learns broken plurals: `zstd -dc articles.jsonl.zst | cargo run --release --example make_plurals > data/plurals.tsv`
//!
//! Rule: [`plurals::singulars`] names the nouns whose plural a word may be by its pattern (وزراء: وزير; مدن: مدينة). Evidence: both
//! are nouns, that is, both take the article in the built-in vocabulary; and documents with the one hold the other far more often
//! than chance would have it (association by Dunning's log-likelihood ratio, 1993, and by lift). Of several candidates the one
//! with the strongest association wins. A line is `plural TAB singular`, both guided terms.
//!
//! `--verbose` prints every pair with its figures on stderr.

use rafid_arabic::{Analyzer, TokenKind, Variants, Vocabulary, plurals};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::BufRead;

#[derive(Deserialize)]
struct Article {
    #[serde(default)]
    title: String,
    #[serde(default)]
    body: String,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let verbose = std::env::args().any(|argument| argument == "--verbose");
    let vocabulary = Vocabulary::builtin();
    let mut wanted: HashMap<String, Vec<String>> = HashMap::new();
    for (word, _, documents) in vocabulary.iter() {
        let likely = if documents >= 10 && is_noun(word) && !is_otherwise(word) { plurals::singulars(word) } else { Vec::new() };
        let likely: Vec<_> = likely
            .into_iter()
            .filter(|one| vocabulary.document_frequency(one) >= 10 && is_noun(one) && !is_verbal(word, one))
            .collect();
        if !likely.is_empty() {
            wanted.insert(word.to_owned(), likely);
        }
    }
    let mut documents: HashMap<String, Vec<u32>> = HashMap::new();
    for (plural, likely) in &wanted {
        documents.entry(plural.clone()).or_default();
        for one in likely {
            documents.entry(one.clone()).or_default();
        }
    }
    let total = read(&mut documents)?;
    let mut lines = BTreeMap::new();
    for (plural, likely) in &wanted {
        let best = likely
            .iter()
            .map(|one| (association(&documents[plural], &documents[one], total), one))
            .max_by(|a, b| a.0.weight.total_cmp(&b.0.weight).then_with(|| b.1.cmp(a.1)));
        let Some((pair, singular)) = best else { continue };
        let accepted = accept(&pair, plural);
        if verbose {
            let sign = if accepted { '+' } else { '-' };
            eprintln!("{sign} {:.0} {:.1} {:.3} {} {plural} {singular}", pair.weight, pair.lift, pair.share, pair.both);
        }
        if accepted {
            lines.insert(plural, singular);
        }
    }
    // What has a plural is none itself: كتاب is the singular of كتب before it is the plural of كاتب.
    let singulars: HashSet<&String> = lines.values().copied().collect();
    for (plural, singular) in lines.iter().filter(|(plural, _)| !singulars.contains(*plural)) {
        println!("{plural}\t{singular}");
    }
    Ok(())
}

/// Short patterns are those of many other words; long ones are nearly always plurals. Common words cannot be met together much more
/// often than chance would have it.
fn accept(pair: &Association, plural: &str) -> bool {
    let is_long = plural.chars().count() >= 5;
    let (weight, lift) = if is_long { (20.0, 3.0) } else { (40.0, 2.0) };
    pair.both >= 4 && (pair.weight >= weight && pair.lift >= lift || pair.weight >= 50.0 && pair.lift >= 1.4)
}

/// Nouns take the article, and the article's noun is met without it.
fn is_noun(word: &str) -> bool {
    let vocabulary = Vocabulary::builtin();
    let (bare, article) = (vocabulary.count(word), vocabulary.count(&format!("ال{word}")));
    article >= 3 && article * 8 >= bare && bare * 100 >= article
}

/// Whether the word's form has another meaning than a plural: an adjective in ي with a feminine (جراحي, جراحية), a plural in ين (طيارين).
fn is_otherwise(word: &str) -> bool {
    let vocabulary = Vocabulary::builtin();
    word.ends_with('ي') && vocabulary.count(&format!("{word}ه")) > 0
        || word.strip_suffix("ين").is_some_and(|stem| vocabulary.count(stem) + vocabulary.count(&format!("ال{stem}")) >= 10)
}

/// Whether `word` is the verbal noun of the verb that is written like `one` (دخول, دخل) or like `one` with an alef (إصدار, أصدر).
fn is_verbal(word: &str, one: &str) -> bool {
    let vocabulary = Vocabulary::builtin();
    let whole = vocabulary.document_frequency(word);
    match word.strip_prefix('ا') {
        Some(rest) if word.chars().count() == 5 && rest.chars().nth(2) == Some('ا') => {
            let root: String = rest.chars().enumerate().filter(|&(at, _)| at != 2).map(|(_, c)| c).collect();
            vocabulary.count(&format!("ا{root}")) * 5 >= whole
        }
        // خطر is no plural of خطيرة, which belongs to خطير.
        _ if word.chars().count() == 3 => one
            .strip_suffix('ه')
            .is_some_and(|bare| vocabulary.document_frequency(bare) * 3 >= vocabulary.document_frequency(one)),
        _ => one.chars().count() == 3 && word.chars().count() == 4 && vocabulary.count(&format!("ي{one}")) * 20 >= whole,
    }
}

/// Fills in the documents of each guided term that is a key; how many documents there are.
fn read(documents: &mut HashMap<String, Vec<u32>>) -> Result<f64, Box<dyn std::error::Error>> {
    let analyzer = Analyzer::with(Vocabulary::builtin().clone(), Variants::builtin().clone());
    let (mut number, mut seen) = (0u32, HashSet::new());
    for line in std::io::stdin().lock().lines() {
        let article: Article = serde_json::from_str(&line?)?;
        // The corpus holds many articles twice.
        if !seen.insert(article.body.chars().take(200).collect::<String>()) {
            continue;
        }
        analyzer.analyze(&(article.title + "\n" + &article.body), |term| {
            if term.kind == TokenKind::Word
                && let Some(with) = documents.get_mut(term.guided)
                && with.last() != Some(&number)
            {
                with.push(number);
            }
        });
        number += 1;
    }
    Ok(f64::from(number))
}

struct Association {
    both: usize,
    /// Log-likelihood ratio, 0 when they avoid each other.
    weight: f64,
    /// Documents with both over what chance would give.
    lift: f64,
    /// The share of the rarer one's documents that hold the other.
    share: f64,
}

fn association(a: &[u32], b: &[u32], total: f64) -> Association {
    let of_a: HashSet<&u32> = a.iter().collect();
    let both = b.iter().filter(|document| of_a.contains(document)).count();
    let (k, na, nb) = (both as f64, a.len() as f64, b.len() as f64);
    let expected = na * nb / total;
    let cell = |seen: f64, row: f64, column: f64| if seen > 0.0 { seen * (seen * total / (row * column)).ln() } else { 0.0 };
    let ratio = cell(k, na, nb)
        + cell(na - k, na, total - nb)
        + cell(nb - k, total - na, nb)
        + cell(total - na - nb + k, total - na, total - nb);
    let weight = if k > expected { 2.0 * ratio } else { 0.0 };
    Association { both, weight, lift: k / expected.max(f64::EPSILON), share: k / na.min(nb).max(1.0) }
}
