//! From text to terms: the one path that index and query both take.

use crate::normalize::{entities, fold_into};
use crate::stem;
use crate::stop_words;
use crate::tokenize::{TokenKind, Tokens, tokenize};
use std::ops::Range;
use std::sync::LazyLock;

/// Changes whenever the same text may give other terms. An index made with another version must be rebuilt.
pub const ANALYZER_VERSION: u32 = 1;

/// Turns text into terms; see [`Analyzer::analyze`].
#[derive(Debug)]
pub struct Analyzer {}

/// One word of a text, in the three forms under which it can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term<'a> {
    /// The word as written, folded ([`fold`](crate::normalize::fold)).
    pub exact: &'a str,
    /// The word without the clitics that the vocabulary shows to be clitics, in its commonest spelling.
    pub guided: &'a str,
    /// The guided form without its ending: what inflected forms of a word have in common.
    pub light: &'a str,
    /// Bytes of the original text.
    pub range: Range<usize>,
    /// The word's number in the text, from 0; stop words count.
    pub position: u32,
    pub kind: TokenKind,
    /// Whether the word only binds others ([`stop_words::is_stop`]).
    pub is_stop: bool,
    /// Whether a sentence begins with this word.
    pub sentence_start: bool,
}

impl Analyzer {
    /// The analyser with the vocabulary that is built into this crate.
    pub fn builtin() -> &'static Analyzer {
        static BUILTIN: LazyLock<Analyzer> = LazyLock::new(|| Analyzer {});
        &BUILTIN
    }

    /// See [`ANALYZER_VERSION`].
    pub fn version(&self) -> u32 {
        ANALYZER_VERSION
    }

    /// Calls `each` with every term of `text`, in order.
    pub fn analyze(&self, text: &str, mut each: impl FnMut(Term<'_>)) {
        let mut terms = self.terms(text);
        while let Some(term) = terms.next() {
            each(term);
        }
    }

    /// The terms of `text` one at a time, with buffers that are reused: for callers that pull, such as a token stream.
    pub fn terms<'t>(&'t self, text: &'t str) -> Terms<'t> {
        Terms {
            tokens: tokenize(text),
            text,
            position: 0,
            last_end: 0,
            exact: String::new(),
            guided: String::new(),
            light: String::new(),
            decoded: String::new(),
        }
    }
}

/// A lending iterator over terms; each lives until the next is asked for. See [`Analyzer::terms`].
#[derive(Debug)]
pub struct Terms<'t> {
    tokens: Tokens<'t>,
    text: &'t str,
    position: u32,
    last_end: usize,
    exact: String,
    guided: String,
    light: String,
    decoded: String,
}

impl Terms<'_> {
    /// The next term, or `None` at the end of the text.
    #[allow(clippy::should_implement_trait)] // lends from itself, which `Iterator` cannot
    pub fn next(&mut self) -> Option<Term<'_>> {
        loop {
            let token = self.tokens.next()?;
            let word = &self.text[token.range.clone()];
            if word.contains('&') {
                self.decoded = entities::decode(word);
                fold_into(&self.decoded, &mut self.exact);
            } else {
                fold_into(word, &mut self.exact);
            }
            if matches!(token.kind, TokenKind::Number | TokenKind::Abbreviation) {
                self.exact.retain(|c| !matches!(c, ' ' | '.' | ',' | '٫' | '٬'));
            }
            if self.exact.is_empty() {
                continue;
            }
            self.guided.clear();
            self.guided.push_str(self.exact.strip_prefix("ال").filter(|rest| rest.chars().count() >= 3).unwrap_or(&self.exact));
            self.light.clear();
            self.light.push_str(stem::light(&self.guided));
            let sentence_start = self.position == 0 || ends_sentence(&self.text[self.last_end..token.range.start]);
            let position = self.position;
            self.position += 1;
            self.last_end = token.range.end;
            return Some(Term {
                exact: &self.exact,
                guided: &self.guided,
                light: &self.light,
                range: token.range,
                position,
                kind: token.kind,
                is_stop: stop_words::is_stop(&self.exact),
                sentence_start,
            });
        }
    }
}

fn ends_sentence(between: &str) -> bool {
    between.contains(['.', '!', '?', '؟', '…', '\n', '\r', '۔'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_come_in_order_with_their_places() {
        let text = "وصل الـ16 لاعبًا. #كأس_العالم";
        let mut seen = Vec::new();
        Analyzer::builtin()
            .analyze(text, |term| seen.push((text[term.range.clone()].to_owned(), term.exact.to_owned(), term.sentence_start)));
        let seen: Vec<_> = seen.iter().map(|(a, b, c)| (a.as_str(), b.as_str(), *c)).collect();
        assert_eq!(
            seen,
            [
                ("وصل", "وصل", true),
                ("الـ", "ال", false),
                ("16", "16", false),
                ("لاعبًا", "لاعبا", false),
                ("كأس", "كاس", true),
                ("العالم", "العالم", false)
            ]
        );
    }
}
