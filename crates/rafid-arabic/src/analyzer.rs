//! From text to terms: the one path that index and query both take.

use crate::normalize::{entities, fold_into};
use crate::plurals::Plurals;
use crate::stem::Stemmer;
use crate::stop_words;
use crate::tokenize::{Token, TokenKind, Tokens, tokenize};
use crate::variants::{self, Variants};
use crate::vocabulary::Vocabulary;
use rustc_hash::FxBuildHasher;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, OnceLock};

/// Changes whenever the same text may give other terms. An index made with another version must be rebuilt.
pub const ANALYZER_VERSION: u32 = 3;

/// In bytes: what is longer is no word, and is not stemmed.
const LONGEST_WORD: usize = 64;

/// Documents that must hold a word for it to be told from the one it is glued to.
const KNOWN: u32 = 10;

/// Turns text into terms; see [`Analyzer::analyze`].
#[derive(Debug)]
pub struct Analyzer {
    vocabulary: Cow<'static, Vocabulary>,
    variants: Cow<'static, Variants>,
    plurals: Cow<'static, Plurals>,
    /// For each word of the vocabulary its forms, once they have been asked for.
    known: Vec<OnceLock<Forms>>,
    names: OnceLock<Names>,
    /// Tells one analyser's recent words from another's.
    id: u64,
}

/// From sounds ([`variants::sounds`]) to the number of a word.
type Names = HashMap<Box<str>, u32, FxBuildHasher>;

/// A word that the vocabulary does not have, with its forms: an article's own names come again and again, and stemming one
/// costs some twenty look-ups.
struct Recent {
    analyzer: u64,
    word: Box<str>,
    forms: Rc<Forms>,
}

/// A power of two; one word a place, the later takes it.
const RECENT_WORDS: usize = 1024;

thread_local! {
    static RECENT: RefCell<Vec<Option<Recent>>> = const { RefCell::new(Vec::new()) };
}

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
    /// The word's number in the analyser's vocabulary, below its length: terms of one number have the same forms, so that whoever
    /// learns more about a word can keep it under its number. `None` for what the vocabulary does not have, and for a word that
    /// is one with the next.
    pub number: Option<u32>,
}

/// What the stemmer says about one word of the vocabulary.
#[derive(Debug)]
struct Forms {
    guided: Box<str>,
    light: Box<str>,
    is_stop: bool,
    /// Whether the guided form begins a pair that is also written as one word.
    begins_pair: bool,
}

/// The forms of a term, without copying them.
#[derive(Debug)]
enum Held<'t> {
    /// With the word's number in the vocabulary.
    Known(u32, &'t Forms),
    Recent(Rc<Forms>),
    /// All are the word as written.
    Exact,
}

impl Held<'_> {
    fn forms(&self) -> Option<&Forms> {
        match self {
            Held::Known(_, forms) => Some(forms),
            Held::Recent(forms) => Some(forms),
            Held::Exact => None,
        }
    }

    /// The guided and the light form.
    fn pair<'s>(&'s self, exact: &'s str) -> (&'s str, &'s str) {
        self.forms().map_or((exact, exact), |forms| (&forms.guided, &forms.light))
    }
}

