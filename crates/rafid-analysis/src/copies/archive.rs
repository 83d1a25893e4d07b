//! Copies beyond the days that are held in memory: signatures to find them by, and a verdict that trusts only wording.
//!
//! A signature is the smallest shingles of a text (Broder, "On the resemblance and containment of documents", 1997), a band of
//! one number each. Texts that are nearly the same share most of them; a release within a round-up three times as long still
//! shares a third of the round-up's. The store keeps them by number, so that whoever shares two is found without a pass over
//! the archive; whole sketches decide.

use rafid_core::Digest;

use super::{Overlap, Side, Verdict, other_figures, overlap};
use crate::digest::{Signals, decode};

/// Numbers of a signature.
const PARTS: usize = 10;
/// Articles that share fewer numbers are not looked at.
pub(crate) const LEAST_SHARED: u32 = 2;
/// Articles that are looked at for one newcomer.
pub(crate) const MOST_LOOKED_AT: usize = 8;
/// Short texts are alike by chance: a date and a score.
const LEAST_WORDS: u16 = 30;
/// From this share of common wording on a text is the same one, months later.
const SAME: f32 = 0.8;
/// The share of the shorter text that a longer one must hold.
const HELD: f32 = 0.85;
/// An outlet's own forms (weather, prayer times, prices) come again with other figures, and nearly nothing else.
const SAME_OUTLET: f32 = 0.95;
/// The share of figures that may differ.
const OTHER_FIGURES: f32 = 0.2;
/// The share of each headline's weight that the other article must mention.
const HEADLINE: f32 = 0.3;

/// Numbers that articles with much wording in common share some of. See [`rafid_core::Analysis::signature`].
pub fn signature(digest: &Digest) -> Vec<u32> {
    of_signals(&decode(digest))
}

pub(crate) fn of_signals(signals: &Signals) -> Vec<u32> {
    if signals.length < LEAST_WORDS { Vec::new() } else { signals.shingles.iter().take(PARTS).copied().collect() }
}

/// What two articles are to each other that lie further apart than the window of recent news reaches.
pub(crate) fn verdict(a: Side, b: Side, same_outlet: bool) -> Option<Verdict> {
    let shared = overlap(&a.wording.shingles, &b.wording.shingles);
    let Overlap { resemblance, containment, .. } = shared;
    let least = if same_outlet { SAME_OUTLET } else { SAME };
    let is_same = resemblance >= least || (!same_outlet && containment >= HELD);
    let headlines = a.wording.headline_in(b.profile).max(b.wording.headline_in(a.profile));
    let is_other_event = other_figures(&a.wording.numbers, &b.wording.numbers) > OTHER_FIGURES || headlines < HEADLINE;
    (is_same && !is_other_event).then(|| Verdict::new(a, b, shared))
}
