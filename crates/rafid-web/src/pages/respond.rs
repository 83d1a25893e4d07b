//! A rendered page on its way out: with a validator, so that an unchanged page costs no bytes.

use askama::Template;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use xxhash_rust::xxh3::xxh3_64;

/// Renders `page`; 304 when the reader has it already (RFC 9110, section 13).
pub(super) fn html(request: &HeaderMap, page: &impl Template) -> Response {
    match page.render() {
        Ok(text) => revalidated(request, "text/html; charset=utf-8", text),
        Err(error) => {
            tracing::error!(%error, "a page could not be rendered");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// `text` with its validator, or 304.
pub(crate) fn revalidated(request: &HeaderMap, content_type: &'static str, text: String) -> Response {
    // Weak, since compression comes after it.
    let tag = format!("W/\"{:016x}\"", xxh3_64(text.as_bytes()));
    let known = request.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let is_known = known.flat_map(|value| value.split(',')).any(|known| known.trim() == tag);
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, HeaderValue::from_static(content_type))], Body::from(text)).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=10, stale-while-revalidate=60"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}
