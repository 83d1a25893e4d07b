//! A short text → tokens: numbers, known words, punctuation.

use std::{collections::HashMap, sync::LazyLock};

use rustc_hash::FxBuildHasher;

/// How many tokens of a text are looked at: a date stands near the beginning of its line.
pub const MAX_TOKENS: usize = 48;

/// A unit of relative time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// The part of the day that turns a twelve-hour clock into one of twenty-four.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayPart {
    Am,
    Pm,
    Noon,
    Afternoon,
    Evening,
    Night,
    Dawn,
}

/// Months whose name has two words; the second tells which of two it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pair {
    Kanun,
    Tishrin,
    Rabi,
    Jumada,
    Dhu,
}

/// Zones whose offset depends on the season.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SummerRule {
    Egypt,
    Levant,
    Jordan,
    WesternEurope,
    CentralEurope,
    EasternAmerica,
}

/// What a word can mean. A word has one entry; where it has two roles, the grammar knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    Month(u8),
    Hijri(u8),
    DhuName(u8),
    Pair(Pair),
    Weekday(i8),
    DayPart(DayPart),
    /// The single letters ص and م; the latter is also the mark of the Gregorian era.
    Letter(DayPart),
    HijriEra,
    GregorianEra,
    Since,
    Ago,
    After,
    Unit(Unit),
    Dual(Unit),
    Period(Unit),
    Number(u8),
    Ordinal(u8),
    Half(u8),
    Day(i8),
    First,
    FirstDay,
    Relation(i8),
    Moment,
    Hours,
    By,
    Gmt,
    Zone(i16),
    Rule(SummerRule),
    Local,
    Noise,
}

/// A piece of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    Number {
        value: u32,
        digits: u8,
    },
    Word(Word),
    Unknown,
    /// One of `/ - . : , + ( ) | T`, dashes and commas of all kinds as `-` and `,`.
    Mark(char),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    pub piece: Piece,
    /// White space stands before it.
    pub spaced: bool,
}

static WORDS: LazyLock<HashMap<&'static str, Word, FxBuildHasher>> = LazyLock::new(|| {
    let mut words = HashMap::with_hasher(FxBuildHasher);
    for line in include_str!("words.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split_whitespace();
        let (Some(kind), Some(value)) = (fields.next(), fields.next()) else { continue };
        let Some(word) = meaning(kind, value) else { continue };
        for name in fields {
            words.entry(name).or_insert(word);
        }
    }
    words
});

fn meaning(kind: &str, value: &str) -> Option<Word> {
    let number = || value.parse::<i16>().ok();
    let small = || value.parse::<u8>().ok();
    let signed = || value.parse::<i8>().ok();
    Some(match kind {
        "month" => Word::Month(small()?),
        "hijri" => Word::Hijri(small()?),
        "hijri-dhu" => Word::DhuName(small()?),
        "pair" => Word::Pair(match value {
            "greg-kanun" => Pair::Kanun,
            "greg-tishrin" => Pair::Tishrin,
            "hijri-rabi" => Pair::Rabi,
            "hijri-jumada" => Pair::Jumada,
            "hijri-dhu" => Pair::Dhu,
            _ => return None,
        }),
        "weekday" => Word::Weekday(signed()?),
        "daypart" => Word::DayPart(day_part(value)?),
        "letter" => Word::Letter(day_part(value)?),
        "era" if value == "hijri" => Word::HijriEra,
        "era" => Word::GregorianEra,
        "since" => Word::Since,
        "ago" => Word::Ago,
        "after" => Word::After,
        "unit" => Word::Unit(unit(value)?),
        "dual" => Word::Dual(unit(value)?),
        "period" => Word::Period(unit(value)?),
        "number" => Word::Number(small()?),
        "ordinal" => Word::Ordinal(small()?),
        "half" => Word::Half(small()?),
        "day" => Word::Day(signed()?),
        "first" => Word::First,
        "firstday" => Word::FirstDay,
        "relation" => Word::Relation(signed()?),
        "moment" => Word::Moment,
        "hours" => Word::Hours,
        "by" => Word::By,
        "gmt" => Word::Gmt,
        "zone" => Word::Zone(number()?),
        "rule" => Word::Rule(match value {
            "egypt" => SummerRule::Egypt,
            "levant" => SummerRule::Levant,
            "jordan" => SummerRule::Jordan,
            "west" => SummerRule::WesternEurope,
            "central" => SummerRule::CentralEurope,
            "east" => SummerRule::EasternAmerica,
            _ => return None,
        }),
        "local" => Word::Local,
        "noise" => Word::Noise,
        _ => return None,
    })
}