impl Analyzer {
    /// The analyser with the vocabulary that is built into this crate.
    pub fn builtin() -> &'static Analyzer {
        static BUILTIN: LazyLock<Analyzer> = LazyLock::new(|| {
            let (variants, plurals) = (Cow::Borrowed(Variants::builtin()), Cow::Borrowed(Plurals::builtin()));
            Analyzer::over(Cow::Borrowed(Vocabulary::builtin()), variants, plurals)
        });
        &BUILTIN
    }

    /// An analyser with a vocabulary and spellings of the caller's, and without broken plurals.
    pub fn with(vocabulary: Vocabulary, variants: Variants) -> Analyzer {
        Analyzer::over(Cow::Owned(vocabulary), Cow::Owned(variants), Cow::Owned(Plurals::default()))
    }

    /// An analyser with a vocabulary of the caller's and the spellings and plurals that are built in.
    pub fn with_vocabulary(vocabulary: Vocabulary) -> Analyzer {
        Analyzer::over(Cow::Owned(vocabulary), Cow::Borrowed(Variants::builtin()), Cow::Borrowed(Plurals::builtin()))
    }

    /// An analyser without evidence, which takes clitics off nearly nothing: for counting a vocabulary.
    pub fn unguided() -> &'static Analyzer {
        static UNGUIDED: LazyLock<Analyzer> = LazyLock::new(|| Analyzer::with(Vocabulary::default(), Variants::default()));
        &UNGUIDED
    }

    fn over(vocabulary: Cow<'static, Vocabulary>, variants: Cow<'static, Variants>, plurals: Cow<'static, Plurals>) -> Analyzer {
        let known = std::iter::repeat_with(OnceLock::new).take(vocabulary.len()).collect();
        static ANALYZERS: AtomicU64 = AtomicU64::new(0);
        Analyzer { vocabulary, variants, plurals, known, names: OnceLock::new(), id: ANALYZERS.fetch_add(1, Ordering::Relaxed) }
    }

    /// The counts that guide it.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The spellings that it unites.
    pub fn variants(&self) -> &Variants {
        &self.variants
    }

    /// See [`ANALYZER_VERSION`].
    pub fn version(&self) -> u32 {
        ANALYZER_VERSION
    }

    /// Of the version and the vocabulary together: two analysers of one fingerprint give the same terms. An index keeps it and
    /// is made anew when it differs. Takes a millisecond or two.
    pub fn fingerprint(&self) -> u64 {
        self.vocabulary.fingerprint().wrapping_mul(31).wrapping_add(u64::from(ANALYZER_VERSION))
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
            analyzer: self,
            tokens: tokenize(text),
            glued: None,
            text,
            position: 0,
            last_end: 0,
            last_was_initial: false,
            exact: String::new(),
            forms: Held::Exact,
        }
    }

    /// Hands the guided and the light form of one folded word on: what [`Term`] would hold, were it not for the next word.
    pub fn stem<R>(&self, folded: &str, each: impl FnOnce(&str, &str) -> R) -> R {
        let held = self.held(folded);
        let (guided, light) = held.pair(folded);
        each(guided, light)
    }

    /// Where the second word begins (in bytes of `written`) when an unknown word of a hashtag is two known ones without a blank, of
    /// which the second has its article: `#عاصفة_الحزمالسعودية`.
    fn second_word(&self, written: &str, folded: &str) -> Option<usize> {
        if self.vocabulary.count(folded) > 0 || written.len() != folded.len() || folded.len() > LONGEST_WORD {
            return None;
        }
        let splits = folded.match_indices("ال").map(|(at, _)| at).filter(|&at| at >= "الم".len());
        let known = |at: &usize| {
            let (first, second) = folded.split_at(*at);
            second.len() >= "الحزم".len() && self.vocabulary.count(first).min(self.vocabulary.count(second)) >= KNOWN
        };
        splits.filter(|at| written.is_char_boundary(*at)).find(known)
    }

    /// Stems a folded word: once for each word of the vocabulary, now and then for others.
    fn held(&self, exact: &str) -> Held<'_> {
        match self.vocabulary.number(exact).and_then(|number| Some((number, self.known.get(number)?))) {
            Some((number, known)) => Held::Known(number as u32, known.get_or_init(|| self.forms(exact))),
            None => Held::Recent(self.recent(exact)),
        }
    }

    /// The forms of a word that the vocabulary does not have.
    fn recent(&self, exact: &str) -> Rc<Forms> {
        if exact.len() > LONGEST_WORD {
            return Rc::new(self.forms(exact));
        }
        let place = crate::table::hash(exact) & (RECENT_WORDS - 1);
        RECENT.with_borrow_mut(|recent| {
            if recent.is_empty() {
                recent.resize_with(RECENT_WORDS, || None);
            }
            match &recent[place] {
                Some(known) if known.analyzer == self.id && *known.word == *exact => known.forms.clone(),
                _ => {
                    let forms = Rc::new(self.forms(exact));
                    recent[place] = Some(Recent { analyzer: self.id, word: exact.into(), forms: forms.clone() });
                    forms
                }
            }
        })
    }

    /// The light stem; a broken plural's is that of its singular (مدينة of مدن, and of مدنها).
    fn light_into(&self, stemmer: &mut Stemmer<'_>, guided: &str, light: &mut String) {
        if let Some(singular) = self.plurals.singular(guided) {
            return stemmer.light_into(singular, light);
        }
        stemmer.light_into(guided, light);
        if light != guided
            && let Some(singular) = self.plurals.singular(light)
        {
            return stemmer.light_into(singular, light);
        }
        if !stemmer.takes_article(light)
            && let Some(sounds) = variants::sounds(light)
        {
            match self.names().get(&*sounds) {
                Some(&known) => self.vocabulary.word(known as usize).clone_into(light),
                None if light == guided => *light = sounds,
                None => {}
            }
        }
    }

    /// By its sounds the commonest spelling of each name of the vocabulary, as the word's number.
    fn names(&self) -> &Names {
        self.names.get_or_init(|| {
            let (mut names, mut stemmer) = (Names::default(), Stemmer::new(&self.vocabulary));
            for (number, (word, written, _)) in self.vocabulary.iter().enumerate() {
                if written > 0
                    && let Some(sounds) = variants::sounds(word)
                    && !stemmer.takes_article(word)
                {
                    let commonest = names.entry(sounds.into()).or_insert(number as u32);
                    if self.vocabulary.count(self.vocabulary.word(*commonest as usize)) < written {
                        *commonest = number as u32;
                    }
                }
            }
            names
        })
    }

    fn forms(&self, exact: &str) -> Forms {
        let mut stemmer = Stemmer::new(&self.vocabulary);
        let is_stop = stop_words::is_stop(exact);
        let is_whole = is_stop || exact.len() > LONGEST_WORD;
        let guided = if is_whole { exact } else { self.variants.canonical(stemmer.guided(exact)) };
        let mut light = String::new();
        if is_whole {
            light.push_str(exact);
        } else {
            self.light_into(&mut stemmer, guided, &mut light);
        }
        let begins_pair = self.variants.joined(&format!("{guided} ")).is_some();
        Forms { guided: guided.into(), light: light.into(), is_stop, begins_pair }
    }
}

