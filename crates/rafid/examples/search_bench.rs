//! What our search costs beside plain tantivy and tantivy with Snowball's Arabic stemmer, in one run, as ratios.
//!
//! `cargo run --release -p rafid --example search_bench -- ARTICLES.jsonl[.zst] QUERIES.jsonl [ROUNDS]`
//! Articles have `id`, `source`, `title` and `body`, queries `query`. Each round indexes the articles with all three in turn: one writer
//! thread, the same memory, one commit, title and body with frequencies and positions, no stored text. Then each is asked every query: ten
//! hits, how many there are, and a snippet of each (ours through the portal, from the text in the store; the others
//! through tantivy's generator, from the text in memory). All times are CPU time.

use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use rafid_core::*;
use rafid_store::{Access, index_path, open};
use rafid_web::portal::{Portal, SearchParams};
use rustix::time::{ClockId, clock_gettime};
use serde::Deserialize;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::QueryParser;
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::snippet::SnippetGenerator;
use tantivy::tokenizer::{Language, LowerCaser, SimpleTokenizer, Stemmer, TextAnalyzer};
use tantivy::{Index, IndexWriter, doc};

/// As much as our writer has.
const WRITER_MEMORY_BYTES: usize = 96_000_000;
const BATCH: usize = 500;
const HITS: usize = 10;

type Outcome<T> = Result<T, Box<dyn Error>>;

#[derive(Deserialize)]
struct Line {
    id: String,
    source: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    body: String,
}

#[derive(Deserialize)]
struct Asked {
    query: String,
}

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let articles = arguments.next().ok_or("give a file of articles")?;
    let queries: Vec<Asked> = read(&arguments.next().ok_or("give a file of queries")?)?;
    let rounds: usize = arguments.next().map_or(Ok(3), |rounds| rounds.parse())?;
    let dir = tempfile::tempdir()?;
    let documents = fill(dir.path(), &read(&articles)?)?;
    println!("{} articles, {} queries, {rounds} rounds", documents.len(), queries.len());

    let names = ["plain tantivy", "Snowball Arabic", "Rafid"];
    let mut indexing: [Vec<f64>; 3] = Default::default();
    for _ in 0..rounds {
        for (n, name) in names.iter().enumerate() {
            let target = dir.path().join(format!("peer{n}"));
            let spent = if n == 2 { ours(dir.path(), &documents)? } else { peer(&target, n == 1, &documents)? };
            println!("  {name}: {:.3} ms an article", spent * 1e3 / documents.len() as f64);
            indexing[n].push(spent);
        }
    }
    let spent = indexing.map(|mut rounds| percentile(&mut rounds, 0.5));
    let sizes = [size(&dir.path().join("peer0"))?, size(&dir.path().join("peer1"))?, size(&index_path(dir.path()))?];
    let asked = [
        ask_peer(&dir.path().join("peer0"), &documents, &queries)?,
        ask_peer(&dir.path().join("peer1"), &documents, &queries)?,
        ask_ours(dir.path(), &queries)?,
    ];
    println!("{:16} {:>14} {:>10} {:>20} {:>20}", "", "articles/CPU s", "index MiB", "query p50/p99 ms", "ratios to plain");
    for (n, name) in names.iter().enumerate() {
        let (p50, p99) = asked[n];
        println!(
            "{name:16} {:14.0} {:10.1} {:20} speed {:.2}, size {:.2}, p50 {:.2}, p99 {:.2}",
            documents.len() as f64 / spent[n],
            sizes[n] as f64 / (1 << 20) as f64,
            format!("{:.2} / {:.2}", p50 * 1e3, p99 * 1e3),
            spent[0] / spent[n],
            sizes[n] as f64 / sizes[0] as f64,
            p50 / asked[0].0,
            p99 / asked[0].1,
        );
    }
    Ok(())
}

fn read<T: for<'a> Deserialize<'a>>(path: &str) -> Outcome<Vec<T>> {
    let file = File::open(path)?;
    let reader: Box<dyn Read> = if path.ends_with(".zst") {
        let mut decoder = zstd::Decoder::new(file)?;
        decoder.window_log_max(27)?;
        Box::new(decoder)
    } else {
        Box::new(file)
    };
    BufReader::new(reader).lines().map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}

/// Puts the articles into a store, and gives what an index is given of them.
fn fill(dir: &Path, lines: &[Line]) -> Outcome<Vec<IndexDocument>> {
    let opened = open(dir, Access::Write { holder: "search_bench" })?;
    let now = jiff::Timestamp::now();
    let mut ids = Vec::with_capacity(lines.len());
    for batch in lines.chunks(BATCH) {
        let mut intents = Vec::with_capacity(batch.len());
        for line in batch {
            let source = opened.store.ensure_source(&SourceDraft {
                key: line.source.clone(),
                policy: DisplayPolicy::Full,
                ..SourceDraft::default()
            })?;
            let draft = ArticleDraft {
                source: source.id,
                external_id: Some(line.id.clone()),
                url: None,
                title: line.title.clone(),
                byline: None,
                summary: None,
                body: Body::from_text(&line.body),
                published: None,
                updated: None,
                fetched_at: now,
                image: None,
                tags: Vec::new(),
                section: None,
                credit: None,
                language: None,
                takes_over: false,
            };
            intents.push(IngestIntent { draft, content_hash: 0, analysis: Analysis::default() });
        }
        for outcome in opened.store.commit(&intents, &[])? {
            if let IngestOutcome::Added(id) = outcome {
                ids.push(id);
            }
        }
    }
    Ok(opened.store.index_documents(&ids)?)
}

