//! The bridge from `rafid-arabic` to tantivy: one word, up to three tokens at one position.
//!
//! They are the word without clitics ("guided"), its light stem where that differs, and what makes it the word as written: its
//! clitics by themselves (وال+), or where it differs in other ways, all of it. A handful of clitic tokens instead of every combination of word
//! and clitic keeps the dictionary and the positions small.

use rafid_arabic::{SharedAnalyzer, Terms};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

pub const NAME: &str = "arabic_forms";

/// Marks a light stem, so that it does not meet a word that happens to look like it.
const LIGHT_MARK: char = '~';

/// Marks clitics that stand before the word at the same position.
const CLITIC_MARK: char = '+';

/// What together stands for the word as written.
pub fn exact_tokens<'w>(exact: &'w str, guided: &'w str) -> (&'w str, Option<String>) {
    match clitic(exact, guided) {
        Some(clitic) => (guided, Some(format!("{clitic}{CLITIC_MARK}"))),
        None => (exact, None),
    }
}

/// What stands before `guided` in `exact`, if that is all in which they differ.
fn clitic<'w>(exact: &'w str, guided: &str) -> Option<&'w str> {
    exact.strip_suffix(guided).filter(|clitic| !clitic.is_empty() && !guided.is_empty())
}

/// How a light stem stands in the index: marked, and where a word is its own light stem, as the word itself. A question for a
/// light stem asks for both.
pub fn light_tokens(light: &str) -> [String; 2] {
    [format!("{light}{LIGHT_MARK}"), light.to_owned()]
}

#[derive(Clone)]
pub struct FormsTokenizer {
    analyzer: SharedAnalyzer,
    buffers: Buffers,
}

impl FormsTokenizer {
    pub fn new(analyzer: SharedAnalyzer) -> Self {
        Self { analyzer, buffers: Buffers::default() }
    }
}

/// Reused from token to token and from text to text.
#[derive(Clone, Default)]
struct Buffers {
    token: Token,
    /// Forms of the present word that are still to come; empty when there is none.
    written: String,
    light: String,
}

impl Tokenizer for FormsTokenizer {
    type TokenStream<'a> = FormsStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> FormsStream<'a> {
        let buffers = &mut self.buffers;
        buffers.token.reset();
        buffers.written.clear();
        buffers.light.clear();
        FormsStream { terms: self.analyzer.terms(text), buffers }
    }
}

pub struct FormsStream<'a> {
    terms: Terms<'a>,
    buffers: &'a mut Buffers,
}

impl TokenStream for FormsStream<'_> {
    fn advance(&mut self) -> bool {
        let Buffers { token, written, light } = &mut *self.buffers;
        for form in [written, light] {
            if !form.is_empty() {
                std::mem::swap(&mut token.text, form);
                form.clear();
                return true;
            }
        }
        let Buffers { token, written, light } = &mut *self.buffers;
        let Some(term) = self.terms.next() else { return false };
        token.text.clear();
        token.text.push_str(term.guided);
        token.position = term.position as usize;
        token.offset_from = term.range.start;
        token.offset_to = term.range.end;
        if let Some(clitic) = clitic(term.exact, term.guided) {
            written.push_str(clitic);
            written.push(CLITIC_MARK);
        } else if term.guided != term.exact {
            written.push_str(term.exact);
        }
        if term.light != term.guided {
            light.push_str(term.light);
            light.push(LIGHT_MARK);
        }
        true
    }

    fn token(&self) -> &Token {
        &self.buffers.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.buffers.token
    }
}
