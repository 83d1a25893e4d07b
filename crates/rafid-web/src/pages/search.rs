//! `/search`: hits with snippets, grouped by story.

use askama::Template;
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use rafid_core::Sort;
use serde::Deserialize;

use super::{PageError, Shell, respond, samples, shell::segment};
use crate::locale::Locale;
use crate::portal::{Portal, SearchParams, SearchResults};

#[derive(Template)]
#[template(path = "pages/search.html")]
pub(super) struct SearchPage {
    pub shell: Shell,
    pub results: SearchResults,
    /// `blend` or `new`.
    pub sort: &'static str,
    pub group: bool,
}

impl SearchPage {
    fn new(mut shell: Shell, results: SearchResults, sort: &'static str, group: bool) -> Self {
        shell.q = results.q.clone();
        shell.title = if results.q.is_empty() { shell.t.search.to_owned() } else { shell.say(shell.t.results_for, &results.q) };
        shell.noindex = true;
        if !results.q.is_empty() {
            shell.path = format!("/search?q={}", segment(&results.q));
            shell.feed = Some(("/search/".to_owned(), format!("?q={}", segment(&results.q))));
        }
        Self { shell, results, sort, group }
    }

    fn is_sorted(&self, sort: &str) -> bool {
        self.sort == sort
    }

    pub fn sample(shell: Shell) -> Self {
        Self::new(shell, samples::search(), "blend", true)
    }

    pub fn sample_without_results(shell: Shell) -> Self {
        let results = SearchResults { groups: vec![], total: 0, ..samples::search() };
        Self::new(shell, results, "new", false)
    }
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    q: Option<String>,
    sort: Option<String>,
    group: Option<String>,
    cursor: Option<String>,
}

pub(super) async fn search(
    State(portal): State<Portal>,
    Extension(locale): Extension<Locale>,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let shell = Shell::new(&portal, locale, "/search");
    let now = shell.clock.now;
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    let is_new = asked.sort.as_deref() == Some("new");
    let group = asked.group.as_deref() != Some("off");
    let sort = if is_new { Sort::New } else { Sort::Blend };
    let params = SearchParams { sort, group, cursor: asked.cursor, limit: 20, ..SearchParams::new(asked.q.unwrap_or_default()) };
    match portal.run(move |portal| portal.search(&params, now)).await {
        Ok(results) => {
            let sort = if is_new { "new" } else { "blend" };
            Ok(respond::html(&headers, &SearchPage::new(shell, results, sort, group)))
        }
        Err(error) => Err(PageError::portal(&error, shell)),
    }
}
