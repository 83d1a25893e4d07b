//! Markup → [`Document`], in one pass with one stack.
//!
//! Names follow the "tree construction" section of the HTML standard. Two caps make hostile pages harmless: elements
//! deeper than [`Limits::depth`] become siblings at that depth (as in browsers), and the page ends at
//! [`Limits::nodes`]. Every tag costs at most `depth` steps, so that a page costs at most its length times a constant.

use crate::work;
use crate::work::scan::{memchr, memmem};

use super::tag::Tag;
use super::tree::{Document, Node, NodeId, Span};

/// How much of a page is taken.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Nesting of elements.
    pub depth: usize,
    /// Elements and runs of text.
    pub nodes: usize,
    /// Of the markup.
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 256, nodes: 200_000, bytes: 8 << 20 }
    }
}

/// Parses a page. Never fails: what cannot be understood is text or nothing.
pub fn parse<'a>(html: &'a str, limits: Limits) -> Document<'a> {
    let whole = html;
    let html = cut(html, MOST_BYTES.min(limits.bytes));
    // A start tag and the text behind it are two nodes, an end tag and the text behind it one.
    let estimate = memchr::memchr_iter(b'<', html.as_bytes()).take(limits.nodes).count() + 16;
    let mut builder = Builder {
        document: Document {
            html,
            nodes: Vec::with_capacity(estimate),
            attributes: Vec::with_capacity(64),
            truncated: html.len() < whole.len(),
        },
        stack: Vec::with_capacity(64),
        open: [0; Tag::COUNT],
        limits,
    };
    builder.push_node(Tag::Document, "");
    builder.enter(0, Tag::Document);
    builder.run(html);
    builder.pop_to(0);
    builder.document
}

/// Places in a page are numbers of 32 bits.
const MOST_BYTES: usize = u32::MAX as usize;

fn cut(html: &str, most: usize) -> &str {
    html.get(..html.floor_char_boundary(most)).unwrap_or(html)
}

/// Makes room for one more by a quarter: what is held for nothing stays little.
fn make_room<T>(list: &mut Vec<T>) {
    if list.len() == list.capacity() {
        list.reserve_exact(list.len() / 4 + 64);
    }
}

struct Open {
    id: NodeId,
    tag: Tag,
    /// Its end tag was seen while a block inside it was still open: it ends with that block.
    ended: bool,
}

struct Builder<'a> {
    document: Document<'a>,
    stack: Vec<Open>,
    /// How many elements of each tag are open: most stray end tags are answered without a search.
    open: [u32; Tag::COUNT],
    limits: Limits,
}

