//! Folded text that remembers where each of its bytes came from.

use crate::letters;
use std::ops::Range;

/// A folded text with the way back into its original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapped {
    /// The folded text.
    pub text: String,
    /// For every byte of `text`, the byte in the original where the character it belongs to begins; and the original's length.
    starts: Vec<u32>,
}

impl Mapped {
    /// The bytes of the original that `folded` (a byte range of [`Mapped::text`] on character borders) was made from, with the
    /// marks and ornaments that follow its last letter. An empty or outlying range gives an empty one.
    pub fn original(&self, folded: Range<usize>) -> Range<usize> {
        let at = |byte: usize| self.starts.get(byte).or(self.starts.last()).copied().unwrap_or(0);
        let start = at(folded.start) as usize;
        if folded.end <= folded.start {
            return start..start;
        }
        // A ligature's letters begin at the same place; its end is where the next character begins.
        let last = at(folded.end - 1);
        let behind = self.starts.iter().skip(folded.end).find(|&&next| next > last);
        start..behind.map_or(start, |&behind| behind as usize).max(start)
    }
}

/// [`fold`](super::fold) with offsets back into the original. Texts beyond 4 GiB are cut.
pub fn fold_mapped(text: &str) -> Mapped {
    let mut folded = String::with_capacity(text.len());
    let mut starts = Vec::with_capacity(text.len() + 1);
    for (at, c) in text.char_indices() {
        let Ok(at) = u32::try_from(at) else { break };
        letters::fold(c, |f| {
            folded.push(f);
            starts.extend(std::iter::repeat_n(at, f.len_utf8()));
        });
    }
    starts.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
    Mapped { text: folded, starts }
}
