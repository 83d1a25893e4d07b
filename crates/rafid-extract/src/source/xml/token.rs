//! Text into tags and the text between them.

use crate::work::scan::{memchr, memchr2, memchr3, memmem, memrchr};

/// One piece of a document, borrowed from it. Text and attribute values are still encoded: see [`super::Entities`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token<'a> {
    /// `<name attrs>`; `empty` where it ends in `/>`.
    Start { name: &'a str, attrs: &'a str, empty: bool },
    /// `</name>`
    End { name: &'a str },
    /// Characters outside any markup, references not yet replaced.
    Text(&'a str),
    /// The inside of `<![CDATA[…]]>`, or of one that never ends.
    CData(&'a str),
    /// The inside of `<!DOCTYPE …>` with its internal subset.
    Doctype(&'a str),
}

/// The tokens of a document; comments and processing instructions are skipped.
///
/// Never fails and never loops: each step consumes at least one byte. Each byte is looked at a bounded number of
/// times, also in hostile input, because a search that reaches the end of the document is remembered.
#[derive(Debug, Clone)]
pub struct Tokens<'a> {
    text: &'a str,
    pos: usize,
    /// Offset of the last `>`: what begins with `<` after it cannot be a tag.
    last_gt: usize,
    /// Set once a comment was found to have no end.
    endless_comment: bool,
    /// A second DOCTYPE is skipped without looking for its subset.
    doctype_seen: bool,
    /// How many tags turned out to have no end, at the cost of a search through the rest of the document.
    dead_ends: u8,
    /// Where the first thing was that had to be mended.
    broken_at: Option<usize>,
}

/// After so many tags without an end, nothing further is taken for a tag.
const MAX_DEAD_ENDS: u8 = 16;

impl<'a> Tokens<'a> {
    pub fn new(text: &'a str) -> Self {
        let last_gt = memrchr(b'>', text.as_bytes()).unwrap_or(0);
        Self { text, pos: 0, last_gt, endless_comment: false, doctype_seen: false, dead_ends: 0, broken_at: None }
    }

    /// Byte offset of the next token.
    pub fn offset(&self) -> usize {
        self.pos
    }

    /// True once something had to be mended: a stray `<`, an unclosed quote, a comment or CDATA without an end.
    pub fn mended(&self) -> bool {
        self.broken_at.is_some()
    }

    /// The text around the first thing that had to be mended.
    pub fn mended_around(&self) -> Option<String> {
        self.broken_at.map(|at| super::around(self.text, at))
    }

    fn mend(&mut self) {
        self.broken_at.get_or_insert(self.pos);
    }

    fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes()
    }

    fn rest(&self) -> &'a str {
        &self.text[self.pos..]
    }

    /// Text up to the next `<` that could open markup; a `<` at `pos` itself is taken as text.
    fn text_from_here(&mut self) -> Token<'a> {
        let start = self.pos;
        let after = start + 1;
        self.pos = memchr(b'<', &self.bytes()[after..]).map_or(self.text.len(), |n| after + n);
        // `after` may split a character only where the byte at `start` is not `<`, and then `pos` is past it.
        Token::Text(&self.text[start..self.pos])
    }

    fn take(&mut self, open: usize, close: &str) -> Option<&'a str> {
        let rest = self.rest();
        let inner = rest.get(open..)?;
        let end = memmem::find(inner.as_bytes(), close.as_bytes())?;
        self.pos += open + end + close.len();
        Some(&inner[..end])
    }

    fn cdata(&mut self) -> Token<'a> {
        const OPEN: usize = "<![CDATA[".len();
        if let Some(inner) = self.take(OPEN, "]]>") {
            return Token::CData(inner);
        }
        self.mend();
        let inner = &self.rest()[OPEN..];
        self.pos = self.text.len();
        Token::CData(inner)
    }

    /// `<!DOCTYPE … [ … ] >`; without a proper end, up to the first `>`.
    fn doctype(&mut self) -> Token<'a> {
        let rest = self.rest();
        let bytes = rest.as_bytes();
        let first = memchr2(b'[', b'>', bytes);
        let end = match first {
            Some(n) if bytes[n] == b'[' && !self.doctype_seen => {
                memmem::find(&bytes[n..], b"]").and_then(|close| memchr(b'>', &bytes[n + close..]).map(|gt| n + close + gt))
            }
            other => other,
        };
        let end = end.filter(|&n| bytes[n] == b'>').or_else(|| memchr(b'>', bytes)).unwrap_or(bytes.len() - 1);
        self.pos += end + 1;
        self.doctype_seen = true;
        Token::Doctype(rest.get(2..end).unwrap_or_default())
    }

    fn end_tag(&mut self) -> Option<Token<'a>> {
        let rest = self.rest();
        let stop = 2 + memchr2(b'<', b'>', &rest.as_bytes()[2..])?;
        let name = rest[2..stop].trim();
        if name.is_empty() || !is_name_start(name.as_bytes()[0]) {
            return None;
        }
        let closed = rest.as_bytes()[stop] == b'>';
        if !closed {
            self.mend();
        }
        self.pos += stop + usize::from(closed);
        Some(Token::End { name: &name[..name_len(name)] })
    }

    fn start_tag(&mut self) -> Option<Token<'a>> {
        if self.pos > self.last_gt {
            return None;
        }
        let rest = self.rest();
        let name = &rest[1..1 + name_len(&rest[1..])];
        let Some((inner_end, next)) = self.tag_end(1 + name.len()) else {
            self.dead_ends += 1;
            if self.dead_ends == MAX_DEAD_ENDS {
                self.last_gt = 0;
            }
            return None;
        };
        let inner = &rest[1 + name.len()..inner_end];
        let (attrs, empty) = match inner.strip_suffix('/') {
            Some(attrs) => (attrs, true),
            None => (inner, false),
        };
        self.pos += next;
        Some(Token::Start { name, attrs, empty })
    }

    /// Where the tag at `pos` ends: (end of its inside, start of what follows), relative to `pos`.
    ///
    /// A `>` inside quotes does not count, but a quote that is never closed must not swallow the document: when a
    /// quoted value runs over a `>` and then meets a `<`, the quote is taken as stray and the `>` as the end.
    fn tag_end(&mut self, from: usize) -> Option<(usize, usize)> {
        let bytes = self.rest().as_bytes();
        let mut at = from;
        loop {
            at += memchr3(b'>', b'"', b'\'', &bytes[at..])?;
            let quote = bytes[at];
            if quote == b'>' {
                return Some((at, at + 1));
            }
            let value = at + 1;
            let mut gt = None;
            let mut scan = value;
            let closed = loop {
                let Some(n) = memchr3(quote, b'>', b'<', &bytes[scan..]) else { break None };
                let found = scan + n;
                match bytes[found] {
                    b'>' => gt = gt.or(Some(found)),
                    b'<' if gt.is_some() => break None,
                    b'<' => {}
                    _ => break Some(found),
                }
                scan = found + 1;
            };
            match (closed, gt) {
                (Some(close), _) => at = close + 1,
                (None, Some(gt)) => {
                    self.mend();
                    return Some((gt, gt + 1));
                }
                (None, None) => return None,
            }
        }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let rest = self.rest();
            let bytes = rest.as_bytes();
            let first = *bytes.first()?;
            if first != b'<' {
                return Some(self.text_from_here());
            }
            let token = match bytes.get(1) {
                Some(b'/') => self.end_tag(),
                Some(b'!') if rest.starts_with("<!--") => {
                    if !self.endless_comment && self.take(4, "-->").is_some() {
                        continue;
                    }
                    self.endless_comment = true;
                    self.mend();
                    self.pos += 4;
                    continue;
                }
                Some(b'!') if rest.starts_with("<![CDATA[") => Some(self.cdata()),
                Some(b'!') if bytes.len() >= 9 && bytes[2..9].eq_ignore_ascii_case(b"doctype") => Some(self.doctype()),
                Some(b'?' | b'!') if self.pos < self.last_gt => {
                    let end = memchr(b'>', bytes).unwrap_or(bytes.len() - 1);
                    self.pos += end + 1;
                    continue;
                }
                Some(&b) if is_name_start(b) => self.start_tag(),
                _ => None,
            };
            if let Some(token) = token {
                return Some(token);
            }
            self.mend();
            return Some(self.text_from_here());
        }
    }
}

