//! `search`, `show`, `related`, `stories`: the portal's questions from a terminal. With `--json` they print what the API
//! answers.

use std::io::Write;

use anyhow::Context;
use jiff::Timestamp;
use rafid_core::ArticleRef;
use rafid_web::json;
use rafid_web::portal::{Portal, RelatedOptions, Runs, SearchParams, StoryParams};
use rafid_web::view::{Card, Outlet};

use crate::cli::{ArticleArgs, RelatedArgs, SearchArgs, StoriesArgs};
use crate::output::{json_pretty, plain};
use crate::wiring::Setup;

pub fn search(setup: &Setup, args: &SearchArgs) -> anyhow::Result<()> {
    let portal = portal(setup)?;
    let mut params = SearchParams::new(args.query.join(" "));
    params.limit = args.limit;
    params.sort = args.sort.into();
    params.group = !args.ungrouped;
    params.facets = args.facets;
    params.filters.source.clone_from(&args.source);
    params.filters.country.clone_from(&args.country);
    params.filters.keyword.clone_from(&args.keyword);
    params.filters.story = args.story.map(rafid_core::StoryId);
    let results = portal.search(&params, Timestamp::now())?;
    if args.json {
        return json_pretty(&json::SearchPage::from(&results));
    }
    let mut out = std::io::stdout().lock();
    if let Some(meant) = &results.did_you_mean {
        writeln!(out, "did you mean: {}", plain(&meant.q))?;
    }
    writeln!(out, "{} found", results.total)?;
    for group in &results.groups {
        card(&mut out, &group.hit.card)?;
        writeln!(out, "    {}", plain(&text_of(&group.hit.snippet)))?;
        if let (1.., Some(story)) = (group.more, group.hit.card.story) {
            writeln!(out, "    and {} more of the same story (--story {story})", group.more)?;
        }
    }
    if let Some(facets) = &results.facets {
        let mut counts = |name: &str, counts: Vec<String>| match counts.as_slice() {
            [] => Ok(()),
            counts => writeln!(out, "{name}: {}", counts.join(", ")),
        };
        let outlet = |(outlet, n): &(std::sync::Arc<Outlet>, usize)| format!("{} {n}", plain(&outlet.name));
        counts("outlets", facets.outlets.iter().map(outlet).collect())?;
        counts("countries", facets.countries.iter().map(|(code, n)| format!("{code} {n}")).collect())?;
        counts("keywords", facets.keywords.iter().map(|facet| format!("{} {}", plain(&facet.phrase), facet.articles)).collect())?;
        let bars = facets.times.bars.iter().filter(|bar| bar.articles > 0);
        let day = |bar: &rafid_core::Bar| bar.from.strftime("%Y-%m-%d").to_string();
        counts("times", bars.map(|bar| format!("{} {}", day(bar), bar.articles)).collect())?;
    }
    Ok(())
}

pub fn show(setup: &Setup, args: &ArticleArgs) -> anyhow::Result<()> {
    let portal = portal(setup)?;
    let page = portal.article(&args.id)?.with_context(|| missing(&args.id))?;
    if args.json {
        return json_pretty(&json::Article::from(&page));
    }
    let article = json::Article::from(&page);
    let mut out = std::io::stdout().lock();
    card(&mut out, &page.article.card)?;
    writeln!(out, "\n{}\n", page.article.body.text())?;
    for keyword in &article.keywords {
        write!(out, "#{} ", plain(&keyword.phrase))?;
    }
    writeln!(out)?;
    for copy in &page.copies {
        write!(out, "also: ")?;
        card(&mut out, &copy.card)?;
    }
    Ok(())
}

pub fn related(setup: &Setup, args: &RelatedArgs) -> anyhow::Result<()> {
    let portal = portal(setup)?;
    let options = RelatedOptions { limit: args.limit, spread: !args.plain };
    let related = portal.related(&args.id, options, Timestamp::now())?.with_context(|| missing(&args.id))?;
    let answer = json::RelatedArticles::from(&related);
    if args.json {
        return json_pretty(&answer);
    }
    let mut out = std::io::stdout().lock();
    for (item, json) in related.read_next.iter().chain(&related.similar).zip(answer.read_next.iter().chain(&answer.similar)) {
        card(&mut out, &item.card)?;
        let reasons = serde_json::to_value(&json.reasons)?;
        writeln!(out, "    {:.3}  {reasons}", item.score)?;
    }
    if related.read_next.is_none() {
        writeln!(out, "nothing is related to it")?;
    }
    Ok(())
}

pub fn stories(setup: &Setup, args: &StoriesArgs) -> anyhow::Result<()> {
    let portal = portal(setup)?;
    let params = StoryParams {
        since: args.since.as_deref().map(super::time).transpose()?,
        until: args.until.as_deref().map(super::time).transpose()?,
        min_articles: if args.json { 1 } else { 2 },
        cursor: None,
        limit: args.limit,
    };
    let list = portal.stories(&params)?;
    if args.json {
        return json_pretty(&json::StoryPage::from(&list));
    }
    let mut out = std::io::stdout().lock();
    for story in &list.items {
        let outlets: Vec<&str> = story.outlets.iter().map(|outlet| outlet.name.as_str()).collect();
        writeln!(out, "[{}] {}", story.id, plain(&story.lead.title))?;
        writeln!(out, "    {} articles, {} — {}  ({})", story.articles, story.first_at, story.last_at, outlets.join(", "))?;
    }
    Ok(())
}

fn portal(setup: &Setup) -> anyhow::Result<Portal> {
    let opened = setup.open_for_reading()?;
    setup.portal(&opened)
}

fn missing(article: &ArticleRef) -> String {
    format!("there is no article {article}")
}

fn card(out: &mut impl Write, card: &Card) -> anyhow::Result<()> {
    writeln!(out, "[{}] {}  ({}, {})", card.id, plain(&card.title), card.outlet.name, card.at)?;
    Ok(())
}

fn text_of(runs: &Runs) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}
