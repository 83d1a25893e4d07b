//! How the sources fare: what an operator looks at in the morning.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use rafid_core::{FailureKind, Feed, FeedId, FeedState, Publishing, Source, SourceId, Subscription, WebUrl};

use super::{Portal, PortalResult};

/// The state of a source, from best to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HealthState {
    Well,
    /// It was added and nobody has asked yet.
    NotAsked,
    /// The operator stopped it.
    Paused,
    /// Some of its feeds fail.
    Troubled,
    /// It answers, and says nothing new although it used to.
    Silent,
    /// None of its feeds can be read.
    Failing,
    /// The publisher has taken it away.
    Gone,
}

impl HealthState {
    pub const ALL: [Self; 7] =
        [Self::Well, Self::NotAsked, Self::Paused, Self::Troubled, Self::Silent, Self::Failing, Self::Gone];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Well => "well",
            Self::NotAsked => "not_asked",
            Self::Paused => "paused",
            Self::Troubled => "troubled",
            Self::Silent => "silent",
            Self::Failing => "failing",
            Self::Gone => "gone",
        }
    }
}

/// How often a source publishes, in the largest unit that makes a whole number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rate {
    Daily(u64),
    Weekly(u64),
    Monthly(u64),
}

/// A silence that is out of the ordinary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Silence {
    pub days: u64,
    pub usual: Rate,
}

/// What went wrong at the last try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// `None` for what an older version wrote down.
    pub kind: Option<FailureKind>,
    /// In English, with the offending value.
    pub detail: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedHealth {
    /// Without its query, which may hold a key.
    pub address: String,
    pub state: HealthState,
    /// In a row.
    pub failures: u32,
    pub trouble: Option<Trouble>,
    pub last_success_at: Option<Timestamp>,
    /// `None` when it is not asked any more.
    pub next_at: Option<Timestamp>,
    /// What was odd in its last answer.
    pub issues: Vec<rafid_core::Issue>,
    /// Hubs that bring what is new, or are to (WebSub).
    pub hubs: Vec<HubHealth>,
}

/// A feed's subscription at one hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HubHealth {
    /// Without its query, which may hold a key.
    pub address: String,
    /// The hub has confirmed it, and the lease runs.
    pub is_live: bool,
    /// The end of the lease.
    pub expires_at: Option<Timestamp>,
    /// Requests that the hub has not confirmed.
    pub attempts: u32,
}

#[derive(Debug, Clone, PartialEq)]
pub struct SourceHealth {
    pub key: String,
    pub name: String,
    pub state: HealthState,
    pub last_success_at: Option<Timestamp>,
    pub next_at: Option<Timestamp>,
    pub last_article_at: Option<Timestamp>,
    /// Articles of the last 24 hours.
    pub last_day: u64,
    /// Articles a day before that, over at most four weeks up to its last article; `None` where there is too little to say.
    pub usual_per_day: Option<f64>,
    pub silence: Option<Silence>,
    pub feeds: Vec<FeedHealth>,
}

/// All sources, those that need attention first.
#[derive(Debug, Clone, PartialEq)]
pub struct Health {
    pub sources: Vec<SourceHealth>,
}

impl Health {
    /// The sources of one page of `per_page`, counted from 1, and the number of the next page.
    pub fn page(&self, number: usize, per_page: usize) -> (&[SourceHealth], Option<usize>) {
        let from = number.saturating_sub(1).saturating_mul(per_page).min(self.sources.len());
        let to = from.saturating_add(per_page).min(self.sources.len());
        (self.sources.get(from..to).unwrap_or_default(), (to < self.sources.len()).then(|| number.max(1) + 1))
    }

    pub fn count(&self, state: HealthState) -> usize {
        self.sources.iter().filter(|source| source.state == state).count()
    }
}

impl Portal {
    /// How the sources that are followed fare.
    pub fn health(&self, now: Timestamp) -> PortalResult<Health> {
        let mut feeds: HashMap<SourceId, Vec<Feed>> = HashMap::new();
        for feed in self.store.feeds()? {
            feeds.entry(feed.source).or_default().push(feed);
        }
        let mut hubs: HashMap<FeedId, Vec<Subscription>> = HashMap::new();
        for subscription in self.store.subscriptions()? {
            hubs.entry(subscription.feed).or_default().push(subscription);
        }
        let publishing: HashMap<SourceId, Publishing> =
            self.store.publishing(now)?.into_iter().map(|activity| (activity.source, activity)).collect();
        let mut sources: Vec<SourceHealth> = self
            .store
            .sources()?
            .iter()
            .filter_map(|source| Some(source_health(source, &feeds.remove(&source.id)?, &hubs, publishing.get(&source.id), now)))
            .collect();
        sources.sort_by(|a, b| b.state.cmp(&a.state).then_with(|| a.name.cmp(&b.name)));
        Ok(Health { sources })
    }
}

