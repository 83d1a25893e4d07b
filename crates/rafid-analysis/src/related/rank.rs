//! The order of related articles.

use std::collections::HashMap;

use jiff::Timestamp;
use rafid_core::{ArticleId, CopyLink, DigestRow, SourceId};

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
    let mut out: Vec<(Ranked, SourceId, ArticleId)> = Vec::with_capacity(candidates.len());
    for row in candidates.iter().filter(|row| row.id != target.id) {
        let days = (row.at.as_second() - target.at.as_second()) as f32 / DAY_SECS;
        let likeness = comparer.likeness_in_news(&row.digest).fused();
        let same_story = target.story.is_some() && target.story == row.story;
        let relation = match () {
            () if same_story => Relation::SameStory,
            () if likeness < 2.0 * UNRELATED => Relation::SameSubject,
            () if days < 0.0 => Relation::Earlier,
            () => Relation::FollowUp,
        };
        let score = likeness * (ANY_TIME + (1.0 - ANY_TIME) * (-days.abs() / FADE_DAYS).exp())
            + if same_story { SAME_STORY } else { 0.0 };
        if options.spread && !same_story && likeness < UNRELATED {
            continue;
        }
        out.push((Ranked { id: row.id, score, relation }, row.source, row.original.unwrap_or(row.id)));
    }
    out.sort_unstable_by(|a, b| b.0.score.total_cmp(&a.0.score).then(b.0.id.cmp(&a.0.id)));
    out.dedup_by_key(|item| item.0.id);
    if options.spread {
        spread(&mut out, target, target_copies);
    }
    out.into_iter().map(|item| item.0).take(options.limit).collect()
}

/// No copies of what was read or of what is above, few of one outlet.
fn spread(items: &mut Vec<(Ranked, SourceId, ArticleId)>, target: &DigestRow, target_copies: &[CopyLink]) {
    let mut texts = vec![target.original.unwrap_or(target.id), target.id];
    let mut outlets: HashMap<SourceId, usize> = HashMap::new();
    items.retain(|(item, source, text)| {
        if texts.contains(text) || target_copies.iter().any(|copy| copy.other == item.id) {
            return false;
        }
        let of_outlet = outlets.entry(*source).or_default();
        if *of_outlet == PER_OUTLET {
            return false;
        }
        *of_outlet += 1;
        texts.push(*text);
        true
    });
}
