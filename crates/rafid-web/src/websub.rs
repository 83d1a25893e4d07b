//! Where WebSub hubs call: they ask whether we meant it (GET), and bring what is new (POST). What it means is decided behind
//! [`PushReceiver`]; here is only HTTP. An address that is not ours to have is 404 when asked and 410 when something is
//! brought, so that hubs stop.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rafid_core::{Delivery, HubMode, PushReceiver, StoreResult};
use serde::Deserialize;

use crate::portal::Portal;

pub(crate) fn router() -> Router<Portal> {
    Router::new().route("/websub/{token}", get(confirm).post(deliver))
}

#[derive(Deserialize)]
struct Question {
    #[serde(rename = "hub.mode")]
    mode: String,
    #[serde(rename = "hub.topic", default)]
    topic: String,
    #[serde(rename = "hub.challenge")]
    challenge: Option<String>,
    #[serde(rename = "hub.lease_seconds")]
    lease_secs: Option<String>,
}

/// Longer challenges are nobody's: what comes in an address goes out again.
const MAX_CHALLENGE_BYTES: usize = 2048;

async fn confirm(State(portal): State<Portal>, Path(token): Path<String>, Query(question): Query<Question>) -> Response {
    let mode = match question.mode.as_str() {
        "subscribe" => HubMode::Subscribe,
        "unsubscribe" => HubMode::Unsubscribe,
        "denied" => HubMode::Denied,
        _ => return StatusCode::BAD_REQUEST.into_response(),
    };
    let challenge = question.challenge.unwrap_or_default();
    if (challenge.is_empty() && mode != HubMode::Denied) || challenge.len() > MAX_CHALLENGE_BYTES {
        return StatusCode::BAD_REQUEST.into_response();
    }
    let Some(receiver) = portal.pushes else { return StatusCode::NOT_FOUND.into_response() };
    let lease_secs = question.lease_secs.and_then(|secs| secs.trim().parse().ok());
    match ask(receiver, move |receiver| receiver.confirm(&token, mode, &question.topic, lease_secs)).await {
        Some(true) => ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], challenge).into_response(),
        Some(false) => StatusCode::NOT_FOUND.into_response(),
        None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn deliver(State(portal): State<Portal>, Path(token): Path<String>, request: Request<Body>) -> Response {
    let Some(receiver) = portal.pushes else { return StatusCode::GONE.into_response() };
    let asked = token.clone();
    match ask(receiver.clone(), move |receiver| receiver.expects(&asked)).await {
        Some(true) => {}
        Some(false) => return StatusCode::GONE.into_response(),
        None => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
    let text = |headers: &HeaderMap, name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let headers = request.headers();
    if text(headers, "content-encoding").is_some_and(|coding| !coding.eq_ignore_ascii_case("identity")) {
        return StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response();
    }
    let (signature, content_type) = (text(headers, "x-hub-signature"), text(headers, "content-type"));
    let Ok(body) = to_bytes(request.into_body(), receiver.max_body_bytes()).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let take = move |receiver: &dyn PushReceiver| {
        receiver.deliver(&token, signature.as_deref(), content_type.as_deref(), Vec::from(body))
    };
    match ask(receiver, take).await {
        Some(Delivery::Taken | Delivery::Ignored) => StatusCode::ACCEPTED.into_response(),
        Some(Delivery::Unknown) => StatusCode::GONE.into_response(),
        Some(Delivery::Busy) => (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "60")]).into_response(),
        None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// `None`: it went wrong on our side, and is logged.
async fn ask<T: Send + 'static>(
    receiver: Arc<dyn PushReceiver>,
    question: impl FnOnce(&dyn PushReceiver) -> StoreResult<T> + Send + 'static,
) -> Option<T> {
    match tokio::task::spawn_blocking(move || question(receiver.as_ref())).await {
        Ok(Ok(answer)) => Some(answer),
        Ok(Err(error)) => {
            tracing::error!(%error, "what a hub said could not be looked up");
            None
        }
        Err(_) => None,
    }
}
