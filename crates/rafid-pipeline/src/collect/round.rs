//! One feed, from fetch to submission.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rafid_core::{
    ArticleDraft, Feed, FeedKind, FetchRecord, FetchResult, Identity, IngestOutcome, Issue, Source, Store, StoreError,
    StoreResult, Validators, WebUrl,
};
use url::Url;

use super::choose::{choose, records};
use super::entry::{FeedEntry, ReadFeed, read};
use super::merge::{Frame, is_whole, merge, page_is_useful};
use super::page::{PageHints, ReadPage, Visit, visit};
use super::revisit::{Revisit, Revisits};
use super::rhythm::{self, Poll};
use super::{CollectConfig, PagePolicy, zone};
use crate::Clock;
use crate::canonical::canonical;
use crate::fetch::{FailureKind, FetchFailure, FetchOutcome, FetchTask, Fetcher, Resource, Want};
use crate::ingest::{IngestClosed, IngestHandle, Submission};
use crate::politeness::host_key::host_key;

/// Our own machinery is in trouble; the world's faults are recorded instead.
#[derive(Debug, thiserror::Error)]
pub(super) enum RoundError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Ingest(#[from] IngestClosed),
    #[error("a task of ours ended before its time")]
    Lost(#[from] tokio::task::JoinError),
}

/// Everything that a round needs.
pub(super) struct Tools {
    pub store: Arc<dyn Store>,
    pub ingest: IngestHandle,
    pub fetcher: Fetcher,
    pub config: CollectConfig,
    pub clock: Arc<dyn Clock>,
    pub revisits: Revisits,
}

/// One article, ready to be handed over.
struct Ready {
    draft: ArticleDraft,
    /// What is needed to look at it again.
    revisit: Option<(FeedEntry, Validators)>,
}

/// What became of an entry.
enum Handled {
    Ready(Box<Ready>),
    /// Dealt with, and nothing to store.
    Done,
    /// Not now: the next poll tries again.
    Later,
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
            FetchOutcome::Modified(resource) => self.read(feed, resource).await,
            FetchOutcome::NotModified(same) => {
                let interval = self.interval(feed, &[], false, same.max_age);
                let record = self.record(feed, FetchResult::NotModified, interval);
                self.submit(FetchRecord { moved_to: moved(same.moved_to, feed), ..record }).await
            }
            FetchOutcome::Gone => self.submit(self.record(feed, FetchResult::Gone, self.config.max_backoff)).await,
            FetchOutcome::Failed(failure) => self.submit(self.failed(feed, &failure)).await,
        }
    }

    async fn read(&self, feed: &Feed, resource: Resource) -> Result<(), RoundError> {
        let Some(source) = self
            .stored({
                let id = feed.source;
                move |store| store.source(id)
            })
            .await?
        else {
            return Ok(()); // The outlet was removed while its feed was being fetched.
        };
        let source = Arc::new(source);
        let (moved_to, validators, max_age) = (resource.moved_to.clone(), resource.validators.clone(), resource.max_age);
        let (kind, max_entries, reader) = (feed.kind, self.config.max_entries, source.clone());
        let parsed = tokio::task::spawn_blocking(move || read(kind, &resource, &reader, max_entries)).await?;
        let ReadFeed { entries, mut issues, ttl_secs, not_a_feed } = parsed;
        if let Some(what) = not_a_feed {
            return self
                .submit(self.broken(
                    feed,
                    format!("{}: {what}. {}", FailureKind::WrongContent.code(), FailureKind::WrongContent.advice()),
                    None,
                ))
                .await;
        }
        let keys: Vec<String> = entries.iter().map(|entry| entry.key.clone()).collect();
        let id = feed.id;
        let known = self.stored(move |store| store.known_entries(id, &keys)).await?;
        let choice = choose(&entries, &known);
        if choice.noisy > 0 {
            let detail = format!("{} of {} entries change their text with every poll", choice.noisy, entries.len());
            issues.push(Issue::note("entries-always-change", detail));
        }
        let (handled, brought_new) = self.handle_all(&entries, &choice.fresh, &choice.changed, &source).await?;
        let published: Vec<Timestamp> = entries.iter().filter_map(|entry| entry.published.or(entry.updated)).collect();
        let at_least = max_age.max(ttl_secs.map(|secs| Duration::from_secs(u64::from(secs))));
        let interval = self.interval(feed, &published, brought_new, at_least);
        let record = self.record(feed, FetchResult::Modified { validators, issues }, interval);
        let entries = records(handled.done.iter().filter_map(|&index| entries.get(index)));
        // Validators would hide an entry that has to be tried again.
        let record = if handled.later { forget_validators(record) } else { record };
        let fetch = FetchRecord { moved_to: moved(moved_to, feed), entries, ..record };
        self.hand_over(handled.last, Some(fetch), &source).await?;
        Ok(())
    }

    /// Turns entries into drafts and hands them over in portions; the last one is left for the record to go with.
    async fn handle_all(
        &self,
        entries: &[FeedEntry],
        fresh: &[usize],
        changed: &[usize],
        source: &Arc<Source>,
    ) -> Result<(HandledAll, bool), RoundError> {
        let mut all = HandledAll::default();
        let mut brought_new = false;
        let known = self.already_known(entries, fresh).await?;
        let zone = zone::of_country(source.country.as_deref());
        let fresh = fresh.iter().map(|&index| (index, true));
        for (index, is_fresh) in fresh.chain(changed.iter().map(|&index| (index, false))) {
            let Some(entry) = entries.get(index) else { continue };
            // Another feed has brought it, or the same one before a crash.
            if is_fresh && known.contains(&index) {
                all.done.push(index);
                continue;
            }
            match self.handle(entry, is_fresh, source, &zone).await? {
                Handled::Ready(ready) => {
                    brought_new |= is_fresh;
                    all.last.push(*ready);
                }
                Handled::Done => {}
                Handled::Later => {
                    all.later = true;
                    continue;
                }
            }
            all.done.push(index);
            if all.last.len() >= self.config.portion.max(1) {
                let portion = std::mem::take(&mut all.last);
                self.hand_over(portion, None, source).await?;
            }
        }
        Ok((all, brought_new))
    }

    /// Which of the new entries are articles that the store has.
    async fn already_known(&self, entries: &[FeedEntry], fresh: &[usize]) -> Result<Vec<usize>, RoundError> {
        let named: Vec<usize> =
            fresh.iter().copied().filter(|&index| entries.get(index).is_some_and(|e| e.url.is_some())).collect();
        let identities: Vec<Identity> = named
            .iter()
            .filter_map(|&index| entries.get(index))
            .map(|entry| Identity { external_id: None, url: entry.url.clone() })
            .collect();
        let known = self.stored(move |store| store.known(&identities)).await?;
        Ok(named.into_iter().zip(known).filter_map(|(index, known)| known.map(|_| index)).collect())
    }

    async fn handle(
        &self,
        entry: &FeedEntry,
        fresh: bool,
        source: &Source,
        zone: &jiff::tz::TimeZone,
    ) -> Result<Handled, RoundError> {
        let now = self.clock.now();
        let frame = Frame { source: source.id, zone, now };
        let address = entry.url.as_ref().and_then(|url| Url::parse(url.as_str()).ok());
        let wanted = match self.config.pages {
            PagePolicy::Always => true,
            PagePolicy::WhenNeeded => !is_whole(entry),
            PagePolicy::Never => false,
        };
        let Some(address) = address.filter(|_| wanted || entry.foreign) else {
            return Ok(Handled::from(merge(entry, None, &frame)));
        };
        let hints = PageHints {
            title: Some(entry.title.clone()).filter(|title| !title.is_empty()),
            language: entry.language.clone(),
            now,
            zone: zone.clone(),
        };
        match visit(&self.fetcher, &address, Validators::default(), hints).await {
            Visit::Read(page) if entry.foreign => self.foreign(entry, *page, &frame).await,
            Visit::Read(page) if page_is_useful(entry, &page.extraction) => {
                let draft = merge(entry, Some(&page.extraction), &frame);
                Ok(Handled::Ready(Box::new(Ready { draft, revisit: Some((entry.clone(), page.validators)) })))
            }
            Visit::Gone => Ok(Handled::Done),
            // The feed may speak for its own article, unless a better text is there already.
            Visit::Read(page) if fresh => Ok(Handled::from(merge(entry, Some(&page.extraction), &frame))),
            Visit::Failed(failure) if fresh && !entry.foreign => {
                tracing::debug!(%failure, "the feed's own words stand in for the page");
                let draft = merge(entry, None, &frame);
                // A fault that passes is worth a second look soon.
                let revisit = failure.kind.is_transient().then(|| (entry.clone(), Validators::default()));
                Ok(Handled::Ready(Box::new(Ready { draft, revisit })))
            }
            Visit::Failed(failure) if failure.kind.is_transient() => Ok(Handled::Later),
            Visit::Read(_) | Visit::NotModified | Visit::Failed(_) => Ok(Handled::Done),
        }
    }

    /// An article of another publisher: only its own page may speak, and it belongs to that publisher where we follow it.
    async fn foreign(&self, entry: &FeedEntry, page: ReadPage, frame: &Frame<'_>) -> Result<Handled, RoundError> {
        let Some(url) = canonical(page.url.clone()) else { return Ok(Handled::Done) };
        let key = host_key(&page.url);
        let identity = Identity { external_id: None, url: Some(url.clone()) };
        let (known, owner) = self
            .stored(move |store| {
                let known = store.known(&[identity])?.first().is_some_and(Option::is_some);
                let owner = store.sources()?.into_iter().find(|source| {
                    source
                        .home_url
                        .as_ref()
                        .and_then(|home| Url::parse(home.as_str()).ok())
                        .is_some_and(|home| host_key(&home) == key)
                });
                Ok((known, owner.map(|owner| owner.id)))
            })
            .await?;
        if known || page.extraction.text.is_empty() {
            return Ok(Handled::Done);
        }
        let nameless = FeedEntry { url: Some(url), key: entry.key.clone(), ..FeedEntry::default() };
        let frame = Frame { source: owner.unwrap_or(frame.source), ..*frame };
        let draft = merge(&nameless, Some(&page.extraction), &frame);
        Ok(if draft.title.is_empty() { Handled::Done } else { Handled::from(draft) })
    }

    /// Hands over drafts, and plans to look again at those that were new or changed.
    async fn hand_over(&self, portion: Vec<Ready>, fetch: Option<FetchRecord>, source: &Arc<Source>) -> Result<(), RoundError> {
        let (drafts, revisits): (Vec<_>, Vec<_>) = portion.into_iter().map(|ready| (ready.draft, ready.revisit)).unzip();
        let outcomes = self.ingest.submit(Submission { drafts, fetch }).await?;
        for (revisit, outcome) in revisits.into_iter().zip(outcomes) {
            if let (Some((entry, validators)), IngestOutcome::Added(_) | IngestOutcome::Revised(_)) = (revisit, outcome) {
                self.revisits.plan(entry, source.clone(), validators, &self.config.revisits);
            }
        }
        Ok(())
    }

    /// Looks at one article again; what has changed is submitted.
    pub async fn revisit(&self, mut revisit: Revisit) -> Result<(), RoundError> {
        let Some(address) = revisit.entry.url.as_ref().and_then(|url| Url::parse(url.as_str()).ok()) else { return Ok(()) };
        let zone = zone::of_country(revisit.source.country.as_deref());
        let now = self.clock.now();
        let hints = PageHints {
            title: Some(revisit.entry.title.clone()),
            language: revisit.entry.language.clone(),
            now,
            zone: zone.clone(),
        };
        match visit(&self.fetcher, &address, revisit.validators.clone(), hints).await {
            Visit::Read(page) if page_is_useful(&revisit.entry, &page.extraction) => {
                let frame = Frame { source: revisit.source.id, zone: &zone, now };
                let draft = merge(&revisit.entry, Some(&page.extraction), &frame);
                self.ingest.submit(Submission { drafts: vec![draft], fetch: None }).await?;
                revisit.validators = page.validators;
            }
            Visit::Gone => return Ok(()),
            Visit::Read(_) | Visit::NotModified | Visit::Failed(_) => {}
        }
        revisit.step += 1;
        self.revisits.next(revisit, &self.config.revisits);
        Ok(())
    }

    /// Runs a call of the store where it may block.
    async fn stored<T: Send + 'static>(
        &self,
        call: impl FnOnce(&dyn Store) -> StoreResult<T> + Send + 'static,
    ) -> Result<T, RoundError> {
        let store = self.store.clone();
        Ok(tokio::task::spawn_blocking(move || call(store.as_ref())).await??)
    }

    async fn submit(&self, fetch: FetchRecord) -> Result<(), RoundError> {
        self.ingest.submit(Submission { drafts: Vec::new(), fetch: Some(fetch) }).await?;
        Ok(())
    }

    fn interval(&self, feed: &Feed, published: &[Timestamp], brought_new: bool, at_least: Option<Duration>) -> Duration {
        let poll = Poll {
            now: self.clock.now(),
            published,
            brought_new,
            interval: Duration::from_secs(u64::from(feed.interval_secs)),
            last_new: feed.last_new_at,
            at_least,
        };
        rhythm::after_success(&poll, &self.config)
    }

    fn failed(&self, feed: &Feed, failure: &FetchFailure) -> FetchRecord {
        self.broken(feed, format!("{failure}. {}", failure.kind.advice()), failure.retry_after)
    }

    /// The record of a round that went wrong, with a later next time.
    pub fn broken(&self, feed: &Feed, error: String, retry_after: Option<Duration>) -> FetchRecord {
        let interval = Duration::from_secs(u64::from(feed.interval_secs));
        let wait = rhythm::after_failure(interval, feed.failures.saturating_add(1), retry_after, &self.config);
        let record = self.record(feed, FetchResult::Failed { error }, wait);
        // The feed's own rhythm is kept for the time when it is well again.
        FetchRecord { interval_secs: feed.interval_secs, ..record }
    }

    fn record(&self, feed: &Feed, result: FetchResult, interval: Duration) -> FetchRecord {
        let at = self.clock.now();
        let seed = feed.id.0.unsigned_abs() ^ at.as_second().unsigned_abs().rotate_left(32);
        let wait = rhythm::jitter(interval, seed, self.config.min_interval);
        let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::from_hours(24));
        FetchRecord {
            feed: feed.id,
            at,
            result,
            interval_secs: u32::try_from(interval.as_secs()).unwrap_or(u32::MAX).max(1),
            next_fetch_at: at.saturating_add(wait).unwrap_or(Timestamp::MAX),
            moved_to: None,
            entries: Vec::new(),
        }
    }
}

#[derive(Default)]
struct HandledAll {
    /// Entries that are dealt with.
    done: Vec<usize>,
    /// What is not handed over yet.
    last: Vec<Ready>,
    /// Some entries have to be tried again.
    later: bool,
}

impl From<ArticleDraft> for Handled {
    fn from(draft: ArticleDraft) -> Self {
        Self::Ready(Box::new(Ready { draft, revisit: None }))
    }
}

fn moved(to: Option<Url>, feed: &Feed) -> Option<WebUrl> {
    to.and_then(|to| WebUrl::new(to.as_str())).filter(|to| *to != feed.url)
}

fn forget_validators(mut record: FetchRecord) -> FetchRecord {
    if let FetchResult::Modified { validators, .. } = &mut record.result {
        *validators = Validators::default();
    }
    record
}