/// Pure: what the store knows of a source, judged at `now`.
fn source_health(
    source: &Source,
    feeds: &[Feed],
    hubs: &HashMap<FeedId, Vec<Subscription>>,
    publishing: Option<&Publishing>,
    now: Timestamp,
) -> SourceHealth {
    let usual_per_day = publishing.and_then(usual_per_day);
    let last_article_at = publishing.and_then(|activity| activity.last_at);
    let silence = usual_per_day.zip(last_article_at).and_then(|(usual, last)| silence(usual, last, now));
    let feeds: Vec<FeedHealth> =
        feeds.iter().map(|feed| feed_health(feed, hubs.get(&feed.id).map(Vec::as_slice).unwrap_or_default(), now)).collect();
    let asked: Vec<HealthState> =
        feeds.iter().map(|feed| feed.state).filter(|state| !matches!(state, HealthState::Paused | HealthState::Gone)).collect();
    let all = |state| !asked.is_empty() && asked.iter().all(|&each| each == state);
    let state = if asked.is_empty() {
        // Of feeds that are paused and gone, the operator's own doing is the milder reason.
        feeds.iter().map(|feed| feed.state).min().unwrap_or(HealthState::NotAsked)
    } else if all(HealthState::Failing) {
        HealthState::Failing
    } else if silence.is_some() {
        HealthState::Silent
    } else if all(HealthState::NotAsked) {
        HealthState::NotAsked
    } else if asked.contains(&HealthState::Failing) {
        HealthState::Troubled
    } else {
        HealthState::Well
    };
    SourceHealth {
        key: source.key.clone(),
        name: source.name.clone(),
        state,
        last_success_at: feeds.iter().filter_map(|feed| feed.last_success_at).max(),
        next_at: feeds.iter().filter_map(|feed| feed.next_at).min(),
        last_article_at,
        last_day: publishing.map_or(0, |activity| activity.last_day),
        usual_per_day,
        silence,
        feeds,
    }
}

fn feed_health(feed: &Feed, hubs: &[Subscription], now: Timestamp) -> FeedHealth {
    let state = match feed.state {
        FeedState::Paused => HealthState::Paused,
        FeedState::Gone => HealthState::Gone,
        FeedState::Active if feed.failures > 0 => HealthState::Failing,
        FeedState::Active if feed.last_success_at.is_none() => HealthState::NotAsked,
        FeedState::Active => HealthState::Well,
    };
    let hub = |has: &Subscription| HubHealth {
        address: without_query(&has.hub),
        is_live: has.is_live(now),
        expires_at: has.expires_at,
        attempts: has.attempts,
    };
    FeedHealth {
        address: without_query(&feed.url),
        state,
        failures: feed.failures,
        trouble: feed.last_error.as_deref().map(trouble),
        last_success_at: feed.last_success_at,
        next_at: (feed.state == FeedState::Active).then_some(feed.next_fetch_at),
        issues: feed.issues.clone(),
        hubs: hubs.iter().map(hub).collect(),
    }
}

fn without_query(url: &WebUrl) -> String {
    url.as_str().split(['?', '#']).next().unwrap_or_default().to_owned()
}

/// `timeout: no headers within 20s (http://…). advice` back into its parts: a feed's error is written down as one text.
fn trouble(error: &str) -> Trouble {
    let (code, rest) = error.split_once(": ").unwrap_or(("", error));
    let Some(kind) = FailureKind::from_code(code) else { return Trouble { kind: None, detail: without_queries(error) } };
    let detail = rest.strip_suffix(kind.advice()).unwrap_or(rest).trim_end_matches([' ', '.']);
    Trouble { kind: Some(kind), detail: without_queries(detail) }
}

/// What stands behind a `?` in an address may be a key.
fn without_queries(text: &str) -> String {
    let cut = |word: &str| match word.split_once('?') {
        Some((address, rest)) if address.contains("://") => {
            let end = rest.find([')', '"', '`']).map_or("", |at| rest.get(at..).unwrap_or_default());
            format!("{address}{end}")
        }
        _ => word.to_owned(),
    };
    text.split(' ').map(cut).collect::<Vec<_>>().join(" ")
}

const DAY_SECS: f64 = 86_400.0;
/// Fewer articles than this say nothing about a habit.
const LEAST_ARTICLES: u64 = 5;

fn usual_per_day(activity: &Publishing) -> Option<f64> {
    let (first, last) = (activity.first_at?, activity.last_at?);
    let days = (last.duration_since(first).as_secs() as f64 / DAY_SECS).max(1.0);
    (activity.before_last >= LEAST_ARTICLES).then(|| activity.before_last as f64 / days)
}

/// A source is silent when it has said nothing for two days and for eight times as long as usual.
fn silence(usual_per_day: f64, last: Timestamp, now: Timestamp) -> Option<Silence> {
    const LEAST: SignedDuration = SignedDuration::from_hours(48);
    const TIMES_LONGER: f64 = 8.0;
    let quiet = now.duration_since(last);
    let days = quiet.as_secs() as f64 / DAY_SECS;
    (quiet >= LEAST && days * usual_per_day >= TIMES_LONGER).then(|| Silence { days: days as u64, usual: rate(usual_per_day) })
}

fn rate(per_day: f64) -> Rate {
    let whole = |n: f64| (n.round() as u64).max(1);
    match per_day {
        n if n >= 0.9 => Rate::Daily(whole(n)),
        n if n * 7.0 >= 0.9 => Rate::Weekly(whole(n * 7.0)),
        n => Rate::Monthly(whole(n * 30.0)),
    }
}

#[cfg(test)]
#[path = "health_tests.rs"]
mod tests;
