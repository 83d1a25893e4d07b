//! `reindex`: the search index made anew from the store.

use crate::wiring::Setup;

pub fn run(setup: &Setup) -> anyhow::Result<()> {
    let (opened, engine) = setup.open_for_writing("reindex")?;
    let total = opened.store.counts()?.articles;
    let bar = super::import::bar(total, "indexing");
    engine.reindex(|count| bar.inc(count as u64))?;
    bar.finish_and_clear();
    eprintln!("indexed {total} articles");
    Ok(())
}
