//! A closer look at what was found: a few articles read as the collector would, and what an operator should know.

use std::sync::Arc;

use jiff::Timestamp;
use rafid_core::Issue;
use rafid_extract::article::{self, Hints, RuleUse, SiteRules};
use rafid_extract::charset;
use url::Url;

use super::SourceCheck;
use crate::fetch::{FailureKind, FetchOutcome, FetchTask, Fetcher, Resource, Want};

/// One article of the best feed, read from its page.
#[derive(Debug, Clone)]
pub struct PageSample {
    /// The site's rule that it was read with.
    pub rule: Option<RuleUse>,
    pub url: Url,
    /// Why it could not be read, in plain words.
    pub error: Option<String>,
    pub title: Option<String>,
    /// ISO 8601, at the precision that the page has.
    pub published: Option<String>,
    pub byline: Option<String>,
    /// Of the text that was found.
    pub chars: usize,
    pub opening: String,
    language: Option<String>,
}

/// Pages that are read: enough to tell a pattern from an accident, few enough to be polite.
const PAGES: usize = 2;
const OPENING_CHARS: usize = 90;
/// A text of this length is an article.
const LEAST_CHARS: usize = 200;

/// Reads some articles of the best feed into `check`, and says what follows from all that was seen.
pub async fn sample(fetcher: &Fetcher, check: &mut SourceCheck, now: Timestamp, rules: &Arc<SiteRules>) {
    let addresses: Vec<Url> =
        check.feeds.first().map(|feed| feed.articles.iter().take(PAGES).cloned().collect()).unwrap_or_default();
    for address in addresses {
        check.pages.push(one(fetcher, address, &mut check.advice, rules).await);
    }
    check.language = check.pages.iter().find_map(|page| page.language.clone());
    advise(check, now);
}

async fn one(fetcher: &Fetcher, url: Url, advice: &mut Vec<Issue>, rules: &Arc<SiteRules>) -> PageSample {
    let mut sample = PageSample {
        url: url.clone(),
        error: None,
        title: None,
        published: None,
        byline: None,
        chars: 0,
        opening: String::new(),
        language: None,
        rule: None,
    };
    match fetcher.fetch(&FetchTask::new(url, Want::Page)).await {
        FetchOutcome::Modified(page) => read(page, &mut sample, rules.clone()).await,
        FetchOutcome::NotModified(_) => {}
        FetchOutcome::Gone => sample.error = Some("gone for good (410)".to_owned()),
        FetchOutcome::Failed(failure) => {
            sample.error = Some(format!("{}; {}", failure.detail, failure.kind.advice()));
            if failure.kind == FailureKind::RobotsDisallow && !advice.iter().any(|issue| issue.code == "robots-forbids-pages") {
                let detail = "robots.txt does not let us read the articles' pages: only what the feed itself says will be shown";
                advice.push(Issue::warning("robots-forbids-pages", detail));
            }
        }
    }
    sample
}

async fn read(page: Resource, sample: &mut PageSample, rules: Arc<SiteRules>) {
    let read = tokio::task::spawn_blocking(move || {
        let decoded = charset::decode(&page.body, page.content_type.as_deref(), charset::Kind::Html);
        let hints = Hints { rules: Some(&rules), ..Hints::default() };
        let found = article::extract(&decoded.text, Some(page.url.as_str()), &hints);
        let language =
            rafid_arabic::language::language(&found.text).map(|language| language.tag().to_owned()).or(found.language.clone());
        (found, language)
    });
    let Ok((found, language)) = read.await else {
        sample.error = Some("the page could not be read; please report it".to_owned());
        return;
    };
    sample.title = found.title;
    sample.published = found.published.map(|date| date.iso());
    sample.byline = found.byline;
    sample.chars = found.text.chars().count();
    let first = found.text.split_whitespace().collect::<Vec<_>>().join(" ");
    sample.opening = rafid_core::cut_at_word(&first, OPENING_CHARS);
    sample.language = language;
    sample.rule = found.rule;
}

fn advise(check: &mut SourceCheck, now: Timestamp) {
    let Some(best) = check.feeds.first() else { return };
    let mut advice = Vec::new();
    const DAY_SECS: i64 = 86_400;
    const OLD_DAYS: i64 = 30;
    match best.newest.map(|newest| (now.as_second() - newest.as_second()) / DAY_SECS) {
        Some(days) if days >= OLD_DAYS => {
            advice.push(Issue::warning("nothing-new", format!("the newest entry is {days} days old: the feed may be abandoned")));
        }
        Some(days) if days < -1 => {
            advice.push(Issue::note("dates-ahead", "the newest entry is dated in the future; such dates are not believed"));
        }
        None if best.entries > 0 => {
            advice.push(Issue::note(
                "no-dates",
                "the feed has no dates: those of the articles' pages are used, or the time of the visit",
            ));
        }
        _ => {}
    }
    let read = check.pages.iter().filter(|page| page.error.is_none()).count();
    let short = check.pages.iter().filter(|page| page.error.is_none() && page.chars < LEAST_CHARS).count();
    if read > 0 && short == read {
        let detail = "hardly any text was found in the articles' pages: they may need a script, a subscription, or be videos";
        advice.push(Issue::warning("thin-pages", detail));
    }
    if let Some(language) = check.language.as_deref().filter(|language| !language.starts_with("ar")) {
        advice.push(Issue::note("not-arabic", format!("the articles read as `{language}`, not as Arabic")));
    }
    if check.feeds.len() > 1 {
        advice.push(Issue::note(
            "more-feeds",
            format!("{} feeds were found; the first is the best, --all-feeds follows all", check.feeds.len()),
        ));
    }
    check.advice.append(&mut advice);
}
