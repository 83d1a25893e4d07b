//! Pages for readers: each a typed struct that its template fills in, with a sample to look at and to test with. They work without
//! JavaScript; direction comes from the language; nothing in a template is exempt from escaping (a test looks).
//!
//! To add a page: `pages/<name>.rs` with its struct, handler and `sample`, `templates/pages/<name>.html`, one line in
//! [`router`], its words in both locales, its sample in [`samples::all`].

mod article;
mod changes;
mod chart;
mod error;
mod health;
mod home;
mod json_ld;
mod kept;
mod keyword;
mod respond;
pub mod samples;
mod search;
mod shell;
pub(crate) mod slug;
mod source;
mod story;

use axum::routing::get;
use axum::{Extension, Router};

use crate::locale::Locale;
use crate::portal::Portal;

pub(crate) use error::PageError;
pub(crate) use respond::revalidated;
pub(crate) use search::Asked;
pub(crate) use shell::{Shell, segment};
pub(crate) use slug::slug;

/// All pages of one language.
pub(crate) fn router(locale: Locale) -> Router<Portal> {
    Router::new()
        .route("/", get(home::home))
        .route("/a/{id}", get(article::article))
        .route("/a/{id}/changes", get(changes::changes))
        .route("/s/{id}", get(story::story))
        .route("/source/{key}", get(source::source))
        .route("/keyword/{key}", get(keyword::keyword))
        .route("/search", get(search::search))
        .route("/health", get(health::health))
        .route("/kept", get(kept::kept))
        .route("/offline", get(kept::offline))
        .layer(Extension(locale))
}

/// Answers what no route knows.
pub(crate) async fn missing(uri: axum::http::Uri, portal: axum::extract::State<Portal>) -> PageError {
    let locale = if uri.path() == "/en" || uri.path().starts_with("/en/") { Locale::En } else { Locale::Ar };
    PageError::missing(Shell::new(&portal, locale, uri.path()))
}

/// Answers a method that no page knows.
pub(crate) async fn not_allowed(portal: axum::extract::State<Portal>) -> PageError {
    PageError::not_allowed(Shell::new(&portal, Locale::Ar, "/"))
}
