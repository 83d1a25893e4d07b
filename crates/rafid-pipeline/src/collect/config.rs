//! What an operator can set about collecting.

use std::sync::Arc;
use std::time::Duration;

use rafid_extract::article::SiteRules;

/// When an entry's page is fetched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PagePolicy {
    Always,
    /// When the feed does not carry the article's text itself.
    #[default]
    WhenNeeded,
    Never,
}

impl std::str::FromStr for PagePolicy {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "always" => Ok(Self::Always),
            "when_needed" => Ok(Self::WhenNeeded),
            "never" => Ok(Self::Never),
            other => Err(format!("`{other}` is not a rule for pages: use when_needed, always or never")),
        }
    }
}

#[derive(Debug, Clone)]
pub struct CollectConfig {
    /// Feeds that are worked on at a time. Most of them wait for their host; connections have a limit of their own.
    pub feeds_at_once: usize,
    /// Of these, on one host.
    pub feeds_at_once_per_host: usize,
    /// Entries read from one answer, the newest.
    pub max_entries: usize,
    pub pages: PagePolicy,
    pub min_interval: Duration,
    pub max_interval: Duration,
    /// A failing feed is asked at least this often.
    pub max_backoff: Duration,
    /// An article that was fetched from its page is looked at again after these times, each counted from its fetch.
    pub revisits: Vec<Duration>,
    /// Articles handed over at a time, so that the first ones do not wait for the last page.
    pub portion: usize,
    /// Where the portal is reached from outside: WebSub hubs call back there. Without it, no hub is asked.
    pub callback_base: Option<rafid_core::WebUrl>,
    /// The operator's own rules for single sites.
    pub site_rules: Arc<SiteRules>,
}

impl Default for CollectConfig {
    fn default() -> Self {
        Self {
            feeds_at_once: 256,
            feeds_at_once_per_host: 4,
            max_entries: 500,
            pages: PagePolicy::default(),
            min_interval: Duration::from_secs(2 * 60),
            max_interval: Duration::from_secs(6 * 3600),
            max_backoff: Duration::from_secs(24 * 3600),
            revisits: [10 * 60, 3600, 6 * 3600].map(Duration::from_secs).to_vec(),
            portion: 10,
            callback_base: None,
            site_rules: Arc::default(),
        }
    }
}

impl CollectConfig {
    /// For a press that publishes every few seconds.
    pub fn lively() -> Self {
        Self {
            min_interval: Duration::from_secs(1),
            max_interval: Duration::from_secs(3),
            max_backoff: Duration::from_secs(10),
            revisits: [10, 30, 60].map(Duration::from_secs).to_vec(),
            ..Self::default()
        }
    }
}
