//! Articles from JSON Lines, as the import would read them.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use jiff::Timestamp;
use rafid_analysis::{ArticleText, analyse};
use rafid_core::{ArticleId, DigestRow, SourceId};
use serde_json::Value;

/// CPU seconds of this thread so far, where the system tells; wall time is of no use on a busy machine.
pub fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    stat.split(' ').next().and_then(|nanos| nanos.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
}

pub fn lines(path: &str) -> Vec<Value> {
    let program = if path.ends_with(".zst") { &["zstd", "-dc", "--long=27"][..] } else { &["cat"] };
    let mut child = Command::new(program[0])
        .args(&program[1..])
        .arg(path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("could not read {path}: {error}"));
    let out = child.stdout.take().expect("piped");
    let lines = BufReader::new(out).lines().map_while(Result::ok);
    let values = lines.filter_map(|line| serde_json::from_str(&line).ok()).collect();
    let _ = child.wait();
    values
}

pub fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

pub struct Article {
    pub external: String,
    pub title: String,
    pub row: DigestRow,
}

/// All articles of a file in the order of time, analysed; prints the time that took.
pub fn load(path: &str) -> Vec<Article> {
    let mut values = lines(path);
    let at = |value: &Value| text(value, "published").parse::<Timestamp>().unwrap_or(Timestamp::UNIX_EPOCH);
    values.sort_by_key(|value| at(value));
    let mut sources: Vec<String> = Vec::new();
    let started = cpu_seconds();
    let (mut bytes, mut digest_bytes) = (0usize, 0usize);
    let articles: Vec<Article> = values
        .iter()
        .enumerate()
        .map(|(number, value)| {
            let analysis = analyse(&article_text(value));
            bytes += text(value, "body").len() + text(value, "title").len();
            digest_bytes += analysis.digest.0.len();
            let source = text(value, "source");
            let source = sources.iter().position(|known| known == source).unwrap_or_else(|| {
                sources.push(source.to_owned());
                sources.len() - 1
            });
            Article {
                external: text(value, "id").to_owned(),
                title: text(value, "title").to_owned(),
                row: DigestRow {
                    id: ArticleId(number as i64 + 1),
                    source: SourceId(source as i64 + 1),
                    at: at(value),
                    story: None,
                    original: None,
                    digest: analysis.digest,
                },
            }
        })
        .collect();
    let count = articles.len().max(1);
    let per_article = (cpu_seconds() - started) * 1_000.0 / count as f64;
    println!(
        "# {path}: {count} articles of {} bytes, {per_article:.3} ms of CPU each to analyse, digests of {} bytes",
        bytes / count,
        digest_bytes / count
    );
    articles
}

pub fn article_text(value: &Value) -> ArticleText<'_> {
    ArticleText {
        title: text(value, "title"),
        summary: value["summary"].as_str(),
        body: text(value, "body"),
        section: value["category"].as_str(),
        byline: value["author"].as_str(),
        url: value["url"].as_str(),
        ..ArticleText::default()
    }
}
