//! The order of related articles.

use std::collections::HashMap;

use jiff::Timestamp;
use rafid_core::{CopyLink, DigestRow, SourceId, StoryId};

use super::{Options, Ranked, Relation};
use crate::profile::{Comparer, Profile};

const DAY_SECS: f32 = 86_400.0;
/// An empty place is better than what is below.
const UNRELATED: f32 = 0.15;
/// What likeness keeps however far apart in time, and after how many days the rest has faded to 1/e.
const ANY_TIME: f32 = 0.1;
const FADE_DAYS: f32 = 2.0;
const SAME_STORY: f32 = 0.5;
const PER_OUTLET: usize = 3;
/// What two articles of different stories must have in common beside their [`STRONGEST`] shared words, to be offered: one name is no kinship.
const BESIDE: f32 = 0.02;
/// Of words: a long name is of three.
const STRONGEST: usize = 3;
/// For a reader, what lies back weighs more than for the plain ranking.
const ANY_TIME_READ: f32 = 0.3;
/// From this likeness on an article leads to another or follows on it, within so many days.
const STEP: f32 = 0.3;
const STEP_DAYS: f32 = 14.0;

/// Ranks `candidates` for someone who has read `target`, best first.
pub fn rank(
    target: &DigestRow,
    target_copies: &[CopyLink],
    candidates: &[DigestRow],
    _now: Timestamp,
    options: &Options,
) -> Vec<Ranked> {
    let profile = Profile::of_news(&target.digest);
    let comparer = Comparer::new(&profile);
    let mut out: Vec<(Ranked, &DigestRow)> = Vec::with_capacity(candidates.len());
    for row in candidates.iter().filter(|row| row.id != target.id) {
        let days = (row.at.as_second() - target.at.as_second()) as f32 / DAY_SECS;
        let (likeness, beside) = comparer.likeness_in_news(&row.digest, STRONGEST);
        let same_story = target.story.is_some() && target.story == row.story;
        let relation = match () {
            () if same_story => Relation::SameStory,
            () if likeness < STEP || days.abs() > STEP_DAYS => Relation::SameSubject,
            () if days < 0.0 => Relation::Earlier,
            () => Relation::FollowUp,
        };
        if options.spread && !same_story && (likeness < UNRELATED || beside < BESIDE) {
            continue;
        }
        let fade = |any_time: f32| any_time + (1.0 - any_time) * (-days.abs() / FADE_DAYS).exp();
        let score = match () {
            () if same_story => SAME_STORY + likeness * fade(ANY_TIME),
            () if options.spread => beside * fade(ANY_TIME_READ),
            () => likeness * fade(ANY_TIME),
        };
        out.push((Ranked { id: row.id, score, relation }, row));
    }
    // Of equal ones the original, then the first.
    out.sort_unstable_by(|(a, row), (b, other)| {
        b.score.total_cmp(&a.score).then(row.original.is_some().cmp(&other.original.is_some())).then(a.id.cmp(&b.id))
    });
    out.dedup_by_key(|item| item.0.id);
    if options.spread {
        spread(&mut out, target, target_copies);
    }
    out.into_iter().map(|item| item.0).take(options.limit).collect()
}

/// No copies of what was read or of what is above, few of one outlet, and another story only once.
fn spread(items: &mut Vec<(Ranked, &DigestRow)>, target: &DigestRow, target_copies: &[CopyLink]) {
    let mut texts = vec![target.original.unwrap_or(target.id), target.id];
    let mut outlets: HashMap<SourceId, usize> = HashMap::new();
    let mut stories: Vec<StoryId> = Vec::new();
    items.retain(|(item, row)| {
        let text = row.original.unwrap_or(row.id);
        if texts.contains(&text) || target_copies.iter().any(|copy| copy.other == item.id) {
            return false;
        }
        let other_story = row.story.filter(|_| item.relation != Relation::SameStory);
        if other_story.is_some_and(|story| stories.contains(&story)) {
            return false;
        }
        let of_outlet = outlets.entry(row.source).or_default();
        if *of_outlet == PER_OUTLET {
            return false;
        }
        *of_outlet += 1;
        texts.push(text);
        stories.extend(other_story);
        true
    });
}
