//! The sliding window of recent news: what is in it, and what in it is like a newcomer.

use std::collections::VecDeque;

use jiff::Timestamp;
use rafid_core::{ArticleId, CopyKind, CopyLink, DigestRow, SourceId, StoryId};

use super::guards::{Places, keeps};
use super::postings::{Numbers, Postings};
use crate::copies::{Side, Wording, verdict};
use crate::digest::decode;
use crate::hash::{Map, Set};
use crate::profile::{Comparer, Profile};

pub(super) const DAY_SECS: i64 = 86_400;
pub(super) const SPAN_SECS: i64 = 4 * DAY_SECS;
/// Newcomers are compared with this many articles at most.
const CANDIDATES: usize = 32;
/// A newcomer looks for others by this many of its words.
const PROBES: usize = 24;
/// So many postings are read for a newcomer, those of its weightiest words first: its cost does not grow with the window.
const MAX_VISITS: usize = 4_000;
/// A member is looked at where the words that led to it have this share of the newcomer's weight, squared.
const LEAST_SHARED: f32 = 0.03;
/// Wording that more articles than this share is a paper's own phrase.
const BOILERPLATE: usize = 64;
/// Of a text that more articles than [`BOILERPLATE`] have whole, the earliest so many are looked at.
const FIRST_OF_FLOOD: usize = 8;
/// Sampled shingles that two articles share before they are looked at.
const MIN_SHARED: u32 = 2;
/// Members that are gone leave the lists when they are as many as a share of those that are there, and some.
const GONE_SHARE: usize = 8;
const GONE: usize = 64;
/// Edges below this are not kept.
const MIN_EDGE: f32 = 0.06;
/// With what time apart likeness falls to 1/e.
const FADE_SECS: f32 = 2.0 * DAY_SECS as f32;
/// An outlet seldom tells one event twice: its own articles must be more alike to share a story.
const SAME_OUTLET: f32 = 0.8;
/// As how many articles the built-in vocabulary counts beside those in the window.
const BACKGROUND: f32 = 1_000.0;

#[derive(Debug)]
pub(super) struct Member {
    pub id: ArticleId,
    pub source: SourceId,
    pub at: Timestamp,
    pub story: StoryId,
    pub original: Option<ArticleId>,
    pub wording: Wording,
    pub places: Places,
    pub flags: u8,
    pub title_quality: u8,
    /// Those to earlier members.
    pub copies: Vec<CopyLink>,
    pub profile: Profile,
    /// Numbers of members that are alike, with how much; numbers below the window's first are gone.
    pub edges: Vec<(u32, f32)>,
    /// Its text was changed: another member has taken its place.
    pub replaced: bool,
    /// `edges` and `copies` are known. Members that were loaded learn them when somebody asks: see [`Window::link_up`].
    pub linked: bool,
}

/// The articles of the last days, by time. [`Window::settle`] decides about newcomers.
#[derive(Debug, Default)]
pub struct Window {
    pub(super) members: VecDeque<Member>,
    /// The number of the first of `members`. Numbers grow by one with each member.
    pub(super) first: u32,
    pub(super) stories: Map<StoryId, Vec<u32>>,
    /// Members since the last reclustering.
    pub(super) dirty: Vec<u32>,
    pub(super) reclustered_at: Option<Timestamp>,
    /// Ids of stories that were merged away: a link to them leads on, so no new story may take them.
    pub(super) retired: Set<StoryId>,
    /// The number of each member by its article.
    numbers: Map<i64, u32>,
    /// Members that are gone and still counted in the lists of words and shingles.
    gone: usize,
    /// The articles that have a word.
    postings: Postings,
    /// The articles that have a sampled shingle.
    shingles: Postings,
}

impl Member {
    /// Whether it may open a story that others join, and tie stories together.
    pub fn ties(&self) -> bool {
        self.flags == 0
    }

    pub fn is_before(&self, other: &Self) -> bool {
        (self.at, self.id) < (other.at, other.id)
    }

    pub(super) fn precedes(&self, row: &DigestRow) -> bool {
        (self.at, self.id) < (row.at, row.id)
    }

