//! The portal as an application on a reader's device: its manifest (W3C Web Application Manifest) and the service worker that keeps
//! saved articles readable offline.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::json;
use xxhash_rust::xxh3::xxh3_64;

use crate::assets;
use crate::locale::Locale;
use crate::pages::{Shell, revalidated};
use crate::portal::Portal;

/// Pages that are the same for everybody and are there without a network.
const PAGES: [&str; 4] = ["/kept", "/en/kept", "/offline", "/en/offline"];

pub(crate) fn router() -> Router<Portal> {
    Router::new().route("/manifest.webmanifest", get(manifest)).route("/sw.js", get(service_worker))
}

async fn manifest(State(portal): State<Portal>, headers: HeaderMap) -> Response {
    let shell = Shell::new(&portal, Locale::Ar, "/");
    let manifest = json!({
        "name": shell.site_name(),
        "short_name": shell.site_name(),
        "description": shell.t.tagline,
        "lang": shell.locale.code(),
        "dir": shell.locale.dir(),
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf9f6",
        "theme_color": "#0a5c66",
        "icons": [
            {"src": assets::address("icon.svg"), "type": "image/svg+xml", "sizes": "any", "purpose": "any"},
        ],
        "shortcuts": [{"name": shell.t.reader.kept, "url": "/kept"}],
    });
    revalidated(&headers, "application/manifest+json; charset=utf-8", manifest.to_string())
}

/// The worker names the files of this very build, so that a new build is a new worker.
async fn service_worker() -> Response {
    let files: Vec<String> = assets::addresses().chain(PAGES.map(str::to_owned)).collect();
    let files = json!(files).to_string();
    let version = format!("rafid-{}-{:016x}", env!("CARGO_PKG_VERSION"), xxh3_64(files.as_bytes()));
    let script = include_str!("../assets/sw.js").replace("{version}", &version).replace("{files}", &files);
    let kind = HeaderValue::from_static("text/javascript; charset=utf-8");
    // Browsers compare it byte by byte and should always ask.
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, HeaderValue::from_static("no-cache"))], script).into_response()
}
