//! Who carries whose text.

use rafid_core::CopyKind;

use crate::digest::Signals;
use crate::profile::merge;

/// How much text two articles share, from their sketches, 0 to 1.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Overlap {
    pub resemblance: f32,
    pub containment: f32,
}

/// Bottom-k estimates (Broder, "On the resemblance and containment of documents", 1997).
pub(crate) fn overlap(a: &Signals, b: &Signals) -> Overlap {
    let (Some(last_a), Some(last_b)) = (a.shingles.last(), b.shingles.last()) else { return Overlap::default() };
    let full = |list: &[u32]| list.len() >= crate::digest::MAX_SHINGLES;
    let limit = match (full(&a.shingles), full(&b.shingles)) {
        (false, false) => u32::MAX,
        (true, false) => *last_a,
        (false, true) => *last_b,
        (true, true) => *last_a.min(last_b),
    };
    let below = |list: &[u32]| list.partition_point(|hash| *hash <= limit);
    let (a, b) = (&a.shingles[..below(&a.shingles)], &b.shingles[..below(&b.shingles)]);
    let mut shared = 0u32;
    merge(a, b, |hash| *hash, |_, _| shared += 1);
    let shared = shared as f32;
    let union = (a.len() + b.len()) as f32 - shared;
    Overlap { resemblance: shared / union.max(1.0), containment: shared / (a.len().min(b.len()) as f32).max(1.0) }
}

/// What the overlap means.
pub(crate) fn verdict(overlap: Overlap) -> Option<(CopyKind, f32)> {
    if overlap.resemblance >= 0.6 {
        Some((CopyKind::Copy, overlap.resemblance))
    } else if overlap.containment >= 0.35 {
        Some((CopyKind::EditedCopy, overlap.containment.min(0.99)))
    } else {
        None
    }
}
