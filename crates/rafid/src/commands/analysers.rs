//! `extract`, `feed`, `date`: the analysers by hand, good for bug reports. With `--jsonl` each answers requests from
//! standard input, a line each; a request that cannot be served is answered with its `error`.

use std::io::{BufRead, Write};
use std::path::Path;

use anyhow::Context;
use rafid_arabic::dates;
use rafid_extract::{article, source::feed};
use serde_json::{Value, json};

use crate::cli::{DateArgs, ExtractArgs, FeedArgs};
use crate::output::{json_line, json_pretty, plain};

pub fn extract(args: &ExtractArgs) -> anyhow::Result<()> {
    let rules = args.rules.as_deref().map(super::serve::read_site_rules).transpose()?;
    let page = |path: &Path, url: Option<&str>, id: Option<&str>| -> anyhow::Result<(article::Extraction, Value)> {
        let bytes = read(path)?;
        let hints = article::Hints { rules: rules.as_deref(), ..article::Hints::default() };
        let extraction = article::extract_bytes(&bytes, None, url, &hints);
        let json = article::json::to_json(&extraction, id);
        Ok((extraction, json))
    };
    if args.jsonl {
        return answer(|request| Ok(page(Path::new(text(request, "path")?), request["url"].as_str(), request["id"].as_str())?.1));
    }
    let file = args.file.as_deref().context("no file given")?;
    let (extraction, json) = page(file, args.url.as_deref(), None)?;
    if args.json {
        return json_pretty(&json);
    }
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", plain(extraction.title.as_deref().unwrap_or("(no headline found)")))?;
    for name in ["published", "byline", "site_name", "credit"] {
        if let Some(value) = json[name].as_str() {
            writeln!(out, "{name}: {}", plain(value))?;
        }
    }
    if let Some(rule) = &extraction.rule {
        writeln!(out, "{}", super::source::rule_line(rule))?;
    }
    writeln!(out, "\n{}", extraction.text)?;
    for issue in &extraction.issues {
        eprintln!("{}: {}", issue.code, issue.detail);
    }
    Ok(())
}

pub fn feed(args: &FeedArgs) -> anyhow::Result<()> {
    if args.jsonl {
        return answer(|request| {
            let bytes = read(Path::new(text(request, "path")?))?;
            let header = |name: &str| request["headers"][name].as_str();
            let hints = feed::Hints {
                content_type: header("content-type"),
                content_language: header("content-language"),
                url: header("content-location"),
                zone: None,
            };
            Ok(feed::json::to_json(&feed::parse(&bytes, &hints), request["id"].as_str().unwrap_or_default()))
        });
    }
    let file = args.file.as_deref().context("no file given")?;
    let hints = feed::Hints { url: args.url.as_deref(), ..feed::Hints::default() };
    let parsed = feed::parse(&read(file)?, &hints);
    if args.json {
        return json_pretty(&feed::json::to_json(&parsed, &file.display().to_string()));
    }
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", title(parsed.title.as_ref(), "(no title)"))?;
    for entry in &parsed.entries {
        let when = entry.published.map_or_else(|| "-".to_owned(), |time| time.to_string());
        writeln!(out, "{when}  {}  {}", title(entry.title.as_ref(), "-"), entry.link.as_deref().unwrap_or("-"))?;
    }
    for issue in &parsed.issues {
        eprintln!("{}: {}", issue.code, issue.detail);
    }
    Ok(())
}

pub fn date(args: &DateArgs) -> anyhow::Result<()> {
    let read_date = |text: &str, now: Option<&str>| -> (Option<String>, Value) {
        let now = now.and_then(|now| now.parse().ok()).or_else(|| Some(jiff::Zoned::now().datetime()));
        let date = dates::parse(text, now);
        let iso = date.map(|date| date.iso());
        let json = json!({
            "iso": iso,
            "calendar": date.map(|date| date.calendar.name()),
            "precision": date.map(|date| date.precision.name()),
            "zone": date.and_then(|date| date.zone()),
        });
        (iso, json)
    };
    if args.jsonl {
        return answer(|request| {
            let (_, mut json) = read_date(text(request, "text")?, request["now"].as_str());
            json["id"] = request["id"].clone();
            Ok(json)
        });
    }
    let (iso, json) = read_date(&args.text.join(" "), args.now.as_deref());
    if args.json {
        return json_pretty(&json);
    }
    match iso {
        Some(iso) => println!(
            "{iso}  ({}, {}, {})",
            json["calendar"].as_str().unwrap_or_default(),
            json["precision"].as_str().unwrap_or_default(),
            json["zone"].as_str().map_or_else(|| "no zone".to_owned(), |zone| format!("zone {zone}"))
        ),
        None => anyhow::bail!("this is not a date"),
    }
    Ok(())
}

fn answer(serve: impl Fn(&Value) -> anyhow::Result<Value>) -> anyhow::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let answer = match serde_json::from_str::<Value>(&line) {
            Ok(request) => serve(&request)
                .unwrap_or_else(|error| json!({"id": request["id"], "ok": false, "error": crate::output::chain(&error)})),
            Err(error) => json!({"id": null, "ok": false, "error": format!("not a JSON request: {error}")}),
        };
        json_line(&mut out, &answer)?;
    }
    out.flush()?;
    Ok(())
}

fn text<'a>(request: &'a Value, name: &str) -> anyhow::Result<&'a str> {
    request[name].as_str().with_context(|| format!("the request has no `{name}`"))
}

fn title(text: Option<&feed::Text>, missing: &str) -> String {
    plain(&text.map_or_else(|| missing.to_owned(), feed::Text::words))
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("could not read {}", path.display()))
}
