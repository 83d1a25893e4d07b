//! Words and their numbers: a hash table whose words lie end to end in one string.

/// Numbers words from 0 in the order of their insertion. A lookup is one hash and, nearly always, one comparison.
#[derive(Debug, Clone, Default)]
pub(crate) struct WordTable {
    letters: String,
    spans: Vec<Span>,
    /// Open addressing; a power of two in length, at most half full; `EMPTY` or a word's number below eight bits of its hash, so that
    /// other words are passed by without a look at their letters.
    slots: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Span {
    start: u32,
    len: u8,
}

const EMPTY: u32 = u32::MAX;
/// The bits of a slot that are a word's number.
const NUMBER: u32 = 0x00FF_FFFF;

impl WordTable {
    pub(crate) fn len(&self) -> usize {
        self.spans.len()
    }

    /// The word of a number; an empty one for a number that was not given.
    pub(crate) fn word(&self, number: usize) -> &str {
        let Some(span) = self.spans.get(number) else { return "" };
        let start = span.start as usize;
        self.letters.get(start..start + usize::from(span.len)).unwrap_or_default()
    }

    pub(crate) fn find(&self, word: &str) -> Option<usize> {
        if self.slots.is_empty() {
            return None;
        }
        match self.slots[self.slot(word)] {
            EMPTY => None,
            slot => Some((slot & NUMBER) as usize),
        }
    }

    /// The number of `word`, a new one if it is new. `None` when it is longer than 255 bytes or the table is full: 16 million words or
    /// 4 GiB.
    pub(crate) fn insert(&mut self, word: &str) -> Option<usize> {
        if let Some(known) = self.find(word) {
            return Some(known);
        }
        let number = u32::try_from(self.spans.len()).ok().filter(|&number| number < NUMBER)?;
        let span = Span { start: u32::try_from(self.letters.len()).ok()?, len: u8::try_from(word.len()).ok()? };
        self.letters.push_str(word);
        self.spans.push(span);
        if self.spans.len() * 2 > self.slots.len() {
            self.slots = vec![EMPTY; (self.slots.len() * 2).max(16)];
            for number in 0..=number {
                self.place(number);
            }
        } else {
            self.place(number);
        }
        Some(number as usize)
    }

    /// Puts a word's number where it belongs; it is not there yet.
    fn place(&mut self, number: u32) {
        let word = self.word(number as usize);
        let (slot, tag) = (self.slot(word), tag(hash(word)));
        self.slots[slot] = tag | number;
    }

    /// Where `word` stands, or the empty place where it would.
    fn slot(&self, word: &str) -> usize {
        let mask = self.slots.len() - 1;
        let hash = hash(word);
        let tag = tag(hash);
        let mut slot = hash & mask;
        loop {
            let found = self.slots[slot];
            if found == EMPTY || found & !NUMBER == tag && self.word((found & NUMBER) as usize) == word {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }
}

/// The highest eight bits of a hash, which do not choose the slot.
fn tag(hash: usize) -> u32 {
    ((hash as u64 >> 32) as u32) & !NUMBER
}

/// Eight bytes at a time, multiply and rotate: the words are ours, nobody attacks this table.
pub(crate) fn hash(word: &str) -> usize {
    const K: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut hash = word.len() as u64;
    let mut chunks = word.as_bytes().chunks_exact(8);
    for chunk in &mut chunks {
        hash = (hash.rotate_left(5) ^ u64::from_le_bytes(chunk.try_into().unwrap_or_default())).wrapping_mul(K);
    }
    let tail = chunks.remainder().iter().fold(0u64, |tail, &byte| tail << 8 | u64::from(byte));
    hash = (hash.rotate_left(5) ^ tail).wrapping_mul(K);
    (hash ^ hash >> 32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_words_keep_their_numbers() {
        let words: Vec<String> = (0..5000).map(|n| format!("كلمة{n}")).collect();
        let mut table = WordTable::default();
        for (number, word) in words.iter().enumerate() {
            assert_eq!(table.insert(word), Some(number));
        }
        assert_eq!(table.insert(&words[7]), Some(7));
        for (number, word) in words.iter().enumerate() {
            assert_eq!(table.find(word), Some(number));
            assert_eq!(table.word(number), word);
        }
        assert_eq!(table.find("غريبة"), None);
        assert_eq!(table.insert(&"ط".repeat(128)), None);
    }
}
