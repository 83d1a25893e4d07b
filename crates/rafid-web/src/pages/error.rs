//! Pages that say what went wrong, in the reader's language, and what to do.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

use super::Shell;
use crate::portal::PortalError;

#[derive(Template)]
#[template(path = "pages/error.html")]
pub(super) struct ErrorPage {
    pub shell: Shell,
    pub heading: &'static str,
    pub hint: &'static str,
}

/// Why a page cannot be shown.
pub(crate) struct PageError {
    status: StatusCode,
    page: Box<ErrorPage>,
}

impl PageError {
    pub fn missing(shell: Shell) -> Self {
        let t = shell.t;
        Self::new(StatusCode::NOT_FOUND, shell, t.error_missing, t.error_missing_hint)
    }

    pub fn not_allowed(shell: Shell) -> Self {
        let t = shell.t;
        Self::new(StatusCode::METHOD_NOT_ALLOWED, shell, t.error_method, t.error_invalid_hint)
    }

    pub fn portal(error: &PortalError, shell: Shell) -> Self {
        let t = shell.t;
        match error {
            PortalError::Invalid(_) => Self::new(StatusCode::BAD_REQUEST, shell, t.error_invalid, t.error_invalid_hint),
            PortalError::Store(_) | PortalError::Ended => {
                tracing::error!(error = error as &dyn std::error::Error, path = shell.path, "a page failed");
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, shell, t.error_ours, t.error_ours_hint)
            }
        }
    }

    fn new(status: StatusCode, shell: Shell, heading: &'static str, hint: &'static str) -> Self {
        let shell = Shell { title: heading.to_owned(), noindex: true, ..shell };
        Self { status, page: Box::new(ErrorPage { shell, heading, hint }) }
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        match self.page.render() {
            Ok(text) => (self.status, Html(text)).into_response(),
            Err(_) => self.status.into_response(),
        }
    }
}

impl ErrorPage {
    pub fn sample(shell: Shell) -> Self {
        *PageError::missing(shell).page
    }
}
