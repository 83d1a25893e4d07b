//! Learns spellings of the same word: `zstd -dc articles.jsonl.zst | cargo run --release --example make_variants > data/variants.tsv`
//!
//! Rule: two guided terms may be spellings of one word when their [`variants::skeleton`]s agree (long vowels left out; ج غ ق ك and
//! other letters that transcribe one sound taken for one). Evidence: their neighbours in the corpus are the same (cosine of
//! positive pointwise mutual information, two words to each side), and one document holds both less often than their neighbours'
//! agreement would have it: a newspaper keeps to one spelling. Inflected forms, whose skeletons may agree as well, stand side by
//! side in documents all the time.
//!
//! Two words that are written as one elsewhere (عبد الله, بيونغ يانغ) are learned from the counts of the pair and of the whole.
//! A line is `variant TAB canonical`; the canonical spelling is the commoner one, a pair is written with a blank.

use rafid_arabic::stop_words::is_stop;
use rafid_arabic::variants::{Spelling, skeleton};
use rafid_arabic::{Analyzer, TokenKind, Variants, Vocabulary};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::BufRead;

/// A word in fewer documents has no context to speak of.
const MIN_DOCUMENTS: usize = 4;
const NEAR: usize = 2;

#[derive(Deserialize)]
struct Article {
    #[serde(default)]
    title: String,
    #[serde(default)]
    body: String,
}

#[derive(Default)]
struct Corpus {
    numbers: HashMap<String, u32>,
    words: Vec<String>,
    /// Guided terms; `u32::MAX` between sentences.
    texts: Vec<Vec<u32>>,
    documents: Vec<Vec<u32>>,
}

const BORDER: u32 = u32::MAX;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let verbose = std::env::args().any(|argument| argument == "--verbose");
    let corpus = read()?;
    let mut lines: BTreeMap<String, String> = BTreeMap::new();
    spellings(&corpus, verbose, &mut lines);
    joined(&corpus, verbose, &mut lines);
    for (variant, canonical) in &lines {
        println!("{variant}\t{canonical}");
    }
    Ok(())
}

fn read() -> Result<Corpus, Box<dyn std::error::Error>> {
    let analyzer = Analyzer::with(Vocabulary::builtin().clone(), Variants::default());
    let mut corpus = Corpus::default();
    for (document, line) in std::io::stdin().lock().lines().enumerate() {
        let article: Article = serde_json::from_str(&line?)?;
        let mut text = Vec::new();
        analyzer.analyze(&(article.title + "\n" + &article.body), |term| {
            if term.sentence_start {
                text.push(BORDER);
            }
            let number = match corpus.numbers.get(term.guided) {
                Some(&number) => number,
                None => {
                    let number = corpus.words.len() as u32;
                    corpus.numbers.insert(term.guided.to_owned(), number);
                    corpus.words.push(term.guided.to_owned());
                    corpus.documents.push(Vec::new());
                    number
                }
            };
            if term.kind == TokenKind::Word && corpus.documents[number as usize].last() != Some(&(document as u32)) {
                corpus.documents[number as usize].push(document as u32);
            }
            text.push(number);
        });
        corpus.texts.push(text);
    }
    Ok(corpus)
}

type Context = HashMap<(i8, u32), f32>;

