//! What is known of a candidate, as numbers for a scorer.

use super::candidates::Candidate;
use crate::habits::Habits;
use crate::hash::{self, Map};
use crate::reading::{Known, Part};

/// How many there are.
pub const FEATURES: usize = 43;

/// What the candidates of an article tell of each other.
#[derive(Debug, Default)]
pub(super) struct Context {
    /// Uses of single words.
    words: Map<u32, f32>,
    /// Of a phrase: the most uses of a longer one around it, and how many longer ones there are.
    longer: Map<u32, (f32, u32)>,
    most: f32,
    titled: bool,
    length: f32,
}

impl Context {
    pub fn new(candidates: &Map<u32, Candidate<'_>>, titled: bool, length: usize) -> Self {
        let mut out = Self { titled, length: length as f32, ..Self::default() };
        for candidate in candidates.values() {
            out.most = out.most.max(candidate.count);
            let hashes: Vec<u32> = candidate.hashes().collect();
            if let [hash] = hashes[..] {
                out.words.insert(hash, candidate.count);
                continue;
            }
            for start in 0..hashes.len() {
                let mut key = 0;
                for (end, hash) in hashes.iter().enumerate().skip(start) {
                    key = hash::pair(key, *hash);
                    if end - start + 1 < hashes.len() {
                        let entry = out.longer.entry(key).or_default();
                        *entry = (entry.0.max(candidate.count), entry.1 + 1);
                    }
                }
            }
        }
        out
    }

    pub fn features(&self, candidate: &Candidate, base: f32) -> [f32; FEATURES] {
        let words = candidate.words();
        let key = candidate.hashes().fold(0, hash::pair);
        let n = words.len() as f32;
        let (first, last) = (&words[0], &words[words.len() - 1]);
        let uses = |hash: u32| self.words.get(&hash).copied().unwrap_or(candidate.count);
        let counts = || candidate.hashes().map(uses);
        let least = counts().fold(f32::MAX, f32::min);
        let rarities = || words.iter().map(|word| word.rarity);
        let share = |is: fn(&crate::reading::Word) -> bool| words.iter().filter(|word| is(word)).count() as f32 / n;
        let (longer, longer_kinds) = self.longer.get(&key).copied().unwrap_or_default();
        let flag = |holds: bool| f32::from(u8::from(holds));
        let ties = || words.windows(2).map(|two| Habits::builtin().tie(two[0].hash, two[1].hash));
        [
            base.max(1e-6).ln(),
            n,
            candidate.count.ln(),
            candidate.count / self.most.max(1.0),
            (1.0 + candidate.first as f32).ln(),
            candidate.first as f32 / self.length.max(1.0),
            (candidate.last.saturating_sub(candidate.first)) as f32 / self.length.max(1.0),
            flag(candidate.in_title),
            candidate.title_at,
            flag(self.titled),
            rarities().sum::<f32>() / n,
            rarities().fold(f32::MAX, f32::min),
            rarities().fold(0.0, f32::max),
            first.rarity,
            last.rarity,
            counts().sum::<f32>().ln() - n.ln(),
            least.ln(),
            candidate.count / least.max(1.0),
            longer / candidate.count.max(1.0),
            longer_kinds as f32,
            longer_kinds as f32 / candidate.count.max(1.0),
            share(|word| word.form.part == Part::Name),
            share(|word| word.form.known == Known::Listed),
            share(|word| word.form.known == Known::Given),
            share(|word| word.form.definite),
            flag(first.form.definite),
            flag(last.form.definite),
            flag(last.form.relational),
            flag(words.iter().any(|word| word.form.possessed)),
            candidate.bare / candidate.count.max(1.0),
            candidate.left / candidate.count.max(1.0),
            candidate.right / candidate.count.max(1.0),
            candidate.lead,
            self.length.max(1.0).ln(),
            words.iter().map(|word| f32::from(word.form.letters)).sum::<f32>() / n,
            share(|word| word.form.part == Part::Weak),
            words.iter().map(|word| word.headed).sum::<f32>() / n,
            words.iter().map(|word| word.headed).fold(f32::MAX, f32::min),
            words.iter().map(|word| word.headed).fold(0.0, f32::max),
            last.headed,
            ties().fold(1.0, f32::min),
            ties().fold(0.0, f32::max),
            candidate.cut / candidate.count.max(1.0),
        ]
    }
}