fn day_part(name: &str) -> Option<DayPart> {
    Some(match name {
        "am" => DayPart::Am,
        "pm" => DayPart::Pm,
        "noon" => DayPart::Noon,
        "afternoon" => DayPart::Afternoon,
        "evening" => DayPart::Evening,
        "night" => DayPart::Night,
        "dawn" => DayPart::Dawn,
        _ => return None,
    })
}

fn unit(name: &str) -> Option<Unit> {
    Some(match name {
        "second" => Unit::Second,
        "minute" => Unit::Minute,
        "hour" => Unit::Hour,
        "day" => Unit::Day,
        "week" => Unit::Week,
        "month" => Unit::Month,
        "year" => Unit::Year,
        _ => return None,
    })
}

/// The tokens of a text, at most [`MAX_TOKENS`].
pub fn scan(text: &str, tokens: &mut Vec<Token>) {
    tokens.clear();
    let mut spaced = true;
    let mut word = String::new();
    let mut chars = text.chars().peekable();
    while let Some(&c) = chars.peek() {
        if tokens.len() >= MAX_TOKENS {
            return;
        }
        if let Some(first) = digit(c) {
            let (mut value, mut digits) = (first, 0u8);
            while let Some(next) = chars.peek().copied().and_then(digit) {
                value = if digits == 0 { next } else { value.saturating_mul(10).saturating_add(next) };
                digits = digits.saturating_add(1);
                chars.next();
            }
            tokens.push(Token { piece: Piece::Number { value, digits }, spaced });
            spaced = false;
        } else if let Some(letter) = fold(c) {
            word.clear();
            word.push(letter);
            chars.next();
            while let Some(&next) = chars.peek() {
                match fold(next) {
                    Some(letter) => word.push(letter),
                    None if is_ignorable(next) => {}
                    None => break,
                }
                chars.next();
            }
            push_word(&word, spaced, tokens);
            spaced = false;
        } else {
            chars.next();
            if c.is_whitespace() {
                spaced = true;
            } else if !is_ignorable(c) {
                tokens.push(Token { piece: Piece::Mark(mark(c)), spaced });
                spaced = false;
            }
        }
    }
}

/// A word by itself, or what follows a glued و, ب or ل.
fn push_word(word: &str, spaced: bool, tokens: &mut Vec<Token>) {
    if word == "ال" {
        // «الـ16 من يونيو»: the article glued to a number says nothing.
        return;
    }
    let known = WORDS.get(word).or_else(|| ["و", "ب", "ل"].iter().find_map(|&clitic| WORDS.get(word.strip_prefix(clitic)?)));
    let piece = match known {
        Some(&found) => Piece::Word(found),
        None if word == "t" || word == "z" => Piece::Mark(if word == "t" { 'T' } else { 'Z' }),
        None if word == "و" => Piece::Word(Word::Noise),
        None => Piece::Unknown,
    };
    tokens.push(Token { piece, spaced });
}

fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '٠'..='٩' => Some(c as u32 - '٠' as u32),
        '۰'..='۹' => Some(c as u32 - '۰' as u32),
        _ => None,
    }
}

/// A letter as `words.txt` writes it.
fn fold(c: char) -> Option<char> {
    Some(match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ة' | 'ہ' | 'ھ' | 'ۀ' => 'ه',
        'ى' | 'ی' | 'ئ' => 'ي',
        'ؤ' => 'و',
        'ک' => 'ك',
        _ if is_ignorable(c) => return None,
        'ا'..='غ' | 'ف'..='ي' | 'a'..='z' => c,
        'A'..='Z' => c.to_ascii_lowercase(),
        _ if c.is_alphabetic() => c,
        _ => return None,
    })
}

/// Marks, tatweel, and characters that only steer direction.
fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}' | '\u{feff}' | '\u{ad}')
}

fn mark(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '،' | '؛' | ';' => ',',
        '\u{2044}' | '\\' => '/',
        '：' => ':',
        _ => c,
    }
}
