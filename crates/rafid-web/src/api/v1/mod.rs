//! Version 1 of the API: stable, only ever extended.

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;

use super::ApiError;
use crate::portal::Portal;

pub mod articles;
pub mod health;
pub mod search;
pub mod status;
pub mod stories;
pub mod trends;

/// All endpoints, below `/api/v1`.
pub(crate) fn router() -> Router<Portal> {
    Router::new()
        .route("/search", get(search::search))
        .route("/suggest", get(search::suggest))
        .route("/articles/{id}", get(articles::article))
        .route("/articles/{id}/related", get(articles::related))
        .route("/articles/{id}/changes", get(articles::changes))
        .route("/trends", get(trends::trends))
        .route("/stories", get(stories::stories))
        .route("/stories/{id}", get(stories::story))
        .route("/status", get(status::status))
        .route("/health", get(health::health))
        .route("/openapi.json", get(openapi))
        .fallback(missing)
        .method_not_allowed_fallback(not_allowed)
}

async fn openapi() -> impl IntoResponse {
    static DOCUMENT: std::sync::LazyLock<String> = std::sync::LazyLock::new(super::openapi::document);
    ([(header::CONTENT_TYPE, "application/json")], DOCUMENT.as_str())
}

async fn missing() -> ApiError {
    ApiError::NotFound("there is no such endpoint; /api/v1/openapi.json lists them".to_owned())
}

async fn not_allowed() -> ApiError {
    ApiError::NotAllowed
}

/// `on` or `off`.
fn switch(name: &str, value: Option<&str>, default: bool) -> Result<bool, ApiError> {
    match value {
        None | Some("") => Ok(default),
        Some("on") => Ok(true),
        Some("off") => Ok(false),
        Some(other) => Err(ApiError::invalid(format!("`{name}` is on or off, not `{}`", quoted(other)))),
    }
}

fn number(name: &str, value: Option<&str>, default: usize, max: usize) -> Result<usize, ApiError> {
    match value {
        None | Some("") => Ok(default),
        Some(text) => text
            .parse()
            .ok()
            .filter(|number| (1..=max).contains(number))
            .ok_or_else(|| ApiError::invalid(format!("`{name}` is a number from 1 to {max}, not `{}`", quoted(text)))),
    }
}

/// RFC 3339, or a day in UTC.
fn time(name: &str, value: Option<&str>) -> Result<Option<jiff::Timestamp>, ApiError> {
    let Some(text) = value.filter(|text| !text.is_empty()) else { return Ok(None) };
    match moment(text) {
        Some(time) => Ok(Some(time)),
        None => Err(ApiError::invalid(format!("`{name}` is a time such as 2026-01-31T08:00:00Z, not `{}`", quoted(text)))),
    }
}

/// RFC 3339, or a day in UTC.
pub(crate) fn moment(text: &str) -> Option<jiff::Timestamp> {
    let day = || text.parse::<jiff::civil::Date>().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|day| day.timestamp());
    text.parse().ok().or_else(day)
}

/// What the asker wrote, short enough to be repeated.
fn quoted(text: &str) -> String {
    rafid_core::cut_at_word(text, 60)
}
