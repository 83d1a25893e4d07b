//! An article as numbered words: what every step works on.

use rafid_arabic::{Analyzer, TokenKind};

use crate::{ArticleText, hash, rarity};

/// One word of an article.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    /// Of the guided form: what spellings and clitics of a word share.
    pub hash: u32,
    /// Of the folded form, as written.
    pub exact: u32,
    /// Bytes of its part.
    pub start: u32,
    pub end: u32,
    /// Natural logarithm of how rare the word is in news; 0 for words that only bind others.
    pub rarity: f32,
    pub is_stop: bool,
    pub is_number: bool,
    /// A sentence or a line begins here.
    pub opens: bool,
}

/// The words of an article's parts.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    pub title: Vec<Word>,
    pub summary: Vec<Word>,
    pub body: Vec<Word>,
}

/// No digest looks further than this into a text.
const MAX_WORDS: usize = 6_000;
/// The opening of a body that counts as its lead, in words.
const LEAD_WORDS: usize = 45;

impl Reading {
    pub fn new(text: &ArticleText) -> Self {
        Self { title: words(text.title), summary: text.summary.map(words).unwrap_or_default(), body: words(text.body) }
    }

    /// The summary, or without one the opening of the body.
    pub fn lead(&self) -> &[Word] {
        if self.summary.len() >= 8 { &self.summary } else { &self.body[..self.body.len().min(LEAD_WORDS)] }
    }
}

pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut out = Vec::with_capacity(text.len() / 10);
    let mut terms = Analyzer::builtin().terms(text);
    while let Some(term) = terms.next() {
        if out.len() == MAX_WORDS {
            break;
        }
        let is_number = term.kind == TokenKind::Number;
        out.push(Word {
            hash: hash::word(term.guided),
            exact: hash::word(term.exact),
            start: term.range.start as u32,
            end: term.range.end as u32,
            rarity: if term.is_stop { 0.0 } else { rarity::of(term.guided, is_number) },
            is_stop: term.is_stop,
            is_number,
            opens: term.sentence_start,
        });
    }
    out
}