fn spellings(corpus: &Corpus, verbose: bool, lines: &mut BTreeMap<String, String>) {
    let mut families: HashMap<String, Vec<u32>> = HashMap::new();
    for (number, word) in corpus.words.iter().enumerate() {
        if corpus.documents[number].len() >= MIN_DOCUMENTS
            && let Some(key) = skeleton(word)
        {
            families.entry(key).or_default().push(number as u32);
        }
    }
    families.retain(|_, family| family.len() > 1);
    let candidates: HashSet<u32> = families.values().flatten().copied().collect();
    let contexts = contexts(corpus, &candidates);
    let mut rows = Vec::new();
    for (key, family) in &families {
        for (i, &a) in family.iter().enumerate() {
            for &b in &family[i + 1..] {
                let (Some(x), Some(y)) = (contexts.get(&a), contexts.get(&b)) else { continue };
                let similar = cosine(x, y);
                let (da, db) = (&corpus.documents[a as usize], &corpus.documents[b as usize]);
                let both = shared(da, db);
                let together = both as f32 / da.len().min(db.len()) as f32;
                let spelling = Spelling::of(&corpus.words[a as usize], &corpus.words[b as usize]);
                rows.push((similar, together, da.len(), db.len(), spelling, a, b, key.chars().count()));
            }
        }
    }
    rows.sort_by(|a, b| b.0.total_cmp(&a.0));
    // The commoner spelling leads; a word follows one leader only.
    let mut leader: HashMap<u32, u32> = HashMap::new();
    for (similar, together, na, nb, spelling, a, b, consonants) in rows {
        let words = [corpus.words[a as usize].as_str(), corpus.words[b as usize].as_str()];
        let accepted = accept(&Pair { words, similar, together, spelling, consonants });
        if verbose && similar > 0.05 {
            eprintln!(
                "{} {similar:.3} {together:.3} {na} {nb} {spelling:?} {} {}",
                if accepted { "+" } else { "-" },
                corpus.words[a as usize],
                corpus.words[b as usize]
            );
        }
        if accepted {
            let (common, rare) = if (na, b) >= (nb, a) { (a, b) } else { (b, a) };
            leader.entry(rare).or_insert(common);
        }
    }
    for (&rare, &common) in &leader {
        let mut head = common;
        for _ in 0..8 {
            head = leader.get(&head).copied().unwrap_or(head);
        }
        if head != rare {
            lines.insert(corpus.words[rare as usize].clone(), corpus.words[head as usize].clone());
        }
    }
}

struct Pair<'c> {
    words: [&'c str; 2],
    similar: f32,
    /// The share of the rarer one's documents that hold the other as well.
    together: f32,
    spelling: Spelling,
    consonants: usize,
}

fn accept(pair: &Pair<'_>) -> bool {
    if pair.spelling == Spelling::Distant
        || pair.words.iter().any(|word| is_verb(word) || word.chars().count() < 4)
        || !same_edges(pair)
        || pair.spelling == Spelling::Foreign && pair.words.iter().any(|word| is_inflected(word))
    {
        return false;
    }
    // Inflected words take the article, names do not.
    let name = pair.words.iter().all(|word| {
        let vocabulary = Vocabulary::builtin();
        vocabulary.count(&format!("ال{word}")) * 10 <= vocabulary.count(word)
    });
    let owned = ["ها", "هم", "نا", "ه"].iter().any(|pronoun| pair.words[0].ends_with(pronoun)) && !pair.words[0].ends_with("يه");
    let needed = match (owned, pair.consonants) {
        (true, _) => 0.45,
        (false, 4..) => 0.22,
        (false, _) => 0.3,
    };
    let limit = if name { (pair.similar * 2.0).min(0.8) } else { pair.similar * 0.6 };
    pair.similar >= needed && pair.together <= limit
}

/// Grammar changes words at their edges and just before their endings; spelling changes them inside.
fn same_edges(pair: &Pair<'_>) -> bool {
    let [a, b] = pair.words;
    let first = skeleton(a).and_then(|key| key.chars().next()) == skeleton(b).and_then(|key| key.chars().next());
    let head = |word: &str| word.chars().next();
    let same_head = head(a) == head(b) || (first && !a.starts_with(['ا', 'و', 'ي']) && !b.starts_with(['ا', 'و', 'ي']));
    let ending = |word: &str| {
        const ENDINGS: [&str; 16] =
            ["اتها", "اتهم", "تها", "تهم", "ها", "هم", "ه", "اته", "ته", "ات", "ون", "ين", "ان", "يه", "نا", "هما"];
        ENDINGS.into_iter().find(|ending| word.ends_with(ending))
    };
    let tail = |word: &str| word.chars().last().and_then(|last| skeleton(&format!("بدر{last}")));
    same_head && ending(a) == ending(b) && tail(a) == tail(b)
}

/// Whether a known noun stands behind an ending: جارتين is جار and no spelling of كوريتين.
fn is_inflected(word: &str) -> bool {
    ["تين", "تان", "ين", "ون", "ان"].iter().any(|ending| {
        word.strip_suffix(ending).is_some_and(|stem| stem.chars().count() >= 3 && Vocabulary::builtin().count(stem) >= 10)
    })
}

