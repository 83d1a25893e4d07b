//! Entries into drafts: which page is asked, and who may speak.

use std::collections::HashMap;
use std::sync::Arc;

use rafid_core::{ArticleDraft, FetchRecord, Identity, RevisitPlan, Source, Validators, WebUrl};
use url::Url;

use super::claims::Claim;
use super::entry::FeedEntry;
use super::merge::{Frame, is_whole, merge, page_is_useful};
use super::page::{PageHints, ReadPage, Visit};
use super::revisit::first_plan;
use super::tools::{RoundError, Tools};
use super::{PagePolicy, zone};
use crate::canonical::canonical;
use crate::ingest::Submission;
use crate::politeness::host_key::host_key;

/// One article, ready to be handed over.
pub(super) struct Ready {
    draft: ArticleDraft,
    /// When to look at it again.
    plan: Option<RevisitPlan>,
    /// Held until it is stored.
    claim: Option<Claim>,
}

/// What became of an entry.
enum Handled {
    Ready(Box<Ready>),
    /// Dealt with, and nothing to store.
    Done,
    /// Not now: the next poll tries again.
    Later,
}

#[derive(Default)]
pub(super) struct HandledAll {
    /// Entries that are dealt with.
    pub done: Vec<usize>,
    /// What is not handed over yet.
    pub last: Vec<Ready>,
    /// Some entries have to be tried again.
    pub later: bool,
    pub brought_new: bool,
}

impl From<ArticleDraft> for Handled {
    fn from(draft: ArticleDraft) -> Self {
        Self::Ready(Box::new(Ready { draft, plan: None, claim: None }))
    }
}

/// What the store has of an entry that its feed shows for the first time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Standing {
    #[default]
    New,
    Known,
    /// It is known through another outlet, which has the credit although the article is not on its site.
    OnLoan,
}

/// The host of an address; `None` where it cannot be read.
fn key_of(url: &WebUrl) -> Option<String> {
    Url::parse(url.as_str()).ok().map(|url| host_key(&url))
}

/// New articles of other publishers that are visited in one round.
const MOST_FOREIGN: usize = 20;

