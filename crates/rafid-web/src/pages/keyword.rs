//! `/keyword/{key}`: everything about one keyword, the newest first.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::source::Paged;
use super::{PageError, Shell, respond, samples, shell::segment};
use crate::locale::Locale;
use crate::portal::{KeywordListing, Portal};

#[derive(Template)]
#[template(path = "pages/keyword.html")]
pub(super) struct KeywordPage {
    pub shell: Shell,
    pub listing: KeywordListing,
}

impl KeywordPage {
    fn new(mut shell: Shell, listing: KeywordListing) -> Self {
        shell.title = listing.phrase.clone();
        shell.path = format!("/keyword/{}", segment(&listing.key));
        shell.feed = Some((format!("{}/", shell.path), String::new()));
        Self { shell, listing }
    }

    pub fn sample(shell: Shell) -> Self {
        Self::new(shell, samples::keyword_listing())
    }
}

pub(super) async fn keyword(
    State(portal): State<Portal>,
    Extension(locale): Extension<Locale>,
    Path(key): Path<String>,
    paged: Result<Query<Paged>, axum::extract::rejection::QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let shell = Shell::new(&portal, locale, &format!("/keyword/{}", segment(&key)));
    let now = shell.clock.now;
    let cursor = paged.ok().and_then(|Query(paged)| paged.cursor);
    match portal.run(move |portal| portal.keyword(&key, cursor.as_deref(), now)).await {
        Ok(Some(listing)) => Ok(respond::html(&headers, &KeywordPage::new(shell, listing))),
        Ok(None) => Err(PageError::missing(shell)),
        Err(error) => Err(PageError::portal(&error, shell)),
    }
}
