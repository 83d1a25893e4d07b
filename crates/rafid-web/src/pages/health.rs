//! `/health`: how the sources fare. No secrets: addresses come without their queries.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::{PageError, Shell, respond, samples};
use crate::locale::Locale;
use crate::portal::{Health, HealthState, Portal, SourceHealth};

#[derive(Template)]
#[template(path = "pages/health.html")]
pub(super) struct HealthPage {
    pub shell: Shell,
    pub health: Health,
}

impl HealthPage {
    fn new(mut shell: Shell, health: Health) -> Self {
        shell.title = shell.t.health.to_owned();
        shell.noindex = true;
        Self { shell, health }
    }

    pub fn sample(shell: Shell) -> Self {
        Self::new(shell, samples::health())
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

pub(super) async fn health(
    State(portal): State<Portal>,
    Extension(locale): Extension<Locale>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let shell = Shell::new(&portal, locale, "/health");
    if !portal.settings.health {
        return Err(PageError::missing(shell));
    }
    let now = shell.clock.now;
    match portal.run(move |portal| portal.health(now)).await {
        Ok(health) => Ok(respond::html(&headers, &HealthPage::new(shell, health))),
        Err(error) => Err(PageError::portal(&error, shell)),
    }
}
