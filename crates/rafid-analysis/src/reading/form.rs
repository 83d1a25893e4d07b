//! What a word can do in a phrase, as far as its letters and the vocabulary tell.

use std::sync::LazyLock;

use rafid_arabic::normalize::fold;
use rafid_arabic::{Analyzer, Term, TokenKind, stop_words};

use crate::hash::{self, Set};

/// The part that a word can play.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Ends every phrase: function words, reporting verbs, numbers.
    Break,
    Verb,
    /// Inside a phrase only.
    Weak,
    Noun,
    /// A noun that never takes the article: most often a name.
    Name,
}

/// Whether a list knows the word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    No,
    /// In `places.txt`.
    Listed,
    /// A given name, out of `given_names.txt`.
    Given,
}

/// See the module's head.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Form {
    /// Of the guided form without the accusative's alif: what the phrase's key is made of.
    pub hash: u32,
    /// Letters of the folded word.
    pub letters: u8,
    pub part: Part,
    pub known: Known,
    /// The article is on it.
    pub definite: bool,
    /// A conjunction or a preposition is on it.
    pub clitic: bool,
    /// Letters of those, before the article.
    pub clitic_letters: u8,
    /// لل hides the article.
    pub hides_article: bool,
    /// It ends in the accusative's alif: طقسا.
    pub nunated: bool,
    /// A pronoun hangs on it: موقفهم.
    pub possessed: bool,
    /// A pronoun hangs on it where the text writes ه and not ة: موقفه.
    pub possessed_by_him: bool,
    /// An adjective of relation by its form: سعودي، دولية.
    pub relational: bool,
    /// Half of a name that the next word completes: عبد، أبو، آل، بن.
    pub binds: bool,
}

/// Words that bind the next one to a name.
const BINDERS: [&str; 9] = ["عبد", "ابو", "ابي", "ال", "بن", "ابن", "بنت", "ذو", "ام"];
/// A preposition is taken off a word that news has so many times as often without it: «لتسكين», «بحق».
const OFTENER: u64 = 8;

static WEAK: LazyLock<Set<u32>> = LazyLock::new(|| {
    let lines = include_str!("weak.txt").lines().filter(|line| !line.starts_with('#'));
    let words = lines.flat_map(str::split_whitespace).map(fold);
    words.flat_map(|word| [hash::word(&format!("ال{word}")), hash::word(&word)]).collect()
});

