//! Known-item search over a labelled collection, through the index as readers use it.
//!
//! `cargo run --release -p rafid-store --example known_item_eval -- COLLECTION.jsonl QUERIES.jsonl…`
//! A collection's lines have `id`, `title` and `body`; a query's `query`, `kind`, `rel` (the id wanted) and perhaps `ptype`.
//! Prints MRR@10 and recall@10 of each query file, overall and by kind, and what a query costs.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader};

use rafid_core::*;
use rafid_store::{Access, open};
use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Deserialize)]
struct Article {
    id: String,
    #[serde(default)]
    title: String,
    body: String,
}

#[derive(Deserialize)]
struct Query {
    query: String,
    kind: String,
    rel: String,
    ptype: Option<String>,
}

/// Queries, the sum of reciprocal ranks, those found.
type Sums = BTreeMap<String, (u32, f64, u32)>;

fn main() -> Result<(), Box<dyn Error>> {
    let mut files = std::env::args().skip(1);
    let articles: Vec<Article> = read(&files.next().ok_or("give a collection")?)?;
    let dir = std::env::temp_dir().join(format!("rafid-search-eval-{}", std::process::id()));
    let opened = open(&dir, Access::Write { holder: "known_item_eval" })?;
    let now = "2018-11-01T00:00:00Z".parse()?;
    let documents: Vec<IndexDocument> = articles
        .iter()
        .zip(0..)
        .map(|(article, id)| IndexDocument {
            id: ArticleId(id),
            source: SourceId(1),
            source_key: "eval".into(),
            country: None,
            at: now,
            title: article.title.clone(),
            body: article.body.clone(),
            keywords: Vec::new(),
        })
        .collect();
    opened.index.apply(&documents, &[], Seq(1))?;
    for file in files {
        let queries: Vec<Query> = read(&file)?;
        let started = std::time::Instant::now();
        let sums = score(&*opened.index, &articles, &queries, now)?;
        println!("{file}: {:.2} ms a query", started.elapsed().as_secs_f64() * 1e3 / queries.len() as f64);
        for (key, (count, reciprocal, found)) in sums {
            let count = f64::from(count);
            println!("  {key:20} n={count:5} MRR@10={:.4} R@10={:.4}", reciprocal / count, f64::from(found) / count);
        }
    }
    drop(opened);
    std::fs::remove_dir_all(&dir)?;
    Ok(())
}

fn read<T: DeserializeOwned>(path: &str) -> Result<Vec<T>, Box<dyn Error>> {
    BufReader::new(File::open(path)?).lines().map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}

fn score(index: &dyn SearchIndex, articles: &[Article], queries: &[Query], now: jiff::Timestamp) -> StoreResult<Sums> {
    let mut sums = Sums::new();
    for query in queries {
        let page = index.search(&SearchQuery::new(query.query.as_str(), now))?;
        let rank = page.hits.iter().position(|hit| articles[hit.id.0 as usize].id == query.rel);
        if rank.is_none() && std::env::var_os("MISSES").is_some() {
            eprintln!("{} of {}: {}", query.rel, page.total, query.query);
        }
        for key in ["ALL".to_owned(), format!("kind={}", query.kind)]
            .into_iter()
            .chain(query.ptype.as_ref().map(|p| format!("ptype={p}")))
        {
            let sum = sums.entry(key).or_default();
            sum.0 += 1;
            if let Some(rank) = rank {
                sum.1 += 1.0 / (rank + 1) as f64;
                sum.2 += 1;
            }
        }
    }
    Ok(sums)
}
