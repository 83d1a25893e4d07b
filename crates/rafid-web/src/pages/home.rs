//! `/`: the stories of the day and the latest by outlet; on an empty store, how to begin.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::{PageError, Shell, respond, samples};
use crate::locale::Locale;
use crate::portal::{Home, Portal, StoryCard};

#[derive(Template)]
#[template(path = "pages/home.html")]
pub(super) struct HomePage {
    pub shell: Shell,
    pub home: Home,
}

#[derive(Template)]
#[template(path = "pages/welcome.html")]
pub(super) struct WelcomePage {
    pub shell: Shell,
}

impl HomePage {
    fn new(mut shell: Shell, home: Home) -> Self {
        shell.live_articles = Some(home.counts.articles);
        shell.feed = Some(("/".to_owned(), String::new()));
        Self { shell, home }
    }

    /// The story on top, and the others.
    fn top(&self) -> Option<(&StoryCard, &[StoryCard])> {
        self.home.stories.split_first()
    }

    pub fn sample(shell: Shell) -> Self {
        Self::new(shell, samples::home())
    }
}

impl WelcomePage {
    pub fn sample(shell: Shell) -> Self {
        Self { shell }
    }
}

pub(super) async fn home(
    State(portal): State<Portal>,
    Extension(locale): Extension<Locale>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let shell = Shell::new(&portal, locale, "/");
    let now = shell.clock.now;
    match portal.run(move |portal| portal.home(now)).await {
        Ok(home) if home.newest_at.is_none() => Ok(respond::html(&headers, &WelcomePage { shell })),
        Ok(home) => Ok(respond::html(&headers, &HomePage::new(shell, home))),
        Err(error) => Err(PageError::portal(&error, shell)),
    }
}
