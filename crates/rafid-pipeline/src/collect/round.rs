//! One feed, from fetch to submission.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use rafid_core::{Feed, FeedId, FeedKind, FetchRecord, FetchResult, Issue, Source};
use rafid_extract::source::listing::Rule;
use url::Url;

use super::choose::{Choice, choose, records};
use super::entry::FeedEntry;
use super::reading::{ReadFeed, read};
use super::record::{forget_validators, moved};
use super::tools::{RoundError, Tools};
use crate::fetch::{FetchOutcome, FetchTask, Resource, Want};

/// Sitemaps of an index that are read in one round, the newest.
const FURTHER: usize = 2;

/// Reads in full what was chosen, off the runtime's threads.
async fn unfold(mut entries: Vec<FeedEntry>, choice: &Choice) -> Result<Vec<FeedEntry>, RoundError> {
    let chosen: Vec<usize> = choice.fresh.iter().chain(&choice.changed).copied().collect();
    if chosen.is_empty() {
        return Ok(entries);
    }
    let unfold = move || {
        for index in chosen {
            if let Some(entry) = entries.get_mut(index) {
                entry.unfold();
            }
        }
        entries
    };
    Ok(tokio::task::spawn_blocking(unfold).await?)
}

impl Tools {
    /// Polls one feed and submits what it brought.
    pub async fn round(&self, feed: &Feed) -> Result<(), RoundError> {
        let Ok(url) = Url::parse(feed.url.as_str()) else {
            return self.submit(self.broken(feed, "bad-url: the feed's address cannot be read".to_owned(), None)).await;
        };
        let want = if feed.kind == FeedKind::Listing { Want::Page } else { Want::Feed };
        let task = FetchTask { url, want, validators: feed.validators.clone() };
        match self.fetcher.fetch(&task).await {
            FetchOutcome::Modified(resource) => self.take(feed, &task.url, resource, false).await.map(|_| ()),
            FetchOutcome::NotModified(same) => {
                let interval = self.interval(feed, &[], false, same.max_age);
                let record = self.stretched(feed, self.record(feed, FetchResult::NotModified, interval)).await?;
                self.submit(FetchRecord { moved_to: moved(same.moved_to, feed), ..record }).await
            }
            FetchOutcome::Gone => self.submit(self.record(feed, FetchResult::Gone, self.config.max_backoff)).await,
            FetchOutcome::Failed(failure) => self.submit(self.failed(feed, &failure)).await,
        }
    }

    /// `pushed`: a hub brought it. Answers whether all that it holds is dealt with.
    pub async fn take(&self, feed: &Feed, asked: &Url, resource: Resource, pushed: bool) -> Result<bool, RoundError> {
        let id = feed.source;
        // The outlet may have been removed while its feed was being fetched.
        let Some(source) = self.stored(move |store| store.source(id)).await?.map(Arc::new) else { return Ok(true) };
        let (moved_to, validators, max_age) = (resource.moved_to.clone(), resource.validators.clone(), resource.max_age);
        let hubs = resource.hubs.clone();
        let mut read = self.read(feed, resource, asked, &source).await?;
        if let Some(what) = &read.not_a_feed {
            if pushed {
                // The feed itself may be well.
                tracing::info!(feed = %feed.url, what, "a hub brought no feed");
                return Ok(true);
            }
            return self.submit(self.not_a_feed(feed, what)).await.map(|()| true);
        }
        // An index of sitemaps changes with every article in one of them, and need not say so: its validators prove nothing.
        let index = !read.further.is_empty();
        if !pushed {
            self.note_hub(feed, hubs.or(std::mem::take(&mut read.hubs))).await?;
        }
        self.read_further(&mut read, feed, asked, &source).await?;
        let ReadFeed { entries, mut issues, ttl_secs, .. } = read;

        let (id, keys) = (feed.id, entries.iter().map(|entry| entry.key.clone()).collect::<Vec<_>>());
        let known = self.stored(move |store| store.known_entries(id, &keys)).await?;
        let choice = choose(&entries, &known);
        if choice.noisy > 0 {
            let detail = format!("{} of {} entries change their text with every poll", choice.noisy, entries.len());
            issues.push(Issue::note("entries-always-change", detail));
        }
        let entries = unfold(entries, &choice).await?;
        let handled = self.handle_all(&entries, &choice.fresh, &choice.changed, &source).await?;

        let published: Vec<Timestamp> = entries.iter().filter_map(|entry| entry.published.or(entry.updated)).collect();
        let at_least = max_age.max(ttl_secs.map(|secs| Duration::from_secs(u64::from(secs))));
        let interval = self.interval(feed, &published, handled.brought_new, at_least);
        let record = self.record(feed, FetchResult::Modified { validators, issues }, interval);
        let record = match pushed {
            // The poll that was planned takes place: pushes may be lost.
            true => FetchRecord { interval_secs: feed.interval_secs, next_fetch_at: feed.next_fetch_at, ..record },
            false => self.stretched(feed, record).await?,
        };
        let record = if handled.later || index { forget_validators(record) } else { record };
        let entries = records(handled.done.iter().filter_map(|&index| entries.get(index)));
        let fetch = FetchRecord { moved_to: moved(moved_to, feed), entries, ..record };
        self.hand_over(handled.last, Some(fetch)).await?;
        Ok(!handled.later)
    }

    /// Reading takes milliseconds of work, and much more for hostile bytes: it runs off the runtime's threads.
    async fn read(&self, feed: &Feed, resource: Resource, asked: &Url, source: &Arc<Source>) -> Result<ReadFeed, RoundError> {
        let kind = feed.kind;
        let rule = if kind == FeedKind::Listing { self.listing_rule(feed.id).await? } else { None };
        let (asked, source, most, now) = (asked.clone(), source.clone(), self.config.max_entries, self.clock.now());
        Ok(tokio::task::spawn_blocking(move || read(kind, &resource, &asked, &source, most, now, rule.as_ref())).await?)
    }

    /// The operator's rule for a listing page. One that cannot be read is left aside: the finder does without.
    async fn listing_rule(&self, feed: FeedId) -> Result<Option<Rule>, RoundError> {
        let text = self.stored(move |store| store.listing_rule(feed)).await?;
        Ok(text.and_then(|text| text.parse().map_err(|error| tracing::warn!(%error, "a listing rule cannot be read")).ok()))
    }

    /// Reads the newest sitemaps of an index into `index`.
    async fn read_further(&self, index: &mut ReadFeed, feed: &Feed, asked: &Url, source: &Arc<Source>) -> Result<(), RoundError> {
        for url in std::mem::take(&mut index.further).into_iter().take(FURTHER) {
            match self.fetcher.fetch(&FetchTask::new(url.clone(), Want::Feed)).await {
                FetchOutcome::Modified(resource) => {
                    let read = self.read(feed, resource, asked, source).await?;
                    index.entries.extend(read.entries);
                    index.issues.extend(read.issues);
                }
                FetchOutcome::Failed(failure) => index.issues.push(Issue::warning("sitemap-unread", failure.to_string())),
                FetchOutcome::NotModified(_) | FetchOutcome::Gone => {}
            }
        }
        Ok(())
    }
}
