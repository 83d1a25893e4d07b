//! Newcomers find their stories at once; now and then the recent window is clustered again.

use rafid_core::{ArticleId, AssignIntent, DigestRow, SettleIntent, StoryDraft, StoryId};

use super::archive::Archive;
use super::recluster::JOIN;
use super::window::{Member, Window};
use crate::hash::{Map, Set};

/// Time between two reclusterings of the window, in seconds of the articles' time.
const RECLUSTER_SECS: i64 = 2 * 3_600;
/// How much closer an article must be to join a story when it may not tie stories.
const LOOSE: f32 = 1.25;

impl Window {
    /// Decides about unsettled rows, by time: which stories they join or open, and whose text they carry. Earlier
    /// articles may move when the window is clustered again. A row that has a story already is an article whose text has
    /// changed: it is decided about as if it were new, and keeps the id of its story where that is left without members.
    pub fn settle(&mut self, rows: &[DigestRow]) -> SettleIntent {
        self.settle_beside(rows, &mut ())
    }

    /// [`Window::settle`] with an archive of everything before (and, while an archive is brought in, after) the window, in which
    /// texts are found again.
    pub fn settle_beside(&mut self, rows: &[DigestRow], archive: &mut dyn Archive) -> SettleIntent {
        let mut outcome = Outcome::default();
        for row in rows {
            self.slide_to(row.at);
            if let Some(former) = row.story {
                outcome.touched.insert(former);
                self.withdraw_changed(row.id, &mut outcome);
            }
            let mut newcomer = self.read(row);
            newcomer.linked = true;
            newcomer.edges = self.edges(&newcomer);
            let own = row.story.filter(|former| !self.stories.contains_key(former)).unwrap_or(StoryId(row.id.0));
            (newcomer.copies, newcomer.original) = self.copies(&newcomer);
            newcomer.story = self.story_of_text(&newcomer).or_else(|| self.nearest_story(&newcomer)).unwrap_or(own);
            self.precede_later(&newcomer, &mut outcome);
            self.link_archive(&mut newcomer, row, archive, &mut outcome);
            let intent = newcomer.intent();
            outcome.assign(intent);
            outcome.touched.insert(newcomer.story);
            let number = self.push(newcomer);
            self.dirty.push(number);
            let since = *self.reclustered_at.get_or_insert(row.at);
            if row.at.as_second() - since.as_second() >= RECLUSTER_SECS {
                self.reclustered_at = Some(row.at);
                self.recluster(&mut outcome);
            }
        }
        self.recluster(&mut outcome);
        outcome.finish(self)
    }

    /// Copies and nothing else, for measuring: how many of `rows` carry a text of before.
    #[doc(hidden)]
    pub fn copies_alone(&mut self, rows: &[DigestRow]) -> usize {
        let mut found = 0;
        for row in rows {
            self.slide_to(row.at);
            let mut newcomer = self.read(row);
            newcomer.linked = true;
            (newcomer.copies, newcomer.original) = self.copies(&newcomer);
            found += usize::from(newcomer.original.is_some());
            self.push(newcomer);
        }
        found
    }

    /// An article whose text has changed gives up its place and its links; those who carried its former text are looked at anew.
    fn withdraw_changed(&mut self, id: ArticleId, outcome: &mut Outcome) {
        outcome.unlink(id);
        for number in self.withdraw(id) {
            self.relink_member(number);
            if let Some(member) = self.member(number) {
                outcome.assign(member.intent());
            }
        }
    }

    /// Members of a later time that carry a newcomer's text have it from there, where nobody was before.
    fn precede_later(&mut self, newcomer: &Member, outcome: &mut Outcome) {
        for link in &newcomer.copies {
            let Some(number) = self.number(link.other) else { continue };
            let Some(member) = self.member(number).filter(|member| newcomer.is_before(member)) else { continue };
            let precedes = |original: ArticleId| {
                self.number(original).and_then(|number| self.member(number)).is_some_and(|original| newcomer.is_before(original))
            };
            let moves = member.original.is_none_or(precedes);
            self.link_up(number);
            if moves && let Some(member) = self.member_mut(number) {
                member.original = Some(newcomer.id);
                outcome.assign(member.intent());
            }
        }
    }

    /// The story of the text that a newcomer carries whole.
    fn story_of_text(&self, newcomer: &Member) -> Option<StoryId> {
        let first = self.member(self.head(newcomer)?)?;
        Some(first.story)
    }

    /// The story whose members a newcomer is like enough on average. Those that do not tie stories do not count, and whoever carries
    /// another's text whole counts as that other.
    pub(super) fn nearest_story(&self, newcomer: &Member) -> Option<StoryId> {
        let mut texts: Map<u32, (StoryId, f32)> = Map::default();
        for (number, likeness) in &newcomer.edges {
            if let Some(member) = self.member(*number).filter(|member| member.ties()) {
                let text = texts.entry(self.head(member).unwrap_or(*number)).or_insert((member.story, 0.0));
                text.1 = text.1.max(*likeness);
            }
        }
        let mut sums: Map<StoryId, f32> = Map::default();
        for (story, likeness) in texts.into_values() {
            *sums.entry(story).or_default() += likeness;
        }
        let least = if newcomer.ties() { JOIN } else { JOIN * LOOSE };
        let members = |story: &StoryId| self.stories.get(story).into_iter().flatten().filter_map(|number| self.member(*number));
        let texts = |story: &StoryId| members(story).filter(|member| member.ties() && self.head(member).is_none()).count();
        sums.into_iter()
            .map(|(story, sum)| (sum / texts(&story).max(1) as f32, story))
            .filter(|(average, _)| *average >= least)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
            .map(|(_, story)| story)
    }
}

impl Member {
    pub(super) fn intent(&self) -> AssignIntent {
        AssignIntent { article: self.id, story: self.story, original: self.original, copies: self.copies.clone() }
    }
}

/// What a pass has decided so far.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    intent: SettleIntent,
    places: Map<i64, usize>,
    pub touched: Set<StoryId>,
}

impl Outcome {
    /// Notes an assignment; the last one of an article counts.
    pub fn assign(&mut self, new: AssignIntent) {
        match self.places.get(&new.article.0) {
            Some(place) => self.intent.assignments[*place] = new,
            None => {
                self.places.insert(new.article.0, self.intent.assignments.len());
                self.intent.assignments.push(new);
            }
        }
    }

    pub fn merge(&mut self, merge: rafid_core::StoryMerge) {
        self.intent.merges.push(merge);
    }

    pub fn unlink(&mut self, article: ArticleId) {
        self.intent.unlinked.push(article);
    }

    pub fn into_intent(self) -> SettleIntent {
        self.intent
    }

    fn finish(self, window: &Window) -> SettleIntent {
        let mut intent = self.intent;
        let mut touched: Vec<StoryId> = self.touched.into_iter().filter(|story| window.stories.contains_key(story)).collect();
        touched.sort_unstable();
        intent.stories = touched.into_iter().map(|id| StoryDraft { id, lead: window.lead(id) }).collect();
        intent
    }
}
