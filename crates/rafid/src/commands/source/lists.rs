//! Lists of outlets: the starter list, and OPML in and out.

use std::io::{Read, Write};

use anyhow::Context;
use rafid_extract::source::opml;
use rafid_pipeline::{starter, subscriptions};
use serde::Serialize;

use crate::cli::{SourceImportArgs, StarterArgs};
use crate::output::{json_pretty, plain};
use crate::wiring::Setup;

#[derive(Serialize)]
struct StarterJson<'a> {
    key: &'a str,
    group: &'a str,
    country: &'a str,
    name: &'a str,
    name_en: &'a str,
    home: &'a rafid_core::WebUrl,
    feed: Option<&'a rafid_core::WebUrl>,
}

pub fn starter(args: &StarterArgs) -> anyhow::Result<()> {
    let outlets: Vec<_> = starter::outlets().into_iter().filter(|outlet| outlet.is_of(&args.countries)).collect();
    if args.json {
        let json = |o: &'_ starter::StarterOutlet| -> serde_json::Value {
            let json = StarterJson {
                key: &o.key,
                group: o.group,
                country: o.country,
                name: o.name_ar,
                name_en: o.name_en,
                home: &o.home,
                feed: o.feed.as_ref(),
            };
            serde_json::to_value(json).unwrap_or_default()
        };
        return json_pretty(&outlets.iter().map(json).collect::<Vec<_>>());
    }
    let mut out = std::io::stdout().lock();
    let mut group = "";
    for outlet in &outlets {
        if outlet.group != group {
            group = outlet.group;
            writeln!(out, "{group}")?;
        }
        let how = outlet.feed.as_ref().map_or_else(|| "the home page as a list".to_owned(), ToString::to_string);
        writeln!(out, "    {}  {} ({})  {how}", outlet.key, outlet.name_ar, outlet.name_en)?;
    }
    eprintln!(
        "{} outlets; `rafid source add --starter [COUNTRY…]` follows them, `rafid source check URL` looks at one first",
        outlets.len()
    );
    Ok(())
}

#[derive(Serialize)]
struct ReportJson<'a> {
    added: &'a [rafid_core::WebUrl],
    known: &'a [rafid_core::WebUrl],
    skipped: Vec<&'a str>,
    issues: &'a [rafid_core::Issue],
}

/// A list of all feeds in the world is shorter.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

pub fn import(setup: &Setup, args: &SourceImportArgs) -> anyhow::Result<()> {
    let name = args.file.display().to_string();
    let mut bytes = Vec::new();
    let read = if name == "-" {
        std::io::stdin().lock().take(MOST_BYTES + 1).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(&args.file).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes))
    };
    read.with_context(|| format!("could not read {name}"))?;
    anyhow::ensure!(bytes.len() as u64 <= MOST_BYTES, "{name} has more than {MOST_BYTES} bytes: no list of feeds is so long");
    let list = opml::parse(&bytes, None);
    for issue in &list.issues {
        eprintln!("{name}: {}: {}", issue.code, plain(&issue.detail));
    }
    anyhow::ensure!(!list.subscriptions.is_empty(), "no feed was found in {name}");
    let store = super::store(setup, "source import")?;
    let report = subscriptions::follow_list(store.as_ref(), &list, args.policy.unwrap_or(setup.config.policy))?;
    if args.json {
        return json_pretty(&ReportJson {
            added: &report.added,
            known: &report.known,
            skipped: report.skipped.iter().map(|(address, _)| address.as_str()).collect(),
            issues: &list.issues,
        });
    }
    for url in &report.added {
        println!("following {url}");
    }
    for (address, why) in &report.skipped {
        eprintln!("{}: skipped: {why}", plain(address));
    }
    eprintln!("{} feeds added, {} followed already, {} skipped", report.added.len(), report.known.len(), report.skipped.len());
    Ok(())
}

pub fn export(setup: &Setup) -> anyhow::Result<()> {
    let opened = setup.open_for_reading()?;
    let list = subscriptions::write_list(opened.store.as_ref(), &setup.config.portal_name)?;
    std::io::stdout().lock().write_all(list.as_bytes())?;
    Ok(())
}
