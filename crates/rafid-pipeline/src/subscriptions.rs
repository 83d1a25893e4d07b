//! Lists of feeds (OPML) in and out: what is followed, as others can read it. Nothing here contacts anybody.

use std::collections::BTreeMap;

use rafid_core::{DisplayPolicy, FeedKind, FeedState, FollowDraft, Followed, SourceDraft, Store, StoreResult, WebUrl};
use rafid_extract::source::opml::{self, Opml, Subscription};
use url::Url;

use crate::outlet_key;

/// What became of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListReport {
    pub added: Vec<WebUrl>,
    /// Followed before.
    pub known: Vec<WebUrl>,
    /// What is no address, with why.
    pub skipped: Vec<(String, String)>,
}

/// Follows every feed of a list in one step: all or none. Folders become the outlets' tags.
pub fn follow_list(store: &dyn Store, list: &Opml, policy: DisplayPolicy) -> StoreResult<ListReport> {
    let mut report = ListReport::default();
    let mut drafts = Vec::with_capacity(list.subscriptions.len());
    for subscription in &list.subscriptions {
        match draft(subscription, policy) {
            Some(draft) => drafts.push(draft),
            None => report.skipped.push((subscription.feed_url.clone(), "not a web address".to_owned())),
        }
    }
    let outcomes = store.follow(&drafts)?;
    for (draft, outcome) in drafts.into_iter().zip(outcomes) {
        match outcome {
            Followed { new: true, .. } => report.added.push(draft.url),
            Followed { new: false, .. } => report.known.push(draft.url),
        }
    }
    Ok(report)
}

fn draft(subscription: &Subscription, policy: DisplayPolicy) -> Option<FollowDraft> {
    let url = WebUrl::new(Url::parse(subscription.feed_url.trim()).ok()?.as_str())?;
    let home = subscription.site_url.as_deref().and_then(|site| WebUrl::new(Url::parse(site.trim()).ok()?.as_str()));
    let key = match &home {
        Some(home) => outlet_key(home),
        None => key_of_feed(&url),
    };
    let source = SourceDraft {
        key,
        name: subscription.title.clone().unwrap_or_default(),
        home_url: home,
        country: None,
        policy,
        tags: subscription.tags.clone(),
    };
    Some(FollowDraft { source, url, kind: FeedKind::Feed })
}

/// A service that carries the feeds of many is not the outlet: its feeds are told apart by their whole address.
fn key_of_feed(feed: &WebUrl) -> String {
    const SERVICES: &[&str] = &["feeds.feedburner.com", "feedburner.com", "rsshub.app", "rss.app", "politepaul.com", "feedx.net"];
    let host = outlet_key(feed);
    if !SERVICES.contains(&host.as_str()) {
        return host;
    }
    let path = Url::parse(feed.as_str()).map(|url| url.path().to_owned()).unwrap_or_default();
    format!("{host}{}", path.trim_end_matches('/'))
}

/// Everything that is followed, as OPML 2.0; user names and passwords in addresses stay here.
pub fn write_list(store: &dyn Store, title: &str) -> StoreResult<String> {
    let sources: BTreeMap<_, _> = store.sources()?.into_iter().map(|source| (source.id.0, source)).collect();
    let subscriptions: Vec<Subscription> = store
        .feeds()?
        .into_iter()
        .filter(|feed| feed.kind == FeedKind::Feed && feed.state != FeedState::Gone)
        .filter_map(|feed| {
            let source = sources.get(&feed.source.0)?;
            Some(Subscription {
                feed_url: without_secrets(feed.url.as_str())?,
                title: Some(source.name.clone()),
                site_url: source.home_url.as_ref().and_then(|home| without_secrets(home.as_str())),
                tags: source.tags.clone(),
                language: None,
            })
        })
        .collect();
    Ok(opml::write(title, &subscriptions))
}

fn without_secrets(address: &str) -> Option<String> {
    let mut url = Url::parse(address).ok()?;
    if url.username().is_empty() && url.password().is_none() {
        return Some(address.to_owned());
    }
    let (_, _) = (url.set_username(""), url.set_password(None));
    Some(url.into())
}
