//! The sliding window of recent news, in which stories grow.

use std::collections::{HashMap, VecDeque};

use jiff::Timestamp;
use rafid_core::{ArticleId, AssignIntent, CopyLink, DigestRow, SettleIntent, StoryDraft, StoryId};

use crate::copies;
use crate::digest::{Signals, decode};
use crate::profile::Profile;

const DAY_SECS: i64 = 86_400;
const SPAN_SECS: i64 = 4 * DAY_SECS;
const JOIN: f32 = 0.25;
const CANDIDATES: usize = 40;

#[derive(Debug)]
struct Member {
    id: ArticleId,
    at: Timestamp,
    story: StoryId,
    original: Option<ArticleId>,
    signals: Signals,
    profile: Profile,
}

/// The articles of the last days, by time. See [`Window::settle`].
#[derive(Debug, Default)]
pub struct Window {
    members: VecDeque<Member>,
    /// The number of the first of `members`; postings hold numbers.
    first: u32,
    /// Numbers of the articles in which a word weighs much.
    postings: HashMap<u32, Vec<u32>>,
    frequency: HashMap<u32, u32>,
    stories: HashMap<StoryId, Vec<u32>>,
}

impl Window {
    pub fn new() -> Self {
        Self::default()
    }

    /// How far before an article's time settled rows must be loaded, in seconds.
    pub fn span_secs() -> i64 {
        SPAN_SECS
    }

    pub fn len(&self) -> usize {
        self.members.len()
    }

    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// The times of the first and the last article.
    pub fn range(&self) -> Option<(Timestamp, Timestamp)> {
        Some((self.members.front()?.at, self.members.back()?.at))
    }

    /// Takes in settled rows, by time.
    pub fn load(&mut self, rows: &[DigestRow]) {
        for row in rows {
            let story = row.story.unwrap_or(StoryId(row.id.0));
            let (signals, profile) = self.read(row);
            self.push(Member { id: row.id, at: row.at, story, original: row.original, signals, profile });
        }
    }

    /// Decides about unsettled rows, by time.
    pub fn settle(&mut self, rows: &[DigestRow]) -> SettleIntent {
        let mut intent = SettleIntent::default();
        let mut touched: Vec<StoryId> = Vec::new();
        for row in rows {
            if let Ok(horizon) = Timestamp::from_second(row.at.as_second() - SPAN_SECS) {
                self.forget_before(horizon);
            }
            let (signals, profile) = self.read(row);
            let mut sums: HashMap<StoryId, f32> = HashMap::new();
            let mut links = Vec::new();
            let mut original: Option<ArticleId> = None;
            for number in self.candidates(&profile) {
                let Some(member) = self.member(number) else { continue };
                let days = (row.at.as_second() - member.at.as_second()).abs() as f32 / DAY_SECS as f32;
                let score = profile.likeness(&member.profile).fused() * (-days / 6.0).exp();
                *sums.entry(member.story).or_default() += score;
                if let Some((kind, similarity)) = copies::verdict(copies::overlap(&signals, &member.signals)) {
                    links.push(CopyLink { other: member.id, kind, similarity });
                    original = original.or(Some(member.original.unwrap_or(member.id)));
                }
            }
            let best = sums
                .into_iter()
                .map(|(story, sum)| (sum / self.stories.get(&story).map_or(1, Vec::len) as f32, story))
                .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            let story = match best {
                Some((score, story)) if score >= JOIN => story,
                _ => StoryId(row.id.0),
            };
            touched.push(story);
            intent.assignments.push(AssignIntent { article: row.id, story, original, copies: links });
            self.push(Member { id: row.id, at: row.at, story, original, signals, profile });
        }
        touched.sort_unstable();
        touched.dedup();
        intent.stories = touched.into_iter().map(|id| StoryDraft { id, lead: self.lead(id) }).collect();
        intent
    }

    /// Drops what is older than `t`.
    pub fn forget_before(&mut self, t: Timestamp) {
        while self.members.front().is_some_and(|member| member.at < t) {
            let Some(member) = self.members.pop_front() else { return };
            let number = self.first;
            self.first += 1;
            for term in &member.profile.terms {
                if let Some(list) = self.postings.get_mut(&term.hash) {
                    list.retain(|other| *other != number);
                    if list.is_empty() {
                        self.postings.remove(&term.hash);
                    }
                }
                if let Some(count) = self.frequency.get_mut(&term.hash) {
                    *count -= 1;
                    if *count == 0 {
                        self.frequency.remove(&term.hash);
                    }
                }
            }
            if let Some(list) = self.stories.get_mut(&member.story) {
                list.retain(|other| *other != number);
                if list.is_empty() {
                    self.stories.remove(&member.story);
                }
            }
        }
    }

    fn member(&self, number: u32) -> Option<&Member> {
        self.members.get(number.wrapping_sub(self.first) as usize)
    }

    fn read(&self, row: &DigestRow) -> (Signals, Profile) {
        let signals = decode(&row.digest);
        let count = self.members.len() as f32;
        let profile = Profile::new(&signals, |hash, rarity| {
            const BACKGROUND: f32 = 2_000.0;
            let seen = self.frequency.get(&hash).copied().unwrap_or(0) as f32;
            ((BACKGROUND + count) / (BACKGROUND * (-rarity).exp() + seen + 0.5)).ln().max(0.05)
        });
        (signals, profile)
    }

    fn candidates(&self, profile: &Profile) -> Vec<u32> {
        let mut scores: HashMap<u32, f32> = HashMap::new();
        for term in &profile.terms {
            let weight = term.body.max(term.head);
            if weight < 0.05 {
                continue;
            }
            for number in self.postings.get(&term.hash).into_iter().flatten() {
                *scores.entry(*number).or_default() += weight * weight;
            }
        }
        let mut scores: Vec<_> = scores.into_iter().collect();
        scores.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
        scores.truncate(CANDIDATES);
        scores.into_iter().map(|(number, _)| number).collect()
    }

    fn push(&mut self, member: Member) {
        let number = self.first + self.members.len() as u32;
        for term in &member.profile.terms {
            *self.frequency.entry(term.hash).or_default() += 1;
            if term.body.max(term.head) >= 0.05 {
                self.postings.entry(term.hash).or_default().push(number);
            }
        }
        self.stories.entry(member.story).or_default().push(number);
        self.members.push_back(member);
    }

    fn lead(&self, story: StoryId) -> ArticleId {
        let members = self.stories.get(&story).into_iter().flatten().filter_map(|number| self.member(*number));
        members
            .max_by_key(|member| (member.signals.title_quality, std::cmp::Reverse(member.at)))
            .map_or(ArticleId(story.0), |member| member.id)
    }
}
