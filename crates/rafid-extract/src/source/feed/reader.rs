//! Tokens into a feed: which element is open, whose text is being read, and what to do when tags do not match.
//!
//! The rules for mending are few. An end tag closes the nearest open element of its name with everything inside, and
//! is ignored when there is none. An `item` or `entry` always begins a new entry, even inside an unclosed one. A new
//! field ends a one-line field that was left open. At the end of the document everything open is closed, so that a
//! feed that was cut in half keeps all it had.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::tz::TimeZone;
use memchr::memmem;
use rafid_core::Issue;
use url::Url;

use super::capture::Capture;
use super::draft::{Draft, resolve};
use super::fields::{Field, Place, Role, role};
use super::model::{Entry, FeedKind, ParsedFeed};
use super::namespace::{self, Ns};
use crate::source::xml::{Attrs, Entities, Token, Tokens};

/// Elements nested deeper than this are read as if they were not there.
const MAX_DEPTH: usize = 200;
const MAX_NAMESPACES: usize = 128;
/// Further entries are left alone: a publisher's archive does not belong into a feed.
pub const MAX_ENTRIES: usize = 50_000;

/// An open element.
#[derive(Debug)]
pub(super) struct Open<'a> {
    pub name: &'a str,
    pub closes: Closes,
    /// For its children.
    pub place: Place,
    /// Added to the rank of what its children say.
    pub penalty: u8,
}

/// What has to be done when an element ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closes {
    Nothing,
    Entry,
    Capture,
    /// Markup inside a capture.
    Inside,
    Person,
}

pub(super) struct Reader<'a> {
    tokens: Tokens<'a>,
    pub entities: Entities,
    stack: Vec<Open<'a>>,
    /// Elements open beyond `MAX_DEPTH`.
    overflow: usize,
    namespaces: Vec<(usize, &'a str, Ns)>,
    bases: Vec<(usize, Arc<Url>)>,
    /// Of times that name none.
    pub zone: &'a TimeZone,
    pub kind: FeedKind,
    pub feed: Draft,
    pub entry: Option<Draft>,
    pub capture: Option<Capture>,
    pub person: Person,
    /// After an empty `<link/>`: the address may follow as text.
    link_pending: bool,
    entries: Vec<Entry>,
    pub issues: Vec<Issue>,
    mismatched: usize,
    /// The first end tag that fits nothing.
    stray_end: Option<&'a str>,
}

/// An author while its element is open.
#[derive(Debug, Default)]
pub(super) struct Person {
    pub text: String,
    pub name: Option<String>,
    pub email: Option<String>,
}

impl<'a> Reader<'a> {
    pub fn new(text: &'a str, base: Option<Arc<Url>>, zone: &'a TimeZone) -> Self {
        Self {
            tokens: Tokens::new(text),
            entities: Entities::default(),
            stack: Vec::with_capacity(16),
            overflow: 0,
            namespaces: Vec::new(),
            bases: base.into_iter().map(|base| (0, base)).collect(),
            zone,
            kind: FeedKind::Unknown,
            feed: Draft::default(),
            entry: None,
            capture: None,
            person: Person::default(),
            link_pending: false,
            entries: Vec::new(),
            issues: Vec::new(),
            mismatched: 0,
            stray_end: None,
        }
    }

    pub fn read(mut self) -> ParsedFeed {
        while let Some(token) = self.tokens.next() {
            match token {
                Token::Start { name, attrs, empty } => self.start(name, attrs, empty),
                Token::End { name } => self.end(name),
                Token::Text(raw) => self.text(raw, false),
                Token::CData(raw) => self.text(raw, true),
                Token::Doctype(subset) => self.entities.declare(subset),
            }
            if self.entries.len() >= MAX_ENTRIES {
                self.issues.push(Issue::warning("too-many-entries", format!("only the first {MAX_ENTRIES} entries were read")));
                break;
            }
        }
        self.finish()
    }

