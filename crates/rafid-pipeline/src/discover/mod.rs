//! From whatever address an operator has to the feeds behind it, and what would be collected from them.
//!
//! What this room never does: it stores nothing, and it promises nothing: a [`SourceCheck`] says what was found and what is
//! wrong with it, before anything is added. Start reading at [`check`]; [`sample`] looks closer; `candidates.rs` says which addresses are tried.

mod candidates;
mod feed_check;
mod sample;

use rafid_core::{FeedKind, Issue, Severity, WebUrl};
use rafid_extract::article;
use rafid_extract::charset;
use url::Url;

use candidates::Candidate;
pub use feed_check::FeedCheck;
pub use sample::{PageSample, sample};

use crate::fetch::{FetchFailure, FetchOutcome, FetchTask, Fetcher, Resource, Want};
use crate::politeness::host_key::same_site;

/// What stands behind an address.
#[derive(Debug, Clone, Default)]
pub struct SourceCheck {
    /// The outlet's name, as it calls itself.
    pub name: Option<String>,
    /// Its home page: the page that was asked for, or the one that its feed names on the same site.
    pub home: Option<WebUrl>,
    /// Best first; empty when nothing can be collected.
    pub feeds: Vec<FeedCheck>,
    pub problems: Vec<Issue>,
    /// BCP 47, of the articles that [`sample`] has read.
    pub language: Option<String>,
    /// What [`sample`] has read.
    pub pages: Vec<PageSample>,
    /// What an operator should know besides, from [`sample`].
    pub advice: Vec<Issue>,
}

/// Looks at `address`, which may be a feed, a home page, or a bare host name.
pub async fn check(fetcher: &Fetcher, address: &str) -> SourceCheck {
    let mut out = SourceCheck::default();
    let resource = match open(fetcher, address).await {
        Ok(resource) => resource,
        Err(problem) => {
            out.problems.push(problem);
            return out;
        }
    };
    let read = tokio::task::spawn_blocking(move || {
        let feed = [FeedKind::Feed, FeedKind::Sitemap].into_iter().find_map(|kind| FeedCheck::of(kind, &resource));
        (feed, resource)
    })
    .await;
    let Ok((feed, resource)) = read else {
        out.problems.push(Issue::error("internal", "the answer could not be read; please report it"));
        return out;
    };
    match feed {
        Some(feed) => check_feed(fetcher, feed, &resource, &mut out).await,
        None => check_page(fetcher, resource, &mut out).await,
    }
    if out.feeds.is_empty() && out.problems.is_empty() {
        let detail = "no feed was found; look for an RSS link on the site and add its address itself";
        out.problems.push(Issue::error("no-feed", detail));
    }
    out
}

/// A bare host name is tried with https first.
async fn open(fetcher: &Fetcher, address: &str) -> Result<Resource, Issue> {
    let address = address.trim();
    let spellings = if address.contains("://") {
        vec![address.to_owned()]
    } else {
        vec![format!("https://{address}"), format!("http://{address}")]
    };
    let mut problem = Issue::error("bad-url", format!("`{address}` is not an address"));
    for spelling in spellings {
        let Ok(url) = Url::parse(&spelling) else { continue };
        match fetcher.fetch(&FetchTask::new(url.clone(), Want::Feed)).await {
            FetchOutcome::Modified(resource) => return Ok(resource),
            FetchOutcome::NotModified(_) => {}
            FetchOutcome::Gone => problem = Issue::error("gone", format!("{url} is gone for good (410)")),
            FetchOutcome::Failed(failure) => problem = issue_of(&failure),
        }
    }
    Err(problem)
}

fn issue_of(failure: &FetchFailure) -> Issue {
    Issue::error(failure.kind.code(), format!("{} ({}); {}", failure.detail, failure.url, failure.kind.advice()))
}

