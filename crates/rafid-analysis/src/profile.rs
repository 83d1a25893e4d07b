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

/// An article's words by hash; both vectors have length one. See [`Comparer::likeness`].
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
    /// `rarity` gives the weight of a word, above 0.
    pub fn new(signals: &Signals, mut rarity: impl FnMut(&TermCount) -> f32) -> Self {
        let terms: Vec<Weighted> = signals
            .terms
            .iter()
            .map(|term| {
                // A power by its logarithm: both powers share it.
                let weight = rarity(term).ln();
                let body = if term.body == 0 { 0.0 } else { count_weight(term.body) * (weight * BODY_RARITY).exp() };
                let head = if term.head == 0 { 0.0 } else { f32::from(term.head) * (weight * HEAD_RARITY).exp() };
                Weighted { hash: term.hash, body, head }
            })
            .collect();
        Self::of_length_one(terms)
    }

    /// By rarity in news at large alone; what is stored is enough for it.
    pub fn of_news(digest: &Digest) -> Self {
        Self::of_length_one(decode_terms(digest).map(news_weight).collect())
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
}

/// A word's weight by its rarity in news at large, before the vectors get their length.
fn news_weight(term: TermCount) -> Weighted {
    static WEIGHTS: LazyLock<Vec<(f32, f32)>> = LazyLock::new(|| {
        let rarity = |code: u8| (f32::from(code) / RARITY_SCALE).max(0.05);
        (0..=u8::MAX).map(|code| (rarity(code).powf(BODY_RARITY), rarity(code).powf(HEAD_RARITY))).collect()
    });
    let (body, head) = WEIGHTS[usize::from(term.rarity)];
    Weighted { hash: term.hash, body: count_weight(term.body) * body, head: f32::from(term.head) * head }
}

/// What a count in the body is worth.
fn count_weight(count: u8) -> f32 {
    static WEIGHTS: LazyLock<[f32; 16]> =
        LazyLock::new(|| std::array::from_fn(|n| if n == 0 { 0.0 } else { 1.0 + (n as f32).ln() }));
    WEIGHTS[usize::from(count & 15)]
}

/// One profile made ready to be compared with many.
pub(crate) struct Comparer<'p> {
    terms: &'p [Weighted],
    /// Open addressing by the low bits of the hash; the place of a term, or [`FREE`]. A power of two, mostly free.
    slots: Vec<u16>,
}

const FREE: u16 = u16::MAX;

impl<'p> Comparer<'p> {
    pub fn new(profile: &'p Profile) -> Self {
        let terms = &profile.terms[..profile.terms.len().min(usize::from(FREE))];
        let mut slots = vec![FREE; (terms.len() * 8).next_power_of_two()];
        let mask = slots.len() - 1;
        for (place, term) in terms.iter().enumerate() {
            let mut slot = term.hash as usize & mask;
            while slots[slot] != FREE {
                slot = (slot + 1) & mask;
            }
            slots[slot] = place as u16;
        }
        Self { terms, slots }
    }

    /// The term of a hash.
    fn find(&self, hash: u32) -> Option<&Weighted> {
        self.place(hash).and_then(|place| self.terms.get(place))
    }

    fn place(&self, hash: u32) -> Option<usize> {
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let place = usize::from(self.slots[slot]);
            if self.terms.get(place)?.hash == hash {
                return Some(place);
            }
            slot = (slot + 1) & mask;
        }
    }

    pub fn likeness(&self, other: &Profile) -> Likeness {
        let mut out = Likeness::default();
        for term in &other.terms {
            out.add(self.find(term.hash), term);
        }
        out
    }

    /// [`Comparer::likeness`] to [`Profile::of_news`], straight from the stored bytes. `both` gets what each word that both have
    /// adds: its place here, the word there, and its shares of the two measures, still to be divided by what comes back (the lengths
    /// of the other's vectors).
    pub fn likeness_in_news(&self, other: &Digest, mut both: impl FnMut(usize, TermCount, [f32; 2])) -> (Likeness, [f32; 2]) {
        let (mut out, mut body, mut head) = (Likeness::default(), 0.0f32, 0.0f32);
        for term in decode_terms(other) {
            let there = news_weight(term);
            body += there.body * there.body;
            head += there.head * there.head;
            let Some(place) = self.place(term.hash) else { continue };
            let here = &self.terms[place];
            out.add(Some(here), &there);
            both(place, term, [here.body * there.body, here.head * there.head]);
        }
        let lengths = [body, head].map(|squares| squares.sqrt().max(f32::MIN_POSITIVE));
        (Likeness { body: out.body / lengths[0], head: out.head / lengths[1], ..out }, lengths)
    }
}

impl Likeness {
    fn add(&mut self, a: Option<&Weighted>, b: &Weighted) {
        let Some(a) = a else { return };
        self.body += a.body * b.body;
        let head = a.head * b.head;
        self.head += head;
        self.head_words += u16::from(head > 0.0);
    }

    /// One figure, 0 to 1.
    pub fn fused(self) -> f32 {
        fuse(self.body, self.head)
    }
}

/// See [`Likeness::fused`].
pub(crate) fn fuse(body: f32, head: f32) -> f32 {
    BODY * body + HEAD * head
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ArticleText, digest, reading::Reading};

    fn digest(title: &str, body: &str) -> Digest {
        let text = ArticleText { title, body, ..ArticleText::default() };
        digest::encode(&digest::build(&text, &Reading::new(&text)))
    }

    #[test]
    fn both_ways_of_comparing_agree() {
        let texts = [
            ("افتتاح حديقة الفراشات", "افتتحت البلدية حديقة الفراشات أمام الزوار في شمال المدينة"),
            ("حديقة الفراشات تستقبل زوارها", "استقبلت حديقة الفراشات ألف زائر في يومها الأول"),
            ("سباق للدراجات", "شارك ستون دراجا في سباق الساحل"),
            ("", ""),
        ];
        let digests: Vec<Digest> = texts.iter().map(|(title, body)| digest(title, body)).collect();
        for a in &digests {
            let a = Profile::of_news(a);
            let comparer = Comparer::new(&a);
            for b in &digests {
                let (one, other) = (comparer.likeness(&Profile::of_news(b)), comparer.likeness_in_news(b, |_, _, _| {}).0);
                assert!((one.fused() - other.fused()).abs() < 1e-5 && one.head_words == other.head_words, "{one:?} {other:?}");
            }
        }
        let first = Profile::of_news(&digests[0]);
        let to = |other: usize| Comparer::new(&first).likeness_in_news(&digests[other], |_, _, _| {}).0.fused();
        assert!((to(0) - 1.0).abs() < 1e-5 && to(1) > 0.2 && to(1) < 0.9 && to(2) < 0.1 && to(3) == 0.0);
    }
}
