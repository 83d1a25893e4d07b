//! The order of related articles.

use jiff::Timestamp;
use rafid_core::{ArticleId, DigestRow};

use super::kinship::Subject;
use super::spread::spread;
use super::{Options, Ranked, Relation, Target};
use crate::hash::Map;
use crate::profile::Profile;

const DAY_SECS: f32 = 86_400.0;
/// Likeness from which on one article leads to the other.
const LEADS: f32 = 0.3;
/// In so many days.
const LEADS_DAYS: f32 = 14.0;
const SAME_STORY: f32 = 0.5;

/// What likeness keeps however far apart in time, and after how many days the rest has faded to 1/e.
#[derive(Debug, Clone, Copy)]
struct Fade {
    any_time: f32,
    days: f32,
}

/// Of the plain ranking: nearly all that is meant by "related" happens within days.
const PLAIN: Fade = Fade { any_time: 0.1, days: 2.0 };
/// Of what is offered to a reader: what it is about comes before when it was.
const OFFERED: Fade = Fade { any_time: 0.4, days: 10.0 };
/// What counts beside likeness: what stays of it without the thing that gives most.
const REST: f32 = 2.0;
/// What has less in common has one thing in common: [`super::is_worth_offering`] asks for more where it does not see two names.
const LEAST_REST: f32 = 0.014;

/// Ranks `candidates` for someone who has read `target`, best first.
pub fn rank(target: &Target, candidates: &[DigestRow], options: &Options) -> Vec<Ranked> {
    let profile = Profile::of_news(&target.row.digest);
    let mut subject = Subject::new(&target.row.digest, &profile, target.keywords);
    let firsts: Map<i64, Timestamp> = candidates.iter().map(|row| (row.id.0, row.at)).collect();
    let mut items: Vec<(Ranked, &DigestRow)> = Vec::with_capacity(candidates.len());
    for row in candidates.iter().filter(|row| row.id != target.row.id) {
        let kinship = subject.compare(&row.digest);
        // A copy tells of the day of its original.
        let first = row.original.filter(|_| options.spread).and_then(|id| firsts.get(&id.0));
        let at = first.map_or(row.at, |first| row.at.min(*first));
        let days = (at.as_second() - target.row.at.as_second()) as f32 / DAY_SECS;
        let same_story = target.row.story.is_some() && target.row.story == row.story;
        if options.spread && !same_story && kinship.rest < LEAST_REST {
            continue;
        }
        let (likeness, fade) = if options.spread {
            ((kinship.likeness + REST * kinship.rest) / (1.0 + REST), OFFERED)
        } else {
            (kinship.likeness, PLAIN)
        };
        let score = likeness * (fade.any_time + (1.0 - fade.any_time) * (-days.abs() / fade.days).exp())
            + if same_story { SAME_STORY } else { 0.0 };
        let relation = match () {
            () if same_story => Relation::SameStory,
            () if kinship.likeness < LEADS || days.abs() > LEADS_DAYS => Relation::SameSubject,
            () if days < 0.0 => Relation::Earlier,
            () => Relation::FollowUp,
        };
        items.push((Ranked { id: row.id, score, relation, kinship: kinship.rest }, row));
    }
    // Where nothing else decides, who was first.
    let order = |row: &DigestRow| (row.original.is_some(), row.at, row.id);
    items.sort_unstable_by(|a, b| b.0.score.total_cmp(&a.0.score).then_with(|| order(a.1).cmp(&order(b.1))));
    items.dedup_by_key(|item| item.0.id);
    if options.spread {
        spread(items, target, options.limit)
    } else {
        items.into_iter().map(|item| item.0).take(options.limit).collect()
    }
}

/// What two articles have in common, for reading by eye: likeness, and what stays of it without the thing that gives most.
#[doc(hidden)]
pub fn kinship(target: &Target, row: &DigestRow) -> (ArticleId, [f32; 2]) {
    let profile = Profile::of_news(&target.row.digest);
    let found = Subject::new(&target.row.digest, &profile, target.keywords).compare(&row.digest);
    (row.id, [found.likeness, found.rest])
}
