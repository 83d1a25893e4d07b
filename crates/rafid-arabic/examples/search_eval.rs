//! Known-item search over a labelled collection, in memory: how stemming and weighting are judged.
//!
//! `cargo run --release --example search_eval -- COLLECTION.jsonl QUERIES.jsonl… [--set name=value]…`
//! A collection's lines have `id` and `body`; a query's `query`, `kind`, `rel` (the id wanted) and perhaps `ptype`.
//! Prints MRR@10 and recall@10 of each query file, overall and by kind.

use rafid_arabic::Analyzer;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

#[derive(Deserialize)]
struct Article {
    id: String,
    body: String,
}

#[derive(Deserialize)]
struct Query {
    query: String,
    kind: String,
    rel: String,
    #[serde(default)]
    ptype: Option<String>,
}

/// Everything that can be tuned, by name.
struct Settings(BTreeMap<&'static str, f32>);

impl Settings {
    fn new() -> Settings {
        Settings(BTreeMap::from([
            ("exact", 0.5),
            ("guided", 1.0),
            ("light", 0.6),
            ("max", 0.0),
            ("k1", 1.2),
            ("b", 0.4),
            ("lead", 0.0),
            ("lead_words", 60.0),
            ("stop", 0.2),
            ("pair", 0.0),
            ("pair_light", 0.0),
            ("window", 4.0),
            ("top", 200.0),
            ("coord", 0.0),
        ]))
    }
    fn get(&self, name: &str) -> f32 {
        self.0[name]
    }
}

const FIELDS: [&str; 3] = ["exact", "guided", "light"];

/// One inverted field.
#[derive(Default)]
struct Field {
    ids: HashMap<String, u32>,
    /// term → (document, frequency, frequency in the lead)
    postings: Vec<Vec<(u32, u16, u16)>>,
    lead_df: Vec<u32>,
}

impl Field {
    fn id(&mut self, term: &str) -> u32 {
        if let Some(&id) = self.ids.get(term) {
            return id;
        }
        let id = self.postings.len() as u32;
        self.ids.insert(term.to_owned(), id);
        self.postings.push(Vec::new());
        self.lead_df.push(0);
        id
    }
    fn add(&mut self, term: &str, doc: u32, lead: bool) -> u32 {
        let id = self.id(term);
        let postings = &mut self.postings[id as usize];
        match postings.last_mut() {
            Some(last) if last.0 == doc => {
                last.1 = last.1.saturating_add(1);
                last.2 += u16::from(lead);
            }
            _ => {
                postings.push((doc, 1, u16::from(lead)));
                self.lead_df[id as usize] += u32::from(lead);
            }
        }
        id
    }
}

struct Index {
    fields: [Field; 3],
    lengths: Vec<f32>,
    lead_lengths: Vec<f32>,
    /// The documents' texts as light and guided term numbers.
    forward: Vec<Vec<(u32, u32)>>,
    ids: Vec<String>,
    average: f32,
    lead_average: f32,
}

fn build(path: &str, settings: &Settings) -> Index {
    let text = std::fs::read_to_string(path).expect("collection");
    let analyzer = Analyzer::builtin();
    let lead_words = settings.get("lead_words") as u32;
    let mut index = Index {
        fields: Default::default(),
        lengths: vec![],
        lead_lengths: vec![],
        forward: vec![],
        ids: vec![],
        average: 0.0,
        lead_average: 0.0,
    };
    for line in text.lines() {
        let article: Article = serde_json::from_str(line).expect("article");
        let doc = index.ids.len() as u32;
        let mut forward = Vec::new();
        analyzer.analyze(&article.body, |term| {
            let lead = term.position < lead_words;
            index.fields[0].add(term.exact, doc, lead);
            let guided = index.fields[1].add(term.guided, doc, lead);
            let light = index.fields[2].add(term.light, doc, lead);
            forward.push((guided, light));
        });
        index.lengths.push(forward.len() as f32);
        index.lead_lengths.push(forward.len().min(lead_words as usize) as f32);
        index.forward.push(forward);
        index.ids.push(article.id);
    }
    index.average = index.lengths.iter().sum::<f32>() / index.lengths.len() as f32;
    index.lead_average = index.lead_lengths.iter().sum::<f32>() / index.lengths.len() as f32;
    index
}

fn idf(n: usize, df: f32) -> f32 {
    ((n as f32 - df + 0.5) / (df + 0.5)).ln_1p()
}

fn search(index: &Index, query: &str, settings: &Settings, scores: &mut [f32], best: &mut [f32]) -> Vec<u32> {
    let n = index.ids.len();
    let (k1, b) = (settings.get("k1"), settings.get("b"));
    scores.fill(0.0);
    let mut terms: Vec<([String; 3], bool)> = Vec::new();
    Analyzer::builtin().analyze(query, |term| {
        terms.push(([term.exact.to_owned(), term.guided.to_owned(), term.light.to_owned()], term.is_stop));
    });
    let mut matched: Vec<u16> = vec![0; n];
    let mut touched: Vec<u32> = Vec::new();
    for (forms, stop) in &terms {
        touched.clear();
        for (f, name) in FIELDS.iter().enumerate() {
            let field = &index.fields[f];
            let Some(&id) = field.ids.get(&forms[f]) else { continue };
            let postings = &field.postings[id as usize];
            let idf_body = idf(n, postings.len() as f32);
            let idf_lead = idf(n, field.lead_df[id as usize] as f32);
            let weight = settings.get(name) * if *stop { settings.get("stop") } else { 1.0 };
            for &(doc, tf, lead_tf) in postings {
                let d = doc as usize;
                let norm = k1 * (1.0 - b + b * index.lengths[d] / index.average);
                let mut score = idf_body * f32::from(tf) * (k1 + 1.0) / (f32::from(tf) + norm);
                if lead_tf > 0 && settings.get("lead") > 0.0 {
                    let norm = k1 * (1.0 - b + b * index.lead_lengths[d] / index.lead_average);
                    score += settings.get("lead") * idf_lead * f32::from(lead_tf) * (k1 + 1.0) / (f32::from(lead_tf) + norm);
                }
                score *= weight;
                if best[d] == 0.0 {
                    touched.push(doc);
                }
                if settings.get("max") > 0.0 {
                    let m = settings.get("max");
                    let high = best[d].max(score);
                    let low = best[d].min(score);
                    best[d] = high + (1.0 - m) * low;
                } else {
                    best[d] += score;
                }
            }
        }
        for &doc in &touched {
            scores[doc as usize] += best[doc as usize];
            best[doc as usize] = 0.0;
            matched[doc as usize] += u16::from(!*stop);
        }
    }
    let content = terms.iter().filter(|t| !t.1).count().max(1) as f32;
    if settings.get("coord") > 0.0 {
        for d in 0..n {
            scores[d] *= 1.0 - settings.get("coord") + settings.get("coord") * f32::from(matched[d]) / content;
        }
    }
    let mut ranked: Vec<u32> = (0..n as u32).filter(|&d| scores[d as usize] > 0.0).collect();
    let top = (settings.get("top") as usize).min(ranked.len());
    if top == 0 {
        return ranked;
    }
    ranked.select_nth_unstable_by(top - 1, |&a, &b| scores[b as usize].total_cmp(&scores[a as usize]));
    ranked.truncate(top);
    if settings.get("pair") > 0.0 || settings.get("pair_light") > 0.0 {
        proximity(index, &terms, settings, &ranked, scores);
    }
    ranked.sort_by(|&a, &b| scores[b as usize].total_cmp(&scores[a as usize]).then(a.cmp(&b)));
    ranked.truncate(10);
    ranked
}

/// Neighbouring query words that stand near each other in the document.
fn proximity(index: &Index, terms: &[([String; 3], bool)], settings: &Settings, ranked: &[u32], scores: &mut [f32]) {
    let n = index.ids.len();
    let window = settings.get("window") as usize;
    for (f, weight) in [(1, settings.get("pair")), (2, settings.get("pair_light"))] {
        if weight == 0.0 {
            continue;
        }
        let field = &index.fields[f];
        let ids: Vec<(u32, f32)> = terms
            .iter()
            .filter(|t| !t.1)
            .filter_map(|t| field.ids.get(&t.0[f]).map(|&id| (id, idf(n, field.postings[id as usize].len() as f32))))
            .collect();
        for &doc in ranked {
            let forward = &index.forward[doc as usize];
            let mut score = 0.0;
            for pair in ids.windows(2) {
                let (mut at_a, mut at_b) = (usize::MAX, usize::MAX);
                let mut near = usize::MAX;
                for (at, &(guided, light)) in forward.iter().enumerate() {
                    let id = if f == 1 { guided } else { light };
                    if id == pair[0].0 {
                        at_a = at;
                        if at_b != usize::MAX {
                            near = near.min(at - at_b);
                        }
                    }
                    if id == pair[1].0 {
                        at_b = at;
                        if at_a != usize::MAX && at != at_a {
                            near = near.min(at - at_a);
                        }
                    }
                }
                if near <= window {
                    score += pair[0].1.min(pair[1].1) / (near.max(1) as f32).sqrt();
                }
            }
            scores[doc as usize] += weight * score;
        }
    }
}

fn main() {
    let mut settings = Settings::new();
    let mut files = Vec::new();
    let mut verbose = false;
    let mut sweeps: Vec<(String, Vec<f32>)> = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--set" => {
                let pair = arguments.next().expect("name=value");
                let (name, value) = pair.split_once('=').expect("name=value");
                if value.contains(',') {
                    sweeps.push((name.to_owned(), value.split(',').map(|v| v.parse().expect("number")).collect()));
                } else {
                    *settings.0.get_mut(name).expect("known name") = value.parse().expect("number");
                }
            }
            "--verbose" => verbose = true,
            _ => files.push(argument),
        }
    }
    let started = std::time::Instant::now();
    let index = build(&files[0], &settings);
    eprintln!("{} documents in {:.1} s", index.ids.len(), started.elapsed().as_secs_f32());
    let sets: Vec<Vec<Query>> = files[1..]
        .iter()
        .map(|file| {
            std::fs::read_to_string(file).expect("queries").lines().map(|l| serde_json::from_str(l).expect("query")).collect()
        })
        .collect();
    evaluate(&index, &sets, &settings, verbose || sweeps.is_empty());
    // One setting at a time, around the base.
    for (name, values) in &sweeps {
        let base = settings.get(name);
        for &value in values {
            *settings.0.get_mut(name.as_str()).expect("known name") = value;
            print!("{name}={value:<8} ");
            evaluate(&index, &sets, &settings, false);
        }
        *settings.0.get_mut(name.as_str()).expect("known name") = base;
    }
}