/// A lending iterator over terms; each lives until the next is asked for. See [`Analyzer::terms`].
#[derive(Debug)]
pub struct Terms<'t> {
    analyzer: &'t Analyzer,
    tokens: Tokens<'t>,
    /// A word that stood right behind a hashtag's.
    glued: Option<Token>,
    text: &'t str,
    position: u32,
    last_end: usize,
    /// The last word was one letter, behind which a full stop ends no sentence (د. أحمد).
    last_was_initial: bool,
    exact: String,
    forms: Held<'t>,
}

impl Terms<'_> {
    /// The next term, or `None` at the end of the text.
    #[allow(clippy::should_implement_trait)] // lends from itself, which `Iterator` cannot
    pub fn next(&mut self) -> Option<Term<'_>> {
        loop {
            let mut token = match self.glued.take() {
                Some(token) => token,
                None => self.tokens.next()?,
            };
            read(&self.text[token.range.clone()], token.kind, &mut self.exact);
            if self.exact.is_empty() {
                continue;
            }
            if token.kind == TokenKind::Hashtag
                && let Some(second) = self.analyzer.second_word(&self.text[token.range.clone()], &self.exact)
            {
                let at = token.range.start + second;
                self.glued = Some(Token { range: at..token.range.end, kind: TokenKind::Word });
                token.range.end = at;
                read(&self.text[token.range.clone()], token.kind, &mut self.exact);
            }
            self.forms = match token.kind {
                TokenKind::Word | TokenKind::Hashtag => self.analyzer.held(&self.exact),
                _ => Held::Exact,
            };
            let (is_stop, begins_pair) = match self.forms.forms() {
                Some(forms) => (forms.is_stop, forms.begins_pair),
                None => (token.kind == TokenKind::Latin && stop_words::is_stop(&self.exact), false),
            };
            if begins_pair && self.glued.is_none() {
                self.join(token.range.end);
            }
            let between = &self.text[self.last_end..token.range.start];
            let sentence_start =
                self.position == 0 || (ends_sentence(between) && !(self.last_was_initial && between.starts_with('.')));
            let position = self.position;
            self.position = self.position.saturating_add(1);
            self.last_end = token.range.end;
            self.last_was_initial = self.exact.len() == "د".len();
            let (guided, light) = self.forms.pair(&self.exact);
            let number = if let Held::Known(number, _) = self.forms { Some(number) } else { None };
            return Some(Term {
                exact: &self.exact,
                guided,
                light,
                range: token.range,
                position,
                kind: token.kind,
                is_stop,
                sentence_start,
                number,
            });
        }
    }

    /// Where this word and the next are written as one elsewhere, the guided form becomes the whole (عبد الله → عبدالله); the next
    /// word stays a term of its own.
    fn join(&mut self, end: usize) {
        let next = self.tokens.clone().next().filter(|next| next.kind == TokenKind::Word);
        let Some(next) = next.filter(|next| self.text[end..next.range.start].chars().all(char::is_whitespace)) else { return };
        let mut second = String::new();
        read(&self.text[next.range], next.kind, &mut second);
        let next = self.analyzer.held(&second);
        let pair = format!("{} {}", self.forms.pair(&self.exact).0, next.pair(&second).0);
        if let Some(whole) = self.analyzer.variants.joined(&pair) {
            let mut light = String::new();
            self.analyzer.light_into(&mut Stemmer::new(&self.analyzer.vocabulary), whole, &mut light);
            let forms = Forms { guided: whole.into(), light: light.into(), is_stop: false, begins_pair: false };
            self.forms = Held::Recent(Rc::new(forms));
        }
    }
}

