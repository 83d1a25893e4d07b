//! Speaks to the hubs: subscribes, renews, unsubscribes (section 5.1).

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use rafid_core::{Store, StoreResult, Subscription, SubscriptionState, WebUrl};
use url::{Url, form_urlencoded};

use crate::Clock;
use crate::fetch::Fetcher;

pub(crate) struct Subscriber {
    pub store: Arc<dyn Store>,
    pub fetcher: Fetcher,
    pub clock: Arc<dyn Clock>,
    /// Where the portal is reached from outside.
    pub base: WebUrl,
}

/// Hubs that are spoken to in one go.
const AT_A_TIME: usize = 16;
/// What we ask for; the hub decides.
const LEASE_SECS: u32 = 10 * 24 * 3600;
/// After this many requests to end that no hub confirmed, it is over on our side alone.
const MOST_FAREWELLS: u32 = 6;

impl Subscriber {
    /// Speaks to the hubs about what is due, one after the other. Answers how many requests were made.
    pub async fn pass(&self) -> StoreResult<usize> {
        let (store, now) = (self.store.clone(), self.clock.now());
        let due = blocking(move || store.due_subscriptions(now, AT_A_TIME)).await?;
        let count = due.len();
        for subscription in due {
            self.ask(subscription).await?;
        }
        Ok(count)
    }

    async fn ask(&self, mut has: Subscription) -> StoreResult<()> {
        let ending = has.state == SubscriptionState::Ending;
        let store = self.store.clone();
        if ending && has.attempts >= MOST_FAREWELLS {
            return blocking(move || store.drop_subscription(&has.token)).await;
        }
        // Before the request: hubs may call back before they answer.
        has.attempts = has.attempts.saturating_add(1);
        has.next_at = again(has.attempts, self.clock.now());
        let kept = has.clone();
        blocking(move || store.keep_subscription(&kept)).await?;
        let Ok(hub) = Url::parse(has.hub.as_str()) else { return Ok(()) };
        match self.fetcher.post_form(&hub, &self.form(&has, ending)).await {
            Ok(()) => tracing::debug!(%hub, topic = %has.topic, ending, "the hub was asked"),
            Err(failure) => tracing::info!(%failure, topic = %has.topic, attempts = has.attempts, "a hub does not take requests"),
        }
        Ok(())
    }

    fn form(&self, has: &Subscription, ending: bool) -> String {
        let callback = format!("{}/websub/{}", self.base.as_str().trim_end_matches('/'), has.token);
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("hub.mode", if ending { "unsubscribe" } else { "subscribe" });
        form.append_pair("hub.topic", has.topic.as_str()).append_pair("hub.callback", &callback);
        if !ending {
            form.append_pair("hub.lease_seconds", &LEASE_SECS.to_string()).append_pair("hub.secret", &has.secret);
        }
        form.finish()
    }
}

/// After 10, 20, 40 … minutes, at most a day.
fn again(attempts: u32, now: Timestamp) -> Timestamp {
    let minutes = (5_i64 << attempts.min(9)).min(24 * 60);
    now.saturating_add(SignedDuration::from_mins(minutes)).unwrap_or(Timestamp::MAX)
}

async fn blocking<T: Send + 'static>(call: impl FnOnce() -> StoreResult<T> + Send + 'static) -> StoreResult<T> {
    match tokio::task::spawn_blocking(call).await {
        Ok(answer) => answer,
        Err(_) => Err(rafid_core::StoreError::new(rafid_core::ErrorKind::Other, "a task of ours ended before its time")),
    }
}
