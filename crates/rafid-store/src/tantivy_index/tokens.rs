//! The bridge from `rafid-arabic` to tantivy: one word, up to three tokens at one position.

use rafid_arabic::{Analyzer, Terms};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

pub const NAME: &str = "arabic_forms";

/// Marks a light stem, so that it does not meet a word that happens to look like it.
const LIGHT_MARK: char = '~';

/// How a light stem stands in the index: marked, and where a word is its own light stem, as the word itself. A question for a
/// light stem asks for both.
pub fn light_tokens(light: &str) -> [String; 2] {
    [format!("{light}{LIGHT_MARK}"), light.to_owned()]
}

/// Its buffers are reused from token to token and from text to text.
#[derive(Clone, Default)]
pub struct FormsTokenizer {
    token: Token,
    /// Forms of the present word that are still to come; empty when there is none.
    guided: String,
    light: String,
}

impl Tokenizer for FormsTokenizer {
    type TokenStream<'a> = FormsStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> FormsStream<'a> {
        self.token.reset();
        self.guided.clear();
        self.light.clear();
        FormsStream { terms: Analyzer::builtin().terms(text), buffers: self }
    }
}

pub struct FormsStream<'a> {
    terms: Terms<'a>,
    buffers: &'a mut FormsTokenizer,
}

impl TokenStream for FormsStream<'_> {
    fn advance(&mut self) -> bool {
        let FormsTokenizer { token, guided, light } = &mut *self.buffers;
        for form in [guided, light] {
            if !form.is_empty() {
                std::mem::swap(&mut token.text, form);
                form.clear();
                return true;
            }
        }
        let FormsTokenizer { token, guided, light } = &mut *self.buffers;
        let Some(term) = self.terms.next() else { return false };
        token.text.clear();
        token.text.push_str(term.exact);
        token.position = term.position as usize;
        token.offset_from = term.range.start;
        token.offset_to = term.range.end;
        if term.guided != term.exact {
            guided.push_str(term.guided);
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
