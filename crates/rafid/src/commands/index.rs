//! `index`: the search index, its vocabulary, and both made anew.

use rafid_core::{Generation, SearchIndex, Store};
use rafid_pipeline::ingest::{GrowthRule, GrowthStep, Pace};
use serde::Serialize;

use crate::cli::{IndexCommand, IndexGrowArgs};
use crate::output::json_pretty;
use crate::wiring::Setup;

pub fn run(setup: &Setup, command: &IndexCommand) -> anyhow::Result<()> {
    match command {
        IndexCommand::Status(args) => status(setup, args.json),
        IndexCommand::Grow(args) => grow(setup, args),
        IndexCommand::Rebuild(args) => rebuild(setup, "index rebuild", args.json),
    }
}

#[derive(Serialize)]
struct StatusJson {
    /// Articles in the index.
    articles: u64,
    /// Changes of the store that it has not seen.
    behind: u64,
    generation: Generation,
}

impl StatusJson {
    fn of(store: &dyn Store, index: &dyn SearchIndex) -> anyhow::Result<Self> {
        let behind = store.last_seq()?.0.saturating_sub(index.cursor()?.0);
        Ok(Self { articles: index.documents()?, behind, generation: index.generation()? })
    }
}

fn status(setup: &Setup, json: bool) -> anyhow::Result<()> {
    let opened = setup.open_for_reading()?;
    let status = StatusJson::of(&*opened.store, &*opened.index)?;
    if json {
        return json_pretty(&status);
    }
    println!("articles    {}, {} changes behind the store", status.articles, status.behind);
    println!("generation  {}", describe(&status.generation));
    Ok(())
}

/// In one line, for people.
pub fn describe(generation: &Generation) -> String {
    let words = match generation.counted {
        0 => format!("{} words, as built in", generation.words),
        counted => format!("{} words, with those of {counted} articles of this portal", generation.words),
    };
    let since = generation.since.map_or(String::new(), |since| format!(", since {}", since.strftime("%Y-%m-%d %H:%M UTC")));
    format!("{}: {words}{since}", generation.number)
}

#[derive(Serialize)]
struct GrowthJson {
    articles: u32,
    outlets: usize,
    words: usize,
    new_words: usize,
    has_grown: bool,
    generation: Generation,
}

fn grow(setup: &Setup, args: &IndexGrowArgs) -> anyhow::Result<()> {
    let (opened, engine) = setup.open_for_writing("index grow")?;
    let total = opened.store.counts()?.articles;
    let mut bar = super::import::bar(total, "counting");
    let mut is_indexing = false;
    let rule = GrowthRule { articles: args.articles, new_words: args.new_words };
    let result = engine.grow(rule, Pace::Full, |step| {
        match step {
            GrowthStep::Counted(count) => bar.inc(count as u64),
            GrowthStep::Indexed(count) => {
                if !is_indexing {
                    is_indexing = true;
                    bar.finish_and_clear();
                    bar = super::import::bar(total, "indexing");
                }
                bar.inc(count as u64);
            }
        }
        true
    });
    bar.finish_and_clear();
    let growth = result?;
    let generation = opened.index.generation()?;
    if args.json {
        return json_pretty(&GrowthJson {
            articles: growth.articles,
            outlets: growth.outlets,
            words: growth.words,
            new_words: growth.new_words,
            has_grown: growth.has_grown,
            generation,
        });
    }
    println!(
        "counted     {} articles of {} outlets: {} words, {} of them new",
        growth.articles, growth.outlets, growth.words, growth.new_words
    );
    println!("generation  {}", describe(&generation));
    if !growth.has_grown {
        println!("The index stays as it is: it grows from {} new words on (--new-words).", args.new_words.max(1));
    }
    Ok(())
}

/// `holder` is what a second writer is told.
pub fn rebuild(setup: &Setup, holder: &str, json: bool) -> anyhow::Result<()> {
    let (opened, engine) = setup.open_for_writing(holder)?;
    let total = opened.store.counts()?.articles;
    let bar = super::import::bar(total, "indexing");
    let result = engine.rebuild(None, Pace::Full, |count| {
        bar.inc(count as u64);
        true
    });
    bar.finish_and_clear();
    result?;
    if json {
        return json_pretty(&StatusJson::of(&*opened.store, &*opened.index)?);
    }
    eprintln!("indexed {total} articles");
    Ok(())
}
