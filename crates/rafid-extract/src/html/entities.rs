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

/// Names that old pages write without a semicolon.
const BARE: &[&str] = &["amp", "lt", "gt", "quot", "nbsp", "laquo", "raquo", "copy", "reg"];

/// The text with its character references replaced; borrowed when it holds none.
pub fn decode(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('&') else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let used = reference(rest, &mut out);
        if used == 0 {
            out.push('&');
        }
        rest = &rest[used.max(1)..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Appends what the reference at the start of `text` stands for; the number of bytes it takes, 0 when it is none.
fn reference(text: &str, out: &mut String) -> usize {
    let bytes = text.as_bytes();
    if bytes.get(1) == Some(&b'#') {
        return numeric(bytes, out);
    }
    let length = bytes[1..].iter().take(32).take_while(|b| b.is_ascii_alphanumeric()).count();
    let name = &text[1..1 + length];
    if bytes.get(1 + length) == Some(&b';')
        && let Some(found) = NAMES.get(name)
    {
        out.push_str(found);
        return length + 2;
    }
    if BARE.contains(&name) && bytes.get(1 + length) != Some(&b'=') {
        out.push_str(NAMES.get(name).map_or("", String::as_str));
        return length + 1;
    }
    0
}

fn numeric(bytes: &[u8], out: &mut String) -> usize {
    let hex = matches!(bytes.get(2), Some(b'x' | b'X'));
    let start = if hex { 3 } else { 2 };
    let digits = bytes[start.min(bytes.len())..]
        .iter()
        .take_while(|b| if hex { b.is_ascii_hexdigit() } else { b.is_ascii_digit() })
        .take(8)
        .count();
    let number = std::str::from_utf8(&bytes[start.min(bytes.len())..start.min(bytes.len()) + digits]).unwrap_or_default();
    let Ok(point) = u32::from_str_radix(number, if hex { 16 } else { 10 }) else { return 0 };
    out.push(match point {
        0x80..=0x9f => windows_1252(point),
        0 => char::REPLACEMENT_CHARACTER,
        _ => char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER),
    });
    start + digits + usize::from(bytes.get(start + digits) == Some(&b';'))
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
            ("?a=1&copy=2&amp", "?a=1&copy=2&"),
            ("&#;&#x;&#", "&#;&#x;&#"),
        ] {
            assert_eq!(decode(text), expected, "{text}");
        }
    }
}
