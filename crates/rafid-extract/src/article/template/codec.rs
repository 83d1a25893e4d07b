//! A sketch as bytes, and back: version, articles, marks, pieces; numbers in little-endian order.

use super::{Seen, Template};

const VERSION: u8 = 1;

impl Template {
    /// For keeping: a few kilobytes, the same for equal sketches.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = vec![VERSION, self.articles, u8::try_from(self.recent.len()).unwrap_or(u8::MAX)];
        for mark in self.recent.iter().take(usize::from(u8::MAX)) {
            out.extend(mark.to_le_bytes());
        }
        let mut pieces: Vec<(&u64, &Seen)> = self.pieces.iter().collect();
        pieces.sort_unstable_by_key(|(hash, _)| **hash);
        for (hash, seen) in pieces {
            out.extend(hash.to_le_bytes());
            out.extend([seen.articles, seen.before, seen.last]);
        }
        out
    }

    /// What was kept. Bytes of another version or that are damaged are a new sketch: it learns again.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self::read(bytes).unwrap_or_default()
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (&[version, articles, recent], rest) = bytes.split_first_chunk()?;
        let (marks, pieces) = rest.split_at_checked(usize::from(recent) * 8)?;
        let (marks, _) = marks.as_chunks::<8>();
        let (pieces, tail) = pieces.as_chunks::<11>();
        let pieces = pieces.iter().map(|piece| {
            let [h0, h1, h2, h3, h4, h5, h6, h7, articles, before, last] = *piece;
            (u64::from_le_bytes([h0, h1, h2, h3, h4, h5, h6, h7]), Seen { articles, before, last })
        });
        let recent = marks.iter().map(|mark| u64::from_le_bytes(*mark)).collect();
        (version == VERSION && tail.is_empty()).then(|| Self { articles, recent, pieces: pieces.collect() })
    }
}
