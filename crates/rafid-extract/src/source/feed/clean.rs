//! Markup of a publisher into words, or into markup that is safe to pass on.
//!
//! What readers see on the portal does not come from here: bodies are built from data by the article room. This is
//! for titles, and for `rafid feed`, which shows what a feed says.

use std::borrow::Cow;
use std::sync::Arc;

use url::Url;

use super::draft::resolve;
use super::reader::is_html_void;
use crate::html::{decode, decode_attribute};
use crate::source::xml::{Attrs, Token, Tokens};

/// Elements that go with all that is inside them.
const DROPPED: &[&str] = &["script", "style", "applet", "noscript", "template"];

/// Elements that stay; of all others only the tags go.
const KEPT: &[&str] = &[
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "main",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

const ATTRIBUTES: &[&str] =
    &["alt", "cite", "colspan", "datetime", "dir", "height", "href", "lang", "poster", "rowspan", "src", "title", "width"];
const ADDRESSES: &[&str] = &["href", "src", "cite", "poster"];
const SCHEMES: &[&str] = &["http", "https", "mailto", "tel"];
const MAX_OPEN: usize = 256;

/// A fragment of HTML with only harmless elements, attributes and addresses, every element closed, addresses absolute
/// where `base` is known.
pub fn html(fragment: &str, base: Option<&Arc<Url>>) -> String {
    let mut out = String::with_capacity(fragment.len());
    let mut open: Vec<&'static str> = Vec::new();
    let mut dropped: Option<&str> = None;
    for token in Tokens::new(fragment) {
        if let Some(name) = dropped {
            if matches!(token, Token::End { name: end } if end.eq_ignore_ascii_case(name)) {
                dropped = None;
            }
            continue;
        }
        match token {
            Token::Text(text) => push_text(&mut out, text),
            Token::CData(text) => out.push_str(&escape(text)),
            Token::Doctype(_) => {}
            Token::Start { name, attrs, empty } => {
                if let Some(name) = known(DROPPED, name) {
                    dropped = (!empty).then_some(name);
                } else if let Some(name) = known(KEPT, name) {
                    push_start(&mut out, name, attrs, base);
                    if !is_html_void(name) && open.len() < MAX_OPEN {
                        open.push(name);
                    }
                }
            }
            Token::End { name } => {
                let at = known(KEPT, name).and_then(|name| open.iter().rposition(|o| *o == name));
                if let Some(at) = at {
                    open.drain(at..).rev().for_each(|name| push_end(&mut out, name));
                }
            }
        }
    }
    open.into_iter().rev().for_each(|name| push_end(&mut out, name));
    out
}

fn known(list: &[&'static str], name: &str) -> Option<&'static str> {
    list.iter().find(|known| known.eq_ignore_ascii_case(name)).copied()
}

fn push_end(out: &mut String, name: &str) {
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

fn push_start(out: &mut String, name: &str, attrs: &str, base: Option<&Arc<Url>>) {
    out.push('<');
    out.push_str(name);
    for (attribute, value) in Attrs::new(attrs).take(64) {
        let Some(attribute) = known(ATTRIBUTES, attribute) else { continue };
        let mut decoded = decode_attribute(value);
        if decoded.chars().any(char::is_control) {
            decoded = Cow::Owned(decoded.replace(|c: char| c.is_control() && c != '\n' && c != '\t', ""));
        }
        let value = if ADDRESSES.contains(&attribute) {
            let Some(address) = resolve(base, &decoded).filter(|a| is_harmless(a)) else { continue };
            Cow::Owned(address)
        } else {
            decoded
        };
        out.push(' ');
        out.push_str(attribute);
        out.push_str("=\"");
        out.push_str(&escape(&value).replace('"', "&quot;"));
        out.push('"');
    }
    out.push_str(if is_html_void(name) { " />" } else { ">" });
}

/// No scheme, or one that cannot run anything. Browsers skip control characters and spaces in schemes, so do we.
fn is_harmless(address: &str) -> bool {
    let squeezed: String = address.chars().take(64).filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    match squeezed.split_once(':') {
        Some((scheme, _)) if !scheme.contains(['/', '?', '#']) => SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme)),
        _ => true,
    }
}

/// Text of a fragment: references stay, what is no reference and no tag is escaped.
fn push_text(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match rest.as_bytes()[0] {
            b'&' if is_reference(rest) => {
                if let Some((mended, used)) = mended_reference(rest) {
                    out.push_str(&mended);
                    rest = &rest[used..];
                    continue;
                }
                out.push('&');
            }
            b'&' => out.push_str("&amp;"),
            b'<' => out.push_str("&lt;"),
            _ => out.push('>'),
        }
        rest = &rest[1..];
    }
    out.push_str(rest);
}

/// Whether `text`, which begins with `&`, begins with a complete reference.
fn is_reference(text: &str) -> bool {
    let name = text[1..].bytes().take(32).take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
    name > 0 && text.as_bytes().get(1 + name) == Some(&b';')
}

/// A numeric reference that XML would not take, as what it means, with its length: `&#146;` is `&#x2019;`
/// (windows-1252), `&#X61;` is `&#x61;`.
fn mended_reference(text: &str) -> Option<(String, usize)> {
    let end = text.find(';')?;
    let number = text.strip_prefix("&#")?;
    let number = &number[..end - 2];
    let point = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    if !matches!(point, Ok(0x80..=0x9f)) && !number.starts_with('X') {
        return None;
    }
    let meant = decode(&text[..=end]).chars().next()?;
    Some((format!("&#x{:x};", u32::from(meant)), end + 1))
}

/// Plain text as HTML.
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>']) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
}

