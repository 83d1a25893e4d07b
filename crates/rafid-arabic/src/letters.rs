//! What a character is and what it folds to: the two tables that everything else looks at.
//!
//! The Arabic block and ASCII are answered from tables; everything else (presentation forms, Latin with accents, full-width
//! digits) takes the slow path through Unicode compatibility decomposition (UAX #15), one character at a time.

use unicode_normalization::char::decompose_compatible;

/// What a character does to the word it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Class {
    /// Anything that ends a word: spaces, punctuation, symbols.
    Break,
    /// A letter of the Arabic script.
    Arabic,
    /// A vowel sign, a Koranic sign, or anything else that is written on a letter.
    Mark,
    /// U+0640: an ornament inside a word, glue after a particle.
    Tatweel,
    /// Zero-width and direction characters, soft hyphen: no meaning inside a word.
    Invisible,
    /// A decimal digit of any script.
    Digit,
    /// A letter of the Latin script.
    Latin,
    /// A letter of any other script.
    Other,
}

/// The character that is not there: dropped by folding.
const DROP: u16 = 0;

/// U+0600..U+06FF → class.
static ARABIC_CLASS: [Class; 256] = arabic_class();
/// U+0600..U+06FF → the folded character, `DROP` when it goes.
static ARABIC_FOLD: [u16; 256] = arabic_fold();
static ASCII_CLASS: [Class; 128] = ascii_class();

const fn arabic_class() -> [Class; 256] {
    let mut table = [Class::Break; 256];
    let mut low = 0usize;
    while low < 256 {
        table[low] = match low {
            0x10..=0x1A | 0x4B..=0x5F | 0x70 | 0xD6..=0xDC | 0xDF..=0xE4 | 0xE7 | 0xE8 | 0xEA..=0xED => Class::Mark,
            0x1C => Class::Invisible,
            0x40 => Class::Tatweel,
            0x60..=0x69 | 0xF0..=0xF9 => Class::Digit,
            0x20..=0x4A | 0x6E | 0x6F | 0x71..=0xD3 | 0xD5 | 0xE5 | 0xE6 | 0xEE | 0xEF | 0xFA..=0xFC | 0xFF => Class::Arabic,
            _ => Class::Break,
        };
        low += 1;
    }
    table
}

const fn arabic_fold() -> [u16; 256] {
    let mut table = [DROP; 256];
    let mut low = 0usize;
    while low < 256 {
        let code = 0x600 + low as u16;
        table[low] = match (arabic_class()[low], low) {
            (Class::Mark | Class::Tatweel | Class::Invisible, _) => DROP,
            // Alef with madda, hamza above and below, wavy hamza, wasla, high hamza.
            (_, 0x22 | 0x23 | 0x25 | 0x71..=0x73 | 0x75) => 0x627,
            // Waw with hamza.
            (_, 0x24 | 0x76 | 0x77) => 0x648,
            // Yeh with hamza, alef maksura, Farsi yeh and its kin.
            (_, 0x26 | 0x49 | 0x78 | 0xCC | 0xCD | 0xCE | 0xD0 | 0xD1 | 0xD2 | 0xD3 | 0x3D | 0x3E | 0x3F | 0x20) => 0x64A,
            // Ta marbuta, and the heh forms of Urdu, Kurdish and Uyghur keyboards.
            (_, 0x29 | 0xBE | 0xC0 | 0xC1 | 0xC2 | 0xC3 | 0xD5 | 0xFF) => 0x647,
            // Keheh and its kin.
            (_, 0xA9..=0xAE | 0x3B | 0x3C) => 0x643,
            (_, 0xBA) => 0x646,
            // Letters for foreign sounds, which most publishers write with the next Arabic one: پ چ ژ ڤ.
            (_, 0x7E) => 0x628,
            (_, 0x86) => 0x62C,
            (_, 0x98) => 0x632,
            (_, 0xA4) => 0x641,
            (_, 0x60..=0x69) => b'0' as u16 + (low as u16 - 0x60),
            (_, 0xF0..=0xF9) => b'0' as u16 + (low as u16 - 0xF0),
            _ => code,
        };
        low += 1;
    }
    table
}

const fn ascii_class() -> [Class; 128] {
    let mut table = [Class::Break; 128];
    let mut byte = 0usize;
    while byte < 128 {
        table[byte] = match byte as u8 {
            b'0'..=b'9' => Class::Digit,
            b'a'..=b'z' | b'A'..=b'Z' => Class::Latin,
            _ => Class::Break,
        };
        byte += 1;
    }
    table
}

/// The class of `c`.
pub(crate) fn class(c: char) -> Class {
    let code = c as u32;
    match code {
        0..=0x7F => ASCII_CLASS[code as usize],
        0x600..=0x6FF => ARABIC_CLASS[(code - 0x600) as usize],
        _ => rare_class(c),
    }
}

