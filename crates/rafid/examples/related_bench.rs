//! What "read next" costs on a store of any size: CPU time of the asking thread, per article, at the median and at p99.
//!
//! `cargo run --release -p rafid --example related_bench -- DIR [QUESTIONS]`
//!
//! DIR is a data directory that nothing else writes to (`eval/replay.py` and `rafid import` make one of any size). The articles asked
//! about are spread evenly over it. Each question is the whole of what the API does for one: the article, its candidates from index
//! and story, the ranking, the reasons. The first fiftieth warms the caches and is not counted.

use std::error::Error;
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use rafid_core::{ArticleId, ArticleRef};
use rafid_store::{Access, open};
use rafid_web::portal::{Portal, RelatedOptions};
use rafid_web::settings::WebSettings;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let dir = arguments.next().ok_or("give a data directory")?;
    let questions: u64 = arguments.next().map_or(Ok(1_000), |number| number.parse())?;
    let opened = open(Path::new(&dir), Access::Write { holder: "related_bench" })?;
    let articles = opened.store.counts()?.articles;
    let portal = Portal::new(opened.store, opened.index, WebSettings::default());
    let now = Timestamp::now();
    let (mut related, mut page, mut items) = (Vec::new(), Vec::new(), 0);
    for question in 0..questions {
        let id = ArticleRef::Id(ArticleId((1 + question * articles / questions.max(1)).cast_signed()));
        let before = cpu()?;
        let answer = portal.related(&id, RelatedOptions::default(), now)?;
        let between = cpu()?;
        portal.article(&id)?;
        if question >= questions / 50 {
            related.push(between - before);
            page.push(cpu()? - before);
            items += answer.map_or(0, |related| related.similar.len() + usize::from(related.read_next.is_some()));
        }
    }
    println!("{articles} articles, {} questions, {:.1} items an answer", related.len(), items as f64 / related.len() as f64);
    report("related", related);
    report("related and the article itself", page);
    Ok(())
}

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |share: usize| times.get(times.len() * share / 100).map_or(0.0, |time| time.as_secs_f64() * 1e3);
    let mean = times.iter().sum::<Duration>().as_secs_f64() * 1e3 / times.len().max(1) as f64;
    println!("{what}: {:.2} ms CPU at the median, {:.2} at p99, {mean:.2} on average", at(50), at(99));
}

/// Of this thread: nanoseconds on a processor (proc_pid_schedstat).
fn cpu() -> Result<Duration, Box<dyn Error>> {
    // The kernel counts what has run so far when a thread gives way; else it may be a tick late.
    std::thread::yield_now();
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    Ok(Duration::from_nanos(stat.split_whitespace().next().unwrap_or_default().parse()?))
}
