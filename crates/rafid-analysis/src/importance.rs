//! How much a story matters now.

use jiff::Timestamp;
use rafid_core::StorySummary;

/// Grows with outlets above all, a little with original articles and pace, and fades with a half-life of eight hours
/// since its last article. One outlet alone stays below any story that two outlets cover at the same time.
pub fn importance(story: &StorySummary, now: Timestamp) -> f32 {
    let hours = |from: Timestamp, to: Timestamp| ((to.as_second() - from.as_second()) as f32 / 3_600.0).max(0.0);
    let mut outlets = story.sources.clone();
    outlets.sort_unstable();
    outlets.dedup();
    let outlets = outlets.len().max(1) as f32;
    // What one outlet can add by writing more: never as much as another outlet would.
    let depth = (1.0 - (-(story.originals as f32) / (4.0 * outlets)).exp()) * 0.5;
    let pace = story.originals as f32 / (2.0 + hours(story.first_at, story.last_at));
    let pace = (pace / (pace + 1.0)) * 0.4;
    let breadth = if outlets < 2.0 { 0.0 } else { outlets.log2() };
    (breadth + depth + pace) * (-hours(story.last_at, now) / 8.0).exp2()
}