#[cold]
fn rare_class(c: char) -> Class {
    match c as u32 {
        0xAD | 0x34F | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2064 | 0x2066..=0x2069 | 0xFE00..=0xFE0F | 0xFEFF => {
            Class::Invisible
        }
        0x300..=0x36F | 0x8CA..=0x8FF | 0xFE70..=0xFE7F if c != '\u{FE73}' => Class::Mark,
        0xFDFA | 0xFDFB | 0xFDFD..=0xFDFF | 0xFD3E..=0xFD4F => Class::Break,
        0x750..=0x77F | 0x870..=0x8C9 | 0xFB50..=0xFDFF | 0xFE80..=0xFEFC => Class::Arabic,
        0xFF10..=0xFF19 => Class::Digit,
        0xAA | 0xBA => Class::Break,
        0xC0..=0x24F | 0x1E00..=0x1EFF | 0xFF21..=0xFF3A | 0xFF41..=0xFF5A if c.is_alphabetic() => Class::Latin,
        _ if c.is_alphabetic() => Class::Other,
        _ => Class::Break,
    }
}

/// Hands every character that `c` folds to on to `out`: none, one, or (a ligature) several.
pub(crate) fn fold(c: char, mut out: impl FnMut(char)) {
    let code = c as u32;
    match code {
        0..=0x7F => out(c.to_ascii_lowercase()),
        0x600..=0x6FF => {
            if let Some(folded) = fold_arabic(code) {
                out(folded);
            }
        }
        _ => fold_rare(c, &mut out),
    }
}

fn fold_arabic(code: u32) -> Option<char> {
    match ARABIC_FOLD[(code - 0x600) as usize] {
        DROP => None,
        folded => char::from_u32(u32::from(folded)),
    }
}

#[cold]
fn fold_rare(c: char, out: &mut impl FnMut(char)) {
    match rare_class(c) {
        Class::Invisible | Class::Mark => {}
        Class::Break => out(c),
        _ => decompose_compatible(c, |part| match part as u32 {
            0..=0x7F => out(part.to_ascii_lowercase()),
            0x600..=0x6FF => {
                if let Some(folded) = fold_arabic(part as u32) {
                    out(folded);
                }
            }
            _ => lower(part, out),
        }),
    }
}

/// Lower case, without marks that come with it (İ).
fn lower(c: char, out: &mut impl FnMut(char)) {
    c.to_lowercase().filter(|&part| !matches!(rare_class(part), Class::Mark | Class::Invisible)).for_each(out);
}

/// Hands every character that `c` becomes at the exact level on to `out`: the same letter in its plain form.
pub(crate) fn plain(c: char, mut out: impl FnMut(char)) {
    let code = c as u32;
    match code {
        0..=0x7F => out(c.to_ascii_lowercase()),
        0x600..=0x6FF => {
            if let Some(plain) = plain_arabic(code) {
                out(plain);
            }
        }
        _ if matches!(rare_class(c), Class::Invisible | Class::Mark) => {}
        _ if rare_class(c) == Class::Break => out(c),
        _ => unicode_normalization::UnicodeNormalization::nfkc(std::iter::once(c)).for_each(|part| match part as u32 {
            0x600..=0x6FF => {
                if let Some(plain) = plain_arabic(part as u32) {
                    out(plain);
                }
            }
            _ => lower(part, &mut out),
        }),
    }
}

/// Letters that Arabic itself writes stay; keyboards' look-alikes become them.
fn plain_arabic(code: u32) -> Option<char> {
    let spelled = matches!(code, 0x621..=0x63A | 0x641..=0x64A | 0x671 | 0x67E | 0x686 | 0x6A4 | 0x6AF);
    match code {
        0x671 => Some('ا'),
        0x6C3 => Some('ة'),
        0x6CC => Some('ي'),
        _ if spelled => char::from_u32(code),
        _ => fold_arabic(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_folded_character_folds_to_itself() {
        for c in (0..=0x10FFFFu32).filter_map(char::from_u32) {
            fold(c, |once| {
                let mut twice = Vec::new();
                fold(once, |x| twice.push(x));
                assert_eq!(twice, [once], "U+{:04X} → U+{:04X}", c as u32, once as u32);
            });
        }
    }
    #[test]
    fn every_character_folds_through_its_plain_form() {
        for c in (0..=0x10FFFFu32).filter_map(char::from_u32) {
            let (mut plain, mut twice, mut folded, mut direct) = (vec![], vec![], vec![], vec![]);
            super::plain(c, |p| plain.push(p));
            plain.iter().for_each(|&p| super::plain(p, |p| twice.push(p)));
            plain.iter().for_each(|&p| fold(p, |f| folded.push(f)));
            fold(c, |f| direct.push(f));
            assert_eq!(plain, twice, "U+{:04X}", c as u32);
            assert_eq!(folded, direct, "U+{:04X}", c as u32);
        }
    }
}
