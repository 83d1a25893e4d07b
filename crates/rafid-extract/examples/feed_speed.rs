//! How many feeds a second? Reads every file of a folder once, then parses them all for some seconds.
//!
//! `cargo run --release -p rafid-extract --example feed_speed -- FOLDER [SECONDS]`. Prints processor seconds, not wall
//! time, where the system tells them (Linux).

use std::time::{Duration, Instant};

use rafid_extract::source::feed::{Hints, parse};

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| "crates/rafid-extract/tests/feeds".to_owned());
    let seconds = arguments.next().and_then(|s| s.parse().ok()).unwrap_or(3);
    let files = std::fs::read_dir(folder)?.map(|file| std::fs::read(file?.path())).collect::<std::io::Result<Vec<_>>>()?;
    let size_bytes: usize = files.iter().map(Vec::len).sum();
    let start = Instant::now();
    let (mut rounds, mut entries) = (0u32, 0usize);
    let before = used(start);
    while start.elapsed() < Duration::from_secs(seconds) {
        entries += files.iter().map(|file| parse(file, &Hints::default()).entries.len()).sum::<usize>();
        rounds += 1;
    }
    let spent = (used(start) - before).as_secs_f64();
    let rate = f64::from(rounds) / spent;
    println!(
        "{:.0} feeds, {:.0} entries, {:.0} MB a processor second",
        rate * files.len() as f64,
        entries as f64 / spent,
        rate * size_bytes as f64 / 1e6
    );
    Ok(())
}

fn used(start: Instant) -> Duration {
    let schedstat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = schedstat.split(' ').next().and_then(|first| first.parse().ok());
    nanos.map_or_else(|| start.elapsed(), Duration::from_nanos)
}