impl Tools {
    /// Turns entries into drafts and hands them over in portions; the last one is left for the record to go with.
    pub async fn handle_all(
        &self,
        entries: &[FeedEntry],
        fresh: &[usize],
        changed: &[usize],
        source: &Arc<Source>,
    ) -> Result<HandledAll, RoundError> {
        let mut all = HandledAll::default();
        let mut foreign = 0;
        let known = self.already_known(entries, fresh, source).await?;
        let zone = zone::of_country(source.country.as_deref());
        let fresh = fresh.iter().map(|&index| (index, true));
        for (index, is_fresh) in fresh.chain(changed.iter().map(|&index| (index, false))) {
            let Some(entry) = entries.get(index) else { continue };
            // A feed that points to other sites must not make us flood them.
            foreign += usize::from(entry.foreign && is_fresh);
            if entry.foreign && foreign > MOST_FOREIGN {
                all.later = true;
                continue;
            }
            // Another feed has brought it, or the same one before a crash.
            let standing = known.get(&index).copied().unwrap_or_default();
            if is_fresh && standing == Standing::Known {
                all.done.push(index);
                continue;
            }
            let takes_over = is_fresh && standing == Standing::OnLoan;
            let frame = Frame { source: source.id, zone: &zone, now: self.clock.now(), takes_over };
            match self.handle(entry, is_fresh, &frame).await? {
                Handled::Ready(ready) => {
                    all.brought_new |= is_fresh;
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
                self.hand_over(portion, None).await?;
            }
        }
        Ok(all)
    }

    /// How the new entries that have an address stand.
    async fn already_known(
        &self,
        entries: &[FeedEntry],
        fresh: &[usize],
        source: &Source,
    ) -> Result<HashMap<usize, Standing>, RoundError> {
        let named: Vec<usize> =
            fresh.iter().copied().filter(|&index| entries.get(index).is_some_and(|e| e.url.is_some())).collect();
        let urls: Vec<_> =
            named.iter().filter_map(|&index| entries.get(index)).map(|entry| (entry.url.clone(), entry.foreign)).collect();
        let own = source.id;
        let standings = self
            .stored(move |store| {
                let identities: Vec<Identity> =
                    urls.iter().map(|(url, _)| Identity { external_id: None, url: url.clone() }).collect();
                let mut standings = Vec::with_capacity(urls.len());
                for ((url, foreign), known) in urls.iter().zip(store.known(&identities)?) {
                    let lent = |owner: Option<Source>| match (owner.and_then(|owner| owner.home_url), url) {
                        (Some(home), Some(url)) => key_of(&home) != key_of(url),
                        (home, _) => home.is_none(),
                    };
                    standings.push(match known {
                        None => Standing::New,
                        Some(known) if !foreign && known.source != own && lent(store.source(known.source)?) => Standing::OnLoan,
                        Some(_) => Standing::Known,
                    });
                }
                Ok(standings)
            })
            .await?;
        Ok(named.into_iter().zip(standings).collect())
    }

    async fn handle(&self, entry: &FeedEntry, fresh: bool, frame: &Frame<'_>) -> Result<Handled, RoundError> {
        let address = entry.url.as_ref().and_then(|url| Url::parse(url.as_str()).ok());
        let wanted = match self.config.pages {
            PagePolicy::Always => true,
            PagePolicy::WhenNeeded => !is_whole(entry),
            PagePolicy::Never => false,
        };
        let Some(address) = address.filter(|_| wanted || entry.foreign || entry.hearsay) else {
            return Ok(Handled::from(merge(entry, None, frame)));
        };
        // Another feed names the same page in this moment: when it is stored, the next poll finds it known.
        let Some(claim) = self.claims.claim(address.as_str()) else { return Ok(Handled::Later) };
        let ready = |draft, validators: Option<Validators>| {
            let plan = validators.and_then(|seen| first_plan(entry, frame.source, seen, frame.now, &self.config.revisits));
            Ok(Handled::Ready(Box::new(Ready { draft, plan, claim: Some(claim) })))
        };
        let hints = PageHints {
            title: Some(entry.title.clone()).filter(|title| !title.is_empty()),
            language: entry.language.clone(),
            now: frame.now,
            zone: frame.zone.clone(),
            rules: self.config.site_rules.clone(),
        };
        match self.visit(&address, Validators::default(), hints).await? {
            Visit::Read(page) if entry.foreign => self.foreign(entry, *page, frame).await,
            Visit::Read(page) if page_is_useful(entry, &page.extraction) => {
                ready(self.draft(entry, &page, frame).await?, Some(page.validators))
            }
            Visit::Gone => Ok(Handled::Done),
            // The feed may speak for its own article, unless a better text is there already.
            Visit::Read(page) if fresh && !entry.hearsay => ready(merge(entry, Some(&page.extraction), frame), None),
            Visit::Failed(failure) if fresh && !entry.foreign && !entry.hearsay => {
                tracing::debug!(%failure, "the feed's own words stand in for the page");
                // A fault that passes is worth a second look soon.
                ready(merge(entry, None, frame), failure.kind.is_transient().then(Validators::default))
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

    /// Hands over drafts with the plans to look at them again, and waits until they are stored.
    pub async fn hand_over(&self, portion: Vec<Ready>, fetch: Option<FetchRecord>) -> Result<(), RoundError> {
        let (mut drafts, mut plans, mut claims) = (Vec::new(), Vec::new(), Vec::new());
        for ready in portion {
            drafts.push(ready.draft);
            plans.extend(ready.plan);
            claims.extend(ready.claim);
        }
        self.ingest.submit(Submission { drafts, fetch, plans }).await?;
        drop(claims);
        Ok(())
    }
}
