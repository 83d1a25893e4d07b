//! Who publishes, and where we listen.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{FeedId, Issue, SourceId, WebUrl};

/// How much of an outlet's articles the portal may show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisplayPolicy {
    /// The headline and a link.
    Headline,
    /// The headline and the opening.
    #[default]
    Excerpt,
    /// Everything.
    Full,
}

impl DisplayPolicy {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Excerpt => "excerpt",
            Self::Full => "full",
        }
    }
}

impl std::str::FromStr for DisplayPolicy {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "headline" => Ok(Self::Headline),
            "excerpt" => Ok(Self::Excerpt),
            "full" => Ok(Self::Full),
            other => Err(format!("`{other}` is not a policy: use full, excerpt or headline")),
        }
    }
}

/// An outlet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    pub id: SourceId,
    /// Unique and stable: the host of its home page, or the name that an imported file calls it by.
    pub key: String,
    pub name: String,
    pub home_url: Option<WebUrl>,
    /// ISO 3166-1 alpha-2, upper case.
    pub country: Option<String>,
    pub policy: DisplayPolicy,
    pub tags: Vec<String>,
    pub added_at: Timestamp,
}

/// What is needed to know an outlet; `key` decides whether it is known already.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceDraft {
    pub key: String,
    pub name: String,
    pub home_url: Option<WebUrl>,
    pub country: Option<String>,
    pub policy: DisplayPolicy,
    pub tags: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedState {
    Active,
    /// The operator stopped it.
    Paused,
    /// The publisher stopped it (410, or gone for very long).
    Gone,
}

/// What HTTP needs to ask "anything new?" (RFC 9110, section 13).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validators {
    pub etag: Option<String>,
    pub last_modified: Option<String>,
}

/// An address that is polled, with its health.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Feed {
    pub id: FeedId,
    pub source: SourceId,
    pub url: WebUrl,
    pub kind: FeedKind,
    pub state: FeedState,
    pub validators: Validators,
    pub interval_secs: u32,
    pub next_fetch_at: Timestamp,
    pub last_fetch_at: Option<Timestamp>,
    pub last_success_at: Option<Timestamp>,
    /// When an article was last new.
    pub last_new_at: Option<Timestamp>,
    /// Failures in a row; 0 is healthy.
    pub failures: u32,
    pub last_error: Option<String>,
    pub issues: Vec<Issue>,
}

/// What stands behind a feed's address.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedKind {
    /// RSS, RDF, Atom or JSON Feed.
    #[default]
    Feed,
    Sitemap,
    /// An HTML page that lists articles.
    Listing,
}

/// A feed to be followed; its address decides whether it is known already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedDraft {
    pub source: SourceId,
    pub url: WebUrl,
    pub kind: FeedKind,
}

/// A feed with the outlet that it belongs to, to be followed in one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowDraft {
    pub source: SourceDraft,
    pub url: WebUrl,
    pub kind: FeedKind,
}

/// What became of a [`FollowDraft`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Followed {
    pub source: SourceId,
    pub feed: FeedId,
    /// It was not followed before.
    pub new: bool,
}

/// What one fetch taught us about a feed. It is stored in the same transaction as the articles that came with it,
/// so that validators are never kept for articles that are absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchRecord {
    pub feed: FeedId,
    pub at: Timestamp,
    pub result: FetchResult,
    pub interval_secs: u32,
    pub next_fetch_at: Timestamp,
    /// A permanent redirect (301, 308) names the new address.
    pub moved_to: Option<WebUrl>,
    /// The feed's entries as it shows them now, where new or changed.
    pub entries: Vec<EntryRecord>,
}

/// What a feed last said about one entry, so that only new and changed ones are looked at again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryRecord {
    /// The entry's address, or its guid where it has none.
    pub key: String,
    /// Of all that the feed says about it.
    pub hash: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FetchResult {
    Modified {
        validators: Validators,
        issues: Vec<Issue>,
    },
    NotModified,
    Gone,
    /// In plain words, for the health page.
    Failed {
        error: String,
    },
}

/// When an article's page is looked at again for corrections, and what is needed to do so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisitPlan {
    /// The article's canonical address names the plan.
    pub url: WebUrl,
    pub source: SourceId,
    /// Since when the plan runs.
    pub first_at: Timestamp,
    /// How many visits are over.
    pub step: u32,
    /// `None`: no further visit.
    pub due_at: Option<Timestamp>,
    pub validators: Validators,
    /// What the feed said of the article, as whoever made the plan wrote it down.
    pub entry: String,
}
