//! Which member's headline stands for a story: it says much with little show (`digest/title.txt`), and says what the others say.

use rafid_core::{ArticleId, StoryId};

use super::window::{Member, Window};

/// What full support of the other members is worth, in points of [`Member::title_quality`].
const SUPPORT: f32 = 120.0;
/// What the last member has over the first one: an outcome over an intention.
const LATER: f32 = 20.0;
/// So many members of a large story are asked.
const ASKED: usize = 40;

impl Window {
    /// The member that stands for a story best.
    pub(super) fn lead(&self, story: StoryId) -> ArticleId {
        let mut members: Vec<&Member> =
            self.stories.get(&story).into_iter().flatten().filter_map(|number| self.member(*number)).collect();
        // A review or a column stands for a story only where there is nothing else.
        if members.iter().any(|member| member.ties()) {
            members.retain(|member| member.ties());
        }
        members.sort_unstable_by_key(|member| (member.at, member.id));
        let voices = voices(&members);
        let last = members.len().saturating_sub(1).max(1) as f32;
        let points = |place: usize, member: &Member| {
            f32::from(member.title_quality) + SUPPORT * support(member, &voices) + LATER * place as f32 / last
        };
        let scored = members.iter().enumerate().map(|(place, member)| (points(place, member), member));
        // Of equal ones the first.
        scored.reduce(|best, next| if next.0 > best.0 { next } else { best }).map_or(ArticleId(story.0), |(_, member)| member.id)
    }
}

/// One member for each text of each outlet, spread over the story's time: what is printed often does not count often.
fn voices<'a>(members: &[&'a Member]) -> Vec<&'a Member> {
    let mut heard = Vec::new();
    let mut out: Vec<&Member> = Vec::new();
    for member in members {
        let text = member.original.unwrap_or(member.id);
        if !heard.contains(&text) {
            heard.push(text);
            out.push(member);
        }
    }
    let step = out.len().div_ceil(ASKED).max(1);
    out.into_iter().step_by(step).collect()
}

/// The share of a headline that the others mention, on average, 0 to 1.
fn support(member: &Member, voices: &[&Member]) -> f32 {
    let own = member.original.unwrap_or(member.id);
    let others = || voices.iter().filter(|voice| voice.original.unwrap_or(voice.id) != own);
    let count = others().count().max(1) as f32;
    others().map(|voice| member.wording.headline_in(&voice.profile)).sum::<f32>() / count
}