impl<'a> Builder<'a> {
    fn run(&mut self, html: &'a str) {
        let bytes = html.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if self.document.nodes.len() >= self.limits.nodes {
                self.document.truncated = true;
                return;
            }
            let tag_at = next_tag(bytes, at);
            if tag_at > at {
                self.text(&html[at..tag_at]);
            }
            if tag_at >= bytes.len() {
                return;
            }
            at = self.markup(html, tag_at);
        }
    }

    /// Handles the markup that starts with the `<` at `at`; where it ends.
    fn markup(&mut self, html: &'a str, at: usize) -> usize {
        let bytes = html.as_bytes();
        match bytes.get(at + 1) {
            Some(b'!') => skip_declaration(bytes, at),
            Some(b'?') => memchr(b'>', &bytes[at..]).map_or(bytes.len(), |n| at + n + 1),
            Some(b'/') if !bytes.get(at + 2).is_some_and(u8::is_ascii_alphabetic) => {
                memchr(b'>', &bytes[at..]).map_or(bytes.len(), |n| at + n + 1)
            }
            Some(b'/') => {
                let start = at + 2;
                let name_end = name_end(bytes, start);
                let close = memchr(b'>', &bytes[name_end..]).map_or(bytes.len(), |n| name_end + n + 1);
                self.end_tag(&html[start..name_end]);
                close
            }
            _ => self.start_tag(html, at + 1),
        }
    }

    fn start_tag(&mut self, html: &'a str, start: usize) -> usize {
        let bytes = html.as_bytes();
        let name_end = name_end(bytes, start);
        let name = &html[start..name_end];
        let tag = Tag::from_name(name.as_bytes());
        let first_attribute = self.document.attributes.len();
        let (mut at, closed_itself) = self.read_attributes(html, name_end);
        let count = u8::try_from(self.document.attributes.len() - first_attribute).unwrap_or(u8::MAX);
        self.document.attributes.truncate(first_attribute + usize::from(count));
        if at > bytes.len() {
            self.document.attributes.truncate(first_attribute);
            return bytes.len();
        }
        if self.ignores_start(tag) {
            self.document.attributes.truncate(first_attribute);
            return at;
        }
        self.leave_foreign(tag);
        self.close_implied(tag);
        let id = self.push_node(tag, name);
        self.document.nodes[id].attributes = u32::try_from(first_attribute).unwrap_or(0);
        self.document.nodes[id].attribute_count = count;
        let foreign = self.open[Tag::Svg as usize] > 0 || self.open[Tag::Math as usize] > 0;
        if tag.is_void() || (closed_itself && (foreign || matches!(tag, Tag::Svg | Tag::Math))) {
            return at;
        }
        if tag.is_raw_text() && !(foreign && matches!(tag, Tag::Title)) {
            let text_end = raw_text_end(bytes, at, name.as_bytes());
            if text_end > at {
                let text = self.push_node(Tag::Text, &html[at..text_end]);
                self.document.nodes[text].parent = u32::try_from(id).unwrap_or(0);
                self.document.nodes[text].depth += 1;
                self.document.nodes[id].end += 1;
            }
            at = memchr(b'>', &bytes[text_end..]).map_or(bytes.len(), |n| text_end + n + 1);
            return at;
        }
        if self.stack.len() < self.limits.depth {
            self.enter(id, tag);
        }
        at
    }

    /// Reads attributes up to `>`; where the tag ends (past the page when it does not) and whether by `/>`.
    fn read_attributes(&mut self, html: &'a str, mut at: usize) -> (usize, bool) {
        let bytes = html.as_bytes();
        let own = self.document.attributes.len();
        let mut slash = false;
        loop {
            while at < bytes.len() && (bytes[at].is_ascii_whitespace() || bytes[at] == b'/') {
                slash = bytes[at] == b'/';
                at += 1;
            }
            let Some(&first) = bytes.get(at) else { return (bytes.len() + 1, false) };
            if first == b'>' {
                return (at + 1, slash);
            }
            slash = false;
            let start = at;
            at += 1;
            while at < bytes.len() && !matches!(bytes[at], b'=' | b'>' | b'/') && !bytes[at].is_ascii_whitespace() {
                at += 1;
            }
            let name = html.get(start..at).unwrap_or_default();
            let mut after = at;
            while after < bytes.len() && bytes[after].is_ascii_whitespace() {
                after += 1;
            }
            let mut value = "";
            if bytes.get(after) == Some(&b'=') {
                after += 1;
                while after < bytes.len() && bytes[after].is_ascii_whitespace() {
                    after += 1;
                }
                match bytes.get(after) {
                    Some(&quote @ (b'"' | b'\'')) => {
                        let Some(length) = memchr(quote, &bytes[after + 1..]) else { return (bytes.len() + 1, false) };
                        value = html.get(after + 1..after + 1 + length).unwrap_or_default();
                        at = after + length + 2;
                    }
                    _ => {
                        let value_start = after;
                        while after < bytes.len() && bytes[after] != b'>' && !bytes[after].is_ascii_whitespace() {
                            after += 1;
                        }
                        value = html.get(value_start..after).unwrap_or_default();
                        at = after;
                    }
                }
            }
            // More than a few hundred attributes are an attack; those of real elements come first.
            if self.document.attributes.len() - own < usize::from(u8::MAX) {
                make_room(&mut self.document.attributes);
                self.document.attributes.push((Span::of(name, html), Span::of(value, html)));
            }
        }
    }

    /// Second `html`, `head` and `body` tags and nested forms mean nothing.
    fn ignores_start(&self, tag: Tag) -> bool {
        match tag {
            Tag::Html | Tag::Body | Tag::Form => self.open[tag as usize] > 0,
            Tag::Head => self.open[Tag::Head as usize] > 0 || self.open[Tag::Body as usize] > 0,
            _ => false,
        }
    }

    /// Elements of HTML end a drawing or a formula that was left open, unless it gives them a place (standard, "the rules for
    /// parsing tokens in foreign content").
    fn leave_foreign(&mut self, tag: Tag) {
        use Tag::*;
        if self.open[Svg as usize] + self.open[Math as usize] == 0 {
            return;
        }
        let leaves = tag.is_heading()
            || matches!(
                tag,
                B | Blockquote | Br | Center | Code | Dd | Div | Dl | Dt | Em | Embed | Hr | I | Img | Li | Menu | Meta | Ol | P
            )
            || matches!(tag, Pre | S | Small | Span | Strong | Sub | Sup | Table | U | Ul);
        if !leaves {
            return;
        }
        // Where a drawing or a formula holds HTML: its description, a foreign object, words.
        let place = |open: &Open| {
            let name = self.document.raw(open.id);
            open.tag == Title
                || open.tag == Other
                    && ["foreignObject", "desc", "annotation-xml", "mtext", "mi", "mo", "mn", "ms"]
                        .iter()
                        .any(|place| name.eq_ignore_ascii_case(place))
        };
        if self.stack.iter().any(place) {
            return;
        }
        if let Some(at) = self.stack.iter().position(|open| matches!(open.tag, Svg | Math)) {
            self.pop_to(at);
        }
    }

    /// Ends what the start of `tag` ends without saying so.
    fn close_implied(&mut self, tag: Tag) {
        use Tag::*;
        if self.open[Head as usize] > 0 && !tag.is_head_content() && !self.inside_noscript() {
            self.close(Head, |_| false);
        }
        if tag.is_block() && self.open[P as usize] > 0 {
            self.close(P, |t| t.bounds_scope() || t == Button);
        }
        match tag {
            Li => self.close(Li, |t| t.is_special() && !matches!(t, Address | Div | P)),
            Dd | Dt => {
                self.close(Dd, |t| t.is_special() && !matches!(t, Address | Div | P));
                self.close(Dt, |t| t.is_special() && !matches!(t, Address | Div | P));
            }
            Option => self.close(Option, |t| t != Option),
            Td | Th => {
                self.close(Td, |t| matches!(t, Table | Tr));
                self.close(Th, |t| matches!(t, Table | Tr));
            }
            Tr => self.close(Tr, |t| t == Table),
            Tbody | Thead | Tfoot => {
                for part in [Tbody, Thead, Tfoot] {
                    self.close(part, |t| t == Table);
                }
            }
            A if self.open[A as usize] > 0 => self.end_formatting(A),
            _ if tag.is_heading() && self.stack.last().is_some_and(|open| open.tag.is_heading()) => {
                let top = self.stack.len() - 1;
                self.pop_to(top);
            }
            _ => {}
        }
    }

    fn inside_noscript(&self) -> bool {
        self.open[Tag::Noscript as usize] > 0
    }

    fn end_tag(&mut self, name: &'a str) {
        use Tag::*;
        let tag = Tag::from_name(name.as_bytes());
        match tag {
            Html | Body => {}
            Br => {
                self.push_node(Br, name);
            }
            Other => {
                let found = self.stack.iter().rposition(|open| {
                    work::add(1);
                    open.tag.is_special() || (open.tag == Other && self.document.raw(open.id).eq_ignore_ascii_case(name))
                });
                if let Some(at) = found
                    && self.stack[at].tag == Other
                {
                    self.pop_to(at);
                }
            }
            _ if tag.is_heading() => {
                if let Some(at) = self.stack.iter().rposition(|open| {
                    work::add(1);
                    open.tag.is_heading() || open.tag.bounds_scope()
                }) && self.stack[at].tag.is_heading()
                {
                    self.pop_to(at);
                }
            }
            _ if self.open[tag as usize] == 0 => {}
            Form => self.end_formatting(Form),
            _ if tag.is_formatting() => self.end_formatting(tag),
            Table | Tr | Tbody | Thead | Tfoot => self.close(tag, |t| t == Table),
            Td | Th => self.close(tag, |t| matches!(t, Table | Tr)),
            Li => self.close(tag, |t| t.bounds_scope() || matches!(t, Ul | Ol)),
            _ if tag.is_special() => self.close(tag, Tag::bounds_scope),
            _ => self.close(tag, Tag::is_special),
        }
    }

    /// Ends an inline element: at once, or together with the block that is open inside it.
    fn end_formatting(&mut self, tag: Tag) {
        let mut block_inside = false;
        for at in (0..self.stack.len()).rev() {
            work::add(1);
            let open = &mut self.stack[at];
            if open.tag == tag && !open.ended {
                if block_inside {
                    open.ended = true;
                } else {
                    self.pop_to(at);
                }
                return;
            }
            if open.tag.bounds_scope() {
                return;
            }
            block_inside |= open.tag.is_special();
        }
    }

    /// Ends the nearest open `tag` unless `stop` holds for an element above it.
    fn close(&mut self, tag: Tag, stop: impl Fn(Tag) -> bool) {
        if self.open[tag as usize] == 0 {
            return;
        }
        for at in (0..self.stack.len()).rev() {
            work::add(1);
            let found = self.stack[at].tag;
            if found == tag {
                self.pop_to(at);
                return;
            }
            if stop(found) {
                return;
            }
        }
    }

    fn enter(&mut self, id: NodeId, tag: Tag) {
        self.open[tag as usize] += 1;
        self.stack.push(Open { id, tag, ended: false });
    }

    /// Ends every open element from the stack's place `at` upwards, and below it those that only waited for that.
    fn pop_to(&mut self, at: usize) {
        let end = u32::try_from(self.document.nodes.len()).unwrap_or(u32::MAX);
        while self.stack.len() > at || self.stack.last().is_some_and(|open| open.ended) {
            let Some(open) = self.stack.pop() else { return };
            self.open[open.tag as usize] -= 1;
            self.document.nodes[open.id].end = end;
        }
    }

    fn text(&mut self, raw: &'a str) {
        let blank = raw.bytes().all(|b| b.is_ascii_whitespace());
        if !blank && self.open[Tag::Head as usize] > 0 && self.stack.last().is_some_and(|open| open.tag == Tag::Head) {
            self.close(Tag::Head, |_| false);
        }
        self.push_node(Tag::Text, raw);
    }

    fn push_node(&mut self, tag: Tag, raw: &'a str) -> NodeId {
        let id = self.document.nodes.len();
        let parent = self.stack.last().map_or(0, |open| open.id);
        make_room(&mut self.document.nodes);
        let raw = Span::of(raw, self.document.html);
        self.document.nodes.push(Node {
            tag,
            depth: u16::try_from(self.stack.len()).unwrap_or(u16::MAX),
            attribute_count: 0,
            parent: u32::try_from(parent).unwrap_or(0),
            end: u32::try_from(id + 1).unwrap_or(u32::MAX),
            attributes: 0,
            raw,
        });
        id
    }
}

