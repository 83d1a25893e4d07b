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
    /// Of the guided form without the accusative's alif: what the phrase's key is made of. 0 for the second half of a name
    /// that is also written as one word (عبد العزيز): the first half has the hash of both.
    pub hash: u32,
    /// Of the light form, which singular and plural share.
    pub light: u32,
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
    /// The vocabulary does not know it.
    pub unheard: bool,
    /// A listed name with the article that is a common noun, too: المدينة، الاتحاد.
    pub homograph: bool,
    /// What it does inside of names.
    pub joint: Joint,
}

/// How a word holds a name together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Joint {
    No,
    /// It belongs to the next word: عبد، أبو.
    Next,
    /// It belongs to the next word, and to a name before it: بن، آل.
    Both,
    /// It belongs to the word before: الله.
    Before,
}

/// Servants of a name, folded: what they are written together with is one name.
const SERVANTS: [&str; 4] = ["عبد", "ابو", "ابي", "ابا"];

/// «عبد», «أبو», alone or behind a clitic.
pub(crate) fn servant(exact: &str) -> Option<&'static str> {
    let bare = |servant: &&str| exact.strip_suffix(*servant).is_some_and(|clitic| matches!(clitic, "" | "و" | "ل" | "ب"));
    SERVANTS.into_iter().find(bare)
}

fn joint(exact: &str) -> Joint {
    match exact {
        "الله" => Joint::Before,
        "بن" | "ابن" | "بنت" => Joint::Both,
        _ if servant(exact).is_some() => Joint::Next,
        _ => Joint::No,
    }
}

impl Form {
    /// Nothing but a name by its letters: no common noun, and no inflection.
    pub fn is_name(&self) -> bool {
        match self.part {
            Part::Name => !self.possessed && !self.nunated,
            Part::Noun => {
                self.known != Known::No || (self.unheard && !self.definite && !self.possessed && !self.nunated && !self.clitic)
            }
            Part::Break | Part::Verb | Part::Weak => self.joint != Joint::No,
        }
    }

    /// One half of `عبد` with what follows, to be told like the name in one word.
    pub fn joined(&self, both: &str) -> Self {
        let hash = hash::word(both);
        Self { hash, light: hash, part: Part::Name, known: Known::Given, ..*self }
    }

    /// The other half.
    pub fn absorbed(&self) -> Self {
        Self {
            hash: 0,
            light: 0,
            part: Part::Name,
            joint: Joint::Before,
            definite: false,
            clitic: false,
            clitic_letters: 0,
            ..*self
        }
    }

    /// «آل», which folded looks like the article.
    pub fn house(&self) -> Self {
        Self { part: Part::Weak, joint: Joint::Both, ..*self }
    }
}

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

/// Names of cities, clubs and bodies that are common nouns as well.
static HOMOGRAPHS: LazyLock<Set<u32>> = LazyLock::new(|| {
    let nouns = "مملكة مدينة خبر تعاون شباب اتحاد رائد قاعدة تحالف انتخابات برلمان نصر بيضاء فتح حزب";
    nouns.split_whitespace().map(|noun| hash::word(&fold(noun))).collect()
});

impl Form {
    /// The form of a word. `surface` is how the text writes it, where that is to count.
    pub fn of(term: &Term, surface: Option<&str>, scratch: &mut String) -> Self {
        let exact = hash::word(term.exact);
        // A listed name keeps its letters, whatever could be a clitic among them: سالم, بريدة.
        let own = if GIVEN.contains(&exact) || PLACES.contains(&exact) {
            Some(Term { guided: term.exact, ..term.clone() })
        } else {
            behind_clitic(term, surface).map(|rest| Term { guided: rest, ..term.clone() })
        };
        let term = own.as_ref().unwrap_or(term);
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
            light: hash::word(term.light),
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
            relational: ["ي", "يه", "يين", "يون", "يا"].iter().any(|ending| term.guided.ends_with(ending)),
            unheard: term.kind == TokenKind::Word && Analyzer::builtin().vocabulary().count(term.exact) == 0,
            homograph: definite && HOMOGRAPHS.contains(&guided),
            joint: joint(term.exact),
        }
    }
}

