//! Does a feed want to be subscribed to? Pure, but for the names that nobody can guess.

use jiff::Timestamp;
use rafid_core::{Feed, Subscription, SubscriptionState, WebUrl};
use ring::rand::{SecureRandom, SystemRandom};
use url::Url;

use super::signature::hex;

/// What an answer says about hubs, in its body or its `Link` headers (section 4).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Named {
    pub hubs: Vec<Url>,
    /// What the hub calls the feed.
    pub topic: Option<Url>,
}

impl Named {
    /// What the headers say comes first, as the Recommendation has it.
    pub fn or(self, other: Self) -> Self {
        let hubs = if self.hubs.is_empty() { other.hubs } else { self.hubs };
        Self { hubs, topic: self.topic.or(other.topic) }
    }
}

/// Of one feed: a publisher names a second hub for the day when the first one fails.
const MOST_HUBS: usize = 3;

/// The subscriptions of a feed that have to change: what it has at hubs that it no longer names, ended, and new ones, at each hub that it
/// names. What two hubs bring is stored once. `None` where the machine has no randomness to give.
pub(crate) fn wanted(feed: &Feed, named: &Named, has: Vec<Subscription>, now: Timestamp) -> Option<Vec<Subscription>> {
    let web = |url: &Url| WebUrl::new(url.as_str());
    let mut hubs: Vec<WebUrl> = Vec::new();
    for hub in named.hubs.iter().filter_map(web) {
        if hubs.len() < MOST_HUBS && !hubs.contains(&hub) {
            hubs.push(hub);
        }
    }
    let topic = named.topic.as_ref().and_then(web).unwrap_or_else(|| feed.url.clone());
    let (kept, left): (Vec<_>, Vec<_>) = has.into_iter().partition(|has| hubs.contains(&has.hub) && has.topic == topic);
    let end = |has| Subscription { state: SubscriptionState::Ending, next_at: now, attempts: 0, ..has };
    let mut changes: Vec<Subscription> = left.into_iter().map(end).collect();
    for hub in hubs.into_iter().filter(|hub| kept.iter().all(|kept| kept.hub != *hub)) {
        changes.push(Subscription {
            token: random()?,
            feed: feed.id,
            hub,
            topic: topic.clone(),
            secret: random()?,
            state: SubscriptionState::Wanted,
            expires_at: None,
            next_at: now,
            attempts: 0,
        });
    }
    Some(changes)
}

/// 160 random bits.
fn random() -> Option<String> {
    let mut bytes = [0; 20];
    SystemRandom::new().fill(&mut bytes).ok()?;
    Some(hex(&bytes))
}