    fn finish(mut self) -> ParsedFeed {
        if !self.stack.is_empty() && self.kind != FeedKind::Unknown {
            let open = self.stack.last().map_or("", |o| o.name);
            self.issues.push(Issue::warning("truncated", format!("the document ends inside <{open}>")));
        }
        self.close_down_to(0);
        self.note_oddities();
        let feed = self.feed;
        ParsedFeed {
            kind: self.kind,
            title: feed.title.take(),
            link: feed.link.take(),
            id: feed.id.take(),
            description: feed.summary.take(),
            language: feed.language.take(),
            updated: feed.updated.take(),
            published: feed.published.take(),
            self_link: feed.self_link,
            next_link: feed.next_link,
            hubs: feed.hubs,
            ttl_secs: feed.ttl_secs.or(feed.update_period_secs.map(|p| p / feed.update_frequency.unwrap_or(1).max(1))),
            image: feed.image.take(),
            authors: feed.authors,
            categories: feed.categories,
            entries: self.entries,
            encoding: "UTF-8",
            issues: self.issues,
        }
    }

    /// What had to be mended, with the place where it was first met.
    fn note_oddities(&mut self) {
        if let Some(place) = self.tokens.mended_around() {
            let detail = format!("stray \"<\", unclosed quote, comment or CDATA section: {place:?}");
            self.issues.push(Issue::note("malformed-markup", detail));
        }
        if let Some(name) = self.stray_end {
            let name: String = name.chars().take(40).collect();
            let detail = format!("{} end tags without a start tag, the first of them </{name}>", self.mismatched);
            self.issues.push(Issue::note("mismatched-tags", detail));
        }
        if self.kind == FeedKind::Unknown {
            return;
        }
        let odd = self.entities.odd();
        let bare = odd.bare.as_ref().map(|place| Issue::note("bare-ampersand", format!("\"&\" that is not escaped: {place:?}")));
        let undeclared = odd.undeclared.as_ref();
        let undeclared =
            undeclared.map(|place| Issue::note("undeclared-entity", format!("a name that XML does not know: {place:?}")));
        self.issues.extend(bare.into_iter().chain(undeclared));
    }

    pub fn base(&self) -> Option<&Arc<Url>> {
        self.bases.last().map(|(_, base)| base)
    }

    pub fn place(&self) -> Place {
        self.stack.last().map_or(Place::Feed, |open| open.place)
    }

    /// The entry that is open, otherwise the feed.
    pub fn draft(&mut self) -> &mut Draft {
        self.entry.as_mut().unwrap_or(&mut self.feed)
    }

    pub fn resolve(&self, address: &str) -> Option<String> {
        resolve(self.base(), address)
    }

