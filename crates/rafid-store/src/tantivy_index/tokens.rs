//! The bridge from `rafid-arabic` to tantivy: one word, up to three tokens at one position.

use rafid_arabic::{Analyzer, Terms};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

pub const NAME: &str = "arabic_forms";

/// Marks a light stem, so that it does not meet a word that happens to look like it.
const LIGHT_MARK: char = '~';

/// The forms under which a word is indexed and asked for: exact, then guided and light where they say something else.
/// Both sides use it, so that they cannot disagree.
pub fn forms(exact: &str, guided: &str, light: &str) -> [Option<String>; 3] {
    [
        Some(exact.to_owned()),
        (guided != exact).then(|| guided.to_owned()),
        (light != guided).then(|| format!("{light}{LIGHT_MARK}")),
    ]
}

/// The light form of a word that is its own light stem must be found as well.
pub fn light_token(guided: &str, light: &str) -> String {
    if light == guided { guided.to_owned() } else { format!("{light}{LIGHT_MARK}") }
}

#[derive(Clone, Default)]
pub struct FormsTokenizer {
    token: Token,
}

impl Tokenizer for FormsTokenizer {
    type TokenStream<'a> = FormsStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> FormsStream<'a> {
        self.token.reset();
        FormsStream { terms: Analyzer::builtin().terms(text), token: &mut self.token, waiting: [None, None] }
    }
}

pub struct FormsStream<'a> {
    terms: Terms<'a>,
    token: &'a mut Token,
    waiting: [Option<String>; 2],
}

impl TokenStream for FormsStream<'_> {
    fn advance(&mut self) -> bool {
        for slot in &mut self.waiting {
            if let Some(text) = slot.take() {
                self.token.text = text;
                return true;
            }
        }
        let Some(term) = self.terms.next() else { return false };
        self.token.text.clear();
        self.token.text.push_str(term.exact);
        self.token.position = term.position as usize;
        self.token.offset_from = term.range.start;
        self.token.offset_to = term.range.end;
        let [_, guided, light] = forms(term.exact, term.guided, term.light);
        self.waiting = [guided, light];
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