/// What is left of a word behind a و, ل or ب that the stemmer leaves on it, because search must not take it off by mistake. A list of
/// phrases can dare more: لاستضافة, لمنع, وإنستاجرام (no word begins with وأ or وإ), وباكستانيا.
fn behind_clitic<'t>(term: &Term<'t>, surface: Option<&str>) -> Option<&'t str> {
    if term.guided != term.exact || term.kind != TokenKind::Word || term.is_stop {
        return None;
    }
    let rest = ["و", "ل", "ب"].iter().find_map(|clitic| term.exact.strip_prefix(clitic))?;
    if surface.is_some_and(|surface| surface.starts_with("وأ") || surface.starts_with("وإ")) {
        return Some(rest);
    }
    let vocabulary = Analyzer::builtin().vocabulary();
    let count = |word: &str| vocabulary.count(word) + vocabulary.count(&format!("ال{word}"));
    let whole = vocabulary.count(term.exact);
    let known = |word: &str| count(word) >= 5 && count(word) * 2 > whole;
    let accusative = || whole == 0 && rest.strip_suffix('ا').is_some_and(known);
    (rest.chars().count() >= 3 && vocabulary.count(&format!("ال{}", term.exact)) == 0 && (known(rest) || accusative()))
        .then_some(rest)
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
    // ينبع, تيران: no verb, whatever their letters.
    if PLACES.contains(&hash::word(term.guided)) {
        return if article * 50 < bare { Part::Name } else { Part::Noun };
    }
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
    // سنقوم: the future.
    if let Some(rest) =
        term.guided.strip_prefix('س').filter(|rest| rest.chars().count() >= 4 && rest.starts_with(['ي', 'ت', 'ن']))
        && article == 0
        && with("", rest, "") > bare
    {
        return Part::Verb;
    }
    // تتحرى, يتداول: no noun of two such letters does without the article. يشطب: rare, and three radicals behind the prefix.
    let doubled = ["تت", "يت", "نت"].iter().any(|start| term.guided.starts_with(start)) && term.guided.chars().count() >= 4;
    let radicals = |rest: &str| rest.chars().count() == 3 && !rest.contains(['ا', 'و', 'ي', 'ه']);
    let plain = term.guided.strip_prefix('ي').is_some_and(radicals);
    if article == 0 && bare <= 40 && (doubled || plain) {
        return Part::Verb;
    }
    // كتب, كتبت: both genders of the past.
    if with("", term.guided, "ت") * 12 > bare {
        return Part::Verb;
    }
    if ["وا", "ونه", "ونها"].iter().any(|ending| term.guided.ends_with(ending)) && article == 0 {
        return Part::Verb;
    }
    // يستخدمون, تهتفان.
    if article == 0
        && (term.guided.starts_with('ي') && term.guided.ends_with("ون")
            || term.guided.starts_with(['ي', 'ت']) && ["ون", "ان"].iter().any(|last| term.guided.ends_with(last)) && bare < 40)
    {
        return Part::Verb;
    }
    if article * 50 < bare { Part::Name } else { Part::Noun }
}

/// The word without the accusative's alif, where the vocabulary knows it better so.
fn unnunated(guided: &str) -> Option<&str> {
    let vocabulary = Analyzer::builtin().vocabulary();
    let rest = guided.strip_suffix('ا').filter(|rest| rest.chars().count() >= 3)?;
    let (bare, accusative) = (vocabulary.count(rest), vocabulary.count(guided));
    // جدلا: the noun is known by its article.
    let noun = || {
        !rest.ends_with('ي')
            && vocabulary.count(&format!("ال{rest}")) * 2 > accusative
            && vocabulary.count(&format!("ال{guided}")) == 0
    };
    (bare > accusative || noun()).then_some(rest)
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
    if form.nunated || is_accusative(rest) { rest.trim_end_matches([FATHATAN, 'ا']).to_owned() } else { rest.to_owned() }
}

/// Whether the writer marked an accusative: تاركاً.
pub(crate) fn is_accusative(surface: &str) -> bool {
    surface.ends_with("ا\u{64b}") || surface.ends_with("\u{64b}ا")
}

/// A phrase as a list shows it: letters without vowel marks, kashida and marks of direction, and one blank between words.
pub(crate) fn shown(phrase: &str) -> String {
    let mut out = String::with_capacity(phrase.len());
    let is_mark = |c: char| {
        matches!(c,
            TATWEEL | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{610}'..='\u{61a}' | '\u{6d6}'..='\u{6ed}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
    };
    for word in phrase.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().filter(|c| !is_mark(*c)));
    }
    out
}

const TATWEEL: char = '\u{640}';
const FATHATAN: char = '\u{64b}';

#[cfg(test)]
mod tests {
    use super::*;

    fn form(word: &str) -> Form {
        let mut terms = Analyzer::builtin().terms(word);
        terms.next().map(|term| Form::of(&term, Some(word), &mut String::new())).expect("a word")
    }

    #[test]
    fn what_is_shown_has_letters_only() {
        assert_eq!(shown("التَّوانسة"), "التوانسة");
        assert_eq!(shown("كريستيانـو  رونالدو\u{200f}"), "كريستيانو رونالدو");
        assert_eq!(shown(" NASA\u{a0}واحد"), "NASA واحد");
    }

    #[test]
    fn an_unknown_word_may_have_a_conjunction() {
        assert!(form("وإنستاجرام").clitic && form("لاستضافة").clitic && form("لكرة").clitic);
        assert_eq!(written("وباكستانيا", &form("وباكستانيا")), "باكستاني");
        assert!(!form("واشنطن").clitic);
        assert!(["وزارة", "لندن", "لبنان", "باريس", "بغداد", "برلين", "ليفربول"].iter().all(|word| !form(word).clitic));
    }

    #[test]
    fn a_name_may_be_a_noun() {
        assert!(form("المدينة").homograph && form("الاتحاد").homograph);
        assert!(["القاهرة", "العراق", "الفيفا", "المونديال", "تونس"].iter().all(|word| !form(word).homograph));
    }

    #[test]
    fn rare_verbs_are_verbs() {
        assert_eq!(["تتحرى", "يشطب", "يستخدمون", "سنقوم"].map(|word| form(word).part), [Part::Verb; 4]);
        assert!([form("يونس").part, form("ينبع").part, form("تتويج").part].iter().all(|part| *part != Part::Verb));
    }
}
