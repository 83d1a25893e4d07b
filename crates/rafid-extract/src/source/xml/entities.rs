//! References into characters, among them the entities that a document declares for itself.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::html;

/// Replaces references: numeric ones, the five of XML, all names of HTML, and those of the internal subset.
///
/// Declared entities are replaced once and their values are not searched for further declared entities, so that a
/// "billion laughs" document stays as small as it came. External entities are never declared here at all.
#[derive(Debug, Clone)]
pub struct Entities {
    declared: HashMap<String, String>,
    /// Bytes that declared entities may still add to the text.
    budget: usize,
    odd: Odd,
}

/// The first of each kind of reference that XML does not know, with the text around it.
#[derive(Debug, Clone, Default)]
pub struct Odd {
    /// An `&` that begins no reference.
    pub bare: Option<String>,
    /// A name that neither XML nor the document declares, such as `&nbsp;`.
    pub undeclared: Option<String>,
}

const MAX_DECLARED: usize = 200;
const MAX_VALUE_BYTES: usize = 1024;
const MAX_EXPANSION_BYTES: usize = 1 << 20;

impl Default for Entities {
    fn default() -> Self {
        Self { declared: HashMap::new(), budget: MAX_EXPANSION_BYTES, odd: Odd::default() }
    }
}

impl Entities {
    /// Learns the general entities of a DOCTYPE's internal subset (`<!ENTITY name "value">`).
    pub fn declare(&mut self, doctype: &str) {
        for declaration in doctype.split("<!ENTITY").skip(1) {
            let declaration = declaration.trim_start();
            let Some((name, rest)) = declaration.split_once(char::is_whitespace) else { continue };
            let rest = rest.trim_start();
            let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
            let Some((value, _)) = rest[1..].split_once(quote) else { continue };
            if self.declared.len() < MAX_DECLARED && value.len() <= MAX_VALUE_BYTES && !name.starts_with('%') {
                self.declared.entry(name.to_owned()).or_insert_with(|| value.to_owned());
            }
        }
    }

    /// Text with its references replaced; borrowed when it has none. What is no reference stays as it is.
    pub fn decode<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        if memchr::memchr(b'&', text.as_bytes()).is_none() {
            return Cow::Borrowed(text);
        }
        self.look(text);
        let decoded = match self.declared.is_empty() {
            true => html::decode_attribute(text),
            false => Cow::Owned(html::decode_attribute(&self.expand(text)).into_owned()),
        };
        // Only numeric references can be controls.
        let numeric = !self.declared.is_empty() || text.contains("&#");
        if numeric && decoded.chars().any(is_forbidden) { Cow::Owned(decoded.replace(is_forbidden, "")) } else { decoded }
    }

    /// What was odd about the texts so far.
    pub fn odd(&self) -> &Odd {
        &self.odd
    }

    /// Notes the first oddities; once both kinds are known, nothing more is looked at.
    fn look(&mut self, text: &str) {
        if self.odd.bare.is_some() && self.odd.undeclared.is_some() {
            return;
        }
        for at in memchr::memchr_iter(b'&', text.as_bytes()) {
            let rest = &text[at + 1..];
            let length =
                rest.bytes().take(40).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'#' | b'.' | b'-' | b'_')).count();
            let name = &rest[..length];
            if length == 0 || rest.as_bytes().get(length) != Some(&b';') {
                self.odd.bare.get_or_insert_with(|| around(text, at));
            } else if !matches!(name, "amp" | "lt" | "gt" | "quot" | "apos")
                && !name.starts_with('#')
                && !self.declared.contains_key(name)
            {
                self.odd.undeclared.get_or_insert_with(|| around(text, at));
            }
        }
    }

    fn expand(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('&') {
            out.push_str(before);
            rest = after;
            let name_len = after.bytes().take(64).take_while(|b| !matches!(b, b';' | b'&' | b' ')).count();
            let value = after
                .get(..name_len)
                .filter(|_| after.as_bytes().get(name_len) == Some(&b';'))
                .and_then(|name| self.declared.get(name))
                .filter(|value| value.len() <= self.budget);
            match value {
                Some(value) => {
                    out.push_str(value);
                    self.budget -= value.len();
                    rest = &after[name_len + 1..];
                }
                None => out.push('&'),
            }
        }
        out.push_str(rest);
        out
    }
}

/// The text around a place in it, for a message: a few words, on one line.
pub fn around(text: &str, at: usize) -> String {
    const BEFORE: usize = 16;
    const AFTER: usize = 24;
    let head = text.get(..at).unwrap_or_default();
    let start = head.char_indices().rev().nth(BEFORE - 1).map_or(0, |(start, _)| start);
    let tail = text.get(at..).unwrap_or_default();
    let end = tail.char_indices().nth(AFTER).map_or(tail.len(), |(end, _)| end);
    let shown: String = text[start..at].chars().chain(tail[..end].chars()).collect();
    let shown: Vec<&str> = shown.split_whitespace().collect();
    shown.join(" ")
}

/// Control characters, which a reference may smuggle in (XML 1.0 section 4.1, "Legal Character").
fn is_forbidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_entities_are_replaced_once() {
        let mut entities = Entities::default();
        entities.declare("DOCTYPE a [<!ENTITY x 'س'><!ENTITY y \"&x;&x;\"><!ENTITY z SYSTEM 'file:///x'><!ENTITY % p 'q'>");
        assert_eq!(entities.decode("&x;&y;&z;&p;&amp;&nbsp;&"), "س&x;&x;&z;&p;&\u{a0}&");
    }

    #[test]
    fn references_bring_no_control_characters() {
        assert_eq!(Entities::default().decode("a&#27;&#x7f;\n&#10;b"), "a\n\nb");
        let mut entities = Entities::default();
        entities.declare("<!ENTITY bell '&#7;'>");
        assert_eq!(entities.decode("a&bell;b"), "ab");
        assert!(matches!(Entities::default().decode("لا شيء"), Cow::Borrowed(_)));
    }
}
