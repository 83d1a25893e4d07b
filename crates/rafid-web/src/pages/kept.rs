//! `/kept`: what the reader saved and follows, filled in by a script from what the browser keeps; `/offline`: what is shown when
//! there is no network. Both say the same to everybody.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::{Shell, respond};
use crate::locale::Locale;
use crate::portal::Portal;

#[derive(Template)]
#[template(path = "pages/kept.html")]
pub(super) struct KeptPage {
    pub shell: Shell,
}

#[derive(Template)]
#[template(path = "pages/offline.html")]
pub(super) struct OfflinePage {
    pub shell: Shell,
}

impl KeptPage {
    pub fn new(mut shell: Shell) -> Self {
        shell.title = shell.t.reader.kept.to_owned();
        shell.noindex = true;
        Self { shell }
    }
}

impl OfflinePage {
    pub fn new(mut shell: Shell) -> Self {
        shell.title = shell.t.reader.offline.to_owned();
        shell.noindex = true;
        Self { shell }
    }
}

pub(super) async fn kept(State(portal): State<Portal>, Extension(locale): Extension<Locale>, headers: HeaderMap) -> Response {
    respond::html(&headers, &KeptPage::new(Shell::new(&portal, locale, "/kept")))
}

pub(super) async fn offline(State(portal): State<Portal>, Extension(locale): Extension<Locale>, headers: HeaderMap) -> Response {
    respond::html(&headers, &OfflinePage::new(Shell::new(&portal, locale, "/offline")))
}
