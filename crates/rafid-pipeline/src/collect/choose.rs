//! Which entries are worth a look: new ones, and changed ones unless the feed changes all of them all the time. Pure.

use rafid_core::EntryRecord;

use super::entry::{EntryHash, FeedEntry};

/// What to do with a feed's entries, as indices into them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Choice {
    pub fresh: Vec<usize>,
    pub changed: Vec<usize>,
    /// Entries whose text changes with every poll: left alone, and not recorded.
    pub noisy: usize,
}

/// From this many entries on, "nearly all of them" means something.
const MIN_FOR_NOISE: usize = 4;

/// `known` is what the feed said last of each entry ([`EntryRecord::hash`]), `None` where it is new.
pub(super) fn choose(entries: &[FeedEntry], known: &[Option<u64>]) -> Choice {
    let mut choice = Choice::default();
    let (mut old, mut reworded) = (0, Vec::new());
    for (index, entry) in entries.iter().enumerate() {
        let Some(known) = known.get(index).copied().flatten().map(EntryHash::from_bits) else {
            choice.fresh.push(index);
            continue;
        };
        old += 1;
        if known.headline != entry.hash.headline {
            choice.changed.push(index);
        } else if known.rest != entry.hash.rest {
            reworded.push(index);
        }
    }
    // A correction touches one article or two; an advertisement or a clock touches all.
    if old >= MIN_FOR_NOISE && reworded.len() * 2 > old {
        choice.noisy = reworded.len();
    } else {
        choice.changed.append(&mut reworded);
        choice.changed.sort_unstable();
    }
    choice
}

/// What is remembered of entries that were dealt with.
pub(super) fn records<'e>(entries: impl Iterator<Item = &'e FeedEntry>) -> Vec<EntryRecord> {
    entries.map(FeedEntry::record).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(hashes: &[(u32, u32)]) -> Vec<FeedEntry> {
        let entry = |(n, &(headline, rest)): (usize, &(u32, u32))| FeedEntry {
            key: n.to_string(),
            hash: EntryHash { headline, rest },
            ..FeedEntry::default()
        };
        hashes.iter().enumerate().map(entry).collect()
    }

    fn known(hashes: &[(u32, u32)]) -> Vec<Option<u64>> {
        hashes.iter().map(|&(headline, rest)| Some(EntryHash { headline, rest }.bits())).collect()
    }

    #[test]
    fn new_and_changed_entries_are_chosen() {
        let mut before = known(&[(1, 1), (2, 2), (3, 3), (4, 4), (5, 5)]);
        before[0] = None;
        let choice = choose(&entries(&[(1, 1), (9, 2), (3, 9), (4, 4), (5, 5)]), &before);
        assert_eq!(choice, Choice { fresh: vec![0], changed: vec![1, 2], noisy: 0 });
    }

    #[test]
    fn data_004_a_feed_that_rewrites_every_text_is_not_believed() {
        let before = known(&[(1, 1), (2, 2), (3, 3), (4, 4), (5, 5)]);
        let now = entries(&[(1, 11), (2, 12), (9, 13), (4, 14), (5, 15)]);
        let choice = choose(&now, &before);
        assert_eq!(choice, Choice { fresh: vec![], changed: vec![2], noisy: 4 }, "a new headline still counts");
    }

    #[test]
    fn nothing_new_is_nothing_to_do() {
        let hashes = [(1, 1), (2, 2)];
        assert_eq!(choose(&entries(&hashes), &known(&hashes)), Choice::default());
        assert_eq!(choose(&[], &[]), Choice::default());
    }
}
