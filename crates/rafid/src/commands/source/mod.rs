//! `source …`: what is followed. These commands work beside a running `serve`, which notices within seconds.

mod add;
mod check;
mod lists;

pub use check::rule_line;

use std::collections::HashMap;
use std::io::Write;
use std::sync::Arc;

use anyhow::Context;
use rafid_core::{Feed, FeedState, Source, SourceId, Store};
use rafid_web::portal::SourceHealth;
use serde::Serialize;

use crate::cli::SourceCommand;
use crate::output::{json_pretty, plain};
use crate::wiring::Setup;

pub fn run(setup: &Setup, command: &SourceCommand) -> anyhow::Result<()> {
    match command {
        SourceCommand::Add(args) => add::run(setup, args),
        SourceCommand::List(args) => list(setup, args.json),
        SourceCommand::Remove { keys } => remove(setup, keys),
        SourceCommand::Pause { keys } => pause(setup, keys, true),
        SourceCommand::Resume { keys } => pause(setup, keys, false),
        SourceCommand::Check { url, json } => check::run(setup, url, *json),
        SourceCommand::Starter(args) => lists::starter(args),
        SourceCommand::Import(args) => lists::import(setup, args),
        SourceCommand::Export => lists::export(setup),
    }
}

/// The store alone, for a short change beside whoever writes it.
fn store(setup: &Setup, holder: &str) -> anyhow::Result<Arc<dyn Store>> {
    Ok(rafid_store::open_for_sources(&setup.data_dir, holder)?)
}

#[derive(Serialize)]
struct SourceJson {
    #[serde(flatten)]
    source: Source,
    feeds: Vec<rafid_core::Feed>,
    /// As the portal's API has it; absent for an outlet without a feed.
    health: Option<rafid_web::json::SourceHealth>,
}

fn list(setup: &Setup, json: bool) -> anyhow::Result<()> {
    let opened = setup.open_for_reading()?;
    let mut feeds: HashMap<SourceId, Vec<Feed>> = HashMap::new();
    for feed in opened.store.feeds()? {
        feeds.entry(feed.source).or_default().push(feed);
    }
    let health = setup.portal(&opened)?.health(jiff::Timestamp::now())?;
    let health: HashMap<&str, &SourceHealth> = health.sources.iter().map(|source| (source.key.as_str(), source)).collect();
    let with_health = |source: Source| SourceJson {
        feeds: feeds.remove(&source.id).unwrap_or_default(),
        health: health.get(source.key.as_str()).map(|&health| health.into()),
        source,
    };
    let sources: Vec<SourceJson> = opened.store.sources()?.into_iter().map(with_health).collect();
    if json {
        return json_pretty(&sources);
    }
    let mut out = std::io::stdout().lock();
    for SourceJson { source, feeds, health } in &sources {
        let tags = if source.tags.is_empty() { String::new() } else { format!("  #{}", plain(&source.tags.join(" #"))) };
        let state = health.as_ref().map_or("not followed any more", |health| health.message.en.as_str());
        writeln!(out, "{}  {}  [{}]{tags}  {}", source.key, plain(&source.name), source.policy.as_str(), plain(state))?;
        for feed in feeds {
            let health = match (feed.state, &feed.last_error, feed.last_success_at) {
                (FeedState::Paused, _, _) => "paused; `rafid source resume` goes on".to_owned(),
                (FeedState::Gone, _, _) => "gone: the publisher has stopped it".to_owned(),
                (FeedState::Active, Some(error), _) => format!("failed {} times: {}", feed.failures, plain(error)),
                (FeedState::Active, None, Some(time)) => format!("well at {time}"),
                (FeedState::Active, None, None) => "not asked yet".to_owned(),
            };
            writeln!(out, "    {}  {health}", feed.url)?;
            for issue in &feed.issues {
                writeln!(out, "        {}: {}", issue.code, plain(&issue.detail))?;
            }
        }
    }
    if sources.is_empty() {
        eprintln!("no source yet: `rafid source add https://…` follows one, `rafid source starter` lists some");
    }
    Ok(())
}

fn by_key(store: &dyn Store, key: &str) -> anyhow::Result<Source> {
    store.source_by_key(key)?.with_context(|| format!("there is no source `{key}`: `rafid source list` names them"))
}

fn remove(setup: &Setup, keys: &[String]) -> anyhow::Result<()> {
    let store = store(setup, "source remove")?;
    for key in keys {
        let source = by_key(store.as_ref(), key)?;
        let feeds = store.unfollow_source(source.id)?;
        println!("{} is no longer followed ({feeds} feeds); its articles stay", plain(&source.name));
    }
    Ok(())
}

fn pause(setup: &Setup, keys: &[String], paused: bool) -> anyhow::Result<()> {
    let store = store(setup, if paused { "source pause" } else { "source resume" })?;
    for key in keys {
        let source = by_key(store.as_ref(), key)?;
        let feeds = store.pause_source(source.id, paused)?;
        match (paused, feeds) {
            (_, 0) => println!("{}: nothing to change", plain(&source.name)),
            (true, feeds) => println!("{} is paused ({feeds} feeds); `rafid source resume {key}` goes on", plain(&source.name)),
            (false, feeds) => println!("{} is followed again ({feeds} feeds)", plain(&source.name)),
        }
    }
    Ok(())
}
