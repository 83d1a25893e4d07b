//! The few answer headers that we believe, each within bounds.

use std::time::Duration;

use jiff::Timestamp;
use rafid_core::Validators;
use reqwest::header::{CACHE_CONTROL, ETAG, HeaderMap, LAST_MODIFIED, LINK, RETRY_AFTER};
use url::Url;

use crate::websub::Named;

const DAY: Duration = Duration::from_secs(86_400);
/// A validator longer than this is not kept: it would be sent back with every request.
const MAX_VALIDATOR_BYTES: usize = 512;

/// Name and value bytes of all headers.
pub(super) fn size_bytes(headers: &HeaderMap) -> usize {
    headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum()
}

pub(super) fn validators(headers: &HeaderMap) -> Validators {
    let short = |name| {
        let value: &str = headers.get(name)?.to_str().ok()?;
        (!value.is_empty() && value.len() <= MAX_VALIDATOR_BYTES).then(|| value.to_owned())
    };
    Validators { etag: short(ETAG), last_modified: short(LAST_MODIFIED) }
}

/// `Retry-After` as seconds or as a date (RFC 9110, 10.2.3), at most a day. What cannot be read is not there.
pub(super) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) {
        return Some(value.parse().map_or(DAY, Duration::from_secs).min(DAY));
    }
    let until = jiff::fmt::rfc2822::parse(value).ok()?.timestamp();
    let secs = until.as_second().saturating_sub(now.as_second());
    Some(Duration::from_secs(u64::try_from(secs).unwrap_or(0)).min(DAY))
}

/// `max-age` of `Cache-Control` (RFC 9111, 5.2.2.1), at most a day; `no-cache` and `no-store` make it nothing.
pub(super) fn max_age(headers: &HeaderMap) -> Option<Duration> {
    let mut found = None;
    for value in headers.get_all(CACHE_CONTROL) {
        for directive in value.to_str().ok()?.split(',') {
            let (name, argument) = directive.split_once('=').unwrap_or((directive, ""));
            match name.trim().to_ascii_lowercase().as_str() {
                "no-cache" | "no-store" => return None,
                "max-age" => found = argument.trim().trim_matches('"').parse().ok().map(Duration::from_secs),
                _ => {}
            }
        }
    }
    found.map(|age| age.min(DAY))
}

/// The first `rel=hub` and `rel=self` of the `Link` headers (RFC 8288).
pub(super) fn hubs(headers: &HeaderMap, base: &Url) -> Named {
    const MOST_LINKS: usize = 50;
    let mut named = Named::default();
    let values = headers.get_all(LINK).iter().filter_map(|value| value.to_str().ok());
    for link in values.flat_map(|value| value.split('<').skip(1)).take(MOST_LINKS) {
        let Some((target, params)) = link.split_once('>') else { continue };
        let relations = params.split([';', ',']).filter_map(|param| {
            let (name, value) = param.split_once('=')?;
            name.trim().eq_ignore_ascii_case("rel").then(|| value.trim().trim_matches('"'))
        });
        for relation in relations.flat_map(str::split_ascii_whitespace) {
            match (relation.to_ascii_lowercase().as_str(), base.join(target.trim())) {
                ("hub", Ok(hub)) => named.hubs.push(hub),
                ("self", Ok(topic)) => _ = named.topic.get_or_insert(topic),
                _ => {}
            }
        }
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(name: reqwest::header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, value.parse().unwrap())])
    }

    #[test]
    fn body_010_retry_after_is_bounded() {
        let now: Timestamp = "2026-03-01T10:00:00Z".parse().unwrap();
        let secs = |value: &str| retry_after(&map(RETRY_AFTER, value), now).map(|d| d.as_secs());
        assert_eq!(secs("10"), Some(10));
        assert_eq!(secs("Sun, 01 Mar 2026 10:02:00 GMT"), Some(120));
        assert_eq!(secs("Sun, 01 Mar 2020 10:02:00 GMT"), Some(0));
        assert_eq!(secs("99999999999"), Some(86_400));
        assert_eq!(secs("99999999999999999999999999"), Some(86_400));
        assert_eq!(secs("Sun, 01 Mar 2099 10:02:00 GMT"), Some(86_400));
        assert_eq!(secs("-5"), None);
        assert_eq!(secs("soon"), None);
    }

    #[test]
    fn max_age_is_read_and_bounded() {
        let secs = |value: &str| max_age(&map(CACHE_CONTROL, value)).map(|d| d.as_secs());
        assert_eq!(secs("public, max-age=300"), Some(300));
        assert_eq!(secs("Max-Age=\"60\", must-revalidate"), Some(60));
        assert_eq!(secs("max-age=999999999"), Some(86_400));
        assert_eq!(secs("no-cache, max-age=300"), None);
        assert_eq!(secs("max-age=abc"), None);
    }

    #[test]
    fn hubs_are_named_in_links() {
        let base = Url::parse("https://a.example/feed").unwrap();
        let named = |value: &str| {
            let named = hubs(&map(LINK, value), &base);
            (
                named.hubs.into_iter().map(String::from).collect::<Vec<_>>().join(" "),
                named.topic.map(String::from).unwrap_or_default(),
            )
        };
        let both = ("https://hub.example/".to_owned(), "https://a.example/rss".to_owned());
        assert_eq!(named("<https://hub.example/>; rel=\"hub\", </rss>; rel=self"), both);
        assert_eq!(named("</rss>; title=\"x\"; rel=\"self alternate\", <https://hub.example/>; REL=hub"), both);
        let two = "<https://hub.example/>; rel=hub, <https://b.example/h>; rel=hub, </rss>; rel=self, </atom>; rel=self";
        assert_eq!(named(two), ("https://hub.example/ https://b.example/h".to_owned(), both.1));
        assert_eq!(named("<https://hub.example/>; rel=next, hub, rel=, <"), Default::default());
    }

    #[test]
    fn body_008_huge_validators_are_not_kept() {
        assert_eq!(validators(&map(ETAG, &"x".repeat(5000))).etag, None);
        assert_eq!(validators(&map(ETAG, "W/\"1\"")).etag.as_deref(), Some("W/\"1\""));
    }
}
