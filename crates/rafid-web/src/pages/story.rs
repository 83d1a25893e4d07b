//! `/s/{id}`: a story in the order of time, who was first, who copied whom.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use rafid_core::StoryId;

use super::{PageError, Shell, respond, samples, slug};
use crate::locale::Locale;
use crate::portal::{Member, Phase, Portal, Story, StoryFound};

#[derive(Template)]
#[template(path = "pages/story.html")]
pub(super) struct StoryPage {
    pub shell: Shell,
    pub story: Story,
}

impl StoryPage {
    fn new(mut shell: Shell, story: Story) -> Self {
        let lead = &story.card.lead;
        shell.title = shell.headline(lead).to_owned();
        if !lead.lead.is_empty() {
            shell.description = rafid_core::cut_at_word(&lead.lead, 160);
        }
        shell.image = lead.image.as_ref().map(ToString::to_string);
        shell.feed = Some((format!("/s/{}/", story.card.id), String::new()));
        shell.path = format!("/s/{}", slug::slug(story.card.id, &lead.title));
        Self { shell, story }
    }

    fn members_of(&self, phase: &Phase) -> &[Member] {
        self.story.members.get(phase.members.clone()).unwrap_or_default()
    }

    fn span(&self) -> String {
        let (clock, card) = (&self.shell.clock, &self.story.card);
        self.shell.say(self.shell.t.story_from_to, clock.full(card.first_at)).replace("{until}", &clock.full(card.last_at))
    }

    pub fn sample(shell: Shell) -> Self {
        Self::new(shell, samples::story())
    }
}

pub(super) async fn story(
    State(portal): State<Portal>,
    Extension(locale): Extension<Locale>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let shell = Shell::new(&portal, locale, &format!("/s/{}", super::shell::segment(&id)));
    let Ok(number) = slug::id_of(&id).parse().map(StoryId) else { return Err(PageError::missing(shell)) };
    match portal.run(move |portal| portal.story(number)).await {
        Ok(Some(StoryFound::Found(story))) => {
            let current = slug::slug(story.card.id, &story.card.lead.title);
            let moved = slug::moved(&id, &current, || shell.follow(&story.card));
            Ok(moved.unwrap_or_else(|| respond::html(&headers, &StoryPage::new(shell, *story))))
        }
        Ok(Some(StoryFound::MovedTo(id))) => Ok(Redirect::permanent(&shell.story(&id)).into_response()),
        Ok(None) => Err(PageError::missing(shell)),
        Err(error) => Err(PageError::portal(&error, shell)),
    }
}
