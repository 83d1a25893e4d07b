//! The bytes of a digest: little-endian, lists with their lengths in front.

use rafid_core::Digest;

use super::{MAX_NUMBERS, MAX_SHINGLES, MAX_TERMS, Signals, TermCount};

const FORMAT: u8 = 3;
/// Set beside a word's rarity where the word is a name.
const NAME: u8 = 128;

pub(crate) fn encode(signals: &Signals) -> Digest {
    let mut out = Vec::with_capacity(16 + 6 * signals.terms.len() + 4 * (signals.shingles.len() + signals.numbers.len()));
    out.extend([FORMAT, signals.flags, signals.title_quality]);
    out.extend(signals.length.to_le_bytes());
    out.extend((signals.terms.len().min(MAX_TERMS) as u16).to_le_bytes());
    for term in signals.terms.iter().take(MAX_TERMS) {
        out.extend(term.hash.to_le_bytes());
        out.extend([term.body.min(15) << 4 | term.head.min(15), term.rarity.min(127) | if term.is_name { NAME } else { 0 }]);
    }
    for (list, limit) in lists(signals) {
        out.extend((list.len().min(limit) as u16).to_le_bytes());
        for hash in list.iter().take(limit) {
            out.extend(hash.to_le_bytes());
        }
    }
    Digest(out)
}

fn lists(signals: &Signals) -> [(&Vec<u32>, usize); 2] {
    [(&signals.shingles, MAX_SHINGLES), (&signals.numbers, MAX_NUMBERS)]
}

/// What the bytes say; what cannot be read is empty.
pub(crate) fn decode(digest: &Digest) -> Signals {
    let mut reader = Reader(&digest.0);
    read(&mut reader).unwrap_or_default()
}

/// The words alone, straight from the bytes: ranking looks at hundreds of digests. Cut bytes give what is whole in them.
pub(crate) fn decode_terms(digest: &Digest) -> impl Iterator<Item = TermCount> + '_ {
    const HEAD: usize = 7;
    let bytes = digest.0.as_slice();
    let count = match bytes.first_chunk::<HEAD>() {
        Some([FORMAT, _, _, _, _, low, high]) => usize::from(u16::from_le_bytes([*low, *high])),
        _ => 0,
    };
    let terms = bytes.get(HEAD..).unwrap_or_default().as_chunks::<6>().0;
    terms.iter().take(count).map(|[a, b, c, d, counts, rarity]| term(u32::from_le_bytes([*a, *b, *c, *d]), *counts, *rarity))
}

fn term(hash: u32, counts: u8, rarity: u8) -> TermCount {
    TermCount { hash, body: counts >> 4, head: counts & 15, rarity: rarity & !NAME, is_name: rarity & NAME != 0 }
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
        terms.push(term(hash, counts, rarity));
    }
    let shingles = reader.hashes()?;
    let numbers = reader.hashes()?;
    Some(Signals { flags, title_quality, length, terms, shingles, numbers })
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sorted(limit: usize) -> impl Strategy<Value = Vec<u32>> {
        proptest::collection::btree_set(any::<u32>(), 0..limit).prop_map(|set| set.into_iter().collect())
    }

    fn signals() -> impl Strategy<Value = Signals> {
        let term = (any::<u32>(), 0u8..16, 0u8..16, 0u8..128, any::<bool>());
        let terms = proptest::collection::vec(term, 0..MAX_TERMS).prop_map(|terms| {
            terms.into_iter().map(|(hash, body, head, rarity, is_name)| TermCount { hash, body, head, rarity, is_name }).collect()
        });
        let lists = (sorted(MAX_SHINGLES), sorted(MAX_NUMBERS));
        (any::<(u8, u8, u16)>(), terms, lists).prop_map(|((flags, title_quality, length), terms, (shingles, numbers))| Signals {
            flags,
            title_quality,
            length,
            terms,
            shingles,
            numbers,
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(signals in signals()) {
            let digest = encode(&signals);
            prop_assert_eq!(decode_terms(&digest).collect::<Vec<_>>(), &signals.terms[..]);
            prop_assert_eq!(decode(&digest), signals);
        }

        #[test]
        fn cut_bytes_are_an_empty_digest(signals in signals(), cut in 0usize..2_000) {
            let mut digest = encode(&signals);
            if cut < digest.0.len() {
                digest.0.truncate(cut);
                prop_assert_eq!(decode(&digest), Signals::default());
            }
        }

        #[test]
        fn any_bytes_can_be_read(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            decode_terms(&Digest(bytes.clone())).for_each(drop);
            decode(&Digest(bytes));
        }
    }

    #[test]
    fn another_format_is_an_empty_digest() {
        let mut digest = encode(&Signals { length: 7, ..Signals::default() });
        assert_eq!(decode(&digest).length, 7);
        digest.0[0] = FORMAT + 1;
        assert_eq!(decode(&digest), Signals::default());
    }
}
