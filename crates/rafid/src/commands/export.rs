//! `export stories|articles`: JSON Lines, in the order of time.

use std::io::Write;

use rafid_core::{ArticleFilter, StoryFilter};
use serde::Serialize;

use crate::cli::{ExportCommand, Period};
use crate::output::json_line;
use crate::wiring::Setup;

#[derive(Serialize)]
struct StoryLine {
    id: i64,
    title: String,
    articles: Vec<String>,
}

/// As `rafid import` reads it.
#[derive(Serialize)]
struct ArticleLine {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    source: String,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<jiff::Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated: Option<jiff::Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    body: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    keywords: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    story: Option<i64>,
}

const PAGE: usize = 500;

pub fn run(setup: &Setup, command: &ExportCommand) -> anyhow::Result<()> {
    let opened = setup.open_for_reading()?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    match command {
        ExportCommand::Stories(period) => stories(opened.store.as_ref(), period, &mut out)?,
        ExportCommand::Articles(period) => articles(opened.store.as_ref(), period, &mut out)?,
    }
    out.flush()?;
    Ok(())
}

fn stories(store: &dyn rafid_core::Store, period: &Period, out: &mut impl Write) -> anyhow::Result<()> {
    let (since, until) = bounds(period)?;
    let mut filter = StoryFilter { since, until, limit: PAGE, ..StoryFilter::default() };
    loop {
        let page = store.stories(&filter)?;
        let Some(last) = page.last() else { return Ok(()) };
        filter.after = Some((last.last_at, last.id));
        for story in &page {
            let members = store.story_articles(story.id)?;
            let title = members.iter().find(|member| member.id == story.lead).map(|lead| lead.title.clone());
            let articles =
                members.into_iter().map(|member| member.external_id.unwrap_or_else(|| member.id.to_string())).collect();
            json_line(out, &StoryLine { id: story.id.0, title: title.unwrap_or_default(), articles })?;
        }
    }
}

fn articles(store: &dyn rafid_core::Store, period: &Period, out: &mut impl Write) -> anyhow::Result<()> {
    let (since, until) = bounds(period)?;
    let sources = store.sources()?;
    let mut filter = ArticleFilter { since, until, limit: PAGE, ..ArticleFilter::default() };
    loop {
        let page = store.export(&filter)?;
        let Some(last) = page.last() else { return Ok(()) };
        filter.after = Some((last.summary.at, last.summary.id));
        for article in page {
            let summary = article.summary;
            let source = sources.iter().find(|source| source.id == summary.source).map(|source| source.key.clone());
            json_line(
                out,
                &ArticleLine {
                    id: summary.external_id.unwrap_or_else(|| summary.id.to_string()),
                    url: summary.url.map(|url| url.to_string()),
                    source: source.unwrap_or_default(),
                    title: summary.title,
                    published: summary.published,
                    updated: article.updated,
                    author: summary.byline,
                    summary: article.abstract_text,
                    body: article.body.text(),
                    category: summary.section,
                    tags: article.tags,
                    image: summary.image.map(|url| url.to_string()),
                    language: article.language,
                    keywords: summary.keywords.into_iter().map(|keyword| keyword.phrase).collect(),
                    story: summary.story.map(|story| story.0),
                },
            )?;
        }
    }
}

fn bounds(period: &Period) -> anyhow::Result<(Option<jiff::Timestamp>, Option<jiff::Timestamp>)> {
    Ok((period.since.as_deref().map(super::time).transpose()?, period.until.as_deref().map(super::time).transpose()?))
}
