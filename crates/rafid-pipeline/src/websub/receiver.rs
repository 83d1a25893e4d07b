//! What hubs call back for: are we meant, did we mean it, is it theirs?

use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rafid_core::{Delivery, FeedId, HubMode, PushReceiver, Store, StoreResult, Subscription, SubscriptionState};
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::mpsc::{Receiver as Inbox, Sender, channel};

use super::signature;
use crate::Clock;

/// A body that a hub brought, signed as agreed.
#[derive(Debug)]
pub(crate) struct Push {
    pub feed: FeedId,
    pub content_type: Option<String>,
    pub body: Vec<u8>,
    /// Told when what it holds is stored; dropped without a word when that was not to be.
    pub stored: SyncSender<()>,
}

/// The collector's end.
pub struct PushInbox(pub(crate) Inbox<Push>);

/// The portal's end.
pub struct Receiver {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    inbox: Sender<Push>,
    max_body_bytes: usize,
}

/// Bodies that wait to be read, at most: beyond them hubs are asked to come again.
const MOST_WAITING: usize = 8;
/// A hub waits so long for its answer; after that it is told to come again.
const PATIENCE: Duration = Duration::from_secs(20);
const HOUR: i64 = 3600;
/// A hub that grants less is asked again as if it had granted this.
const LEAST_LEASE_SECS: i64 = 60;
const MOST_LEASE_SECS: i64 = 30 * 24 * HOUR;
/// Where the hub does not say.
const USUAL_LEASE_SECS: i64 = 24 * HOUR;
/// Before a hub that has refused is asked again.
const AFTER_REFUSAL: SignedDuration = SignedDuration::from_hours(24);

pub fn push_channel(store: Arc<dyn Store>, clock: Arc<dyn Clock>, max_body_bytes: usize) -> (Receiver, PushInbox) {
    let (sender, inbox) = channel(MOST_WAITING);
    (Receiver { store, clock, inbox: sender, max_body_bytes }, PushInbox(inbox))
}

impl PushReceiver for Receiver {
    fn expects(&self, token: &str) -> StoreResult<bool> {
        Ok(self.store.subscription(token)?.is_some_and(|subscription| subscription.state == SubscriptionState::Active))
    }

    fn max_body_bytes(&self) -> usize {
        self.max_body_bytes
    }

    fn confirm(&self, token: &str, mode: HubMode, topic: &str, lease_secs: Option<u64>) -> StoreResult<bool> {
        let Some(has) = self.store.subscription(token)?.filter(|has| has.topic.as_str() == topic) else { return Ok(false) };
        let now = self.clock.now();
        match (mode, has.state) {
            (HubMode::Subscribe, SubscriptionState::Wanted | SubscriptionState::Active) => {
                self.store.keep_subscription(&granted(has, lease_secs, now))?;
            }
            (HubMode::Unsubscribe, SubscriptionState::Ending) => self.store.drop_subscription(token)?,
            (HubMode::Denied, SubscriptionState::Ending) => self.store.drop_subscription(token)?,
            (HubMode::Denied, _) => {
                let next_at = now.saturating_add(AFTER_REFUSAL).unwrap_or(Timestamp::MAX);
                let refused = Subscription { state: SubscriptionState::Wanted, expires_at: None, next_at, ..has };
                self.store.keep_subscription(&refused)?;
            }
            // We did not ask for this.
            (HubMode::Subscribe, SubscriptionState::Ending) | (HubMode::Unsubscribe, _) => return Ok(false),
        }
        Ok(true)
    }

    fn deliver(&self, token: &str, signature: Option<&str>, content_type: Option<&str>, body: Vec<u8>) -> StoreResult<Delivery> {
        let has = self.store.subscription(token)?.filter(|has| has.state == SubscriptionState::Active);
        let Some(has) = has else { return Ok(Delivery::Unknown) };
        if !signature.is_some_and(|header| signature::matches(header, &has.secret, &body)) {
            tracing::warn!(hub = %has.hub, topic = %has.topic, "a push is not signed as agreed and is ignored");
            return Ok(Delivery::Ignored);
        }
        let (stored, answer) = sync_channel(1);
        let content_type = content_type.map(|kind| kind.chars().take(200).collect());
        let push = Push { feed: has.feed, content_type, body, stored };
        Ok(match self.inbox.try_send(push) {
            Ok(()) => match answer.recv_timeout(PATIENCE) {
                Ok(()) => Delivery::Taken,
                Err(_) => Delivery::Busy,
            },
            Err(TrySendError::Full(_) | TrySendError::Closed(_)) => Delivery::Busy,
        })
    }
}

/// The subscription as the hub has granted it, to be renewed when a fifth of the lease is left.
fn granted(has: Subscription, lease_secs: Option<u64>, now: Timestamp) -> Subscription {
    let secs = lease_secs.map_or(USUAL_LEASE_SECS, |secs| i64::try_from(secs).unwrap_or(MOST_LEASE_SECS));
    let secs = secs.clamp(LEAST_LEASE_SECS, MOST_LEASE_SECS);
    let after = |secs| now.saturating_add(SignedDuration::from_secs(secs)).unwrap_or(Timestamp::MAX);
    Subscription {
        state: SubscriptionState::Active,
        expires_at: Some(after(secs)),
        next_at: after(secs / 5 * 4),
        attempts: 0,
        ..has
    }
}
