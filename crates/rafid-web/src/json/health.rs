//! The sources' health.

use jiff::Timestamp;
use rafid_arabic::plural::Digits;
use rafid_core::FailureKind;
use serde::Serialize;
use utoipa::ToSchema;

use crate::locale::Locale;
use crate::portal;

/// How the sources fare.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HealthReport {
    /// Those that need attention first.
    pub sources: Vec<SourceHealth>,
}

/// How one source fares.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SourceHealth {
    pub key: String,
    pub name: String,
    /// `well`, `not_asked`, `paused`, `troubled` (some feeds fail), `silent`, `failing` (all do) or `gone`.
    pub state: &'static str,
    /// The state in a sentence, with advice.
    pub message: Bilingual,
    pub last_success_at: Option<Timestamp>,
    pub next_at: Option<Timestamp>,
    pub last_article_at: Option<Timestamp>,
    pub articles_last_day: u64,
    /// Over at most four weeks up to its last article; absent where there is too little to say.
    pub usual_articles_per_day: Option<f64>,
    /// Days without an article, where that is out of the ordinary.
    pub silent_days: Option<u64>,
    pub feeds: Vec<FeedHealth>,
}

/// A text in both languages of the interface.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Bilingual {
    pub ar: String,
    pub en: String,
}

/// How one feed fares.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FeedHealth {
    /// Without its query, which may hold a key.
    pub address: String,
    pub state: &'static str,
    /// In a row.
    pub failures: u32,
    pub error: Option<FeedError>,
    pub last_success_at: Option<Timestamp>,
    pub next_at: Option<Timestamp>,
    /// What was odd in its last answer.
    pub issues: Vec<FeedIssue>,
    /// WebSub hubs that bring what is new, or are to.
    pub hubs: Vec<FeedHub>,
}

/// A feed's subscription at one hub.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FeedHub {
    /// Without its query, which may hold a key.
    pub address: String,
    /// `active` while the lease runs that the hub has granted, else `waiting`.
    pub state: &'static str,
    /// The end of the lease.
    pub expires_at: Option<Timestamp>,
    /// Requests that the hub has not confirmed.
    pub attempts: u32,
}

/// What went wrong at the last try.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FeedError {
    /// A stable name such as `timeout`.
    pub code: Option<&'static str>,
    pub detail: String,
    pub advice: Option<Bilingual>,
}

/// Something odd in a feed that was read all the same.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FeedIssue {
    pub code: String,
    pub detail: String,
}

impl From<&portal::Health> for HealthReport {
    fn from(health: &portal::Health) -> Self {
        Self { sources: health.sources.iter().map(Into::into).collect() }
    }
}

impl From<&portal::SourceHealth> for SourceHealth {
    fn from(health: &portal::SourceHealth) -> Self {
        let say = |locale: Locale| locale.health_sentence(health, Digits::ArabicIndic);
        Self {
            key: health.key.clone(),
            name: health.name.clone(),
            state: health.state.as_str(),
            message: Bilingual { ar: say(Locale::Ar), en: say(Locale::En) },
            last_success_at: health.last_success_at,
            next_at: health.next_at,
            last_article_at: health.last_article_at,
            articles_last_day: health.last_day,
            usual_articles_per_day: health.usual_per_day.map(|n| (n * 100.0).round() / 100.0),
            silent_days: health.silence.map(|silence| silence.days),
            feeds: health.feeds.iter().map(Into::into).collect(),
        }
    }
}

impl From<&portal::FeedHealth> for FeedHealth {
    fn from(feed: &portal::FeedHealth) -> Self {
        let advice = |kind: FailureKind| Bilingual { ar: kind.advice_ar().to_owned(), en: kind.advice().to_owned() };
        Self {
            address: feed.address.clone(),
            state: feed.state.as_str(),
            failures: feed.failures,
            error: feed.trouble.as_ref().map(|trouble| FeedError {
                code: trouble.kind.map(FailureKind::code),
                detail: trouble.detail.clone(),
                advice: trouble.kind.map(advice),
            }),
            last_success_at: feed.last_success_at,
            next_at: feed.next_at,
            issues: feed
                .issues
                .iter()
                .map(|issue| FeedIssue { code: issue.code.to_string(), detail: issue.detail.clone() })
                .collect(),
            hubs: feed
                .hubs
                .iter()
                .map(|hub| FeedHub {
                    address: hub.address.clone(),
                    state: if hub.is_live { "active" } else { "waiting" },
                    expires_at: hub.expires_at,
                    attempts: hub.attempts,
                })
                .collect(),
        }
    }
}
