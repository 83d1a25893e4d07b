//! The bridge from `rafid-arabic` to tantivy: one word, up to three tokens at one position.

use rafid_arabic::{Analyzer, Terms};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

pub const NAME: &str = "arabic_forms";

/// Marks a light stem, so that it does not meet a word that happens to look like it.
const LIGHT_MARK: char = '~';

/// How a light stem stands in the index. A word that is its own light stem stands there once, as itself; both sides use this,
/// so that they cannot disagree.
pub fn light_token(guided: &str, light: &str) -> String {
    let mut token = String::new();
    write_light(guided, light, &mut token);
    token
}

fn write_light(guided: &str, light: &str, token: &mut String) {
    token.push_str(light);
    if light != guided {
        token.push(LIGHT_MARK);
    }
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
            write_light(term.guided, term.light, light);
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
