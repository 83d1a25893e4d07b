//! Follows every address of a list, without asking any of them: `follow DATA_DIR LIST [COPIES]`, one feed a line. For benchmarks, where
//! thousands of sources are wanted that discovery would have to fetch first.
//!
//! With COPIES, each address is followed so many times under different queries (`?n=1`), due in a year: sources that are configured
//! and cost nothing.

use rafid_core::{FeedDraft, FeedKind, FetchRecord, FetchResult, SourceDraft, Validators, WebUrl};

type Fault = Box<dyn std::error::Error>;

fn main() -> Result<(), Fault> {
    let mut args = std::env::args().skip(1);
    let (Some(dir), Some(list)) = (args.next(), args.next()) else { return Err("usage: follow DATA_DIR LIST [COPIES]".into()) };
    let copies: u32 = args.next().map_or(Ok(0), |text| text.parse())?;
    let store = rafid_store::open(std::path::Path::new(&dir), rafid_store::Access::Write { holder: "follow" })?.store;
    let later = jiff::Timestamp::now().checked_add(jiff::SignedDuration::from_hours(24 * 365))?;
    let mut feeds = 0;
    for line in std::fs::read_to_string(list)?.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let host = line.split('/').nth(2).unwrap_or(line);
        for copy in 0..copies.max(1) {
            let address = if copies == 0 { line.to_owned() } else { format!("{line}?n={copy}") };
            let url = WebUrl::new(&address).ok_or_else(|| format!("not a web address: {address}"))?;
            let key = if copies == 0 { host.to_owned() } else { format!("{host}-{copy}") };
            let home_url = WebUrl::new(&format!("http://{host}/"));
            let source = store.ensure_source(&SourceDraft { name: key.clone(), key, home_url, ..SourceDraft::default() })?;
            let feed = store.ensure_feed(&FeedDraft { source: source.id, url, kind: FeedKind::Feed })?;
            feeds += 1;
            if copies > 0 {
                let result = FetchResult::Modified { validators: Validators::default(), issues: Vec::new() };
                let (at, interval_secs) = (jiff::Timestamp::now(), 900);
                let entries = Vec::new();
                let record =
                    FetchRecord { feed: feed.id, at, result, interval_secs, next_fetch_at: later, moved_to: None, entries };
                store.commit(&[], &[record])?;
            }
        }
    }
    println!("{feeds} feeds are followed");
    Ok(())
}