    pub fn attr(&mut self, attrs: &'a str, name: &str) -> Option<Cow<'a, str>> {
        let value = Attrs::get(attrs, name)?;
        Some(self.entities.decode(value))
    }

    fn start(&mut self, name: &'a str, attrs: &'a str, empty: bool) {
        self.link_pending = false;
        if self.stack.len() >= MAX_DEPTH {
            if self.overflow == 0 && !self.issues.iter().any(|i| i.code == "too-deep") {
                self.issues.push(Issue::warning("too-deep", format!("elements nested deeper than {MAX_DEPTH} were not read")));
            }
            self.overflow += usize::from(!empty);
            return;
        }
        self.declare(attrs);
        let (ns, local) = self.resolve_name(name);
        let mut buffer = [0u8; 24];
        let lower = lower_case(local, &mut buffer);

        let begins_entry = matches!(ns, Ns::Core | Ns::Atom) && matches!(lower, "item" | "entry");
        if begins_entry && self.entry.is_some() && self.capture.as_ref().is_none_or(|c| !c.verbatim) && !self.in_source() {
            self.close_entry();
        }
        if let Some(capture) = &self.capture {
            let known = !matches!(role(ns, lower, capture.place), Role::Unknown | Role::Text(Field::Ignored, _));
            if known && capture.ends_with_next_field() {
                self.close_capture();
            } else {
                self.start_inside(name, local, attrs, empty);
                return;
            }
        }

        self.open_base(attrs);
        let place = self.place();
        let role = role(ns, lower, place);
        let penalty = self.stack.last().map_or(0, |open| open.penalty);
        let mut open = Open { name, closes: Closes::Nothing, place, penalty };
        match role {
            Role::Wrapper => {
                self.root(lower, ns, attrs);
                open.place = Place::Feed;
            }
            Role::Entry => {
                if self.kind == FeedKind::Unknown {
                    self.kind = if lower == "item" { FeedKind::Rss } else { FeedKind::Atom };
                }
                self.entry = Some(self.new_entry(attrs));
                open.closes = Closes::Entry;
                open.place = Place::Entry;
                open.penalty = 0;
            }
            Role::Text(field, rank) => {
                self.capture = Some(self.new_capture(field, rank.saturating_add(penalty), ns, attrs));
                open.closes = Closes::Capture;
            }
            Role::Link => self.start_link(&mut open, ns, attrs),
            Role::Category => self.start_category(&mut open, attrs),
            Role::Enclosure => self.enclosure(attrs, penalty),
            Role::MediaFile => self.media_file(attrs, lower, penalty),
            Role::ImageAttribute => self.image_attribute(attrs, penalty),
            Role::Author => {
                self.person = Person::default();
                open.closes = Closes::Person;
                open.place = Place::Person;
            }
            Role::Group => {}
            Role::Container(inner) => {
                if inner == Place::Source {
                    self.entry_source(attrs);
                }
                open.place = inner;
            }
            Role::Unknown => {
                if is_html_void(lower) {
                    self.leave_scope();
                    return;
                }
                open.penalty = penalty.saturating_add(20);
            }
        }
        self.stack.push(open);
        if empty {
            self.link_pending = role == Role::Link && self.capture.is_some();
            self.pop();
        }
    }

    /// The outermost element, or one like it: says which format this is.
    fn root(&mut self, name: &str, ns: Ns, attrs: &'a str) {
        if self.kind == FeedKind::Unknown {
            self.kind = match name {
                "rdf" => FeedKind::Rdf,
                "feed" if Attrs::get(attrs, "version").is_some_and(|v| v.starts_with("0.")) => FeedKind::Atom03,
                "feed" => FeedKind::Atom,
                "channel" if ns == Ns::Core && Attrs::get(attrs, "href").is_some() => FeedKind::Cdf,
                _ => FeedKind::Rss,
            };
        }
        if let Some(language) = Attrs::get(attrs, "xml:lang") {
            self.feed.language.put(5, language.trim().replace('_', "-"));
        }
        if name == "channel" {
            self.microsoft_attributes(attrs);
        }
    }

    fn in_source(&self) -> bool {
        self.stack.last().is_some_and(|open| open.place == Place::Source)
    }

    fn start_inside(&mut self, name: &'a str, local: &str, attrs: &'a str, empty: bool) {
        if let Some(capture) = &mut self.capture {
            capture.start_tag(local, attrs, empty);
        }
        if !empty && !is_html_void(local) {
            let place = self.place();
            self.stack.push(Open { name, closes: Closes::Inside, place, penalty: 0 });
        }
    }

    fn end(&mut self, name: &'a str) {
        self.link_pending = false;
        if self.overflow > 0 {
            self.overflow -= 1;
            return;
        }
        match self.stack.iter().rposition(|open| open.name.eq_ignore_ascii_case(name)) {
            Some(at) => self.close_down_to(at),
            None if self.capture.is_some() && is_html_void(name) => {}
            None => {
                self.mismatched += 1;
                self.stray_end.get_or_insert(name);
            }
        }
    }

    fn close_entry(&mut self) {
        if let Some(at) = self.stack.iter().rposition(|open| open.closes == Closes::Entry) {
            self.close_down_to(at);
        }
    }

    fn close_capture(&mut self) {
        if let Some(at) = self.stack.iter().rposition(|open| open.closes == Closes::Capture) {
            self.close_down_to(at);
        }
    }

    fn close_down_to(&mut self, length: usize) {
        while self.stack.len() > length {
            self.pop();
        }
        self.overflow = 0;
    }

    fn pop(&mut self) {
        let Some(open) = self.stack.pop() else { return };
        match open.closes {
            Closes::Nothing => {}
            Closes::Inside => {
                if let Some(capture) = &mut self.capture {
                    capture.end_tag(open.name);
                }
            }
            Closes::Capture => {
                if let Some(capture) = self.capture.take() {
                    self.store(capture);
                }
            }
            Closes::Person => self.store_person(),
            Closes::Entry => {
                if let Some(mut draft) = self.entry.take() {
                    self.complete(&mut draft);
                    self.entries.push(draft.into_entry());
                }
            }
        }
        self.leave_scope();
    }

    /// Forgets bases and namespaces of elements that are no longer open.
    fn leave_scope(&mut self) {
        let depth = self.stack.len();
        while self.bases.last().is_some_and(|(at, _)| *at > depth) {
            self.bases.pop();
        }
        while self.namespaces.last().is_some_and(|(at, ..)| *at > depth) {
            self.namespaces.pop();
        }
    }

    fn text(&mut self, raw: &'a str, cdata: bool) {
        if let Some(capture) = &mut self.capture {
            if capture.field != Field::Ignored && self.overflow == 0 {
                capture.text(raw, cdata, &mut self.entities);
            }
        } else if self.stack.last().is_some_and(|open| open.closes == Closes::Person) {
            let decoded = if cdata { Cow::Borrowed(raw) } else { self.entities.decode(raw) };
            self.person.text.push_str(&decoded);
        } else if self.link_pending && raw.trim_start().starts_with("http") {
            let link = self.entities.decode(raw.trim()).into_owned();
            self.draft().link.put(1, link);
            self.link_pending = false;
        }
    }

    fn declare(&mut self, attrs: &'a str) {
        if attrs.is_empty() || memmem::find(attrs.as_bytes(), b"xmlns").is_none() {
            return;
        }
        for (name, address) in Attrs::new(attrs) {
            let Some(rest) = name.strip_prefix("xmlns") else { continue };
            let prefix = match rest.strip_prefix(':') {
                Some(prefix) => prefix,
                None if rest.is_empty() => "",
                None => continue,
            };
            if self.namespaces.len() < MAX_NAMESPACES {
                self.namespaces.push((self.stack.len() + 1, prefix, namespace::of_address(address, prefix.is_empty())));
            }
        }
    }

    pub fn resolve_name<'n>(&self, name: &'n str) -> (Ns, &'n str) {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let declared = self.namespaces.iter().rev().find(|(_, known, _)| *known == prefix).map(|(.., ns)| *ns);
        (declared.unwrap_or_else(|| namespace::of_undeclared(prefix)), local)
    }

