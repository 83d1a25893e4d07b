//! `source add`: one outlet by its address, or several of the starter list.

use anyhow::Context;
use rafid_core::{FeedKind, FollowDraft, SourceDraft, Store, WebUrl};
use rafid_extract::source::listing::Rule;
use rafid_pipeline::{outlet_key, starter};

use super::check::{look, print_problems};
use crate::cli::SourceAddArgs;
use crate::output::{WrongUse, plain};
use crate::wiring::Setup;

pub fn run(setup: &Setup, args: &SourceAddArgs) -> anyhow::Result<()> {
    if let Some(countries) = &args.starter {
        return from_starter(setup, args, countries);
    }
    let url = args.url.as_deref().unwrap_or_default();
    if let Some(rule) = &args.rule {
        return by_rule(setup, args, url, rule);
    }
    // The store first: who cannot write needs no fetching.
    let store = super::store(setup, "source add")?;
    let check = look(setup, url)?;
    print_problems(&check);
    let best = check
        .feeds
        .first()
        .with_context(|| format!("nothing to follow was found at {url}; `rafid source check {url}` says more"))?;
    let home = check.home.clone().unwrap_or_else(|| best.url.clone());
    let wanted = if args.all_feeds { check.feeds.as_slice() } else { std::slice::from_ref(best) };
    let feeds: Vec<_> = wanted.iter().map(|feed| (feed.url.clone(), feed.kind)).collect();
    follow(setup, store.as_ref(), args, home, check.name.as_deref(), &feeds)?;
    let others = check.feeds.len() - wanted.len();
    if others > 0 {
        eprintln!("{others} more feeds were found: `rafid source check {url}` shows them, --all-feeds follows them");
    }
    Ok(())
}

/// The page of that address is a list, and the operator says how its articles are found.
fn by_rule(setup: &Setup, args: &SourceAddArgs, url: &str, rule: &str) -> anyhow::Result<()> {
    rule.parse::<Rule>().map_err(|error| WrongUse(format!("--rule: {error}")))?;
    let page = url::Url::parse(url).ok().and_then(|url| WebUrl::new(url.as_str()));
    let page = page.ok_or_else(|| WrongUse(format!("{url:?} is not a web address")))?;
    let store = super::store(setup, "source add")?;
    follow(setup, store.as_ref(), args, page.clone(), None, &[(page.clone(), FeedKind::Listing)])?;
    let feed = store.feeds()?.into_iter().find(|feed| feed.url == page).context("the page could not be followed")?;
    anyhow::ensure!(feed.kind == FeedKind::Listing, "{page} is followed as a feed already; a rule is for listing pages");
    store.set_listing_rule(feed.id, Some(rule))?;
    Ok(())
}

fn follow(
    setup: &Setup,
    store: &dyn Store,
    args: &SourceAddArgs,
    home: WebUrl,
    name: Option<&str>,
    feeds: &[(WebUrl, FeedKind)],
) -> anyhow::Result<()> {
    let source = SourceDraft {
        key: outlet_key(&home),
        name: args.name.as_deref().or(name).unwrap_or_default().to_owned(),
        home_url: Some(home),
        country: args.country.as_ref().map(|country| country.to_uppercase()),
        policy: args.policy.unwrap_or(setup.config.policy),
        tags: Vec::new(),
    };
    let drafts: Vec<_> =
        feeds.iter().map(|(url, kind)| FollowDraft { source: source.clone(), url: url.clone(), kind: *kind }).collect();
    let followed = store.follow(&drafts)?;
    let Some(first) = followed.first() else { return Ok(()) };
    let mut known = store.source(first.source)?.context("the outlet was removed in the meantime")?;
    // What is said now wins over what an earlier command said.
    known.name = args.name.clone().unwrap_or(known.name);
    known.country = source.country.or(known.country);
    known.policy = args.policy.unwrap_or(known.policy);
    known.home_url = source.home_url.or(known.home_url);
    store.update_source(&known)?;
    for ((url, _), followed) in feeds.iter().zip(&followed) {
        let what = if followed.new { "following" } else { "followed already:" };
        println!("{what} {} ({}): {url}", plain(&known.name), known.key);
    }
    Ok(())
}

fn from_starter(setup: &Setup, args: &SourceAddArgs, countries: &[String]) -> anyhow::Result<()> {
    let outlets = starter::outlets();
    if let Some(unknown) = countries.iter().find(|country| !outlets.iter().any(|o| o.is_of(std::slice::from_ref(country)))) {
        let known: Vec<_> = starter::ARAB_COUNTRIES.into_iter().chain([starter::INTERNATIONAL]).collect();
        return Err(WrongUse(format!("--starter: no outlet of {unknown:?} is in the list; there are {}", known.join(" "))).into());
    }
    let store = super::store(setup, "source add")?;
    let policy = args.policy.unwrap_or(setup.config.policy);
    let drafts: Vec<_> = outlets.iter().filter(|outlet| outlet.is_of(countries)).map(|outlet| outlet.follow(policy)).collect();
    let followed = store.follow(&drafts)?;
    let mut added = 0;
    for (draft, followed) in drafts.iter().zip(&followed) {
        if followed.new {
            added += 1;
            println!("following {} ({}): {}", draft.source.name, draft.source.key, draft.url);
        }
    }
    let before = followed.len() - added;
    eprintln!(
        "{added} outlets added, {before} were followed already; nothing was fetched: `rafid serve` begins, `rafid source list` tells their health"
    );
    Ok(())
}
