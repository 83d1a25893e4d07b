//! The inside of a start tag into names and values.

/// Iterates over `name="value"` pairs; values are still encoded. Quotes may be missing, and so may the value.
#[derive(Debug, Clone)]
pub struct Attrs<'a> {
    rest: &'a str,
}

impl<'a> Attrs<'a> {
    pub fn new(attrs: &'a str) -> Self {
        Self { rest: attrs }
    }

    /// The raw value of the first attribute called `name`, ASCII case ignored.
    pub fn get(attrs: &'a str, name: &str) -> Option<&'a str> {
        Self::new(attrs).find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

impl<'a> Iterator for Attrs<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let stray = |c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\'' | '=' | ',');
        self.rest = self.rest.trim_start_matches(stray);
        if self.rest.is_empty() {
            return None;
        }
        let end = self.rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '/' | '"' | '\'')).unwrap_or(self.rest.len());
        let (name, after) = self.rest.split_at(end);
        let Some(value) = after.trim_start().strip_prefix('=') else {
            self.rest = after;
            return Some((name, ""));
        };
        let value = value.trim_start();
        let (value, rest) = match value.as_bytes().first() {
            Some(b'"') => split_quoted(&value[1..], '"'),
            Some(b'\'') => split_quoted(&value[1..], '\''),
            _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        self.rest = rest;
        Some((name, value))
    }
}

/// Up to the closing quote; where it is missing, up to the next white space.
fn split_quoted(text: &str, quote: char) -> (&str, &str) {
    match text.find(quote) {
        Some(n) => (&text[..n], &text[n + 1..]),
        None => text.split_at(text.find(char::is_whitespace).unwrap_or(text.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_in_all_spellings() {
        let pairs = |text| Attrs::new(text).collect::<Vec<_>>();
        assert_eq!(pairs(" a=\"1\" b = '2' c=3 d"), [("a", "1"), ("b", "2"), ("c", "3"), ("d", "")]);
        assert_eq!(pairs(" a=\"1\"b=\"2\""), [("a", "1"), ("b", "2")]);
        assert_eq!(pairs("a=\"never closed b=2"), [("a", "never"), ("closed", ""), ("b", "2")]);
        assert_eq!(pairs(" = / \" '"), []);
        assert_eq!(Attrs::get("x='1' HREF='2'", "href"), Some("2"));
    }
}
