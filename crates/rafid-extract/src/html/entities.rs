//! Character references: `&amp;`, `&#1593;`, `&#x639;`.
//!
//! The names are those of the HTML standard (`entities.txt`, one a line with its code points in hexadecimal). A name
//! without its semicolon counts for the few that the standard allows it for; everything else stays as it was written.

use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

static NAMES: LazyLock<HashMap<&'static str, String>> = LazyLock::new(|| {
    include_str!("entities.txt")
        .lines()
        .filter_map(|line| {
            let (name, points) = line.split_once(' ')?;
            let text = points.split(' ').filter_map(|hex| char::from_u32(u32::from_str_radix(hex, 16).ok()?)).collect();
            Some((name, text))
        })
        .collect()
});

/// The names that count without a semicolon as well: those of Latin-1 and of markup (HTML standard, named character
/// references).
const BARE: [&str; 106] = [
    "amp", "AMP", "lt", "LT", "gt", "GT", "quot", "QUOT", "COPY", "REG", "nbsp", "iexcl", "cent", "pound", "curren", "yen",
    "brvbar", "sect", "uml", "copy", "ordf", "laquo", "not", "shy", "reg", "macr", "deg", "plusmn", "sup2", "sup3", "acute",
    "micro", "para", "middot", "cedil", "sup1", "ordm", "raquo", "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute",
    "Acirc", "Atilde", "Auml", "Aring", "AElig", "Ccedil", "Egrave", "Eacute", "Ecirc", "Euml", "Igrave", "Iacute", "Icirc",
    "Iuml", "ETH", "Ntilde", "Ograve", "Oacute", "Ocirc", "Otilde", "Ouml", "times", "Oslash", "Ugrave", "Uacute", "Ucirc",
    "Uuml", "Yacute", "THORN", "szlig", "agrave", "aacute", "acirc", "atilde", "auml", "aring", "aelig", "ccedil", "egrave",
    "eacute", "ecirc", "euml", "igrave", "iacute", "icirc", "iuml", "eth", "ntilde", "ograve", "oacute", "ocirc", "otilde",
    "ouml", "divide", "oslash", "ugrave", "uacute", "ucirc", "uuml", "yacute", "thorn", "yuml",
];
/// The longest of them, bytes.
const LONGEST_BARE: usize = 6;

/// Where a reference stands: in the value of an attribute a bare name must not be the beginning of a longer word, so that
/// `?a=1&copy=2` stays an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Text,
    Attribute,
}

/// The text with its character references replaced; borrowed when it holds none.
pub fn decode(text: &str) -> Cow<'_, str> {
    decode_in(text, Place::Text)
}

/// The same for the value of an attribute, and for whatever may be an address.
pub fn decode_attribute(value: &str) -> Cow<'_, str> {
    decode_in(value, Place::Attribute)
}

fn decode_in(text: &str, place: Place) -> Cow<'_, str> {
    let Some(first) = text.find('&') else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let used = reference(rest, place, &mut out);
        if used == 0 {
            out.push('&');
        }
        rest = &rest[used.max(1)..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Appends what the reference at the start of `text` stands for; the number of bytes it takes, 0 when it is none.
fn reference(text: &str, place: Place, out: &mut String) -> usize {
    let bytes = text.as_bytes();
    if bytes.get(1) == Some(&b'#') {
        return numeric(bytes, out);
    }
    let length = bytes[1..].iter().take(32).take_while(|b| b.is_ascii_alphanumeric()).count();
    if bytes.get(1 + length) == Some(&b';')
        && let Some(found) = NAMES.get(&text[1..1 + length])
    {
        out.push_str(found);
        return length + 2;
    }
    let bare = (2..=length.min(LONGEST_BARE)).rev().map(|end| &text[1..1 + end]).find(|name| BARE.contains(name));
    let Some(name) = bare else { return 0 };
    let next = bytes.get(1 + name.len());
    if place == Place::Attribute && next.is_some_and(|b| *b == b'=' || b.is_ascii_alphanumeric()) {
        return 0;
    }
    out.push_str(NAMES.get(name).map_or("", String::as_str));
    1 + name.len() + usize::from(next == Some(&b';'))
}

/// Any number of digits; what is no character is U+FFFD.
fn numeric(bytes: &[u8], out: &mut String) -> usize {
    let hex = matches!(bytes.get(2), Some(b'x' | b'X'));
    let (start, radix) = if hex { (3, 16) } else { (2, 10) };
    let mut end = start;
    let mut point = 0u32;
    while let Some(digit) = bytes.get(end).and_then(|&b| char::from(b).to_digit(radix)) {
        point = point.saturating_mul(radix).saturating_add(digit);
        end += 1;
    }
    if end == start {
        return 0;
    }
    out.push(match point {
        0x80..=0x9f => windows_1252(point),
        0 => char::REPLACEMENT_CHARACTER,
        _ => char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER),
    });
    end + usize::from(bytes.get(end) == Some(&b';'))
}

/// Numbers 128 to 159 mean windows-1252 (HTML standard, numeric character reference end state).
fn windows_1252(point: u32) -> char {
    const TABLE: [u16; 32] = [
        0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f,
        0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178,
    ];
    TABLE.get(point as usize - 0x80).and_then(|&p| char::from_u32(p.into())).unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_in_all_spellings() {
        for (text, expected) in [
            ("بلا", "بلا"),
            ("&laquo;خبر&raquo;", "«خبر»"),
            ("&#1593;&#x639;&#X639", "ععع"),
            ("&amp;lt;", "&lt;"),
            ("a&b &nosuch; &", "a&b &nosuch; &"),
            ("&#150;&#0;&#1114112;", "–\u{fffd}\u{fffd}"),
            ("&#;&#x;&#", "&#;&#x;&#"),
            ("&#00000000000065;&#99999999999999999999;&#xD800;", "A\u{fffd}\u{fffd}"),
            ("&notit; &notin; &not", "¬it; ∉ ¬"),
            ("&copyright &ampamp; &LT&GT", "©right &amp; <>"),
            ("&Abreve &fjlig;&fjlig", "&Abreve fj&fjlig"),
            ("&&amp;&", "&&&"),
            ("خبر&nbspعاجل", "خبر\u{a0}عاجل"),
        ] {
            assert_eq!(decode(text), expected, "{text}");
        }
    }

    #[test]
    fn bare_names_in_attributes_end_where_a_word_ends() {
        for (value, expected) in [
            ("?a=1&copy=2&amp", "?a=1&copy=2&"),
            ("?a&lang=ar&notify=1&reg", "?a&lang=ar&notify=1®"),
            ("?a&amp;b&not;c&copy2", "?a&b¬c&copy2"),
            ("&laquoخبر&raquo!", "«خبر»!"),
        ] {
            assert_eq!(decode_attribute(value), expected, "{value}");
        }
    }

    #[test]
    fn every_bare_name_is_one_character_with_and_without_a_semicolon() {
        for name in BARE {
            let with = decode(&format!("&{name};")).into_owned();
            assert_eq!(with.chars().count(), 1, "{name}");
            assert_eq!(decode(&format!("&{name}")), with, "{name}");
            assert!(name.len() <= LONGEST_BARE, "{name}");
        }
    }
}
