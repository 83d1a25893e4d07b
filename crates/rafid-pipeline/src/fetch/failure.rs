//! A fetch that brought nothing, and why.

use std::time::Duration;

pub use rafid_core::FailureKind;
use url::Url;

/// A fetch that brought nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchFailure {
    pub kind: FailureKind,
    /// Without user name, password and fragment.
    pub url: String,
    /// Lower-case English, with the offending value; never an address inside a private network.
    pub detail: String,
    /// For how long the server asks to be left alone.
    pub retry_after: Option<Duration>,
}

impl FetchFailure {
    pub fn new(kind: FailureKind, url: &Url, detail: impl Into<String>) -> Self {
        Self { kind, url: shown(url), detail: one_line(&detail.into()), retry_after: None }
    }

    pub(crate) fn blocked(url: &Url) -> Self {
        Self::new(FailureKind::BlockedAddress, url, "the address is not on the public internet")
    }
}

impl std::fmt::Display for FetchFailure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {} ({})", self.kind.code(), self.detail, self.url)
    }
}

/// An address as it may appear in logs and on pages.
pub(crate) fn shown(url: &Url) -> String {
    let mut url = url.clone();
    url.set_fragment(None);
    let (_, _) = (url.set_username(""), url.set_password(None));
    one_line(url.as_str())
}

/// Foreign text must not start a new line in a log, nor fill it.
fn one_line(text: &str) -> String {
    const MAX_CHARS: usize = 300;
    text.chars().take(MAX_CHARS).map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_and_line_breaks_stay_out() {
        let url = Url::parse("http://user:secret@a.example/x?y=1#z").unwrap();
        let failure = FetchFailure::new(FailureKind::Status, &url, "bad\r\nInjected: line");
        let text = failure.to_string();
        assert_eq!(text, "status: bad  Injected: line (http://a.example/x?y=1)");
    }
}
