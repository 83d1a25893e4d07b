//! From whatever address an operator has to the feeds behind it, and what would be collected from them.
//!
//! What this room never does: it stores nothing, and it promises nothing: a [`SourceCheck`] says what was found and what is
//! wrong with it, before anything is added. Start reading at [`check`]; `candidates.rs` says which addresses are tried.

mod candidates;
mod feed_check;

use rafid_core::{Issue, WebUrl};
use rafid_extract::article;
use rafid_extract::charset;
use url::Url;

pub use feed_check::FeedCheck;

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
    let read = tokio::task::spawn_blocking(move || (FeedCheck::of(&resource), resource)).await;
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
    let home = match named {
        Some(home) if same_site(&home, &resource.url) => Some(home),
        Some(home) => {
            // Whoever writes a feed may claim any home; only the operator can say that it is true.
            let detail = format!("the feed says that it belongs to {home}, which is another site");
            out.problems.push(Issue::warning("foreign-home", detail));
            resource.url.join("/").ok()
        }
        None => resource.url.join("/").ok(),
    };
    if let Some(home) = &home
        && let FetchOutcome::Modified(page) = fetcher.fetch(&FetchTask::new(home.clone(), Want::Page)).await
    {
        out.name = site_name(page).await;
    }
    out.name = out.name.take().or_else(|| feed.title.clone());
    out.home = home.and_then(|home| WebUrl::new(home.as_str()));
    out.feeds.push(feed);
}

async fn check_page(fetcher: &Fetcher, page: Resource, out: &mut SourceCheck) {
    let url = page.url.clone();
    let found = candidates::of_page(&page);
    for group in [found, candidates::guessed(&url)] {
        for candidate in group {
            let Ok(address) = Url::parse(&candidate.url) else { continue };
            if out.feeds.iter().any(|feed| feed.url.as_str() == address.as_str()) {
                continue;
            }
            let outcome = fetcher.fetch(&FetchTask::new(address.clone(), Want::Feed)).await;
            match outcome {
                FetchOutcome::Modified(resource) => {
                    let feed = tokio::task::spawn_blocking(move || FeedCheck::of(&resource)).await.ok().flatten();
                    match feed {
                        Some(feed) if !out.feeds.iter().any(|known| known.url == feed.url) => out.feeds.push(feed),
                        Some(_) => {}
                        None if candidate.declared => {
                            out.problems.push(Issue::warning(
                                "not-a-feed",
                                format!("the site names {address} as a feed, and it is none"),
                            ));
                        }
                        None => {}
                    }
                }
                FetchOutcome::Failed(failure) if candidate.declared => {
                    out.problems.push(Issue { severity: rafid_core::Severity::Warning, ..issue_of(&failure) });
                }
                _ => {}
            }
        }
        // What the site names is better than what we guess.
        if !out.feeds.is_empty() {
            break;
        }
    }
    out.feeds.sort_by_key(|feed| (feed.partial, feed.entries == 0));
    out.name = site_name(page).await.or_else(|| out.feeds.first().and_then(|feed| feed.title.clone()));
    out.home = WebUrl::new(url.as_str());
}

async fn site_name(page: Resource) -> Option<String> {
    let read = move || {
        let decoded = charset::decode(&page.body, page.content_type.as_deref(), charset::Kind::Html);
        let extraction = article::extract(&decoded.text, Some(page.url.as_str()), &article::Hints::default());
        extraction.site_name.or(extraction.title).map(|name| name.trim().to_owned()).filter(|name| !name.is_empty())
    };
    tokio::task::spawn_blocking(read).await.ok().flatten()
}
