//! An answer with its validators: ETag, Last-Modified, and 304 when the asker has it already (RFC 9110, section 13).

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use jiff::Timestamp;
use jiff::fmt::rfc2822;

/// Something to serve.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) content_type: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) modified: Option<Timestamp>,
}

/// Puts a text into an encoding; letters that it lacks become numeric character references, good in HTML and XML.
pub(crate) fn encode(text: &str, charset: &str) -> Vec<u8> {
    match encoding_rs::Encoding::for_label(charset.as_bytes()) {
        Some(encoding) => encoding.encode(text).0.into_owned(),
        None => text.as_bytes().to_vec(),
    }
}

pub(crate) fn respond(document: Document, method: &Method, asked: &HeaderMap) -> Response<Body> {
    let etag = format!("\"{:016x}\"", fnv1a(&document.bytes));
    let fresh = is_fresh(asked, &etag, document.modified);
    let mut response = Response::new(Body::empty());
    let length = document.bytes.len();
    if fresh {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else if *method != Method::HEAD {
        *response.body_mut() = Body::from(document.bytes);
    }
    let headers = response.headers_mut();
    set(headers, header::ETAG, &etag);
    set(headers, header::CACHE_CONTROL, "max-age=0, must-revalidate");
    if !fresh {
        set(headers, header::CONTENT_TYPE, &document.content_type);
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    if let Some(date) = document.modified.and_then(http_date) {
        set(headers, header::LAST_MODIFIED, &date);
    }
    response
}

/// A short answer without validators.
pub(crate) fn plain(status: StatusCode, text: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    set(response.headers_mut(), header::CONTENT_TYPE, "text/plain; charset=utf-8");
    response
}

pub(crate) fn moved(to: &str) -> Response<Body> {
    let mut response = plain(StatusCode::MOVED_PERMANENTLY, "moved\n");
    set(response.headers_mut(), header::LOCATION, to);
    response
}

fn set(headers: &mut HeaderMap, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// If-None-Match decides alone when it is there; If-Modified-Since otherwise.
fn is_fresh(asked: &HeaderMap, etag: &str, modified: Option<Timestamp>) -> bool {
    let text = |name| asked.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    if let Some(known) = text(header::IF_NONE_MATCH) {
        return known.split(',').map(|tag| tag.trim().trim_start_matches("W/")).any(|tag| tag == "*" || tag == etag);
    }
    match (text(header::IF_MODIFIED_SINCE).and_then(|date| rfc2822::parse(date).ok()), modified) {
        (Some(since), Some(modified)) => modified.as_second() <= since.timestamp().as_second(),
        _ => false,
    }
}

fn http_date(at: Timestamp) -> Option<String> {
    rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&at).ok()
}

/// FNV-1a, 64 bits: an ETag need only be stable.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fresh(name: header::HeaderName, value: &str) -> bool {
        let mut asked = HeaderMap::new();
        set(&mut asked, name, value);
        is_fresh(&asked, "\"ab\"", Some("2026-11-23T10:00:00.7Z".parse().unwrap()))
    }

    #[test]
    fn validators_are_compared_as_the_rfc_says() {
        assert!(fresh(header::IF_NONE_MATCH, "\"x\", W/\"ab\""));
        assert!(fresh(header::IF_NONE_MATCH, "*"));
        assert!(!fresh(header::IF_NONE_MATCH, "\"abc\""));
        assert!(fresh(header::IF_MODIFIED_SINCE, "Mon, 23 Nov 2026 10:00:00 GMT"));
        assert!(!fresh(header::IF_MODIFIED_SINCE, "Mon, 23 Nov 2026 09:59:59 GMT"));
        assert!(!fresh(header::IF_MODIFIED_SINCE, "yesterday"));
    }

    #[test]
    fn dates_are_written_for_http() {
        let at = "2026-11-23T10:00:00Z".parse().unwrap();
        assert_eq!(http_date(at).unwrap(), "Mon, 23 Nov 2026 10:00:00 GMT");
    }

    #[test]
    fn what_an_encoding_lacks_becomes_a_reference() {
        assert_eq!(encode("ب٣", "windows-1256"), b"\xc8&#1635;");
        assert_eq!(encode("ب", "utf-8"), "ب".as_bytes());
    }
}
