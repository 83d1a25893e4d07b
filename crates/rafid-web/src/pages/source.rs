//! `/source/{key}`: everything of one outlet, the newest first.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;

use super::{PageError, Shell, respond, samples, shell::segment};
use crate::locale::Locale;
use crate::portal::{OutletListing, Portal};

#[derive(Template)]
#[template(path = "pages/source.html")]
pub(super) struct SourcePage {
    pub shell: Shell,
    pub listing: OutletListing,
}

impl SourcePage {
    fn new(mut shell: Shell, listing: OutletListing) -> Self {
        shell.title = listing.outlet.name.clone();
        shell.path = format!("/source/{}", segment(&listing.outlet.key));
        shell.feed = Some((format!("{}/", shell.path), String::new()));
        Self { shell, listing }
    }

    pub fn sample(shell: Shell) -> Self {
        Self::new(shell, samples::outlet_listing())
    }
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Paged {
    pub cursor: Option<String>,
}

pub(super) async fn source(
    State(portal): State<Portal>,
    Extension(locale): Extension<Locale>,
    Path(key): Path<String>,
    paged: Result<Query<Paged>, axum::extract::rejection::QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let shell = Shell::new(&portal, locale, &format!("/source/{}", segment(&key)));
    let now = shell.clock.now;
    let cursor = paged.ok().and_then(|Query(paged)| paged.cursor);
    match portal.run(move |portal| portal.outlet(&key, cursor.as_deref(), now)).await {
        Ok(Some(listing)) => Ok(respond::html(&headers, &SourcePage::new(shell, listing))),
        Ok(None) => Err(PageError::missing(shell)),
        Err(error) => Err(PageError::portal(&error, shell)),
    }
}
