//! An article as weighted vectors of length one, ready to be compared.

use std::sync::LazyLock;

use rafid_core::Digest;

use crate::digest::{RARITY_SCALE, Signals, TermCount, decode_terms};

/// What each measure counts for (`eval/analysis-ablation.md` has the figures).
const BODY: f32 = 0.45;
const HEAD: f32 = 0.55;
/// Rare words decide in a long text; in a headline every word was chosen.
const BODY_RARITY: f32 = 1.3;
const HEAD_RARITY: f32 = 0.7;

/// A word's weight in each of the article's vectors.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weighted {
    pub hash: u32,
    /// Over everything.
    pub body: f32,
    /// Over headline and lead.
    pub head: f32,
}

/// An article's words by hash; both vectors have length one. See [`Profile::likeness`].
#[derive(Debug, Clone)]
pub(crate) struct Profile {
    /// By hash.
    pub terms: Vec<Weighted>,
}

/// How alike two articles are by each measure, 0 to 1.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Likeness {
    pub body: f32,
    pub head: f32,
    /// Words that headline and lead of both have.
    pub head_words: u16,
}

impl Profile {
    /// `rarity` gives the weight of a word from its hash and its rarity in news at large.
    pub fn new(signals: &Signals, mut rarity: impl FnMut(u32, f32) -> f32) -> Self {
        let terms: Vec<Weighted> = signals
            .terms
            .iter()
            .map(|term| {
                let weight = rarity(term.hash, term.rarity());
                let body = if term.body == 0 { 0.0 } else { (1.0 + f32::from(term.body).ln()) * weight.powf(BODY_RARITY) };
                Weighted { hash: term.hash, body, head: f32::from(term.head) * weight.powf(HEAD_RARITY) }
            })
            .collect();
        Self::of_length_one(terms)
    }

    /// By rarity in news at large alone; what is stored is enough for it.
    pub fn of_news(digest: &Digest) -> Self {
        static WEIGHTS: LazyLock<Vec<(f32, f32)>> = LazyLock::new(|| {
            let rarity = |code: u8| (f32::from(code) / RARITY_SCALE).max(0.05);
            (0..=u8::MAX).map(|code| (rarity(code).powf(BODY_RARITY), rarity(code).powf(HEAD_RARITY))).collect()
        });
        static COUNTS: LazyLock<Vec<f32>> =
            LazyLock::new(|| (0..16u8).map(|n| if n == 0 { 0.0 } else { 1.0 + f32::from(n).ln() }).collect());
        let weigh = |term: TermCount| {
            let (body, head) = WEIGHTS[usize::from(term.rarity)];
            Weighted { hash: term.hash, body: COUNTS[usize::from(term.body & 15)] * body, head: f32::from(term.head) * head }
        };
        Self::of_length_one(decode_terms(digest).map(weigh).collect())
    }

    fn of_length_one(mut terms: Vec<Weighted>) -> Self {
        let norm =
            |part: fn(&Weighted) -> f32| terms.iter().map(|t| part(t) * part(t)).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        let (body, head) = (norm(|t| t.body), norm(|t| t.head));
        for term in &mut terms {
            term.body /= body;
            term.head /= head;
        }
        Self { terms }
    }

    pub fn likeness(&self, other: &Self) -> Likeness {
        let mut out = Likeness::default();
        merge(
            &self.terms,
            &other.terms,
            |term| term.hash,
            |a, b| {
                out.body += a.body * b.body;
                let head = a.head * b.head;
                out.head += head;
                out.head_words += u16::from(head > 0.0);
            },
        );
        out
    }
}

impl Likeness {
    /// One figure, 0 to 1.
    pub fn fused(self) -> f32 {
        BODY * self.body + HEAD * self.head
    }
}

/// Calls `both` for every key that two sorted lists share.
pub(crate) fn merge<T>(a: &[T], b: &[T], key: impl Fn(&T) -> u32, mut both: impl FnMut(&T, &T)) {
    let (mut i, mut j) = (0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        let (k, l) = (key(x), key(y));
        if k == l {
            both(x, y);
        }
        i += usize::from(k <= l);
        j += usize::from(l <= k);
    }
}
