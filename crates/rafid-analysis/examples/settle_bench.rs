//! How fast articles become stories, and whether that stays so as they grow in number.
//!
//! `eval/replay.py --articles 200000 CORPUS… | cargo run --release -p rafid-analysis --example settle_bench -- [EVERY] [copies]`
//!
//! Reads lines as `rafid import` does. Prints, for each EVERY articles (20,000), articles a CPU second of this thread: analysing (its JSON,
//! keywords, digest and signature), settling (copies and stories together), both; and what the window takes in memory, an article. With
//! `copies` it looks for copies alone, and that is what "settle" says.

use std::collections::HashMap;
use std::io::BufRead;

use jiff::Timestamp;
use rafid_analysis::{ArticleText, Window, analyse};
use rafid_core::{ArticleId, DigestRow, SourceId};
use serde_json::Value;

const BATCH: usize = 500;

fn main() {
    let every: usize = std::env::args().nth(1).and_then(|number| number.parse().ok()).unwrap_or(20_000);
    let copies_alone = std::env::args().nth(2).is_some_and(|what| what == "copies");
    let (mut window, mut sources) = (Window::new(), HashMap::new());
    let (mut rows, mut first_rate, mut window_bytes) = (Vec::with_capacity(every), None, 0);
    let mut started = cpu_seconds();
    for (number, line) in std::io::stdin().lock().lines().map_while(Result::ok).enumerate() {
        let Ok(value) = serde_json::from_str::<Value>(&line) else { continue };
        rows.push(row(number as i64 + 1, &value, &mut sources));
        if rows.len() < every {
            continue;
        }
        let (analysed, before) = (cpu_seconds(), memory_bytes());
        for batch in rows.chunks(BATCH) {
            if copies_alone {
                window.copies_alone(batch);
            } else {
                window.settle(batch);
            }
        }
        let settled = cpu_seconds();
        window_bytes += memory_bytes().saturating_sub(before);
        let rate = |seconds: f64| rows.len() as f64 / seconds.max(1e-9);
        let settling = rate(settled - analysed);
        println!(
            "{:>8} articles: analyse {:.0}, settle {settling:.0} ({:.2} of the first), both {:.0} a CPU second; \
             {} in the window, {:.1} KB each",
            number + 1,
            rate(analysed - started),
            settling / *first_rate.get_or_insert(settling),
            rate(settled - started),
            window.len(),
            window_bytes as f64 / 1e3 / window.len().max(1) as f64,
        );
        rows.clear();
        started = cpu_seconds();
    }
}

fn row(id: i64, value: &Value, sources: &mut HashMap<String, i64>) -> DigestRow {
    let text = |name: &str| value[name].as_str().unwrap_or_default();
    let next = sources.len() as i64 + 1;
    let source = *sources.entry(text("source").to_owned()).or_insert(next);
    let (title, body) = (text("title"), text("body"));
    let analysis = analyse(&ArticleText { title, body, summary: value["summary"].as_str(), ..ArticleText::default() });
    DigestRow {
        id: ArticleId(id),
        source: SourceId(source),
        at: text("published").parse().unwrap_or(Timestamp::UNIX_EPOCH),
        story: None,
        original: None,
        digest: analysis.digest,
    }
}

/// Of this thread (proc_pid_schedstat).
fn cpu_seconds() -> f64 {
    // The kernel counts what has run so far when a thread gives way; else it may be a tick late.
    std::thread::yield_now();
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    stat.split(' ').next().and_then(|nanos| nanos.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
}

/// Resident.
fn memory_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    1_024 * line.split_whitespace().next().and_then(|kib| kib.parse::<u64>().ok()).unwrap_or_default()
}
