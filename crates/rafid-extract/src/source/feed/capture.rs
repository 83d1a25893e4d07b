//! The text of one field while its element is open.

use std::borrow::Cow;
use std::sync::Arc;

use url::Url;

use super::clean;
use super::fields::{Field, Place};
use super::model::Text;
use super::reader::is_html_void;
use crate::source::xml::Entities;

/// How the characters of a text construct stand for its value (RFC 4287 section 3.1 and Atom 0.3's `mode`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The type says plain text.
    Plain,
    /// The type says HTML.
    Html,
    Base64,
    /// Nothing is said: HTML if it looks like it.
    Guess,
}

#[derive(Debug)]
pub struct Capture {
    pub field: Field,
    pub rank: u8,
    /// Where the element stands.
    pub place: Place,
    pub form: Form,
    /// Markup inside is the value itself (XHTML): references in its text stay as they are.
    pub verbatim: bool,
    /// Atom 1.0 wraps XHTML in a `<div>` that is not part of the value.
    pub unwrap_div: bool,
    /// An attribute that the field needs: `isPermaLink`, `term`.
    pub hint: Option<String>,
    pub base: Option<Arc<Url>>,
    buffer: String,
    has_markup: bool,
}

impl Capture {
    pub fn new(field: Field, rank: u8, place: Place, base: Option<Arc<Url>>) -> Self {
        Self {
            field,
            rank,
            place,
            form: Form::Guess,
            verbatim: false,
            unwrap_div: false,
            hint: None,
            base,
            buffer: String::new(),
            has_markup: false,
        }
    }

    /// Whether another field that begins inside this one shows that an end tag is missing: true where no markup is
    /// expected, and in titles, whose markup is never that of a feed.
    pub fn ends_with_next_field(&self) -> bool {
        !self.field.is_rich() || (self.field == Field::Title && !self.verbatim)
    }

    pub fn text(&mut self, raw: &str, cdata: bool, entities: &mut Entities) {
        match (self.verbatim, cdata) {
            (true, false) => self.buffer.push_str(&clean::escape(&entities.decode(raw))),
            (true, true) => self.buffer.push_str(&clean::escape(raw)),
            (false, true) => self.buffer.push_str(raw),
            (false, false) => self.buffer.push_str(&entities.decode(raw)),
        }
    }

    /// Markup that was not escaped: kept as markup where the field may hold any.
    pub fn start_tag(&mut self, name: &str, attrs: &str, empty: bool) {
        if !self.field.is_rich() {
            return;
        }
        self.has_markup = true;
        self.buffer.push('<');
        self.buffer.push_str(name);
        if !attrs.trim().is_empty() {
            self.buffer.push(' ');
            self.buffer.push_str(attrs.trim());
        }
        match (empty, is_html_void(name)) {
            (_, true) => self.buffer.push_str(" />"),
            (true, false) => {
                self.buffer.push_str("></");
                self.buffer.push_str(name);
                self.buffer.push('>');
            }
            (false, false) => self.buffer.push('>'),
        }
    }

    pub fn end_tag(&mut self, name: &str) {
        if self.field.is_rich() {
            self.buffer.push_str("</");
            self.buffer.push_str(name.rsplit(':').next().unwrap_or(name));
            self.buffer.push('>');
        }
    }

    /// The trimmed characters, whatever they mean; `None` when there are none.
    pub fn word(&self) -> Option<&str> {
        let word = self.buffer.trim();
        (!word.is_empty()).then_some(word)
    }

    /// The value as words of the publisher.
    pub fn into_text(mut self) -> Option<Text> {
        if self.form == Form::Base64 {
            self.buffer = base64(&self.buffer)?;
        }
        let mut value: Cow<str> = Cow::Borrowed(self.buffer.trim());
        if self.unwrap_div
            && let Some(inner) = without_div(&value)
        {
            value = Cow::Owned(inner.to_owned());
        }
        if value.is_empty() {
            return None;
        }
        let markup = match self.form {
            Form::Plain => self.has_markup,
            Form::Html => true,
            Form::Guess | Form::Base64 => self.has_markup || clean::looks_like_html(&value),
        };
        let value = match value {
            Cow::Borrowed(trimmed) if trimmed.len() == self.buffer.len() => std::mem::take(&mut self.buffer),
            other => other.into_owned(),
        };
        Some(Text { value, markup, base: if markup { self.base } else { None } })
    }
}

/// What is inside a `<div>` that wraps the whole value.
fn without_div(value: &str) -> Option<&str> {
    let rest = value.strip_prefix("<div")?;
    let inner = rest[rest.find('>')? + 1..].strip_suffix("</div>")?;
    // A second top-level div means that the first does not wrap everything.
    let mut depth = 0i32;
    for (at, _) in inner.match_indices('<') {
        let tag = &inner[at..];
        if tag.starts_with("<div") {
            depth += 1;
        } else if tag.starts_with("</div") {
            depth -= 1;
        }
        if depth < 0 {
            return None;
        }
    }
    Some(inner.trim())
}

/// RFC 4648 section 4, white space and missing padding allowed; `None` when the result is no text.
fn base64(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0u32);
    for b in text.bytes().filter(|b| !b.is_ascii_whitespace() && *b != b'=') {
        let digit = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(digit);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    String::from_utf8(bytes).ok()
}
