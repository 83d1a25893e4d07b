//! `/a/{id}/changes`: what was changed in an article after it was published.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use rafid_analysis::difference::ChangeKind;
use rafid_core::ArticleRef;

use super::{PageError, Shell, respond, samples};
use crate::locale::Locale;
use crate::portal::{ArticleChanges, Portal};

#[derive(Template)]
#[template(path = "pages/changes.html")]
pub(super) struct ChangesPage {
    pub shell: Shell,
    pub page: ArticleChanges,
}

impl ChangesPage {
    fn new(mut shell: Shell, page: ArticleChanges) -> Self {
        shell.title = shell.say(shell.t.changes_of, shell.headline(&page.article.card));
        shell.noindex = true;
        Self { shell, page }
    }

    pub fn sample(shell: Shell) -> Self {
        Self::new(shell, samples::changes())
    }
}

pub(super) async fn changes(
    State(portal): State<Portal>,
    Extension(locale): Extension<Locale>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let shell = Shell::new(&portal, locale, &format!("/a/{}/changes", super::shell::segment(&id)));
    let Ok(article) = id.parse::<ArticleRef>() else { return Err(PageError::missing(shell)) };
    match portal.run(move |portal| portal.changes(&article)).await {
        Ok(Some(page)) => Ok(respond::html(&headers, &ChangesPage::new(shell, page))),
        Ok(None) => Err(PageError::missing(shell)),
        Err(error) => Err(PageError::portal(&error, shell)),
    }
}
