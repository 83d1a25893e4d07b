//! Trains word vectors on a corpus of articles: skip-gram with negative sampling (Mikolov and others, "Distributed
//! representations of words and phrases and their compositionality", 2013), one thread, a few minutes.
//!
//! `zstd -dc ARTICLES.jsonl.zst | cargo run --release -p rafid-analysis --example train_vectors -- OUT.bin [--skip-from DATE --skip-until DATE]`
//!
//! `OUT.bin` holds, for each word, its hash and its vector in bytes; see `meaning.rs`.

use std::collections::HashMap;
use std::io::{BufRead, Write};

use rafid_analysis::VECTOR_DIMS as DIMS;
use rafid_arabic::Analyzer;

const MIN_COUNT: u32 = 12;
const MAX_WORDS: usize = 32_000;
const REACH: usize = 8;
const NEGATIVES: usize = 5;
const EPOCHS: usize = 4;
const RATE: f32 = 0.04;
const SUBSAMPLE: f32 = 1e-4;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| args.iter().position(|arg| arg == name).and_then(|at| args.get(at + 1)).cloned();
    let (from, until) = (option("--skip-from").unwrap_or_default(), option("--skip-until").unwrap_or_default());
    let mut ids: HashMap<String, u32> = HashMap::new();
    let mut counts: Vec<u32> = Vec::new();
    let mut texts: Vec<Vec<u32>> = Vec::new();
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let Ok(value) = serde_json::from_str::<serde_json::Value>(&line) else { continue };
        let date = value["published"].as_str().unwrap_or_default();
        if !from.is_empty() && date >= from.as_str() && date < until.as_str() {
            continue;
        }
        let mut words = Vec::new();
        for part in ["title", "summary", "body"] {
            Analyzer::builtin().analyze(value[part].as_str().unwrap_or_default(), |term| {
                if !term.is_stop {
                    let next = ids.len() as u32;
                    let id = *ids.entry(term.guided.to_owned()).or_insert(next);
                    if id == next {
                        counts.push(0);
                    }
                    counts[id as usize] += 1;
                    words.push(id);
                }
            });
        }
        texts.push(words);
    }
    let mut order: Vec<u32> = (0..counts.len() as u32).filter(|id| counts[*id as usize] >= MIN_COUNT).collect();
    order.sort_by_key(|id| std::cmp::Reverse(counts[*id as usize]));
    order.truncate(MAX_WORDS);
    let mut place = vec![u32::MAX; counts.len()];
    order.iter().enumerate().for_each(|(at, id)| place[*id as usize] = at as u32);
    let frequency: Vec<f32> = order.iter().map(|id| counts[*id as usize] as f32).collect();
    let total: f32 = frequency.iter().sum();
    for words in &mut texts {
        words.retain_mut(|id| {
            *id = place[*id as usize];
            *id != u32::MAX
        });
    }
    eprintln!("{} texts, {} words kept of {}, {total} tokens", texts.len(), order.len(), counts.len());

    let mut seed = 0x2545_F491_4F6C_DD1Du64;
    let mut random = move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed
    };
    let mut noise: Vec<u32> = Vec::with_capacity(1 << 20);
    let sum: f32 = frequency.iter().map(|f| f.powf(0.75)).sum();
    for (id, f) in frequency.iter().enumerate() {
        noise.extend(std::iter::repeat_n(id as u32, (f.powf(0.75) / sum * (1 << 20) as f32).ceil() as usize));
    }
    let n = order.len();
    let mut input: Vec<[f32; DIMS]> =
        (0..n).map(|_| std::array::from_fn(|_| ((random() >> 40) as f32 / (1u64 << 24) as f32 - 0.5) / DIMS as f32)).collect();
    let mut output: Vec<[f32; DIMS]> = vec![[0.0; DIMS]; n];
    let sigmoid: Vec<f32> = (0..1024).map(|i| 1.0 / (1.0 + (-(i as f32 - 512.0) / 64.0).exp())).collect();
    let (mut done, all) = (0f32, total * EPOCHS as f32);
    let mut sentence: Vec<u32> = Vec::new();
    for epoch in 0..EPOCHS {
        for words in &texts {
            let rate = (RATE * (1.0 - done / all)).max(RATE * 1e-3);
            done += words.len() as f32;
            sentence.clear();
            sentence.extend(words.iter().copied().filter(|id| {
                let f = frequency[*id as usize] / total;
                (random() >> 40) as f32 / (1u64 << 24) as f32 <= (SUBSAMPLE / f).sqrt() + SUBSAMPLE / f
            }));
            for at in 0..sentence.len() {
                let reach = 1 + (random() % REACH as u64) as usize;
                let center = sentence[at] as usize;
                for other in at.saturating_sub(reach)..(at + reach + 1).min(sentence.len()) {
                    if other == at {
                        continue;
                    }
                    let word = sentence[other] as usize;
                    let mut change = [0.0f32; DIMS];
                    for k in 0..=NEGATIVES {
                        let (target, label) =
                            if k == 0 { (center, 1.0) } else { (noise[random() as usize % noise.len()] as usize, 0.0) };
                        if k > 0 && target == center {
                            continue;
                        }
                        let dot: f32 = input[word].iter().zip(&output[target]).map(|(a, b)| a * b).sum();
                        let guess = sigmoid[((dot * 64.0) as i32 + 512).clamp(0, 1023) as usize];
                        let step = (label - guess) * rate;
                        for d in 0..DIMS {
                            change[d] += step * output[target][d];
                            output[target][d] += step * input[word][d];
                        }
                    }
                    for d in 0..DIMS {
                        input[word][d] += change[d];
                    }
                }
            }
        }
        eprintln!("epoch {} of {EPOCHS}", epoch + 1);
    }
    let names: HashMap<u32, &String> = ids.iter().map(|(word, id)| (*id, word)).collect();
    let mean: [f32; DIMS] = std::array::from_fn(|d| input.iter().map(|v| v[d]).sum::<f32>() / n as f32);
    let mut rows: Vec<(u32, [i8; DIMS])> = Vec::with_capacity(n);
    for (at, id) in order.iter().enumerate() {
        let centred: [f32; DIMS] = std::array::from_fn(|d| input[at][d] - mean[d]);
        let norm = centred.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-6);
        let scale = 127.0 / centred.iter().fold(1e-6f32, |most, x| most.max(x.abs() / norm)) / norm;
        let _ = scale;
        rows.push((
            rafid_analysis::word_hash(names[id]),
            std::array::from_fn(|d| (centred[d] / norm * 200.0).clamp(-127.0, 127.0) as i8),
        ));
    }
    for probe in ["هدنه", "رئيس", "ترامب", "زلزال", "مباراه"] {
        let Some(at) = ids.get(probe).map(|id| place[*id as usize]).filter(|at| *at != u32::MAX) else { continue };
        let cosine = |a: &[i8; DIMS], b: &[i8; DIMS]| a.iter().zip(b).map(|(x, y)| f32::from(*x) * f32::from(*y)).sum::<f32>();
        let mut near: Vec<(f32, usize)> =
            rows.iter().enumerate().map(|(other, row)| (cosine(&rows[at as usize].1, &row.1), other)).collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0));
        eprintln!(
            "{probe}: {}",
            near[1..9].iter().map(|(_, other)| names[&order[*other]].as_str()).collect::<Vec<_>>().join(" ")
        );
    }
    rows.sort_unstable_by_key(|row| row.0);
    rows.dedup_by_key(|row| row.0);
    let mut out =
        std::io::BufWriter::new(std::fs::File::create(&args[0]).expect("the first argument is a path that can be written"));
    for (hash, vector) in rows {
        out.write_all(&hash.to_le_bytes()).expect("written");
        out.write_all(&vector.map(|x| x as u8)).expect("written");
    }
}
