//! Who carries whose text.
//!
//! [`overlap`] estimates how much wording two articles share; [`verdict`] says what that means. Agencies and ministries
//! write about different events in the same sentences (an envoy arrives, an envoy leaves; Friday's weather, Saturday's),
//! so that shared wording alone proves nothing: the headline's rare words, the figures and the time must agree too.

pub(crate) mod archive;

use rafid_core::CopyKind;

use crate::digest::{MAX_SHINGLES, Signals};
use crate::profile::{Profile, merge};

/// The wording of an article, as far as it is compared.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wording {
    /// Words of the body.
    pub length: u16,
    /// See [`Signals::shingles`].
    pub shingles: Vec<u32>,
    /// See [`Signals::numbers`].
    pub numbers: Vec<u32>,
    /// Words of the headline with their weights.
    pub title: Vec<(u32, f32)>,
    /// Names in the headline.
    pub names: Vec<u32>,
}

impl Wording {
    pub fn new(signals: &Signals) -> Self {
        let title = signals.terms.iter().filter(|term| term.head >= 3).map(|term| (term.hash, term.rarity().powf(1.5)));
        Self {
            length: signals.length,
            shingles: signals.shingles.clone(),
            numbers: signals.numbers.clone(),
            title: title.collect(),
            names: signals.terms.iter().filter(|term| term.head >= 3 && term.is_name).map(|term| term.hash).collect(),
        }
    }

    /// Whether the headline has a name of which `other` does not speak.
    pub fn names_another(&self, other: &Profile) -> bool {
        self.names.iter().any(|hash| other.terms.binary_search_by_key(hash, |term| term.hash).is_err())
    }

    /// The share of the headline's weight that `other` mentions anywhere.
    pub fn headline_in(&self, other: &Profile) -> f32 {
        let (mut shared, mut all) = (0.0, f32::MIN_POSITIVE);
        for (hash, weight) in &self.title {
            all += weight;
            if other.terms.binary_search_by_key(hash, |term| term.hash).is_ok() {
                shared += weight;
            }
        }
        shared / all
    }
}

/// How much wording two articles share, 0 to 1.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Overlap {
    /// Of all wording of both.
    pub resemblance: f32,
    /// Of the shorter one's.
    pub containment: f32,
    /// Of each one's.
    pub of_a: f32,
    pub of_b: f32,
}

/// Estimates from the smallest hashes of three words in a row (Broder, "On the resemblance and containment of documents",
/// 1997). Exact while both sketches hold every shingle.
pub(crate) fn overlap(a: &[u32], b: &[u32]) -> Overlap {
    let reach = |list: &[u32]| if list.len() < MAX_SHINGLES { u32::MAX } else { list.last().copied().unwrap_or(u32::MAX) };
    let limit = reach(a).min(reach(b));
    let below = |list: &[u32]| list.partition_point(|hash| *hash <= limit);
    let (a, b) = (&a[..below(a)], &b[..below(b)]);
    if a.is_empty() || b.is_empty() {
        return Overlap::default();
    }
    let mut shared = 0u32;
    merge(a, b, |hash| *hash, |_, _| shared += 1);
    let shared = shared as f32;
    let (of_a, of_b) = (shared / a.len() as f32, shared / b.len() as f32);
    Overlap { resemblance: shared / ((a.len() + b.len()) as f32 - shared), containment: of_a.max(of_b), of_a, of_b }
}

/// From this resemblance on two texts of about one length are one text.
const COPY: f32 = 0.695;
/// The shorter text of a whole copy has at least this share of the longer one's words.
const WHOLE: f32 = 0.75;
/// From this evidence on text was taken over.
const EDITED: f32 = 0.55;
const MIN_CONTAINMENT: f32 = 0.3;
const HEADLINE: f32 = 0.25;
const PER_DAY: f32 = 0.06;
const OTHER_FIGURES: f32 = 0.15;
/// A paper that prints its own sentences again on another day writes about another day.
const OWN_TEMPLATE: f32 = 0.40;
const MANY_FIGURES: usize = 4;

/// Two articles as far as a verdict needs them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Side<'a> {
    pub wording: &'a Wording,
    pub profile: &'a Profile,
}

/// What two articles of the same days are to each other. Further apart see [`archive`].
pub(crate) fn verdict(a: Side, b: Side, days_apart: f32, same_outlet: bool) -> Option<Verdict> {
    let shared = overlap(&a.wording.shingles, &b.wording.shingles);
    let Overlap { resemblance, containment, .. } = shared;
    if containment < MIN_CONTAINMENT {
        return None;
    }
    let headlines = a.wording.headline_in(b.profile).min(b.wording.headline_in(a.profile));
    let mut evidence = containment + HEADLINE * headlines - PER_DAY * days_apart;
    if days_apart > 0.6 && resemblance < 0.9 {
        evidence -= OTHER_FIGURES * other_figures(&a.wording.numbers, &b.wording.numbers);
        if same_outlet {
            evidence -= OWN_TEMPLATE;
        }
    }
    if evidence < EDITED {
        return None;
    }
    Some(Verdict::new(a, b, shared))
}

/// What two articles are to each other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Verdict {
    pub kind: CopyKind,
    /// 0 to 1.
    pub similarity: f32,
    pub shared: Overlap,
}

impl Verdict {
    fn new(a: Side, b: Side, shared: Overlap) -> Self {
        let Overlap { resemblance, containment, .. } = shared;
        let (short, long) = (a.wording.length.min(b.wording.length), a.wording.length.max(b.wording.length));
        let whole = f32::from(short) >= WHOLE * f32::from(long);
        if resemblance >= COPY && whole {
            Self { kind: CopyKind::Copy, similarity: resemblance, shared }
        } else {
            Self { kind: CopyKind::EditedCopy, similarity: (resemblance.max(containment * 0.9)).min(0.95), shared }
        }
    }
}

/// The share of the shorter list's figures that the other lacks; 0 where there are few.
fn other_figures(a: &[u32], b: &[u32]) -> f32 {
    let least = a.len().min(b.len());
    if least < MANY_FIGURES {
        return 0.0;
    }
    let mut shared = 0;
    merge(a, b, |hash| *hash, |_, _| shared += 1);
    1.0 - shared as f32 / least as f32
}
