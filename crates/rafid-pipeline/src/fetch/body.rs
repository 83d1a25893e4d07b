//! The body of an answer, chunk by chunk, within bytes and time.

use std::time::Duration;

use tokio::time::timeout;
use url::Url;

use super::budget::{Budget, FREE_BYTES, Held};
use super::decode::{Coding, Decoder, Fed};
use super::{FailureKind, FetchFailure};

/// Bounds on one body.
#[derive(Debug, Clone, Copy)]
pub(super) struct BodyLimits {
    /// After decoding.
    pub max_bytes: usize,
    /// Between two chunks.
    pub idle: Duration,
    /// Cut a body that is too large instead of refusing it.
    pub cut: bool,
}

/// Reads to the end, or to the cap. Answers the decoded bytes, whether they were cut, and the memory that they take of `budget`.
pub(super) async fn read(
    response: &mut reqwest::Response,
    coding: Coding,
    limits: BodyLimits,
    budget: &Budget,
    url: &Url,
) -> Result<(Vec<u8>, bool, Held), FetchFailure> {
    let fail = |kind, detail: String| Err(FetchFailure::new(kind, url, detail));
    let mut decoder = match Decoder::new(coding, limits.max_bytes) {
        Ok(decoder) => decoder,
        Err(error) => return fail(FailureKind::Internal, error.to_string()),
    };
    let mut held = None;
    let done = |decoder: Decoder, cut, held| {
        let body = decoder.finish();
        let held = budget.keep(held, body.len());
        Ok((body, cut, held))
    };
    loop {
        let chunk = match timeout(limits.idle, response.chunk()).await {
            Err(_) => return fail(FailureKind::Timeout, format!("the body paused for more than {:?}", limits.idle)),
            Ok(Err(error)) => return Err(super::wire::failure_of(&error, url)),
            Ok(Ok(None)) => return done(decoder, false, held),
            Ok(Ok(Some(chunk))) => chunk,
        };
        match decoder.feed(&chunk) {
            Fed::More if held.is_none() && decoder.kept_bytes() > FREE_BYTES => held = budget.take(limits.max_bytes).await,
            Fed::More => {}
            Fed::Full if limits.cut => return done(decoder, true, held),
            Fed::Full => return fail(FailureKind::TooLarge, format!("the answer is larger than {} bytes", limits.max_bytes)),
            Fed::Broken(why) => return fail(FailureKind::BadEncoding, format!("the {coding:?} body is damaged: {why}")),
        }
    }
}
