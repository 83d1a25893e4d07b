//! `source check`: what would be collected from an address, and what is wrong, before it is followed.

use rafid_core::{Issue, WebUrl};
use rafid_extract::article::RuleUse;
use rafid_pipeline::discover::{self, PageSample, SourceCheck};
use rafid_pipeline::fetch::Fetcher;
use serde::Serialize;

use crate::output::{json_pretty, plain};
use crate::wiring::Setup;

#[derive(Serialize)]
struct CheckJson<'a> {
    name: Option<&'a str>,
    home: Option<&'a WebUrl>,
    language: Option<&'a str>,
    feeds: Vec<FeedCheckJson<'a>>,
    pages: Vec<PageJson<'a>>,
    problems: &'a [Issue],
    advice: &'a [Issue],
}

#[derive(Serialize)]
struct FeedCheckJson<'a> {
    url: &'a WebUrl,
    kind: rafid_core::FeedKind,
    format: &'a str,
    title: Option<&'a str>,
    entries: usize,
    newest: Option<jiff::Timestamp>,
    per_day: Option<f64>,
    full_text: bool,
    headlines: &'a [String],
    issues: &'a [Issue],
}

#[derive(Serialize)]
struct PageJson<'a> {
    url: &'a str,
    error: Option<&'a str>,
    title: Option<&'a str>,
    published: Option<&'a str>,
    byline: Option<&'a str>,
    chars: usize,
    opening: &'a str,
    rule: Option<&'a RuleUse>,
}

pub fn run(setup: &Setup, url: &str, json: bool) -> anyhow::Result<()> {
    let fetcher = Fetcher::new(setup.fetch_config()?)?;
    let rules = setup.site_rules()?;
    let check = super::super::serve::runtime()?.block_on(async {
        let mut check = discover::check(&fetcher, url).await;
        discover::sample(&fetcher, &mut check, jiff::Timestamp::now(), &rules).await;
        check
    });
    if json {
        as_json(&check)?;
    } else {
        as_text(url, &check);
    }
    anyhow::ensure!(!check.feeds.is_empty(), "nothing to follow was found at {url}");
    Ok(())
}

pub fn look(setup: &Setup, url: &str) -> anyhow::Result<SourceCheck> {
    let fetcher = Fetcher::new(setup.fetch_config()?)?;
    Ok(super::super::serve::runtime()?.block_on(discover::check(&fetcher, url)))
}

pub fn print_problems(check: &SourceCheck) {
    for problem in &check.problems {
        eprintln!("{}: {}", problem.code, plain(&problem.detail));
    }
}

fn as_json(check: &SourceCheck) -> anyhow::Result<()> {
    let feeds = check.feeds.iter().map(|feed| FeedCheckJson {
        url: &feed.url,
        kind: feed.kind,
        format: feed.format,
        title: feed.title.as_deref(),
        entries: feed.entries,
        newest: feed.newest,
        per_day: feed.per_day,
        full_text: feed.full_text,
        headlines: &feed.headlines,
        issues: &feed.issues,
    });
    let pages = check.pages.iter().map(|page| PageJson {
        url: page.url.as_str(),
        error: page.error.as_deref(),
        title: page.title.as_deref(),
        published: page.published.as_deref(),
        byline: page.byline.as_deref(),
        chars: page.chars,
        opening: &page.opening,
        rule: page.rule.as_ref(),
    });
    json_pretty(&CheckJson {
        name: check.name.as_deref(),
        home: check.home.as_ref(),
        language: check.language.as_deref(),
        feeds: feeds.collect(),
        pages: pages.collect(),
        problems: &check.problems,
        advice: &check.advice,
    })
}

fn as_text(url: &str, check: &SourceCheck) {
    println!("{}", plain(check.name.as_deref().unwrap_or(url)));
    if let Some(home) = &check.home {
        println!("    home      {home}");
    }
    if let Some(language) = &check.language {
        println!("    language  {}", plain(language));
    }
    for (number, feed) in check.feeds.iter().enumerate() {
        let newest = feed.newest.map_or_else(|| "no dates".to_owned(), |time| format!("newest {time}"));
        let rhythm = feed.per_day.map_or_else(String::new, |rate| format!(", about {} a day", rounded(rate)));
        let text = if feed.full_text { ", with the articles' text" } else { "" };
        println!("\n{}. {}", number + 1, feed.url);
        println!("    {}, {} entries, {newest}{rhythm}{text}", feed.format, feed.entries);
        for headline in &feed.headlines {
            println!("    • {}", plain(headline));
        }
        for issue in &feed.issues {
            println!("    {}: {}", issue.code, plain(&issue.detail));
        }
    }
    if !check.pages.is_empty() {
        println!("\nAs the portal would read its newest articles:");
    }
    check.pages.iter().for_each(print_page);
    for advice in &check.advice {
        println!("\n{}: {}", advice.code, plain(&advice.detail));
    }
    print_problems(check);
}

fn print_page(page: &PageSample) {
    println!("    {}", page.url);
    if let Some(error) = &page.error {
        println!("        {}", plain(error));
        return;
    }
    println!("        {}", plain(page.title.as_deref().unwrap_or("no headline was found")));
    let date = page.published.as_deref().unwrap_or("no date");
    let byline = page.byline.as_deref().map_or_else(String::new, |byline| format!(", {}", plain(byline)));
    println!("        {date}{byline}, {} characters: {}", page.chars, plain(&page.opening));
    if let Some(rule) = &page.rule {
        println!("        {}", rule_line(rule));
    }
}

/// Which rule for single sites a page was read with, and which of its parts found something.
pub fn rule_line(rule: &RuleUse) -> String {
    let missed = if rule.missed.is_empty() { String::new() } else { format!("; nothing for {}", rule.missed.join(", ")) };
    format!("rule for {}: {}{missed}", rule.host, rule.found.join(", "))
}

fn rounded(rate: f64) -> String {
    if rate >= 10.0 { format!("{rate:.0}") } else { format!("{rate:.1}") }
}
