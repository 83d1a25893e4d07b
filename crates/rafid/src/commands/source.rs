//! `source add|list|remove|check`.

use std::io::Write;

use anyhow::Context;
use rafid_core::{FeedDraft, SourceDraft, WebUrl};
use rafid_pipeline::discover::{self, SourceCheck};
use rafid_pipeline::fetch::Fetcher;
use serde::Serialize;

use crate::cli::{SourceAddArgs, SourceCommand};
use crate::output::{json_pretty, plain};
use crate::wiring::Setup;

pub fn run(setup: &Setup, command: &SourceCommand) -> anyhow::Result<()> {
    match command {
        SourceCommand::Add(args) => add(setup, args),
        SourceCommand::List(args) => list(setup, args.json),
        SourceCommand::Remove { key } => remove(setup, key),
        SourceCommand::Check { url, json } => check(setup, url, *json),
    }
}

fn add(setup: &Setup, args: &SourceAddArgs) -> anyhow::Result<()> {
    // The store first: who cannot write needs no fetching.
    let (opened, _) = setup.open_for_writing("source add")?;
    let check = look(setup, &args.url)?;
    print_problems(&check);
    let best = check
        .feeds
        .first()
        .with_context(|| format!("nothing to follow was found at {}; `rafid source check` says more", args.url))?;
    let home = check.home.clone().unwrap_or_else(|| best.url.clone());
    let draft = SourceDraft {
        key: key_of(&home),
        name: args.name.clone().or_else(|| check.name.clone()).unwrap_or_default(),
        home_url: Some(home),
        country: args.country.as_ref().map(|country| country.to_uppercase()),
        policy: args.policy.unwrap_or(setup.config.policy),
        tags: Vec::new(),
    };
    let mut source = opened.store.ensure_source(&draft)?;
    // What is said now wins over what an earlier command said.
    source.name = args.name.clone().unwrap_or(source.name);
    source.country = draft.country.or(source.country);
    source.policy = args.policy.unwrap_or(source.policy);
    source.home_url = draft.home_url.or(source.home_url);
    opened.store.update_source(&source)?;
    let wanted = if args.all_feeds { check.feeds.as_slice() } else { std::slice::from_ref(best) };
    for feed in wanted {
        opened.store.ensure_feed(&FeedDraft { source: source.id, url: feed.url.clone(), kind: feed.kind })?;
        println!("following {} ({}): {}", plain(&source.name), source.key, feed.url);
    }
    let others = check.feeds.len() - wanted.len();
    if others > 0 {
        eprintln!("{others} more feeds were found: `rafid source check {}` shows them, --all-feeds follows them", args.url);
    }
    Ok(())
}

/// The host without `www.`: unique, and what people call a site.
fn key_of(home: &WebUrl) -> String {
    let host = url::Url::parse(home.as_str()).ok().and_then(|url| url.host_str().map(str::to_owned));
    let host = host.unwrap_or_else(|| home.to_string());
    host.strip_prefix("www.").unwrap_or(&host).to_owned()
}

#[derive(Serialize)]
struct SourceJson {
    #[serde(flatten)]
    source: rafid_core::Source,
    feeds: Vec<rafid_core::Feed>,
}

fn list(setup: &Setup, json: bool) -> anyhow::Result<()> {
    let opened = setup.open_for_reading()?;
    let feeds = opened.store.feeds()?;
    let sources: Vec<SourceJson> = opened
        .store
        .sources()?
        .into_iter()
        .map(|source| SourceJson { feeds: feeds.iter().filter(|feed| feed.source == source.id).cloned().collect(), source })
        .collect();
    if json {
        return json_pretty(&sources);
    }
    let mut out = std::io::stdout().lock();
    for SourceJson { source, feeds } in &sources {
        writeln!(out, "{}  {}  [{}]", source.key, plain(&source.name), source.policy.as_str())?;
        for feed in feeds {
            let health = match (&feed.last_error, feed.last_success_at) {
                (Some(error), _) => format!("failed {} times: {}", feed.failures, plain(error)),
                (None, Some(time)) => format!("well at {time}"),
                (None, None) => "not asked yet".to_owned(),
            };
            writeln!(out, "    {}  {health}", feed.url)?;
        }
    }
    if sources.is_empty() {
        eprintln!("no source yet: `rafid source add https://…` follows one");
    }
    Ok(())
}

fn remove(setup: &Setup, key: &str) -> anyhow::Result<()> {
    let (opened, _) = setup.open_for_writing("source remove")?;
    let source = opened
        .store
        .source_by_key(key)?
        .with_context(|| format!("there is no source `{key}`: `rafid source list` names them"))?;
    let feeds = opened.store.unfollow_source(source.id)?;
    println!("{} is no longer followed ({feeds} feeds); its articles stay", plain(&source.name));
    Ok(())
}

#[derive(Serialize)]
struct CheckJson<'a> {
    name: Option<&'a str>,
    home: Option<&'a WebUrl>,
    feeds: Vec<FeedCheckJson<'a>>,
    problems: &'a [rafid_core::Issue],
}

#[derive(Serialize)]
struct FeedCheckJson<'a> {
    url: &'a WebUrl,
    kind: rafid_core::FeedKind,
    title: Option<&'a str>,
    entries: usize,
    newest: Option<jiff::Timestamp>,
    issues: &'a [rafid_core::Issue],
}

fn check(setup: &Setup, url: &str, json: bool) -> anyhow::Result<()> {
    let check = look(setup, url)?;
    if json {
        let feeds = check.feeds.iter().map(|feed| FeedCheckJson {
            url: &feed.url,
            kind: feed.kind,
            title: feed.title.as_deref(),
            entries: feed.entries,
            newest: feed.newest,
            issues: &feed.issues,
        });
        json_pretty(&CheckJson {
            name: check.name.as_deref(),
            home: check.home.as_ref(),
            feeds: feeds.collect(),
            problems: &check.problems,
        })?;
    } else {
        println!("{}", plain(check.name.as_deref().unwrap_or(url)));
        for feed in &check.feeds {
            let newest = feed.newest.map_or_else(|| "no date".to_owned(), |time| format!("newest {time}"));
            println!("    {}  {} entries, {newest}", feed.url, feed.entries);
            for issue in &feed.issues {
                println!("        {}: {}", issue.code, plain(&issue.detail));
            }
        }
        print_problems(&check);
    }
    anyhow::ensure!(!check.feeds.is_empty(), "nothing to follow was found at {url}");
    Ok(())
}

fn look(setup: &Setup, url: &str) -> anyhow::Result<SourceCheck> {
    let fetcher = Fetcher::new(setup.fetch_config()?)?;
    Ok(super::serve::runtime()?.block_on(discover::check(&fetcher, url)))
}

fn print_problems(check: &SourceCheck) {
    for problem in &check.problems {
        eprintln!("{}: {}", problem.code, plain(&problem.detail));
    }
}
