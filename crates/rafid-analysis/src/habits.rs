//! How news uses words, counted once over many articles by `examples/make_habits.rs`: which words of a body editors put into
//! the headline, and which words keep together. The file holds hashes and a byte each, no text.
//!
//! The keys are hashes of guided terms: when the stemmer changes, the file should be counted again. Words that it does not know
//! are no error: they count as average.

use std::sync::LazyLock;

use crate::hash;

/// See the module's head.
#[derive(Debug, Clone, Default)]
pub struct Habits {
    headed: Table,
    ties: Table,
}

/// Sorted keys with a byte each.
#[derive(Debug, Clone, Default)]
struct Table {
    keys: Vec<u32>,
    values: Vec<u8>,
}

static BUILTIN: LazyLock<Habits> = LazyLock::new(|| Habits::read(include_bytes!("habits.bin")).unwrap_or_default());

/// Steps of the byte for a share and for a tie.
const SHARE_STEPS: f32 = 400.0;
const TIE_STEPS: f32 = 250.0;
/// The share of words that the file does not know.
const AVERAGE: f32 = 0.1;

/// The key of a guided term.
pub fn word_key(guided: &str) -> u32 {
    hash::word(guided)
}

/// The key of two terms in a row.
pub fn pair_key(first: u32, second: u32) -> u32 {
    hash::pair(first, second)
}

impl Habits {
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// Of the articles with the word, the share that has it in the headline, 0 to .64.
    pub fn headed(&self, word: u32) -> f32 {
        self.headed.get(word).map_or(AVERAGE, |byte| f32::from(byte) / SHARE_STEPS)
    }

    /// How firmly two words in a row keep together, .4 to 1 (they are only met together); 0 for all other pairs. Normalised
    /// pointwise mutual information (Bouma, 2009) over articles.
    pub fn tie(&self, first: u32, second: u32) -> f32 {
        self.ties.get(pair_key(first, second)).map_or(0.0, |byte| f32::from(byte) / TIE_STEPS)
    }

    /// The bytes of the file; both lists are sorted by key, no key twice.
    pub fn write(headed: &[(u32, f32)], ties: &[(u32, f32)]) -> Vec<u8> {
        let mut out = Vec::new();
        for (list, steps) in [(headed, SHARE_STEPS), (ties, TIE_STEPS)] {
            out.extend((list.len() as u32).to_le_bytes());
            out.extend(list.iter().flat_map(|entry| entry.0.to_le_bytes()));
            out.extend(list.iter().map(|entry| (entry.1 * steps).round().clamp(0.0, 255.0) as u8));
        }
        out
    }

    /// Reads what [`Habits::write`] wrote; nothing when the bytes are cut.
    pub fn read(mut bytes: &[u8]) -> Option<Self> {
        Some(Self { headed: table(&mut bytes)?, ties: table(&mut bytes)? })
    }
}

fn table(bytes: &mut &[u8]) -> Option<Table> {
    let (count, rest) = bytes.split_first_chunk::<4>()?;
    let count = u32::from_le_bytes(*count) as usize;
    let (keys, rest) = rest.split_at_checked(count.checked_mul(4)?)?;
    let (values, rest) = rest.split_at_checked(count)?;
    *bytes = rest;
    let keys = keys.as_chunks::<4>().0.iter().map(|key| u32::from_le_bytes(*key)).collect();
    Some(Table { keys, values: values.to_vec() })
}

impl Table {
    fn get(&self, key: u32) -> Option<u8> {
        self.keys.binary_search(&key).ok().and_then(|place| self.values.get(place)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let (a, b) = (word_key("وقف"), word_key("اطلاق"));
        let mut words = [(a, 0.25), (b, 0.5)];
        words.sort_unstable_by_key(|entry| entry.0);
        let bytes = Habits::write(&words, &[(pair_key(a, b), 0.5)]);
        let habits = Habits::read(&bytes).unwrap_or_default();
        assert_eq!((habits.headed(a), habits.headed(b), habits.tie(a, b), habits.tie(b, a)), (0.25, 0.5, 0.5, 0.0));
        assert!((0..bytes.len()).all(|cut| Habits::read(&bytes[..cut]).is_none()));
    }

    #[test]
    fn the_built_in_habits_know_news() {
        let habits = Habits::builtin();
        let keys = |text: &str| {
            let mut out = Vec::new();
            rafid_arabic::Analyzer::builtin().analyze(text, |term| out.push(word_key(term.guided)));
            out
        };
        assert!(habits.headed(keys("البرلمان")[0]) > 2.0 * habits.headed(keys("وأضاف")[0]));
        let states = keys("الولايات المتحدة");
        assert!(habits.tie(states[0], states[1]) > 0.6 && habits.tie(states[1], states[0]) == 0.0);
    }
}