fn is_name_start(b: u8) -> bool {
    b.is_ascii_alphabetic() || b == b'_' || b == b':' || b >= 0x80
}

/// Length of the name at the start of `text`: up to white space, `/`, `>`, `<`, a quote or `=`.
fn name_len(text: &str) -> usize {
    text.bytes()
        .position(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>' | b'<' | b'"' | b'\'' | b'='))
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tokens in short: `<a x>`, `<a x/>`, `</a>`, text, `[cdata]`, `!doctype`.
    fn brief(text: &str) -> Vec<String> {
        let show = |token| match token {
            Token::Start { name, attrs, empty } => format!("<{name}{attrs}{}>", if empty { "/" } else { "" }),
            Token::End { name } => format!("</{name}>"),
            Token::Text(text) => text.to_owned(),
            Token::CData(text) => format!("[{text}]"),
            Token::Doctype(text) => format!("!{text}"),
        };
        Tokens::new(text).map(show).collect()
    }

    #[test]
    fn good_and_broken_documents() {
        let cases: &[(&str, &[&str])] = &[
            ("<a b='>'>x</a >", &["<a b='>'>", "x", "</a>"]),
            ("<a/><b c/>", &["<a/>", "<b c/>"]),
            ("<?xml v?><!-- <a> --><a>", &["<a>"]),
            ("<![CDATA[<b>]]]]>&amp;", &["[<b>]]]", "&amp;"]),
            ("<![CDATA[<b>", &["[<b>]"]),
            ("<!DOCTYPE a [<!ENTITY b \"c\">]><a>", &["!DOCTYPE a [<!ENTITY b \"c\">]", "<a>"]),
            ("<!DOCTYPE a><a>", &["!DOCTYPE a", "<a>"]),
            ("1 < 2 > 0", &["1 ", "< 2 > 0"]),
            ("<a b=\"c><d>", &["<a b=\"c>", "<d>"]),
            ("<a don't><b>", &["<a don't>", "<b>"]),
            ("</a <b>", &["</a>", "<b>"]),
            ("</ >x", &["</ >x"]),
            ("<!-- never <a>", &[" never ", "<a>"]),
            ("<خبر>نص</خبر>", &["<خبر>", "نص", "</خبر>"]),
            ("a<b", &["a", "<b"]),
            ("<", &["<"]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(brief(text), *expected, "{text}");
        }
    }

    #[test]
    fn only_broken_documents_are_called_mended() {
        let mended = |text: &str| {
            let mut tokens = Tokens::new(text);
            while tokens.next().is_some() {}
            tokens.mended()
        };
        assert!(!mended("<a b=\"1 > 2\"><![CDATA[<]]></a>"));
        for broken in ["a < b", "<a b=\"c><d>", "<![CDATA[", "</a <b>"] {
            assert!(mended(broken), "{broken}");
        }
    }
}