/// Whether exchanging the letter of the person gives another word: يلعب, تلعب.
fn is_verb(word: &str) -> bool {
    let Some(first) = word.chars().next().filter(|c| matches!(c, 'ي' | 'ت' | 'ن' | 'ا')) else { return false };
    let stem = &word[first.len_utf8()..];
    ["ي", "ت"]
        .iter()
        .filter(|person| !word.starts_with(**person))
        .any(|person| Vocabulary::builtin().count(&format!("{person}{stem}")) > 0)
}

fn contexts(corpus: &Corpus, of: &HashSet<u32>) -> HashMap<u32, Context> {
    let mut total = 0f32;
    let mut singles = vec![0f32; corpus.words.len()];
    let mut contexts: HashMap<u32, Context> = HashMap::new();
    for text in &corpus.texts {
        for (at, &word) in text.iter().enumerate() {
            if word == BORDER {
                continue;
            }
            singles[word as usize] += 1.0;
            total += 1.0;
            if !of.contains(&word) {
                continue;
            }
            let context = contexts.entry(word).or_default();
            for distance in 1..=NEAR {
                for (side, neighbour) in [(-1, at.checked_sub(distance)), (1, Some(at + distance))] {
                    if let Some(&neighbour) = neighbour.and_then(|at| text.get(at))
                        && neighbour != BORDER
                    {
                        *context.entry((side, neighbour)).or_default() += 1.0 / distance as f32;
                    }
                }
            }
        }
    }
    for (&word, context) in &mut contexts {
        let of_word = singles[word as usize];
        for (&(_, neighbour), weight) in context.iter_mut() {
            let expected = of_word * singles[neighbour as usize] / total;
            *weight = (*weight / expected).ln().max(0.0) * weight.ln_1p();
        }
        context.retain(|_, weight| *weight > 0.0);
    }
    contexts
}

fn cosine(a: &Context, b: &Context) -> f32 {
    let (small, large) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let dot: f32 = small.iter().filter_map(|(key, x)| large.get(key).map(|y| x * y)).sum();
    let norm = |context: &Context| context.values().map(|x| x * x).sum::<f32>().sqrt();
    dot / (norm(a) * norm(b)).max(f32::EPSILON)
}

fn shared(a: &[u32], b: &[u32]) -> usize {
    let a: HashSet<&u32> = a.iter().collect();
    b.iter().filter(|document| a.contains(document)).count()
}

/// Pairs of words that are also written as one.
fn joined(corpus: &Corpus, verbose: bool, lines: &mut BTreeMap<String, String>) {
    let vocabulary = Vocabulary::builtin();
    let mut pairs: HashMap<(u32, u32), u32> = HashMap::new();
    for text in &corpus.texts {
        for pair in text.windows(2) {
            if pair[0] != BORDER && pair[1] != BORDER {
                *pairs.entry((pair[0], pair[1])).or_default() += 1;
            }
        }
    }
    for ((first, second), times) in pairs {
        let (a, b) = (&corpus.words[first as usize], &corpus.words[second as usize]);
        let letters = (a.chars().count(), b.chars().count());
        if times < 5 || is_stop(a) || is_stop(b) || letters.0 < 3 || letters.1 < 3 {
            continue;
        }
        // The second word's article is no part of its term, but stands inside the whole: عبد الفتاح, عبدالفتاح. That is also how
        // two words look whose blank was forgotten, which is rarer.
        let whole_of = |whole: &str| corpus.numbers.get(whole).map_or(0, |_| vocabulary.document_frequency(whole));
        let (plain, article) = (format!("{a}{b}"), format!("{a}ال{b}"));
        let (joined, whole, rarest) = match (whole_of(&plain), whole_of(&article) * 6) {
            (0, 0) => continue,
            (with, without) if with >= without => (plain, with, 200),
            (_, without) => (article, without / 6, 30),
        };
        let (na, nb) = (corpus.documents[first as usize].len() as u32, corpus.documents[second as usize].len() as u32);
        let bound = times as f32 / na.min(nb).max(1) as f32;
        let accepted = whole >= 3 && bound >= 0.25 && whole * rarest >= times;
        if verbose && whole >= 3 {
            eprintln!("{} joined {bound:.3} {times} {whole} {na} {nb} {a} {b}", if accepted { "+" } else { "-" });
        }
        if accepted {
            lines.insert(format!("{a} {b}"), joined);
        }
    }
}