/// CPU seconds of this process: all its threads.
fn process_seconds() -> f64 {
    seconds(ClockId::ProcessCPUTime)
}

fn thread_seconds() -> f64 {
    seconds(ClockId::ThreadCPUTime)
}

fn seconds(clock: ClockId) -> f64 {
    let time = clock_gettime(clock);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

fn ours(dir: &Path, documents: &[IndexDocument]) -> Outcome<f64> {
    let _ = std::fs::remove_dir_all(index_path(dir));
    // What every process reads once is not what an article costs.
    rafid_arabic::Analyzer::builtin();
    let started = process_seconds();
    let opened = open(dir, Access::Write { holder: "search_bench" })?;
    opened.index.apply(documents, &[], Seq(1))?;
    drop(opened);
    Ok(process_seconds() - started)
}

struct Peer {
    index: Index,
    id: Field,
    title: Field,
    body: Field,
}

fn peer_index(dir: &Path, snowball: bool) -> Outcome<Peer> {
    let mut schema = Schema::builder();
    let words = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default().set_tokenizer("words").set_index_option(IndexRecordOption::WithFreqsAndPositions),
    );
    let id = schema.add_u64_field("id", INDEXED | FAST);
    let title = schema.add_text_field("title", words.clone());
    let body = schema.add_text_field("body", words);
    let index = if dir.exists() {
        Index::open_in_dir(dir)?
    } else {
        std::fs::create_dir_all(dir)?;
        Index::create_in_dir(dir, schema.build())?
    };
    let plain = TextAnalyzer::builder(SimpleTokenizer::default()).filter(LowerCaser);
    let words = if snowball { plain.filter(Stemmer::new(Language::Arabic)).build() } else { plain.build() };
    index.tokenizers().register("words", words);
    Ok(Peer { index, id, title, body })
}

fn peer(dir: &Path, snowball: bool, documents: &[IndexDocument]) -> Outcome<f64> {
    let _ = std::fs::remove_dir_all(dir);
    let started = process_seconds();
    let Peer { index, id, title, body } = peer_index(dir, snowball)?;
    let mut writer: IndexWriter = index.writer_with_num_threads(1, WRITER_MEMORY_BYTES)?;
    for document in documents {
        let number = document.id.0.cast_unsigned();
        writer.add_document(doc!(id => number, title => document.title.as_str(), body => document.body.as_str()))?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(process_seconds() - started)
}

/// The median and the 99th percentile of a query's CPU seconds: the best of three times each.
fn ask(queries: &[Asked], mut answer: impl FnMut(&str) -> Outcome<usize>) -> Outcome<(f64, f64)> {
    let mut spent = vec![f64::MAX; queries.len()];
    let mut shown = 0;
    for _ in 0..3 {
        for (query, spent) in queries.iter().zip(&mut spent) {
            let started = thread_seconds();
            shown += answer(&query.query)?;
            *spent = spent.min(thread_seconds() - started);
        }
    }
    println!("  {} hits a query", shown as f64 / 3.0 / queries.len() as f64);
    Ok((percentile(&mut spent.clone(), 0.5), percentile(&mut spent, 0.99)))
}

fn ask_peer(dir: &Path, documents: &[IndexDocument], queries: &[Asked]) -> Outcome<(f64, f64)> {
    // The store counts from 1 without gaps only where no article came twice.
    let texts: std::collections::HashMap<u64, &str> =
        documents.iter().map(|document| (document.id.0.cast_unsigned(), document.body.as_str())).collect();
    let Peer { index, title, body, .. } = peer_index(dir, dir.ends_with("peer1"))?;
    let searcher = index.reader()?.searcher();
    let parser = QueryParser::for_index(&index, vec![title, body]);
    ask(queries, |text| {
        let (query, _) = parser.parse_query_lenient(text);
        let (_, found) = searcher.search(&query, &(Count, TopDocs::with_limit(HITS).order_by_score()))?;
        let generator = SnippetGenerator::create(&searcher, &*query, body)?;
        let mut shown = 0;
        for (_, address) in found {
            let ids = searcher.segment_reader(address.segment_ord).fast_fields().u64("id")?;
            let text = ids.first(address.doc_id).and_then(|id| texts.get(&id)).copied().unwrap_or_default();
            shown += usize::from(!generator.snippet(text).to_html().is_empty());
        }
        Ok(shown)
    })
}

fn ask_ours(dir: &Path, queries: &[Asked]) -> Outcome<(f64, f64)> {
    let opened = open(dir, Access::Read)?;
    let portal = Portal::new(opened.store, opened.index, Default::default());
    let now = jiff::Timestamp::now();
    ask(queries, |text| {
        let params = SearchParams { limit: HITS, ..SearchParams::new(text) };
        Ok(portal.search(&params, now)?.groups.iter().filter(|group| !group.hit.snippet.is_empty()).count())
    })
}

fn percentile(values: &mut [f64], part: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(((values.len() as f64 - 1.0) * part).round() as usize).copied().unwrap_or_default()
}

fn size(dir: &Path) -> Outcome<u64> {
    let mut size = 0;
    for entry in std::fs::read_dir(dir)? {
        let (path, meta) = entry.and_then(|entry| Ok((entry.path(), entry.metadata()?)))?;
        size += if meta.is_dir() { self::size(&path)? } else { meta.len() };
    }
    Ok(size)
}