    fn open_base(&mut self, attrs: &'a str) {
        if attrs.is_empty() || memmem::find(attrs.as_bytes(), b"xml:base").is_none() {
            return;
        }
        let Some(address) = self.attr(attrs, "xml:base") else { return };
        let address = address.trim();
        let url = match self.base() {
            Some(base) => base.join(address),
            None => Url::parse(address),
        };
        match url {
            Ok(url) => self.bases.push((self.stack.len() + 1, Arc::new(url))),
            Err(_) => self.note_once("bad-base", || format!("xml:base {address:?} is no address")),
        }
    }
}

/// The name in ASCII lower case, in `buffer`; a longer name is none that we know.
fn lower_case<'b>(name: &str, buffer: &'b mut [u8; 24]) -> &'b str {
    let Some(target) = buffer.get_mut(..name.len()) else { return "" };
    target.copy_from_slice(name.as_bytes());
    target.make_ascii_lowercase();
    std::str::from_utf8(target).unwrap_or("")
}

/// HTML elements that have no end tag.
pub(super) fn is_html_void(name: &str) -> bool {
    ["br", "img", "hr", "input", "meta", "wbr", "area", "base", "col", "embed", "param", "source", "track"]
        .iter()
        .any(|void| name.eq_ignore_ascii_case(void))
}
