//! Text that goes into markup and addresses: escaping, percent-encoding, slugs, templates.

use std::fmt::Write as _;

/// Escapes text for XML and HTML, in elements and in quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    out
}

/// Percent-encodes everything that may not stand in a path or query as it is (RFC 3986).
pub(crate) fn percent_encode(path: &str) -> String {
    let mut out = String::with_capacity(path.len() * 3);
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/?=&:".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Decodes percent-encoding; broken sequences stay as they are, broken UTF-8 becomes U+FFFD.
pub(crate) fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = bytes.get(at + 1..at + 3).and_then(|pair| std::str::from_utf8(pair).ok());
        match hex.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(decoded) if byte == b'%' => {
                out.push(decoded);
                at += 3;
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The first words of a title, joined by hyphens, as blog engines make them.
pub(crate) fn slug(title: &str) -> String {
    const MAX_WORDS: usize = 7;
    let bare: String = title.chars().filter(|c| *c != 'ـ' && !('\u{64b}'..='\u{652}').contains(c)).collect();
    let words: Vec<&str> = bare.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(MAX_WORDS).collect();
    words.join("-")
}

/// Replaces every `{{name}}` of a template by its value; a name without a value leaves nothing.
pub(crate) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((name, tail)) = after.split_once("}}") else {
            out.push_str("{{");
            rest = after;
            continue;
        };
        if let Some((_, value)) = values.iter().find(|(key, _)| *key == name) {
            out.push_str(value);
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// Names of `{{…}}` in a template that are not among `values`.
#[cfg(test)]
pub(crate) fn unknown_names<'a>(template: &'a str, values: &[(&str, &str)]) -> Vec<&'a str> {
    template
        .split("{{")
        .skip(1)
        .filter_map(|part| part.split_once("}}").map(|(name, _)| name))
        .filter(|name| !values.iter().any(|(key, _)| key == name))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_encoding_round_trips() {
        for path in ["/2026/11/23/نادي-المرجان/", "/News/Details.aspx?id=7", "/a b%"] {
            assert_eq!(percent_decode(&percent_encode(path)), path);
        }
        assert_eq!(percent_encode("/ن"), "/%D9%86");
        assert_eq!(percent_decode("%zz%4"), "%zz%4");
    }

    #[test]
    fn slugs_keep_letters_only() {
        assert_eq!(slug("«المرجان» يهزم: ضيفه 3-1 بـ«الميناء»"), "المرجان-يهزم-ضيفه-3-1-ب-الميناء");
    }

    #[test]
    fn templates_fill_known_names_only() {
        assert_eq!(fill("<b>{{x}}</b>{{y}} {{", &[("x", "{{y}}")]), "<b>{{y}}</b> {{");
        assert_eq!(unknown_names("{{x}}{{y}}", &[("x", "")]), ["y"]);
    }
}