fn evaluate(index: &Index, sets: &[Vec<Query>], settings: &Settings, detail: bool) {
    let mut scores = vec![0.0; index.ids.len()];
    let mut best = vec![0.0; index.ids.len()];
    let mut summary = String::new();
    for queries in sets {
        let mut sums: BTreeMap<String, (u32, f32, u32)> = BTreeMap::new();
        for query in queries {
            let results = search(index, &query.query, settings, &mut scores, &mut best);
            let rank = results.iter().position(|&doc| index.ids[doc as usize] == query.rel);
            if std::env::var_os("MISSES").is_some() && rank.is_none() {
                eprintln!("MISS {} | {}", query.rel, query.query);
            }
            for key in ["ALL".to_owned(), query.kind.clone()].into_iter().chain(query.ptype.clone()) {
                let sum = sums.entry(key).or_default();
                sum.0 += 1;
                if let Some(rank) = rank {
                    sum.1 += 1.0 / (rank + 1) as f32;
                    sum.2 += 1;
                }
            }
        }
        let (n, mrr, hits) = sums["ALL"];
        summary += &format!("{:.4}/{:.4}  ", mrr / n as f32, hits as f32 / n as f32);
        if detail {
            for (key, (n, mrr, hits)) in &sums {
                println!("  {key:12} n={n:5} MRR@10={:.4} R@10={:.4}", mrr / *n as f32, *hits as f32 / *n as f32);
            }
        }
    }
    println!("{summary}");
}
