//! An article's page: fetched, and read off the runtime's threads, since a page takes milliseconds of work.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rafid_core::{Issue, Validators};
use rafid_extract::article::{self, Extraction, SiteRules};
use rafid_extract::charset;
use url::Url;

use crate::fetch::{FailureKind, FetchFailure, FetchOutcome, FetchTask, Fetcher, Resource, Want};

/// How many pages of one article are joined.
const MAX_PAGES: usize = 12;

/// What a visit to a page brought.
pub(super) enum Visit {
    Read(Box<ReadPage>),
    NotModified,
    /// 410: the publisher has taken the article back.
    Gone,
    Failed(FetchFailure),
}

pub(super) struct ReadPage {
    pub extraction: Extraction,
    /// As it was before what its site repeats was taken out, where there was any.
    pub whole: Option<Extraction>,
    /// After redirects.
    pub url: Url,
    pub validators: Validators,
}

/// What is known about the page before it is read.
#[derive(Debug, Clone)]
pub(super) struct PageHints {
    pub title: Option<String>,
    pub language: Option<String>,
    pub now: Timestamp,
    pub zone: TimeZone,
    pub rules: Arc<SiteRules>,
}

/// Fetches and reads the page at `url`.
pub(super) async fn visit(fetcher: &Fetcher, url: &Url, validators: Validators, hints: PageHints) -> Visit {
    let task = FetchTask { url: url.clone(), want: Want::Page, validators };
    let resource = match fetcher.fetch(&task).await {
        FetchOutcome::Modified(resource) => resource,
        FetchOutcome::NotModified(_) => return Visit::NotModified,
        FetchOutcome::Gone => return Visit::Gone,
        FetchOutcome::Failed(failure) => return Visit::Failed(failure),
    };
    if leads_home(url, &resource.url) {
        let detail = "the article's address leads to the home page";
        return Visit::Failed(FetchFailure::new(FailureKind::NotFound, url, detail));
    }
    let (at, validators) = (resource.url.clone(), resource.validators.clone());
    let own = hints.clone();
    match tokio::task::spawn_blocking(move || read(&resource, &own)).await {
        Ok(mut extraction) => {
            join_pages(fetcher, &mut extraction, &at, &hints).await;
            Visit::Read(Box::new(ReadPage { extraction, whole: None, url: at, validators }))
        }
        Err(_) => Visit::Failed(FetchFailure::new(FailureKind::Internal, url, "the page could not be read")),
    }
}

/// The further pages of the article, where its site's rule names the next: one after the other, with the manners of every
/// fetch, on the same host only. A page that is missing ends the article with an issue.
async fn join_pages(fetcher: &Fetcher, extraction: &mut Extraction, first: &Url, hints: &PageHints) {
    let mut seen = vec![first.clone()];
    while let Some(next) = extraction.next_page.take() {
        let Ok(url) = Url::parse(next.as_str()) else { return };
        if seen.len() >= MAX_PAGES || url.host_str() != first.host_str() || seen.contains(&url) {
            return;
        }
        seen.push(url.clone());
        let task = FetchTask { url, want: Want::Page, validators: Validators::default() };
        let FetchOutcome::Modified(resource) = fetcher.fetch(&task).await else {
            let detail = format!("the article goes on at {}, which could not be fetched", next.as_str());
            extraction.issues.push(Issue::warning("next-page-missing", detail));
            return;
        };
        let hints = hints.clone();
        let Ok(page) = tokio::task::spawn_blocking(move || read(&resource, &hints)).await else { return };
        extraction.append(page);
    }
}

fn read(resource: &Resource, hints: &PageHints) -> Extraction {
    let decoded = charset::decode(&resource.body, resource.content_type.as_deref(), charset::Kind::Html);
    let hints = article::Hints {
        now: Some(hints.zone.to_datetime(hints.now)),
        title: hints.title.as_deref(),
        language: hints.language.as_deref(),
        rules: Some(&hints.rules),
    };
    article::extract(&decoded.text, Some(resource.url.as_str()), &hints)
}

/// Articles that are gone often redirect to the home page, with status 200.
fn leads_home(asked: &Url, found: &Url) -> bool {
    found.path() == "/" && found.query().is_none() && (asked.path() != "/" || asked.query().is_some())
}
