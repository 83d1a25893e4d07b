//! Where words are: tokens as byte ranges of the untouched text.
//!
//! A token is a run of letters of one script or a number. Marks, tatweel, zero-width and direction characters belong to the word
//! they stand in and never split it. Between scripts a token ends, so that الـ16 is ال and 16, لـCNN is ل and CNN, and كوفيد19 is
//! two words, as it is when written with a hyphen; Latin names keep their digits (G20). A hashtag's parts are tokens of their own
//! (`#كأس_العالم` is two), each marked as [`TokenKind::Hashtag`]. Letters that stand alone, three or more in a row with a space
//! or a full stop between them (أ ف ب, و.أ.س), are one [`TokenKind::Abbreviation`]. HTML entities are read as what they name.
//!
//! ```
//! use rafid_arabic::tokenize::tokenize;
//! let text = "فاز #كأس_العالم بنسبة 1,234.5% (أ ف ب)";
//! let words: Vec<&str> = tokenize(text).map(|token| &text[token.range]).collect();
//! assert_eq!(words, ["فاز", "كأس", "العالم", "بنسبة", "1,234.5", "أ ف ب"]);
//! ```
//!
//! Start at [`tokenize`]; [`sentences`](mod@sentences) cuts texts into paragraphs and sentences.

pub mod sentences;

pub use sentences::{paragraphs, sentences};

use crate::letters::{Class, class};
use crate::normalize::entities::entity_at;
use std::ops::Range;

/// A word's place and sort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the original text.
    pub range: Range<usize>,
    pub kind: TokenKind,
}

/// What sort of word a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A run of letters of the Arabic script.
    Word,
    /// Digits of any script, with the separators inside them: `1,234.5`, `٪٢٫٥` is `٢٫٥`.
    Number,
    /// A Latin word, with the digits inside it.
    Latin,
    /// A word of a hashtag, of any script.
    Hashtag,
    /// Letters standing alone, read as one word: أ ف ب.
    Abbreviation,
    /// A run of letters of another script.
    Other,
}

/// The tokens of `text`, in order. One pass, no allocation.
pub fn tokenize(text: &str) -> Tokens<'_> {
    Tokens { text, at: 0, in_hashtag: false }
}

/// See [`tokenize`].
#[derive(Debug, Clone)]
pub struct Tokens<'t> {
    text: &'t str,
    at: usize,
    /// The last token was part of a hashtag, and `at` stands right behind it.
    in_hashtag: bool,
}

impl Tokens<'_> {
    /// The character (or the entity's) at `at`, its class and its length in bytes.
    fn peek(&self, at: usize) -> Option<(Class, usize)> {
        let bytes = self.text.as_bytes();
        match *bytes.get(at)? {
            b'&' => match entity_at(self.text, at) {
                Some((c, len)) => Some((class(c), len)),
                None if self.text[at..].starts_with("&amp;") => Some((Class::Break, 5)),
                None => Some((Class::Break, 1)),
            },
            byte @ 0..=0x7F => Some((class(byte as char), 1)),
            // The Arabic block: two bytes each.
            lead @ 0xD8..=0xDB => {
                let low = u32::from(lead & 0x1F) << 6 | u32::from(*bytes.get(at + 1)? & 0x3F);
                Some((class(char::from_u32(low)?), 2))
            }
            _ => {
                let c = self.text.get(at..)?.chars().next()?;
                Some((class(c), c.len_utf8()))
            }
        }
    }

    /// From `at`, the end of a run that holds `is` characters, and marks and ornaments between or behind them.
    fn run(&self, mut at: usize, is: impl Fn(Class) -> bool) -> usize {
        while let Some((class, len)) = self.peek(at) {
            if !is(class) && !matches!(class, Class::Mark | Class::Tatweel | Class::Invisible) {
                break;
            }
            at += len;
        }
        at
    }

    /// The end of the number that begins at `at`: separators count when digits stand on both sides of them.
    fn number(&self, at: usize) -> usize {
        let mut end = self.run(at, |class| class == Class::Digit);
        while let Some(separator) = self.text[end..].chars().next().filter(|c| matches!(c, '.' | ',' | '٫' | '٬')) {
            let next = end + separator.len_utf8();
            match self.peek(next) {
                Some((Class::Digit, _)) => end = self.run(next, |class| class == Class::Digit),
                _ => break,
            }
        }
        end
    }

    /// When the single letter at `range` begins a row of at least three, the end of the row.
    fn abbreviation(&self, first: &Range<usize>) -> Option<usize> {
        let (mut end, mut letters) = (first.end, 1);
        let mut style: Option<&[u8]> = None;
        loop {
            let rest = self.text.as_bytes().get(end..)?;
            let gap = match rest {
                [b'.', b' ', ..] => 2,
                [b'.' | b' ', ..] => 1,
                _ => break,
            };
            // One row has one sort of gap: م.م. ق.م is two.
            if style.is_some_and(|style| style != &rest[..gap]) {
                break;
            }
            style = Some(&rest[..gap]);
            let Some((Class::Arabic, len)) = self.peek(end + gap) else { break };
            let letter_end = end + gap + len;
            // "و" between two names is a conjunction unless full stops say otherwise.
            let is_and = gap == 1 && self.text[end + gap..letter_end] == *"و" && self.text.as_bytes().get(end) == Some(&b' ');
            if is_and || self.run(letter_end, |class| class == Class::Arabic) != letter_end {
                break;
            }
            (end, letters) = (letter_end, letters + 1);
        }
        (letters >= 3).then_some(end)
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let mut hash = false;
        loop {
            let (first, len) = self.peek(self.at)?;
            let start = self.at;
            let (mut kind, mut end) = match first {
                Class::Arabic => (TokenKind::Word, self.run(start + len, |class| class == Class::Arabic)),
                Class::Latin => (TokenKind::Latin, self.run(start + len, |class| matches!(class, Class::Latin | Class::Digit))),
                Class::Digit => (TokenKind::Number, self.number(start)),
                Class::Other => (TokenKind::Other, self.run(start + len, |class| class == Class::Other)),
                Class::Break | Class::Mark | Class::Tatweel | Class::Invisible => {
                    let byte = self.text.as_bytes()[start];
                    hash = byte == b'#' || (byte == b'_' && (hash || self.in_hashtag));
                    self.in_hashtag = false;
                    self.at = start + len;
                    continue;
                }
            };
            if kind == TokenKind::Word
                && end == start + len
                && let Some(row_end) = self.abbreviation(&(start..end))
            {
                (kind, end) = (TokenKind::Abbreviation, row_end);
            }
            if hash || self.in_hashtag {
                kind = TokenKind::Hashtag;
            }
            self.in_hashtag = hash || self.in_hashtag;
            self.at = end;
            return Some(Token { range: start..end, kind });
        }
    }
}
