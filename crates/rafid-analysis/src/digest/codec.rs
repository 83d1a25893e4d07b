//! The bytes of a digest: little-endian, lists with their lengths in front.

use rafid_core::Digest;

use super::{MAX_BIGRAMS, MAX_NUMBERS, MAX_SHINGLES, MAX_TERMS, Signals, TermCount};

const FORMAT: u8 = 1;

pub(crate) fn encode(signals: &Signals) -> Digest {
    let mut out = Vec::with_capacity(
        16 + 6 * signals.terms.len() + 4 * (signals.bigrams.len() + signals.shingles.len() + signals.numbers.len()),
    );
    out.extend([FORMAT, signals.flags, signals.title_quality]);
    out.extend(signals.length.to_le_bytes());
    out.extend((signals.terms.len().min(MAX_TERMS) as u16).to_le_bytes());
    for term in signals.terms.iter().take(MAX_TERMS) {
        out.extend(term.hash.to_le_bytes());
        out.extend([term.body.min(15) << 4 | term.head.min(15), term.rarity]);
    }
    for (list, limit) in lists(signals) {
        out.extend((list.len().min(limit) as u16).to_le_bytes());
        for hash in list.iter().take(limit) {
            out.extend(hash.to_le_bytes());
        }
    }
    Digest(out)
}

fn lists(signals: &Signals) -> [(&Vec<u32>, usize); 3] {
    [(&signals.bigrams, MAX_BIGRAMS), (&signals.shingles, MAX_SHINGLES), (&signals.numbers, MAX_NUMBERS)]
}

/// What the bytes say; what cannot be read is empty.
pub(crate) fn decode(digest: &Digest) -> Signals {
    let mut reader = Reader(&digest.0);
    read(&mut reader).unwrap_or_default()
}

fn read(reader: &mut Reader) -> Option<Signals> {
    let [format, flags, title_quality] = reader.bytes()?;
    if format != FORMAT {
        return None;
    }
    let length = u16::from_le_bytes(reader.bytes()?);
    let count = u16::from_le_bytes(reader.bytes()?) as usize;
    let mut terms = Vec::with_capacity(count.min(MAX_TERMS));
    for _ in 0..count {
        let hash = u32::from_le_bytes(reader.bytes()?);
        let [counts, rarity] = reader.bytes()?;
        terms.push(TermCount { hash, body: counts >> 4, head: counts & 15, rarity });
    }
    let bigrams = reader.hashes()?;
    let shingles = reader.hashes()?;
    let numbers = reader.hashes()?;
    Some(Signals { flags, title_quality, length, terms, bigrams, shingles, numbers })
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, tail) = self.0.split_first_chunk::<N>()?;
        self.0 = tail;
        Some(*head)
    }

    fn hashes(&mut self) -> Option<Vec<u32>> {
        let count = u16::from_le_bytes(self.bytes()?) as usize;
        let mut out = Vec::with_capacity(count.min(self.0.len() / 4));
        for _ in 0..count {
            out.push(u32::from_le_bytes(self.bytes()?));
        }
        Some(out)
    }
}
