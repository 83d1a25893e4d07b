//! How much a story matters now.

use jiff::Timestamp;
use rafid_core::{OutletShare, StorySummary};

const HALF_LIFE_HOURS: f32 = 8.0;
/// What an outlet counts that only prints others' text.
const COPYIST: f32 = 0.5;
/// Articles of one outlet beyond these add nothing.
const MOST_OF_ONE: u32 = 3;
const DEPTH: f32 = 0.5;
const PACE: f32 = 0.4;
const AGENCIES: f32 = 0.3;

/// Grows with outlets above all, a little with the agencies that carry it, with original articles and with pace, and fades.
///
/// No outlet can push a story by itself: what it writes beyond [`MOST_OF_ONE`] articles adds nothing, and a story stays fresh
/// by its second outlet's last word or by an outlet that joins, never by one voice that goes on. One outlet alone stays below any
/// story that two cover at the same time.
pub fn importance(story: &StorySummary, now: Timestamp) -> f32 {
    let hours = |from: Timestamp, to: Timestamp| ((to.as_second() - from.as_second()) as f32 / 3_600.0).max(0.0);
    let outlets = story.shares.len().max(1) as f32;
    let voices: f32 = story.shares.iter().map(|share| if share.originals == 0 { COPYIST } else { 1.0 }).sum();
    let counted: u32 = story.shares.iter().map(|share| share.originals.min(MOST_OF_ONE)).sum();
    let fresh_at = fresh_at(&story.shares).unwrap_or(story.first_at);
    let breadth = if outlets < 2.0 { 0.0 } else { (1.0 + voices).log2() };
    let depth = DEPTH * (1.0 - (-(counted as f32) / (4.0 * outlets)).exp());
    let pace = counted as f32 / (2.0 + hours(story.first_at, fresh_at));
    let pace = PACE * pace / (pace + 1.0);
    let agencies = if outlets < 2.0 { 0.0 } else { AGENCIES * (1.0 - (-(story.agencies.len() as f32) / 2.0).exp()) };
    (breadth + depth + pace + agencies) * (-hours(fresh_at, now) / HALF_LIFE_HOURS).exp2()
}

/// When something new came to the story that was not one outlet going on: the last time an outlet joined, or the last word of
/// the outlet that spoke second to last.
fn fresh_at(shares: &[OutletShare]) -> Option<Timestamp> {
    let joined = shares.iter().map(|share| share.first_at).max();
    let mut last: Vec<Timestamp> = shares.iter().map(|share| share.last_at).collect();
    last.sort_unstable();
    let second_to_last = last.len().checked_sub(2).and_then(|place| last.get(place).copied());
    joined.max(second_to_last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rafid_core::{ArticleId, SourceId, StoryId};

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_second(1_600_000_000 + 60 * minutes).unwrap_or_default()
    }

    /// Of shares: originals, first and last minute.
    fn story(shares: &[(u32, i64, i64)], agencies: &[&str]) -> StorySummary {
        let times = || shares.iter().flat_map(|share| [share.1, share.2]);
        let share = |(originals, first, last): &(u32, i64, i64)| OutletShare {
            originals: *originals,
            first_at: at(*first),
            last_at: at(*last),
        };
        StorySummary {
            id: StoryId(1),
            lead: ArticleId(1),
            first_at: at(times().min().unwrap_or_default()),
            last_at: at(times().max().unwrap_or_default()),
            articles: shares.iter().map(|share| share.0).sum(),
            originals: shares.iter().map(|share| share.0).sum(),
            sources: (1..=shares.len() as i64).map(SourceId).collect(),
            shares: shares.iter().map(share).collect(),
            agencies: agencies.iter().map(|agency| (*agency).to_owned()).collect(),
        }
    }

    #[test]
    fn one_outlet_cannot_push_a_story_by_itself() {
        let now = at(600);
        let quiet = story(&[(3, 0, 60), (1, 30, 30)], &[]);
        let flooded = story(&[(50, 0, 600), (1, 30, 30)], &[]);
        assert_eq!(importance(&flooded, now), importance(&quiet, now), "fifty articles count as three, and keep nothing fresh");
        let three = story(&[(1, 0, 0), (1, 10, 10), (1, 30, 30)], &[]);
        assert!(importance(&flooded, now) < importance(&three, now));
        let alone = story(&[(50, 0, 600)], &[]);
        assert!(importance(&alone, at(30)) < importance(&story(&[(1, 0, 0), (1, 30, 30)], &[]), at(30)));
    }

    #[test]
    fn another_outlet_and_another_agency_count() {
        let now = at(60);
        let two = importance(&story(&[(1, 0, 0), (1, 30, 30)], &[]), now);
        assert!(two < importance(&story(&[(1, 0, 0), (1, 30, 30), (1, 31, 31)], &[]), now));
        assert!(two < importance(&story(&[(1, 0, 0), (1, 30, 30)], &["واس", "رويترز"]), now));
        assert!(two > importance(&story(&[(1, 0, 0), (0, 30, 30)], &[]), now), "printing another's text is less than writing");
        assert!(two > importance(&story(&[(1, 0, 0), (1, 30, 30)], &[]), at(600)), "it fades");
    }

    #[test]
    fn an_outlet_that_joins_makes_a_story_fresh() {
        let now = at(1_000);
        assert!(
            importance(&story(&[(1, 0, 0), (1, 900, 900)], &[]), now) > importance(&story(&[(9, 0, 900), (1, 0, 0)], &[]), now)
        );
    }
}
