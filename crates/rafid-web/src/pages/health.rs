//! `/health`: how the sources fare. No secrets: addresses come without their queries.

use askama::Template;
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;

use super::{PageError, Shell, respond, samples};
use crate::locale::Locale;
use crate::portal::{Health, HealthState, Portal, SourceHealth};

#[derive(Template)]
#[template(path = "pages/health.html")]
pub(super) struct HealthPage {
    pub shell: Shell,
    pub health: Health,
    /// Counted from 1.
    pub page: usize,
}

/// Sources on one page.
const PER_PAGE: usize = 100;

impl HealthPage {
    fn new(mut shell: Shell, health: Health, page: usize) -> Self {
        shell.title = shell.t.health.to_owned();
        shell.noindex = true;
        Self { shell, health, page }
    }

    fn sources(&self) -> &[SourceHealth] {
        self.health.page(self.page, PER_PAGE).0
    }

    /// The address of the next page.
    fn next(&self) -> Option<String> {
        self.health.page(self.page, PER_PAGE).1.map(|page| self.shell.href(&format!("/health?page={page}")))
    }

    pub fn sample(shell: Shell) -> Self {
        Self::new(shell, samples::health(), 1)
    }

    fn state(&self, state: &HealthState) -> &'static str {
        self.shell.locale.health_state(*state)
    }

    fn sentence(&self, source: &SourceHealth) -> String {
        self.shell.locale.health_sentence(source, self.shell.settings.digits)
    }

    fn number(&self, n: &u64) -> String {
        self.shell.locale.number(*n, self.shell.settings.digits)
    }

    /// Whole articles a day; below one, that it is less than one.
    fn usual(&self, source: &SourceHealth) -> String {
        match source.usual_per_day {
            None => "–".to_owned(),
            Some(n) if n < 1.0 => format!("< {}", self.number(&1)),
            Some(n) => self.number(&(n.round() as u64)),
        }
    }

    /// How many sources are in each state that occurs.
    fn totals(&self) -> Vec<(HealthState, u64)> {
        let count = |state| (state, self.health.count(state) as u64);
        HealthState::ALL.into_iter().rev().map(count).filter(|(_, count)| *count > 0).collect()
    }
}

#[derive(Default, Deserialize)]
pub(super) struct HealthQuery {
    page: Option<String>,
}

impl HealthQuery {
    /// What is no number is the first page.
    fn number(&self) -> usize {
        self.page.as_deref().and_then(|page| page.parse().ok()).unwrap_or(1)
    }
}

pub(super) async fn health(
    State(portal): State<Portal>,
    Extension(locale): Extension<Locale>,
    Query(query): Query<HealthQuery>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let shell = Shell::new(&portal, locale, "/health");
    if !portal.settings.health {
        return Err(PageError::missing(shell));
    }
    let now = shell.clock.now;
    match portal.run(move |portal| portal.health(now)).await {
        Ok(health) => Ok(respond::html(&headers, &HealthPage::new(shell, health, query.number()))),
        Err(error) => Err(PageError::portal(&error, shell)),
    }
}
