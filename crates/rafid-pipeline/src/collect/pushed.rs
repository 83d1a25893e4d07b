//! What hubs bring, and what they are asked for, beside the rounds.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use rafid_core::{Feed, FeedKind, FeedState, FetchRecord, WebUrl};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use url::Url;

use super::rhythm;
use super::tools::{RoundError, Tools};
use crate::fetch::Resource;
use crate::websub::{Named, Push, PushInbox, Subscriber, wanted};

/// Between two looks at what is due at the hubs.
const TICK: Duration = Duration::from_secs(2);
/// Bodies that are read at a time.
const AT_A_TIME: usize = 4;
/// Polls of a feed whose hub brings what is new come this many times more seldom.
const STRETCH: u32 = 6;

/// Runs until `shutdown`. `base` is where the portal is reached from outside.
pub(super) async fn serve(tools: Arc<Tools>, inbox: PushInbox, base: WebUrl, mut shutdown: watch::Receiver<bool>) {
    let subscriber = Subscriber { store: tools.store.clone(), fetcher: tools.fetcher.clone(), clock: tools.clock.clone(), base };
    let speak = async {
        loop {
            if let Err(error) = subscriber.pass().await {
                tracing::error!(%error, "subscriptions at hubs cannot be kept up");
            }
            tokio::time::sleep(TICK).await;
        }
    };
    tokio::select! {
        stop = shutdown.wait_for(|stop| *stop) => drop(stop),
        () = speak => {}
        () = read(tools, inbox) => {}
    }
}

async fn read(tools: Arc<Tools>, PushInbox(mut inbox): PushInbox) {
    let room = Arc::new(Semaphore::new(AT_A_TIME));
    let mut tasks = JoinSet::new();
    // The semaphore is never closed.
    while let Ok(permit) = room.clone().acquire_owned().await {
        while tasks.try_join_next().is_some() {}
        let Some(push) = inbox.recv().await else { break };
        let tools = tools.clone();
        tasks.spawn(async move {
            let _permit = permit;
            let stored = push.stored.clone();
            match tools.pushed(push).await {
                // Nobody listens any more when it took too long: the hub comes again, and finds it known.
                Ok(true) => _ = stored.try_send(()),
                Ok(false) => tracing::info!("some of what a hub brought has to wait: it is asked to come again"),
                Err(error) => tracing::error!(%error, "what a hub brought could not be collected; it is asked to come again"),
            }
        });
    }
    // The portal is gone; what hubs are owed goes on until the collector ends.
    while tasks.join_next().await.is_some() {}
    std::future::pending().await
}

impl Tools {
    /// Reads what a hub brought like the answer to a poll. Answers whether all of it is dealt with.
    async fn pushed(&self, push: Push) -> Result<bool, RoundError> {
        let id = push.feed;
        let feed = self.stored(move |store| store.feed(id)).await?.filter(|feed| feed.state == FeedState::Active);
        let Some((feed, url)) = feed.and_then(|feed| Url::parse(feed.url.as_str()).ok().map(|url| (feed, url))) else {
            return Ok(true);
        };
        let resource = Resource {
            url: url.clone(),
            moved_to: None,
            content_type: push.content_type.map(Into::into),
            validators: feed.validators.clone(),
            max_age: None,
            hubs: Box::default(),
            body: push.body,
            truncated: false,
            _held: None,
        };
        self.take(&feed, &url, resource, true).await
    }

    /// Takes note of a hub that a feed names, or no longer names.
    pub async fn note_hub(&self, feed: &Feed, named: Named) -> Result<(), RoundError> {
        if self.config.callback_base.is_none() || feed.kind != FeedKind::Feed {
            return Ok(());
        }
        let (id, feed, now) = (feed.id, feed.clone(), self.clock.now());
        self.stored(move |store| {
            let has = store.subscriptions_of(id)?;
            let changes = wanted(&feed, &named, has, now);
            changes.unwrap_or_default().iter().try_for_each(|change| store.keep_subscription(change))
        })
        .await
    }

    /// The record of a feed whose hub is at work: it is polled more seldom, in its own rhythm still.
    pub async fn stretched(&self, feed: &Feed, record: FetchRecord) -> Result<FetchRecord, RoundError> {
        if self.config.callback_base.is_none() || feed.kind != FeedKind::Feed {
            return Ok(record);
        }
        let id = feed.id;
        let has = self.stored(move |store| store.subscriptions_of(id)).await?;
        if !has.iter().any(|has| has.is_live(record.at)) {
            return Ok(record);
        }
        let interval = Duration::from_secs(u64::from(record.interval_secs)).saturating_mul(STRETCH);
        let seed = id.0.unsigned_abs() ^ record.at.as_second().unsigned_abs();
        let wait = rhythm::jitter(interval.min(self.config.max_interval), seed, self.config.min_interval);
        let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::from_hours(24));
        let next_fetch_at = record.at.saturating_add(wait).unwrap_or(record.next_fetch_at).max(record.next_fetch_at);
        Ok(FetchRecord { next_fetch_at, ..record })
    }
}
