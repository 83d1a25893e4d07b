//! `doctor`: what is wrong, in plain words, and what to do about it.

use std::path::Path;

use rafid_arabic::plural::Digits;
use rafid_web::locale::Locale;
use rafid_web::portal::HealthState;
use serde::Serialize;

use crate::cli::JsonFlag;
use crate::output::json_pretty;
use crate::wiring::Setup;

#[derive(Serialize)]
struct Report {
    data: String,
    articles: u64,
    stories: u64,
    sources: u64,
    feeds: u64,
    store_bytes: u64,
    index_bytes: u64,
    index: Option<rafid_core::Generation>,
    /// WebSub subscriptions whose hub has confirmed them, and those whose hub has not.
    hubs_active: usize,
    hubs_waiting: usize,
    problems: Vec<Problem>,
    /// What the world does, and nobody here can mend: it does not make the command fail.
    warnings: Vec<Problem>,
}

#[derive(Serialize)]
struct Problem {
    what: String,
    advice: String,
}

/// Requests after which a hub that does not confirm is worth a word.
const UNCONFIRMED: u32 = 3;
/// Below this the disk is called nearly full.
const LITTLE_SPACE_BYTES: u64 = 512 * 1024 * 1024;

pub fn run(setup: &Setup, args: &JsonFlag) -> anyhow::Result<()> {
    let dir = &setup.data_dir;
    let mut report = Report {
        data: dir.display().to_string(),
        articles: 0,
        stories: 0,
        sources: 0,
        feeds: 0,
        store_bytes: size(&rafid_store::store_path(dir)),
        index_bytes: size(&rafid_store::index_path(dir)),
        index: None,
        hubs_active: 0,
        hubs_waiting: 0,
        problems: Vec::new(),
        warnings: Vec::new(),
    };
    let mut problem = |what: String, advice: &str| report.problems.push(Problem { what, advice: advice.to_owned() });
    match setup.open_for_reading() {
        Ok(opened) => {
            let counts = opened.store.counts()?;
            for what in opened.store.check()? {
                problem(
                    what,
                    "copy the data directory away, then export the articles (`rafid export articles`) and import them into a new one",
                );
            }
            let (cursor, last) = (opened.index.cursor()?, opened.store.last_seq()?);
            if cursor > last {
                problem("the search index is ahead of the store".to_owned(), "run `rafid reindex`");
            } else if last.0 - cursor.0 > 0 {
                problem(
                    format!("the search index is {} changes behind", last.0 - cursor.0),
                    "start `rafid serve` or run any import: the index catches up by itself",
                );
            } else if opened.index.documents()? != counts.articles {
                problem(
                    format!("the search index has {} articles, the store {}", opened.index.documents()?, counts.articles),
                    "run `rafid reindex`",
                );
            }
            if counts.unsettled > 0 {
                problem(
                    format!("{} articles wait for their stories", counts.unsettled),
                    "start `rafid serve` or run any import: it goes on where it was",
                );
            }
            for source in &setup.portal(&opened)?.health(jiff::Timestamp::now())?.sources {
                let fails = source.feeds.iter().any(|feed| feed.failures >= 3);
                let what = || format!("{}: {}", source.key, Locale::En.health_sentence(source, Digits::Ascii));
                if fails || source.state == HealthState::Gone {
                    problem(
                        what(),
                        "look at it with `rafid source check ADDRESS`; remove it with `rafid source remove` when it is gone for good",
                    );
                } else if source.state == HealthState::Silent {
                    let advice = "it answers as it should: see on its site whether it publishes elsewhere now";
                    report.warnings.push(Problem { what: what(), advice: advice.to_owned() });
                }
                for hub in source.feeds.iter().flat_map(|feed| &feed.hubs) {
                    *(if hub.is_live { &mut report.hubs_active } else { &mut report.hubs_waiting }) += 1;
                    if !hub.is_live && hub.attempts >= UNCONFIRMED {
                        let what = format!("{}: the hub {} has not confirmed its subscription", source.key, hub.address);
                        let advice = "see that it can reach portal.public_url; the feed is polled meanwhile";
                        report.warnings.push(Problem { what, advice: advice.to_owned() });
                    }
                }
            }
            report.index = Some(opened.index.generation()?);
            (report.articles, report.stories, report.sources, report.feeds) =
                (counts.articles, counts.stories, counts.sources, counts.feeds);
        }
        Err(error) => {
            report.problems.push(Problem { what: crate::output::chain(&error), advice: String::new() });
        }
    }
    if let Some(free) = free_bytes(dir)
        && free < LITTLE_SPACE_BYTES
    {
        report.problems.push(Problem {
            what: format!("the disk has only {} MB left", free / 1_000_000),
            advice: "make room, or move the data directory to a larger disk".to_owned(),
        });
    }
    if args.json {
        json_pretty(&report)?;
    } else {
        println!("data directory  {}", report.data);
        println!(
            "articles        {}, in {} stories, of {} sources with {} feeds",
            report.articles, report.stories, report.sources, report.feeds
        );
        println!("on disk         store {} MB, index {} MB", report.store_bytes / 1_000_000, report.index_bytes / 1_000_000);
        if let Some(generation) = &report.index {
            println!("search index    generation {}", super::index::describe(generation));
        }
        if report.hubs_active + report.hubs_waiting > 0 {
            println!("WebSub          {} subscriptions active, {} not yet confirmed", report.hubs_active, report.hubs_waiting);
        }
        let problems = report.problems.iter().map(|problem| ("problem", problem));
        for (kind, problem) in problems.chain(report.warnings.iter().map(|warning| ("warning", warning))) {
            println!("{kind}         {}", problem.what);
            if !problem.advice.is_empty() {
                println!("                → {}", problem.advice);
            }
        }
        if report.problems.is_empty() && report.warnings.is_empty() {
            println!("everything is in order");
        }
    }
    anyhow::ensure!(report.problems.is_empty(), "{} found", count(report.problems.len()));
    Ok(())
}

fn count(problems: usize) -> String {
    if problems == 1 { "one problem was".to_owned() } else { format!("{problems} problems were") }
}

fn size(path: &Path) -> u64 {
    match std::fs::metadata(path) {
        Ok(meta) if meta.is_dir() => {
            std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| size(&entry.path())).sum()
        }
        Ok(meta) => meta.len(),
        Err(_) => 0,
    }
}

/// Asked of `df`, which every Unix has: no dependency for one number.
fn free_bytes(dir: &Path) -> Option<u64> {
    let dir = dir.ancestors().find(|dir| dir.exists())?;
    let output = std::process::Command::new("df").arg("-Pk").arg(dir).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let kilobytes: u64 = text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    Some(kilobytes * 1024)
}
