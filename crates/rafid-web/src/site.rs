//! The routes in one list, and what surrounds them.

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

use crate::locale::Locale;
use crate::metrics::Metrics;
use crate::portal::Portal;
use crate::{api, assets, feeds, installed, pages, sitemap, websub};

/// What a page may load: our own style, script and fonts, and pictures from anywhere.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; \
    connect-src 'self'; manifest-src 'self'; worker-src 'self'; img-src * data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const SECURITY: [(HeaderName, &str); 4] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// The whole site.
pub fn router(portal: Portal) -> Router {
    let metrics = Arc::new(Metrics::default());
    let mut routes = Router::new()
        .merge(pages::router(Locale::Ar))
        .nest("/en", pages::router(Locale::En))
        .route("/en/", get(|| async { Redirect::permanent("/en") }))
        .merge(feeds::router())
        .nest("/api/v1", api::v1::router())
        .merge(assets::router())
        .merge(websub::router())
        .merge(installed::router())
        .route("/favicon.ico", get(|| async { Redirect::permanent(&assets::address("icon.svg")) }))
        .merge(sitemap::router())
        .route("/healthz", get(|| async { "ok\n" }));
    if portal.settings.metrics {
        let metrics = metrics.clone();
        routes = routes.route("/metrics", get(move |portal| report(portal, metrics)));
    }
    let compressed = DefaultPredicate::new().and(NotForContentType::const_new("font/"));
    routes
        .fallback(pages::missing)
        .method_not_allowed_fallback(pages::not_allowed)
        .with_state(portal)
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(4)).compress_when(compressed))
        .layer(middleware::from_fn_with_state(metrics, around))
}

/// Counts and logs a request, and puts the security headers on its answer.
async fn around(State(metrics): State<Arc<Metrics>>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    // The route and not the address: what readers look for is nobody's business.
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let mut response = next.run(request).await;
    for (name, value) in SECURITY {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    let took = started.elapsed();
    metrics.count(response.status().as_u16(), took);
    let (route, status) = (route.as_deref().unwrap_or("-"), response.status().as_u16());
    tracing::debug!(%method, route, status, took_micros = took.as_micros() as u64, "request");
    response
}

async fn report(State(portal): State<Portal>, metrics: Arc<Metrics>) -> Response {
    match portal.run(Portal::status).await {
        Ok(status) => {
            let kind = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
            ([(header::CONTENT_TYPE, kind)], metrics.render(&status)).into_response()
        }
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "no metrics");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
