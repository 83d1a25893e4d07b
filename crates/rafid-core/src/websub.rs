//! Publishers that tell us (WebSub, W3C Recommendation of 2018): what is subscribed, and who takes what a hub brings.

use jiff::Timestamp;

use crate::{FeedId, StoreResult, WebUrl};

/// One feed's subscription at one hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// Names it, and ends its callback address: nobody can guess it.
    pub token: String,
    pub feed: FeedId,
    pub hub: WebUrl,
    /// What the hub calls the feed.
    pub topic: WebUrl,
    /// Signs what the hub brings.
    pub secret: String,
    pub state: SubscriptionState,
    /// The end of the lease that the hub granted.
    pub expires_at: Option<Timestamp>,
    /// When the hub is to be spoken to again.
    pub next_at: Timestamp,
    /// Requests since the hub last confirmed.
    pub attempts: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubscriptionState {
    /// The hub has not confirmed it.
    Wanted,
    Active,
    /// The hub is to be told that it is over.
    Ending,
}

impl Subscription {
    /// Whether the hub can be expected to bring what is new.
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.state == SubscriptionState::Active && self.expires_at.is_some_and(|end| end > now)
    }
}

/// What a hub asks before it begins or ends (section 5.3), or says when it will not (section 5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HubMode {
    Subscribe,
    Unsubscribe,
    Denied,
}

/// What becomes of a body that a hub brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// What it holds is stored.
    Taken,
    /// It is not signed as agreed, and is thrown away without telling the sender.
    Ignored,
    /// There is no such subscription.
    Unknown,
    /// Too much is waiting, or it could not be stored: the hub is to try again.
    Busy,
}

/// Takes what hubs say. The calls block.
pub trait PushReceiver: Send + Sync {
    /// Whether there is something to be brought at all; asked before a body is read.
    fn expects(&self, token: &str) -> StoreResult<bool>;
    /// The most bytes of a body.
    fn max_body_bytes(&self) -> usize;
    /// Whether this is what we asked for: only then is the hub's challenge returned.
    fn confirm(&self, token: &str, mode: HubMode, topic: &str, lease_secs: Option<u64>) -> StoreResult<bool>;
    /// `signature` is the header `X-Hub-Signature`.
    fn deliver(&self, token: &str, signature: Option<&str>, content_type: Option<&str>, body: Vec<u8>) -> StoreResult<Delivery>;
}
