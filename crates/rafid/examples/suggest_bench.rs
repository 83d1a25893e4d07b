//! What a suggestion costs, letter by letter, in a filled data directory.
//!
//! `cargo run --release -p rafid --example suggest_bench -- DATA_DIR QUERIES.jsonl`
//! Every query (`query`) is typed: each of its beginnings from two letters on is asked as the field asks it. Prints the median, the 99th percentile and
//! the highest CPU time of a request, and how many requests had an answer.

use std::error::Error;
use std::io::{BufRead, BufReader};
use std::path::Path;

use rafid_store::{Access, open};
use rafid_web::portal::Portal;
use rustix::time::{ClockId, clock_gettime};
use serde::Deserialize;

#[derive(Deserialize)]
struct Asked {
    query: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let opened = open(Path::new(&arguments.next().ok_or("give a data directory")?), Access::Read)?;
    let file = std::fs::File::open(arguments.next().ok_or("give a file of queries")?)?;
    let portal = Portal::new(opened.store, opened.index, Default::default());
    let started = seconds();
    portal.suggest("ال", 8)?;
    println!("the table: {:.0} ms of CPU, once", (seconds() - started) * 1e3);
    let (mut spent, mut some) = (Vec::new(), 0);
    for line in BufReader::new(file).lines() {
        let asked: Asked = serde_json::from_str(&line?)?;
        let letters: Vec<usize> = asked.query.char_indices().map(|(at, _)| at).chain([asked.query.len()]).collect();
        for &end in letters.iter().skip(2).take(30) {
            let started = seconds();
            let found = portal.suggest(&asked.query[..end], 8)?;
            spent.push(seconds() - started);
            some += usize::from(!found.is_empty());
        }
    }
    spent.sort_by(f64::total_cmp);
    let at = |part: f64| spent.get(((spent.len() as f64 - 1.0) * part) as usize).copied().unwrap_or_default() * 1e3;
    println!(
        "{} requests, {:.0} % with suggestions: p50 {:.2} ms, p99 {:.2} ms, highest {:.2} ms of CPU",
        spent.len(),
        some as f64 * 100.0 / spent.len().max(1) as f64,
        at(0.5),
        at(0.99),
        at(1.0)
    );
    Ok(())
}

fn seconds() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}