/// The address was a feed's: the home page is asked for the outlet's name only.
async fn check_feed(fetcher: &Fetcher, feed: FeedCheck, resource: &Resource, out: &mut SourceCheck) {
    let named = feed.home.as_deref().and_then(|home| resource.url.join(home).ok());
    let own = resource.url.join("/").ok();
    let home = named.clone().or_else(|| own.clone());
    let page = match &home {
        Some(home) => page_at(fetcher, home).await,
        None => None,
    };
    let foreign = home.as_ref().filter(|home| !same_site(home, &resource.url));
    let confirmed = foreign.is_none()
        || page.as_ref().is_some_and(|page| candidates::names(page, &[resource.url.as_str(), feed.url.as_str()]));
    let home = if confirmed {
        home
    } else {
        // Whoever writes a feed may claim any home: it counts when that home names the feed.
        let claimed = named.map(String::from).unwrap_or_default();
        let detail =
            format!("the feed says that it belongs to {claimed}, which does not name it; give the outlet's home page if it does");
        out.problems.push(Issue::warning("foreign-home", detail));
        own
    };
    if let Some(page) = page.filter(|_| confirmed) {
        out.name = site_name(page).await;
    }
    out.name = out.name.take().or_else(|| feed.title.clone());
    out.home = home.and_then(|home| WebUrl::new(home.as_str()));
    out.feeds.push(feed);
}

async fn page_at(fetcher: &Fetcher, url: &Url) -> Option<Resource> {
    match fetcher.fetch(&FetchTask::new(url.clone(), Want::Page)).await {
        FetchOutcome::Modified(page) => Some(page),
        _ => None,
    }
}

async fn check_page(fetcher: &Fetcher, page: Resource, out: &mut SourceCheck) {
    out.home = WebUrl::new(page.url.as_str());
    let robots_txt = match page.url.join("/robots.txt") {
        Ok(url) => match fetcher.fetch(&FetchTask::new(url, Want::Robots)).await {
            FetchOutcome::Modified(resource) => String::from_utf8_lossy(&resource.body).into_owned(),
            _ => String::new(),
        },
        Err(_) => String::new(),
    };
    for group in candidates::groups(&page, &robots_txt) {
        for candidate in group {
            try_candidate(fetcher, candidate, out).await;
        }
        // What the site names is better than what we guess, and a feed better than a sitemap.
        if !out.feeds.is_empty() {
            break;
        }
    }
    out.feeds.sort_by_key(FeedCheck::rank);
    if out.feeds.is_empty() {
        out.feeds.extend(FeedCheck::of(FeedKind::Listing, &page));
    }
    out.name = site_name(page).await.or_else(|| out.feeds.first().and_then(|feed| feed.title.clone()));
}

async fn try_candidate(fetcher: &Fetcher, candidate: Candidate, out: &mut SourceCheck) {
    let Candidate { url, kind, declared } = candidate;
    if out.feeds.iter().any(|feed| feed.url.as_str() == url.as_str()) {
        return;
    }
    match fetcher.fetch(&FetchTask::new(url.clone(), Want::Feed)).await {
        FetchOutcome::Modified(resource) => {
            let feed = tokio::task::spawn_blocking(move || FeedCheck::of(kind, &resource)).await.ok().flatten();
            match feed {
                Some(feed) if !out.feeds.iter().any(|known| known.url == feed.url) => out.feeds.push(feed),
                None if declared => {
                    let detail = format!("the site names {url} as a feed, and it is none");
                    out.problems.push(Issue::warning("not-a-feed", detail));
                }
                Some(_) | None => {}
            }
        }
        FetchOutcome::Failed(failure) if declared => {
            out.problems.push(Issue { severity: Severity::Warning, ..issue_of(&failure) });
        }
        _ => {}
    }
}

async fn site_name(page: Resource) -> Option<String> {
    let read = move || {
        let decoded = charset::decode(&page.body, page.content_type.as_deref(), charset::Kind::Html);
        let extraction = article::extract(&decoded.text, Some(page.url.as_str()), &article::Hints::default());
        extraction.site_name.or(extraction.title).map(|name| name.trim().to_owned()).filter(|name| !name.is_empty())
    };
    tokio::task::spawn_blocking(read).await.ok().flatten()
}
