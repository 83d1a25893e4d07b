//! A long story in episodes: where the news paused, one ends.

use std::ops::Range;

use jiff::Timestamp;

/// A pause is at least this long, and this many times the usual time between two articles.
const PAUSE_SECS: i64 = 5 * 3_600;
const TIMES_USUAL: i64 = 4;
/// Neither what is before a pause nor what is after it is a phase with fewer articles.
const LEAST: usize = 2;
const MOST_PHASES: usize = 12;

/// The phases of a story from the times of its articles, which ascend: ranges of places, one after the other, all of them together.
/// A story without a pause has one.
pub fn phases(times: &[Timestamp]) -> Vec<Range<usize>> {
    if times.is_empty() {
        return Vec::new();
    }
    let gaps: Vec<i64> = times.windows(2).map(|two| two[1].as_second() - two[0].as_second()).collect();
    let mut sorted = gaps.clone();
    sorted.sort_unstable();
    let usual = sorted.get(sorted.len() / 2).copied().unwrap_or_default();
    let least = PAUSE_SECS.max(usual.saturating_mul(TIMES_USUAL));
    let mut pauses: Vec<(i64, usize)> =
        gaps.iter().enumerate().filter(|(_, gap)| **gap >= least).map(|(place, gap)| (*gap, place + 1)).collect();
    // The longest pauses are the plainest.
    pauses.sort_unstable_by(|a, b| b.cmp(a));
    let mut borders = vec![0, times.len()];
    for (_, border) in pauses {
        let place = borders.partition_point(|other| *other < border);
        let fits = border - borders[place - 1] >= LEAST && borders[place] - border >= LEAST;
        if fits && borders.len() <= MOST_PHASES {
            borders.insert(place, border);
        }
    }
    borders.windows(2).map(|two| two[0]..two[1]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `borders`: where phases begin, and where the last one ends.
    fn check(hours: &[i64], borders: &[usize]) {
        let expected: Vec<Range<usize>> = borders.windows(2).map(|two| two[0]..two[1]).collect();
        let times: Vec<Timestamp> =
            hours.iter().map(|hour| Timestamp::from_second(1_600_000_000 + 3_600 * hour).unwrap_or_default()).collect();
        assert_eq!(phases(&times), expected, "{hours:?}");
    }

    #[test]
    fn pauses_end_phases() {
        check(&[], &[]);
        check(&[0], &[0, 1]);
        check(&[0, 1, 2, 3], &[0, 4]);
        check(&[0, 1, 2, 30, 31, 60, 61, 62], &[0, 3, 5, 8]);
        check(&[0, 1, 2, 30], &[0, 4]);
        // A story that gets an article a day has no pauses, but a rhythm.
        check(&[0, 24, 48, 72, 96], &[0, 5]);
    }

    #[test]
    fn there_are_not_more_phases_than_a_page_can_show() {
        let hours: Vec<i64> = (0..200).map(|n| n / 4 * 40 + n % 4).collect();
        let times: Vec<Timestamp> =
            hours.iter().map(|hour| Timestamp::from_second(1_600_000_000 + 3_600 * hour).unwrap_or_default()).collect();
        let found = phases(&times);
        assert_eq!(found.len(), MOST_PHASES);
        assert!(found.windows(2).all(|two| two[0].end == two[1].start));
    }
}
