//! What is asked of the fetcher, and what happened.

use std::time::Duration;

use rafid_core::Validators;
use url::Url;

use super::{FetchFailure, Held};
use crate::websub::Named;

/// What an address is expected to hold: decides the headers that are sent and the cap on the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// A feed or a sitemap. An answer beyond the cap is cut, since its newest entries come first.
    Feed,
    /// An HTML page.
    Page,
    Robots,
}

/// An address to be fetched.
#[derive(Debug, Clone)]
pub struct FetchTask {
    pub url: Url,
    pub want: Want,
    /// From the last answer; empty asks for everything.
    pub validators: Validators,
}

impl FetchTask {
    pub fn new(url: Url, want: Want) -> Self {
        Self { url, want, validators: Validators::default() }
    }
}

/// What a server sent: decoded, and within its cap.
#[derive(Debug, Clone)]
pub struct Resource {
    /// Where it was found in the end.
    pub url: Url,
    /// Where permanent redirects (301, 308) say that it lives from now on.
    pub moved_to: Option<Url>,
    /// The `Content-Type` header as it came.
    pub content_type: Option<Box<str>>,
    pub validators: Validators,
    /// From `Cache-Control`.
    pub max_age: Option<Duration>,
    /// From `Link` headers.
    pub(crate) hubs: Box<Named>,
    pub body: Vec<u8>,
    /// The body reached the cap and was cut there.
    pub truncated: bool,
    /// The memory that a large body takes of what there is for all.
    pub(crate) _held: Held,
}

/// The server says that nothing has changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NotModified {
    pub moved_to: Option<Url>,
    pub max_age: Option<Duration>,
}

#[derive(Debug, Clone)]
pub enum FetchOutcome {
    Modified(Resource),
    NotModified(NotModified),
    /// 410: it will not come back.
    Gone,
    Failed(FetchFailure),
}