/// Folds a token's text; numbers and abbreviations lose what separates their parts.
fn read(word: &str, kind: TokenKind, exact: &mut String) {
    if word.contains('&') {
        fold_into(&entities::decode(word), exact);
    } else {
        fold_into(word, exact);
    }
    // على is in nearly every text and علي is a name; folding alone would make them one.
    if exact.ends_with("علي") && exact.len() <= "وعلي".len() && word.contains('ى') {
        exact.truncate(exact.len() - "ي".len());
        exact.push('ى');
    }
    match kind {
        TokenKind::Number => plain_number(exact),
        TokenKind::Abbreviation => exact.retain(|c| !matches!(c, ' ' | '.')),
        _ => {}
    }
}

/// 1,234.50 and ١٬٢٣٤٫٥٠ become 1234.50: separators of thousands go, the decimal one becomes a full stop. A comma before exactly
/// three digits separates thousands.
fn plain_number(number: &mut String) {
    if number.bytes().all(|byte| byte.is_ascii_digit()) {
        return;
    }
    // 1.234.567: a number has one decimal point, so two full stops separate thousands.
    if number.matches('.').count() >= 2 && number.split('.').skip(1).all(|group| group.len() == 3) {
        number.retain(|c| c != '.');
        return;
    }
    let mut plain = String::with_capacity(number.len());
    let mut rest = number.as_str();
    while let Some(at) = rest.find(['.', ',', '٫', '٬']) {
        let (digits, tail) = rest.split_at(at);
        plain.push_str(digits);
        let separator = tail.chars().next().unwrap_or('.');
        rest = &tail[separator.len_utf8()..];
        let group = rest.bytes().take_while(u8::is_ascii_digit).count();
        if !(separator == '٬' || separator == ',' && group == 3) {
            plain.push('.');
        }
    }
    plain.push_str(rest);
    *number = plain;
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