/// The next `<` that begins markup: a letter, `/` and a letter, `!` or `?` follows.
fn next_tag(bytes: &[u8], mut at: usize) -> usize {
    while let Some(n) = memchr(b'<', &bytes[at..]) {
        let tag_at = at + n;
        let begins = match bytes.get(tag_at + 1) {
            // What is no name behind it makes a comment.
            Some(b'/') => tag_at + 2 < bytes.len(),
            Some(b'!' | b'?') => true,
            Some(b) => b.is_ascii_alphabetic(),
            None => false,
        };
        if begins {
            return tag_at;
        }
        at = tag_at + 1;
    }
    bytes.len()
}

fn name_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while at < bytes.len() && !bytes[at].is_ascii_whitespace() && !matches!(bytes[at], b'>' | b'/') {
        at += 1;
    }
    at
}

/// Past a comment, a doctype or another `<!…>`.
fn skip_declaration(bytes: &[u8], at: usize) -> usize {
    if !bytes[at..].starts_with(b"<!--") {
        return memchr(b'>', &bytes[at..]).map_or(bytes.len(), |n| at + n + 1);
    }
    let body = at + 4;
    for short in [&b">"[..], b"->"] {
        if bytes[body..].starts_with(short) {
            return body + short.len();
        }
    }
    memmem::find(&bytes[body..], b"-->").map_or(bytes.len(), |n| body + n + 3)
}

/// Where the raw text that starts at `at` ends: at its own end tag or the page's end.
fn raw_text_end(bytes: &[u8], at: usize, name: &[u8]) -> usize {
    let mut from = at;
    while let Some(n) = memchr(b'<', &bytes[from..]) {
        let tag_at = from + n;
        let rest = &bytes[tag_at + 1..];
        if rest.first() == Some(&b'/')
            && rest.len() > name.len()
            && rest[1..=name.len()].eq_ignore_ascii_case(name)
            && rest.get(name.len() + 1).is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'))
        {
            return tag_at;
        }
        from = tag_at + 1;
    }
    bytes.len()
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