/// Whether text that should be plain has tags or references in it.
pub fn looks_like_html(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'<', b'&', bytes).any(|at| match (bytes[at], bytes.get(at + 1)) {
        (b'<', Some(next)) => next.is_ascii_alphabetic() || matches!(next, b'/' | b'!'),
        (b'&', Some(_)) => is_reference(&text[at..]),
        _ => false,
    })
}

/// The words of a fragment of HTML: tags gone, references replaced, white space collapsed.
pub fn words(fragment: &str) -> String {
    if !fragment.contains(['<', '&']) {
        return collapse(fragment);
    }
    let mut text = String::with_capacity(fragment.len());
    let mut dropped: Option<&str> = None;
    for token in Tokens::new(fragment) {
        match (token, dropped) {
            (Token::End { name: end }, Some(name)) if end.eq_ignore_ascii_case(name) => dropped = None,
            (_, Some(_)) => {}
            (Token::Text(piece), None) => text.push_str(&decode(piece)),
            (Token::CData(piece), None) => text.push_str(piece),
            (Token::Start { name, empty, .. }, None) => {
                dropped = known(DROPPED, name).filter(|_| !empty);
                if is_block(name) {
                    text.push(' ');
                }
            }
            (Token::End { name }, None) if is_block(name) => text.push(' '),
            _ => {}
        }
    }
    collapse(&text)
}

fn is_block(name: &str) -> bool {
    ["br", "p", "div", "li", "td", "tr", "h1", "h2", "h3", "h4"].iter().any(|block| block.eq_ignore_ascii_case(name))
}

/// One space for each run of white space, none at the ends; no control characters.
pub fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    if out.contains(char::is_control) {
        out.retain(|c| !c.is_control());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_without_markup() {
        for (fragment, expected) in [
            ("خبر  \n عاجل", "خبر عاجل"),
            ("<b>خبر</b><br>عاجل", "خبر عاجل"),
            ("س&nbsp;&amp;&nbsp;ج", "س & ج"),
            ("أ<script>var x = '<b>'</script>ب", "أب"),
            ("3 < 5 &lt; 7", "3 < 5 < 7"),
        ] {
            assert_eq!(words(fragment), expected, "{fragment}");
        }
    }

    #[test]
    fn fragments_become_closed_and_absolute() {
        let base = Url::parse("https://paper.example/a/").ok().map(Arc::new);
        for (fragment, expected) in [
            ("<p>أ<p>ب</b>", "<p>أ<p>ب</p></p>"),
            ("<A HREF='../x?a=1&amp;b=2' onclick=y>ج</A>", "<a href=\"https://paper.example/x?a=1&amp;b=2\">ج</a>"),
            ("<img src=i.png width=5>", "<img src=\"https://paper.example/a/i.png\" width=\"5\" />"),
            ("AT&T &copy; 1 < 2", "AT&amp;T &copy; 1 &lt; 2"),
            ("<o:p>د</o:p><font color=red>ه</font>", "ده"),
        ] {
            assert_eq!(html(fragment, base.as_ref()), expected, "{fragment}");
        }
    }

    #[test]
    fn what_looks_like_html() {
        for (text, expected) in
            [("1 < 2", false), ("a & b", false), ("AT&T;", true), ("<b>", true), ("x &#8230; y", true), ("</p", true)]
        {
            assert_eq!(looks_like_html(text), expected, "{text}");
        }
    }
}
