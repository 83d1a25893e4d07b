//! Paragraphs and sentences, as byte ranges of the untouched text.
//!
//! A sentence ends with `.`, `!`, `?`, `؟`, `…` or a line's end. A full stop ends one even where the publisher left the space out
//! (الرئاسية.وقال), but not inside a number or a Latin name (4.5, BBC.com), not after a letter standing alone (د. أحمد, أ.ف.ب).
//! Closing quotes and brackets stay with the sentence they close. (Compare UAX #29, section 5, which lacks the last two.)

use crate::letters::{Class, class};
use std::ops::Range;

/// The paragraphs of `text`: its lines that hold more than blanks, trimmed.
pub fn paragraphs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}']).filter_map(move |line| {
        let start = at;
        at += line.len();
        trimmed(line, start)
    })
}

/// The sentences of `text`, trimmed; a sentence never crosses a paragraph's border.
pub fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> {
    paragraphs(text).flat_map(move |paragraph| Sentences { text, at: paragraph.start, end: paragraph.end })
}

fn trimmed(piece: &str, offset: usize) -> Option<Range<usize>> {
    let body = piece.trim();
    let start = offset + (piece.len() - piece.trim_start().len());
    (!body.is_empty()).then(|| start..start + body.len())
}

struct Sentences<'t> {
    text: &'t str,
    at: usize,
    end: usize,
}

impl Iterator for Sentences<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        while self.at < self.end {
            let start = self.at;
            self.at = self.sentence_end(start);
            if let Some(sentence) = trimmed(&self.text[start..self.at], start) {
                return Some(sentence);
            }
        }
        None
    }
}

impl Sentences<'_> {
    fn sentence_end(&self, start: usize) -> usize {
        // Length in letters and class of the word right before the current character.
        let (mut word_len, mut word_class) = (0usize, Class::Break);
        let mut chars = self.text[start..self.end].char_indices().peekable();
        while let Some((offset, c)) = chars.next() {
            let stops = match c {
                '!' | '?' | '؟' | '…' | '۔' => true,
                '.' => {
                    let next = chars.peek().map(|&(_, next)| class(next));
                    let after_single_letter = word_len == 1 && word_class == Class::Arabic;
                    let inside_name =
                        matches!(word_class, Class::Latin | Class::Digit) && matches!(next, Some(Class::Latin | Class::Digit));
                    !after_single_letter && !inside_name
                }
                _ => false,
            };
            if stops {
                let mut end = start + offset + c.len_utf8();
                while let Some(&(more, next)) = chars.peek() {
                    if !matches!(next, '.' | '!' | '?' | '؟' | '…' | '"' | '»' | '”' | '’' | ')' | ']' | '\'') {
                        break;
                    }
                    end = start + more + next.len_utf8();
                    chars.next();
                }
                return end;
            }
            match class(c) {
                Class::Mark | Class::Tatweel | Class::Invisible => {}
                Class::Break => (word_len, word_class) = (0, Class::Break),
                class => (word_len, word_class) = (word_len + 1, class),
            }
        }
        self.end
    }
}