static GIVEN: LazyLock<Set<u32>> = LazyLock::new(|| {
    let lines = include_str!("given_names.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).map(|name| hash::word(&fold(name))).collect()
});

static PLACES: LazyLock<Set<u32>> = LazyLock::new(|| {
    let lines = include_str!("places.txt").lines().filter(|line| !line.starts_with('#'));
    let words = lines.flat_map(str::split_whitespace).map(fold);
    words.map(|word| hash::word(word.strip_prefix("ال").unwrap_or(&word))).collect()
});

impl Form {
    /// The form of a word, however the text writes it.
    pub fn of(term: &Term, scratch: &mut String) -> Self {
        let exact = hash::word(term.exact);
        // A listed name keeps its letters, whatever could be a clitic among them: سالم, بريدة.
        let own = (GIVEN.contains(&exact) || PLACES.contains(&exact)).then(|| Term { guided: term.exact, ..term.clone() });
        let term = own.as_ref().unwrap_or(term);
        let stripped =
            if own.is_none() { without_preposition(term).map(|rest| Term { guided: rest, ..term.clone() }) } else { None };
        let term = stripped.as_ref().unwrap_or(term);
        let before = term.exact.strip_suffix(term.guided).unwrap_or(if term.exact.starts_with("ال") { "ال" } else { "" });
        let hides_article = before.ends_with("لل");
        let clitics = before.strip_suffix("ال").unwrap_or(before);
        let definite = hides_article || before.ends_with("ال");
        let guided = hash::word(term.guided);
        let known = match () {
            () if !definite && GIVEN.contains(&guided) => Known::Given,
            () if PLACES.contains(&guided) => Known::Listed,
            () => Known::No,
        };
        let plain = if known == Known::No && !definite { unnunated(term.guided) } else { None };
        Self {
            hash: plain.map_or(guided, hash::word),
            letters: term.exact.chars().count().min(255) as u8,
            part: part(term, definite, scratch),
            known,
            definite,
            clitic: !clitics.is_empty(),
            clitic_letters: clitics.chars().count().min(8) as u8,
            hides_article,
            nunated: plain.is_some(),
            possessed: !definite && possessed(term),
            possessed_by_him: !definite && term.guided.strip_suffix('ه').is_some_and(|rest| is_noun_before_pronoun(term, rest)),
            binds: BINDERS.contains(&term.exact),
            relational: ["ي", "يه", "يين", "يون", "يا"].iter().any(|ending| term.guided.ends_with(ending)),
        }
    }
}

fn part(term: &Term, definite: bool, scratch: &mut String) -> Part {
    if term.is_stop
        || term.kind == TokenKind::Number
        || stop_words::class(term.exact).is_some()
        || stop_words::class(term.guided).is_some()
    {
        return Part::Break;
    }
    if matches!(term.kind, TokenKind::Latin | TokenKind::Abbreviation) {
        return Part::Name;
    }
    if term.guided.chars().count() < 2 {
        return Part::Break;
    }
    if WEAK.contains(&hash::word(term.exact)) || WEAK.contains(&hash::word(term.guided)) {
        return Part::Weak;
    }
    if definite {
        return Part::Noun;
    }
    let vocabulary = Analyzer::builtin().vocabulary();
    let mut with = |before: &str, word: &str, after: &str| {
        scratch.clear();
        scratch.extend([before, word, after]);
        vocabulary.count(scratch)
    };
    if GIVEN.contains(&hash::word(term.guided)) {
        return Part::Name;
    }
    let bare = vocabulary.count(term.guided);
    let article = with("ال", term.guided, "");
    // A tenth of the times with the article: surely a noun.
    if article * 10 > bare {
        return Part::Noun;
    }
    if let Some(rest) = term.guided.strip_prefix('ي').filter(|rest| rest.chars().count() >= 3)
        && with("ت", rest, "") * 12 > bare
    {
        return Part::Verb;
    }
    if let Some(rest) = term.guided.strip_prefix('ت').filter(|rest| rest.chars().count() >= 3)
        && with("ي", rest, "") * 6 > bare
    {
        return Part::Verb;
    }
    // Three letters: يرد, تصل.
    let short = |first: char| term.guided.strip_prefix(first).filter(|rest| rest.chars().count() == 2);
    if article * 30 < bare
        && (short('ي').is_some_and(|rest| with("ت", rest, "") * 8 > bare)
            || short('ت').is_some_and(|rest| with("ي", rest, "") * 4 > bare))
    {
        return Part::Verb;
    }
    if let Some(rest) = term.guided.strip_suffix('ت').filter(|rest| rest.chars().count() >= 3)
        && article * 50 < bare
        && with("", rest, "") > 0
        && with("ي", rest.strip_prefix('ا').unwrap_or(rest), "") > 0
    {
        return Part::Verb;
    }
    // كتب, كتبت: both genders of the past.
    if article * 50 < bare && with("", term.guided, "ت") * 12 > bare {
        return Part::Verb;
    }
    if ["وا", "ونه", "ونها"].iter().any(|ending| term.guided.ends_with(ending)) && article == 0 {
        return Part::Verb;
    }
    if ["ي", "ت"].iter().any(|first| term.guided.starts_with(first))
        && ["ون", "ان"].iter().any(|last| term.guided.ends_with(last))
        && article == 0
        && bare < 40
    {
        return Part::Verb;
    }
    if article * 50 < bare { Part::Name } else { Part::Noun }
}

/// The word behind ل or ب where the analyser kept them and the vocabulary tells otherwise.
fn without_preposition<'a>(term: &Term<'a>) -> Option<&'a str> {
    let vocabulary = Analyzer::builtin().vocabulary();
    let rest = term.exact.strip_prefix(['ل', 'ب']).filter(|rest| term.guided == term.exact && rest.chars().count() >= 3)?;
    let (bare, whole) = (u64::from(vocabulary.count(rest)), u64::from(vocabulary.count(term.exact)));
    (bare > OFTENER * whole.max(1)).then_some(rest)
}

/// The word without the accusative's alif, where the vocabulary knows it better so.
fn unnunated(guided: &str) -> Option<&str> {
    let vocabulary = Analyzer::builtin().vocabulary();
    let rest = guided.strip_suffix('ا').filter(|rest| rest.chars().count() >= 3)?;
    (vocabulary.count(rest) > vocabulary.count(guided)).then_some(rest)
}

/// Whether a pronoun hangs on the word, as far as its ending and the vocabulary tell.
fn possessed(term: &Term) -> bool {
    let endings = ["هما", "هم", "هن", "ها", "كم", "نا"];
    endings.iter().any(|ending| term.guided.strip_suffix(ending).is_some_and(|rest| is_noun_before_pronoun(term, rest)))
}

/// Whether the vocabulary knows `rest` better than the whole word.
fn is_noun_before_pronoun(term: &Term, rest: &str) -> bool {
    let vocabulary = Analyzer::builtin().vocabulary();
    let whole = vocabulary.count(term.guided);
    let known = |rest: &str| rest.chars().count() >= 2 && vocabulary.count(rest) > whole;
    // ة before a pronoun is ت.
    known(rest) || rest.strip_suffix('ت').is_some_and(|rest| known(&format!("{rest}ه")))
}

/// A word as a phrase begins with it: without clitics, with its article, in the publisher's letters.
pub(crate) fn written(surface: &str, form: &Form) -> String {
    let mut left = form.clitic_letters;
    let mut rest = surface;
    for (at, c) in surface.char_indices() {
        let is_letter = c.is_alphabetic() && c != TATWEEL;
        if left == 0 && is_letter {
            rest = &surface[at..];
            break;
        }
        left -= u8::from(is_letter);
    }
    if form.hides_article {
        // The second ل of لل is the article's, or belongs to the word: للجنة.
        return format!("ال{rest}");
    }
    if form.nunated { rest.trim_end_matches([FATHATAN, 'ا']).to_owned() } else { rest.to_owned() }
}

const TATWEEL: char = '\u{640}';
const FATHATAN: char = '\u{64b}';
