//! Does a feed want to be subscribed to? Pure, but for the names that nobody can guess.

use jiff::Timestamp;
use rafid_core::{Feed, Subscription, SubscriptionState, WebUrl};
use ring::rand::{SecureRandom, SystemRandom};
use url::Url;

use super::signature::hex;

/// What an answer says about hubs, in its body or its `Link` headers (section 4).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Named {
    pub hub: Option<Url>,
    /// What the hub calls the feed.
    pub topic: Option<Url>,
}

impl Named {
    /// What the headers say comes first, as the Recommendation has it.
    pub fn or(self, other: Self) -> Self {
        Self { hub: self.hub.or(other.hub), topic: self.topic.or(other.topic) }
    }
}

/// The subscriptions of a feed that have to change: the one that it has, ended, or a new one. `None` where the machine has no
/// randomness to give.
pub(crate) fn wanted(feed: &Feed, named: &Named, has: Option<Subscription>, now: Timestamp) -> Option<Vec<Subscription>> {
    let web = |url: &Url| WebUrl::new(url.as_str());
    let hub = named.hub.as_ref().and_then(web);
    let topic = named.topic.as_ref().and_then(web).unwrap_or_else(|| feed.url.clone());
    if has.as_ref().is_some_and(|has| Some(&has.hub) == hub.as_ref() && has.topic == topic) {
        return Some(Vec::new());
    }
    let mut changes: Vec<Subscription> =
        has.into_iter().map(|has| Subscription { state: SubscriptionState::Ending, next_at: now, attempts: 0, ..has }).collect();
    if let Some(hub) = hub {
        changes.push(Subscription {
            token: random()?,
            feed: feed.id,
            hub,
            topic,
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
