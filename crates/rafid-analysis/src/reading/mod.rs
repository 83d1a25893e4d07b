//! An article as numbered words: what every step works on.
//!
//! [`Word`] is a word with its place, its weight and its [`Form`]; `form` tells what a word can do in a phrase, out of its letters,
//! the vocabulary and three lists (`weak.txt`, `places.txt`, `given_names.txt`).

mod form;

pub(crate) use form::{Form, Joint, Known, Part, is_accusative, shown, written};

use std::sync::{LazyLock, OnceLock};

use rafid_arabic::normalize::fold;
use rafid_arabic::{Analyzer, Term, TokenKind};

use crate::hash::Map;
use crate::{ArticleText, hash, rarity};

/// One word of an article.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    /// Of the guided form: what spellings and clitics of a word share.
    pub hash: u32,
    /// Bytes of its part.
    pub start: u32,
    pub end: u32,
    /// See [`rarity::of`]; 0 for words that only bind others.
    pub rarity: f32,
    /// See [`crate::habits::Habits::headed`].
    pub headed: f32,
    pub is_stop: bool,
    pub is_number: bool,
    /// A sentence or a line begins here.
    pub opens: bool,
    pub form: Form,
}

impl Word {
    /// Most often the name of somebody, some place or some body; as far as [`Form`] tells.
    pub fn is_name(&self) -> bool {
        let form = &self.form;
        form.known != Known::No
            || (form.part == Part::Name && !form.possessed && !form.nunated && !self.is_number && form.letters > 2)
    }
}

/// The words of an article's parts.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    pub title: Vec<Word>,
    pub summary: Vec<Word>,
    pub body: Vec<Word>,
    pub tags: Vec<Vec<Word>>,
}

/// Nothing looks further than this into a text.
const MAX_WORDS: usize = 6_000;
/// The opening of a body that counts as its lead, in words.
const LEAD_WORDS: usize = 45;
/// Pages with more tags than this give them to search engines, not to readers.
const MAX_TAGS: usize = 15;

impl Reading {
    pub fn new(text: &ArticleText) -> Self {
        let mut known = Map::default();
        let mut read = |part: &str| words(part, &mut known);
        let tags = if text.tags.len() <= MAX_TAGS { text.tags } else { &[] };
        Self {
            title: read(text.title),
            summary: text.summary.map(&mut read).unwrap_or_default(),
            body: read(text.body),
            tags: tags.iter().map(|tag| read(tag)).collect(),
        }
    }

    /// The summary, or without one the opening of the body.
    pub fn lead(&self) -> &[Word] {
        if self.summary.len() >= 8 { &self.summary } else { &self.body[..self.body.len().min(LEAD_WORDS)] }
    }
}

/// What is known of each word of the vocabulary, once it was met: by its number.
static FACTS: LazyLock<Vec<OnceLock<Word>>> =
    LazyLock::new(|| std::iter::repeat_with(OnceLock::new).take(Analyzer::builtin().vocabulary().len()).collect());

/// The words of a phrase by itself.
pub(crate) fn phrase(text: &str) -> Vec<Word> {
    words(text, &mut Map::default())
}

/// The words of `text`. `known` remembers words that the vocabulary does not have.
fn words(text: &str, known: &mut Map<u32, Word>) -> Vec<Word> {
    let mut out = Vec::with_capacity(text.len() / 10);
    let mut scratch = String::new();
    let mut terms = Analyzer::builtin().terms(text);
    while let Some(term) = terms.next() {
        if out.len() == MAX_WORDS {
            break;
        }
        let facts = term.number.and_then(|number| FACTS.get(number as usize));
        let mut word = match facts {
            Some(facts) => *facts.get_or_init(|| anywhere(&term, None, &mut scratch)),
            None => *known
                .entry(hash::word(term.exact))
                .or_insert_with(|| anywhere(&term, Some(&text[term.range.clone()]), &mut scratch)),
        };
        (word.start, word.end, word.opens) = (term.range.start as u32, term.range.end as u32, term.sentence_start);
        word.form.possessed |= word.form.possessed_by_him && text[term.range].ends_with('ه');
        out.push(word);
    }
    join_names(text, &mut out);
    out
}

/// A word with all that does not depend on its place. `surface` is how the text writes it, of words that the vocabulary does not have.
fn anywhere(term: &Term, surface: Option<&str>, scratch: &mut String) -> Word {
    let (hash, is_number) = (hash::word(term.guided), term.kind == TokenKind::Number);
    Word {
        hash,
        start: 0,
        end: 0,
        rarity: if term.is_stop { 0.0 } else { rarity::of(term.guided, is_number) },
        headed: crate::habits::Habits::builtin().headed(hash),
        is_stop: term.is_stop,
        is_number,
        opens: false,
        form: Form::of(term, surface, scratch),
    }
}

/// What may be the second half of a name.
fn can_follow(next: &Word) -> bool {
    !next.opens && !next.is_stop && !next.form.clitic && next.form.part != Part::Verb
}

/// «عبد العزيز» counts as «عبدالعزيز», and «آل» as what it is.
fn join_names(text: &str, words: &mut [Word]) {
    let slice = |word: &Word| text.get(word.start as usize..word.end as usize).unwrap_or_default();
    for at in 0..words.len() {
        if slice(&words[at]) == "آل" {
            words[at].form = words[at].form.house();
        }
        let Some(next) = words.get(at + 1).copied().filter(can_follow) else { continue };
        let first = words[at];
        if first.form.joint == Joint::Next
            && text.get(first.end as usize..next.start as usize) == Some(" ")
            && let Some(servant) = form::servant(&fold(slice(&first)))
        {
            words[at].form = first.form.joined(&format!("{servant}{}", fold(slice(&next))));
            words[at + 1].form = next.form.absorbed();
        }
    }
}
