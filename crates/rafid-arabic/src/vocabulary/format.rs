//! The vocabulary as bytes: sorted words, front coded, a byte a letter.
//!
//! `"RFV1"`, then as LEB128 numbers: documents, words; then for each word: letters shared with the word before, letters added, the
//! added letters, documents as written, documents as a guided term. A letter is one byte: ASCII is itself, U+0600 + *n* is 128 + *n*
//! (what folding leaves of Arabic lies in U+0600..U+067F, and the few letters beyond are not kept).

use super::Vocabulary;
use std::fmt;

const MAGIC: &[u8; 4] = b"RFV1";

/// The bytes are no vocabulary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormatError(&'static str);

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "could not read vocabulary: {}", self.0)
    }
}

impl std::error::Error for FormatError {}

pub(super) fn write(vocabulary: &Vocabulary) -> Vec<u8> {
    let mut words: Vec<(Vec<u8>, u32, u32)> = vocabulary
        .iter()
        .filter_map(|(word, surface, guided)| Some((word.chars().map(byte).collect::<Option<_>>()?, surface, guided)))
        .collect();
    words.sort_unstable();
    let mut bytes = MAGIC.to_vec();
    put(&mut bytes, vocabulary.documents as usize);
    put(&mut bytes, words.len());
    let mut last: &[u8] = &[];
    for (word, surface, guided) in &words {
        let shared = last.iter().zip(word).take_while(|(a, b)| a == b).count();
        put(&mut bytes, shared);
        put(&mut bytes, word.len() - shared);
        bytes.extend_from_slice(&word[shared..]);
        put(&mut bytes, *surface as usize);
        put(&mut bytes, *guided as usize);
        last = word;
    }
    bytes
}

pub(super) fn read(bytes: &[u8]) -> Result<Vocabulary, FormatError> {
    let mut rest = bytes.strip_prefix(MAGIC).ok_or(FormatError("wrong magic"))?;
    let documents = take(&mut rest)?;
    let words = take(&mut rest)?;
    let mut vocabulary = Vocabulary::from_counts(documents, []);
    let (mut letters, mut word) = (Vec::new(), String::new());
    let (mut all, mut counted) = (String::new(), Vec::new());
    for _ in 0..words {
        let (shared, added) = (take(&mut rest)? as usize, take(&mut rest)? as usize);
        if shared > letters.len() || added > rest.len() {
            return Err(FormatError("a word is cut short"));
        }
        let (new, behind) = rest.split_at(added);
        rest = behind;
        letters.truncate(shared);
        letters.extend_from_slice(new);
        word.clear();
        word.extend(letters.iter().map(|&byte| letter(byte)));
        let (surface, guided) = (take(&mut rest)?, take(&mut rest)?);
        counted.push((surface, guided, all.len()..all.len() + word.len()));
        all.push_str(&word);
    }
    // The commonest words first, so that what is looked up most lies close together in memory.
    counted.sort_unstable_by_key(|(surface, _, span)| (std::cmp::Reverse(*surface), span.start));
    for (surface, guided, span) in counted {
        vocabulary.insert(&all[span], surface, guided);
    }
    Ok(vocabulary)
}

fn byte(c: char) -> Option<u8> {
    match c as u32 {
        code @ 0..=0x7F => Some(code as u8),
        code @ 0x600..=0x67F => Some((code - 0x600) as u8 | 0x80),
        _ => None,
    }
}

fn letter(byte: u8) -> char {
    match byte {
        0..=0x7F => byte as char,
        _ => char::from_u32(0x600 + u32::from(byte & 0x7F)).unwrap_or_default(),
    }
}

fn put(bytes: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        bytes.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn take(bytes: &mut &[u8]) -> Result<u32, FormatError> {
    let (mut number, mut shift) = (0u32, 0);
    while let Some((&byte, rest)) = bytes.split_first() {
        *bytes = rest;
        number |= u32::from(byte & 0x7F).checked_shl(shift).unwrap_or(0);
        if byte < 0x80 {
            return Ok(number);
        }
        shift += 7;
    }
    Err(FormatError("a number is cut short"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read() {
        let counts = [("كتاب", 12, 300), ("كتابه", 4, 0), ("cnn", 7, 7), ("ا", 1, 1)];
        let vocabulary = Vocabulary::from_counts(5000, counts);
        let read = Vocabulary::from_bytes(&vocabulary.to_bytes()).expect("own bytes");
        assert_eq!(read.documents(), 5000);
        for (word, surface, guided) in counts {
            assert_eq!((read.count(word), read.document_frequency(word)), (surface, guided), "{word}");
        }
        assert_eq!(read.count("كتا"), 0);
    }

    #[test]
    fn cut_bytes_are_an_error_and_no_panic() {
        let bytes = Vocabulary::from_counts(5000, [("كتاب", 12, 300), ("كتابه", 4, 0)]).to_bytes();
        for cut in 0..bytes.len() {
            assert!(Vocabulary::from_bytes(&bytes[..cut]).is_err(), "{cut}");
        }
    }
}