    pub(super) fn side(&self) -> Side<'_> {
        Side { wording: &self.wording, profile: &self.profile }
    }
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

    /// Whether an article is in it.
    pub fn contains(&self, id: ArticleId) -> bool {
        self.holds(id)
    }

    /// The times of the first and the last article.
    pub fn range(&self) -> Option<(Timestamp, Timestamp)> {
        Some((self.members.front()?.at, self.members.back()?.at))
    }

    /// Takes in settled rows, by time. What they are like is looked at when a newcomer comes near.
    pub fn load(&mut self, rows: &[DigestRow]) {
        for row in rows {
            let member = self.read(row);
            self.push(member);
        }
    }

    /// Finds the edges and copies of a member that was loaded without.
    pub(super) fn link_up(&mut self, number: u32) {
        let Some(member) = self.member(number).filter(|member| !member.linked) else { return };
        let before = |link: &CopyLink| {
            self.numbers.get(&link.other.0).and_then(|other| self.member(*other)).is_some_and(|other| other.is_before(member))
        };
        let edges = self.edges(member);
        let copies: Vec<CopyLink> = self.copies(member).0.into_iter().filter(before).collect();
        for (other, likeness) in &edges {
            if let Some(other) = self.member_mut(*other) {
                add_edge(&mut other.edges, number, *likeness);
            }
        }
        if let Some(member) = self.member_mut(number) {
            member.linked = true;
            member.copies = copies;
            for (other, likeness) in edges {
                add_edge(&mut member.edges, other, likeness);
            }
        }
    }

    /// Drops what is older than `t`.
    pub fn forget_before(&mut self, t: Timestamp) {
        while self.members.front().is_some_and(|member| member.at < t) {
            let Some(member) = self.members.pop_front() else { return };
            self.first += 1;
            if self.numbers.get(&member.id.0).is_some_and(|number| *number < self.first) {
                self.numbers.remove(&member.id.0);
            }
            self.retired.remove(&StoryId(member.id.0));
            self.gone += 1;
            if let Some(list) = self.stories.get_mut(&member.story) {
                list.retain(|number| *number >= self.first);
                if list.is_empty() {
                    self.stories.remove(&member.story);
                }
            }
        }
        if self.gone * GONE_SHARE > self.members.len() + GONE {
            self.postings.drop_before(self.first);
            self.shingles.drop_before(self.first);
            self.gone = 0;
        }
    }

    pub(super) fn slide_to(&mut self, at: Timestamp) {
        if let Ok(horizon) = Timestamp::from_second(at.as_second().saturating_sub(SPAN_SECS)) {
            self.forget_before(horizon);
        }
    }

    pub(super) fn member(&self, number: u32) -> Option<&Member> {
        self.members.get(number.wrapping_sub(self.first) as usize).filter(|member| !member.replaced)
    }

    pub(super) fn member_mut(&mut self, number: u32) -> Option<&mut Member> {
        self.members.get_mut(number.wrapping_sub(self.first) as usize).filter(|member| !member.replaced)
    }

    /// The first member with the text that a member carries whole. Both share a story and count once in it: a thousand near copies are one
    /// voice, and none of them is far from the others because only few of them were compared.
    pub(super) fn head(&self, member: &Member) -> Option<u32> {
        let original = member.original.filter(|_| member.ties())?;
        let whole = |link: &CopyLink| link.other == original && link.kind == CopyKind::Copy;
        let number = self.number(original)?;
        let first = self.member(number)?;
        (first.ties() && first.is_before(member) && member.copies.iter().any(whole)).then_some(number)
    }

    pub(super) fn number(&self, id: ArticleId) -> Option<u32> {
        self.numbers.get(&id.0).copied()
    }

    pub(super) fn holds(&self, id: ArticleId) -> bool {
        self.numbers.contains_key(&id.0)
    }

    /// Takes a member out whose text has changed, wherever it is in the window. Answers the members that were linked with it as
    /// copies.
    pub(super) fn withdraw(&mut self, id: ArticleId) -> Vec<u32> {
        let Some(number) = self.numbers.get(&id.0).copied() else { return Vec::new() };
        let links = self.member(number).map(|member| self.copies(member).0).unwrap_or_default();
        let others: Vec<u32> = links.iter().filter_map(|link| self.number(link.other)).collect();
        for other in others {
            self.link_up(other);
        }
        self.numbers.remove(&id.0);
        let Some(member) = self.member_mut(number) else { return Vec::new() };
        member.replaced = true;
        let (story, terms) = (member.story, std::mem::take(&mut member.profile.terms));
        let shingles = std::mem::take(&mut member.wording.shingles);
        member.edges = Vec::new();
        for term in terms {
            self.postings.drop_one(term.hash, number);
        }
        for shingle in shingles.into_iter().filter(|shingle| is_sampled(*shingle)) {
            self.shingles.drop_one(shingle, number);
        }
        if let Some(list) = self.stories.get_mut(&story) {
            list.retain(|other| *other != number);
            if list.is_empty() {
                self.stories.remove(&story);
            }
        }
        let mut linked = Vec::new();
        for (place, member) in self.members.iter_mut().enumerate() {
            let count = member.copies.len();
            member.copies.retain(|link| link.other != id);
            if member.copies.len() < count || member.original == Some(id) {
                linked.push(self.first + place as u32);
            }
        }
        linked
    }

    /// Decides anew whose text a member carries, among those before it.
    pub(super) fn relink_member(&mut self, number: u32) {
        let Some(member) = self.member(number) else { return };
        let (links, original) = self.copies(member);
        let before = |link: &CopyLink| {
            self.numbers.get(&link.other.0).and_then(|other| self.member(*other)).is_some_and(|other| other.is_before(member))
        };
        let mut copies: Vec<CopyLink> = links.into_iter().filter(before).collect();
        copies.extend(member.copies.iter().filter(|link| !self.holds(link.other)));
        // An original of long ago stays.
        let former =
            member.original.filter(|original| !self.holds(*original) && copies.iter().any(|link| link.other == *original));
        if let Some(member) = self.member_mut(number) {
            (member.copies, member.original) = (copies, former.or(original));
        }
    }

    pub(super) fn read(&self, row: &DigestRow) -> Member {
        let signals = decode(&row.digest);
        let count = (self.members.len() + self.gone) as f32;
        let all = (BACKGROUND + count).ln();
        let profile = Profile::new(&signals, |term| {
            let seen = self.postings.count(term.hash) as f32;
            (all - (BACKGROUND * term.share() + seen + 0.5).ln()).max(0.05)
        });
        Member {
            id: row.id,
            source: row.source,
            at: row.at,
            story: row.story.unwrap_or(StoryId(row.id.0)),
            original: row.original,
            wording: Wording::new(&signals),
            places: Places::of(&signals),
            flags: signals.flags,
            title_quality: signals.title_quality,
            profile,
            copies: Vec::new(),
            edges: Vec::new(),
            replaced: false,
            linked: false,
        }
    }

    /// The members most like a newcomer, by number, with how much.
    pub(super) fn edges(&self, newcomer: &Member) -> Vec<(u32, f32)> {
        let comparer = Comparer::new(&newcomer.profile);
        let mut edges: Vec<(u32, f32)> = self
            .candidates(&newcomer.profile)
            .into_iter()
            .filter_map(|number| {
                let member = self.member(number).filter(|member| member.id != newcomer.id)?;
                let secs = (newcomer.at.as_second() - member.at.as_second()).abs() as f32;
                let outlet = if newcomer.source == member.source { SAME_OUTLET } else { 1.0 };
                let alike = comparer.likeness(&member.profile);
                let likeness = alike.fused() * (-secs / FADE_SECS).exp() * outlet;
                let likeness = if likeness >= MIN_EDGE { likeness * keeps(newcomer, member, alike) } else { 0.0 };
                (likeness >= MIN_EDGE).then_some((number, likeness))
            })
            .collect();
        edges.sort_unstable_by_key(|edge| edge.0);
        edges
    }

    /// Whose text a newcomer carries, and the first of them. Whoever is the original of a copy of a copy may share nothing with
    /// the newcomer: forms and round-ups tie texts together that have no sentence in common.
    pub(super) fn copies(&self, newcomer: &Member) -> (Vec<CopyLink>, Option<ArticleId>) {
        let mut shared: Map<u32, u32> = Map::default();
        let lists: Vec<Numbers> = newcomer
            .wording
            .shingles
            .iter()
            .filter(|shingle| is_sampled(**shingle))
            .filter_map(|shingle| self.shingles.get(*shingle))
            .collect();
        let full = lists.iter().filter(|list| list.len() > BOILERPLATE).count();
        // Not a phrase but the text itself is everywhere: the first to have it are enough.
        let flood = 2 * full > newcomer.wording.shingles.iter().filter(|shingle| is_sampled(**shingle)).count();
        for list in lists.into_iter().filter(|list| flood || list.len() <= BOILERPLATE) {
            let most = if list.len() <= BOILERPLATE { BOILERPLATE } else { FIRST_OF_FLOOD };
            for number in list.since(self.first).take(most) {
                *shared.entry(number).or_default() += 1;
            }
        }
        let mut numbers: Vec<u32> =
            shared.into_iter().filter(|(_, count)| *count >= MIN_SHARED).map(|(number, _)| number).collect();
        numbers.sort_unstable();
        let mut links = Vec::new();
        let mut first = Vec::new();
        for member in numbers.into_iter().filter_map(|number| self.member(number)).filter(|member| member.id != newcomer.id) {
            let days = (newcomer.at.as_second() - member.at.as_second()).abs() as f32 / DAY_SECS as f32;
            if let Some(verdict) = verdict(newcomer.side(), member.side(), days, newcomer.source == member.source) {
                links.push(verdict.link(member.id));
                if member.is_before(newcomer) {
                    first.push((member.at, member.id));
                }
            }
        }
        (links, first.into_iter().min().map(|(_, original)| original))
    }

    fn candidates(&self, profile: &Profile) -> Vec<u32> {
        let mut probes: Vec<(f32, u32, Numbers)> = profile
            .terms
            .iter()
            .filter_map(|term| Some((term.body.max(term.head), term.hash, self.postings.get(term.hash)?)))
            .collect();
        let heaviest_first = |a: &(f32, u32, Numbers), b: &(f32, u32, Numbers)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if probes.len() > PROBES {
            probes.select_nth_unstable_by(PROBES, heaviest_first);
            probes.truncate(PROBES);
        }
        probes.sort_unstable_by(heaviest_first);
        let mut visits = 0;
        let mut scores = vec![0.0f32; self.members.len()];
        let mut touched: Vec<u32> = Vec::new();
        for (weight, _, numbers) in probes {
            visits += numbers.len();
            if visits > MAX_VISITS && !touched.is_empty() {
                break;
            }
            numbers.for_each(|number| {
                // A list may begin with numbers of members that are gone.
                let Some(score) = scores.get_mut(number.wrapping_sub(self.first) as usize) else { return };
                if *score == 0.0 {
                    touched.push(number);
                }
                *score += weight * weight;
            });
        }
        let score = |number: &u32| scores[(number - self.first) as usize];
        touched.retain(|number| score(number) >= LEAST_SHARED);
        if touched.len() > CANDIDATES {
            touched.select_nth_unstable_by(CANDIDATES, |a, b| score(b).total_cmp(&score(a)).then(b.cmp(a)));
            touched.truncate(CANDIDATES);
        }
        touched
    }

    pub(super) fn push(&mut self, member: Member) -> u32 {
        let number = self.first + self.members.len() as u32;
        for term in &member.profile.terms {
            self.postings.push(term.hash, number);
        }
        for shingle in member.wording.shingles.iter().filter(|shingle| is_sampled(**shingle)) {
            self.shingles.push(*shingle, number);
        }
        for (other, likeness) in member.edges.clone() {
            if let Some(other) = self.member_mut(other) {
                other.edges.push((number, likeness));
            }
        }
        self.stories.entry(member.story).or_default().push(number);
        self.numbers.insert(member.id.0, number);
        self.members.push_back(member);
        number
    }
}

/// A quarter of the shingles is enough to find whoever shares text; the whole sketches decide.
fn is_sampled(shingle: u32) -> bool {
    shingle & 3 == 0
}

fn add_edge(edges: &mut Vec<(u32, f32)>, to: u32, likeness: f32) {
    if edges.iter().all(|edge| edge.0 != to) {
        edges.push((to, likeness));
    }
}
