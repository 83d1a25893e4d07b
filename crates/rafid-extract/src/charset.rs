//! Which encoding are these bytes in? Bytes into text, for feeds and pages alike.
//!
//! The order is that of RFC 7303 section 3 and of the HTML standard's encoding sniffing: byte order mark, then the
//! HTTP header, then the document's own declaration, then detection. Publishers of Arabic news taught two
//! exceptions. Bytes that are valid UTF-8 are UTF-8 whatever was declared: text in a single-byte encoding that is
//! valid UTF-8 by accident does not occur in practice. And a declaration of a Latin encoding is not believed when
//! the bytes read as Arabic: servers send `ISO-8859-1` by default.
//!
//! Start reading at [`decode`]. [`prescan`] finds declarations, [`detect`] guesses without one, [`unicode`] knows
//! the marks and the encodings of two and four bytes.

mod detect;
mod prescan;
mod unicode;

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};
use rafid_core::Issue;

/// What kind of document: decides which declarations are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Html,
    Xml,
}

/// Who said which encoding it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A byte order mark, or the zero bytes of UTF-16 and UTF-32.
    Mark,
    /// The charset parameter of the HTTP header `Content-Type`.
    Http,
    /// `<meta charset>` or `<?xml encoding?>`.
    Declared,
    /// The bytes themselves: valid UTF-8, or the detector's guess.
    Detected,
}

/// Text, and how it was found.
#[derive(Debug, Clone)]
pub struct Decoded<'a> {
    /// Without a byte order mark; malformed sequences are U+FFFD.
    pub text: Cow<'a, str>,
    /// WHATWG name, such as `windows-1256`, or `UTF-32`.
    pub encoding: &'static str,
    pub source: Source,
    pub issues: Vec<Issue>,
}

/// Decodes a document. `content_type` is the value of the HTTP header, such as `text/html; charset=windows-1256`.
///
/// Never fails; issues are `wrong-charset` (the declared one is not what the bytes are), `unknown-charset` and
/// `malformed-bytes`.
pub fn decode<'a>(bytes: &'a [u8], content_type: Option<&str>, kind: Kind) -> Decoded<'a> {
    if let Some((text, encoding)) = unicode::decode_marked(bytes) {
        return Decoded { text, encoding, source: Source::Mark, issues: Vec::new() };
    }
    let mut issues = Vec::new();
    let http = content_type.and_then(prescan::charset_parameter);
    let declared = prescan::declared(bytes, kind);
    let mut candidates = Vec::new();
    for (label, source) in [(http, Source::Http), (declared.as_deref(), Source::Declared)] {
        let Some(label) = label else { continue };
        match prescan::for_label(label) {
            Some(encoding) => candidates.push((encoding, source)),
            None => issues.push(Issue::note("unknown-charset", format!("no encoding is called {label:?}"))),
        }
    }
    let first = candidates.first().copied();

    let (encoding, source) = match simdutf8::basic::from_utf8(bytes) {
        Ok(text) => {
            let honest = first.filter(|(encoding, _)| *encoding != UTF_8 && unicode::maybe_multibyte(encoding, text));
            match honest {
                Some(honest) => honest,
                None => {
                    let source = candidates.iter().find(|(e, _)| *e == UTF_8).map_or(Source::Detected, |(_, s)| *s);
                    if let Some((encoding, _)) = first.filter(|(e, _)| *e != UTF_8 && !text.is_ascii()) {
                        issues.push(Issue::note("wrong-charset", format!("declared {} but is UTF-8", encoding.name())));
                    }
                    return Decoded { text: Cow::Borrowed(text), encoding: UTF_8.name(), source, issues };
                }
            }
        }
        Err(_) if detect::is_damaged_utf8(bytes, candidates.iter().any(|(e, _)| *e == UTF_8)) => (UTF_8, Source::Detected),
        Err(_) => choose(bytes, &candidates),
    };

    if let Some((other, _)) = first.filter(|(e, _)| *e != encoding) {
        issues.push(Issue::warning("wrong-charset", format!("declared {} but reads as {}", other.name(), encoding.name())));
    }
    let (text, malformed) = encoding.decode_without_bom_handling(bytes);
    if malformed {
        issues.push(Issue::warning("malformed-bytes", malformed_detail(bytes, encoding, &text)));
    }
    Decoded { text, encoding: encoding.name(), source, issues }
}

/// Which bytes they are that do not fit; where the encoding does not tell, the text around them.
fn malformed_detail(bytes: &[u8], encoding: &'static Encoding, text: &str) -> String {
    let name = encoding.name();
    if let Some(error) = std::str::from_utf8(bytes).err().filter(|_| encoding == UTF_8) {
        let at = error.valid_up_to();
        let shown: Vec<String> = bytes[at..].iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        return format!("bytes that are not {name}, the first at {at}: {}", shown.join(" "));
    }
    let place = text.find('\u{fffd}').map(|at| crate::source::xml::around(text, at)).unwrap_or_default();
    format!("some bytes are not {name}: {place:?}")
}

/// For bytes that are not UTF-8: the first declaration that the bytes bear out, otherwise the detector's guess.
fn choose(bytes: &[u8], candidates: &[(&'static Encoding, Source)]) -> (&'static Encoding, Source) {
    let sample = &bytes[..bytes.len().min(64 * 1024)];
    let arabic = detect::arabic(sample);
    for &(encoding, source) in candidates {
        let believable = match arabic {
            Some(arabic) => encoding == arabic || !detect::is_latin(encoding),
            None => true,
        };
        let sound = encoding != UTF_8 && !encoding.decode_without_bom_handling(sample).1;
        // ISO-8859-1 from a server and another encoding from the document itself: the document knows better.
        let default = source == Source::Http && detect::is_latin(encoding) && candidates.len() > 1;
        if believable && sound && !default {
            return (encoding, source);
        }
    }
    let guess = arabic.unwrap_or_else(|| detect::guess(bytes));
    let fallback = candidates.iter().find(|(e, _)| *e != UTF_8 && detect::is_latin(e) && arabic.is_none());
    fallback.copied().unwrap_or((guess, Source::Detected))
}

#[cfg(test)]
#[path = "charset/tests.rs"]
mod tests;
