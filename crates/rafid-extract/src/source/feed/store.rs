//! A field that is complete, into the draft of its feed or entry.

use rafid_core::Issue;

use super::capture::{Capture, Form};
use super::draft::{Draft, is_web};
use super::fields::{Field, Place};
use super::model::{Enclosure, FeedKind};
use super::namespace::Ns;
use super::reader::{Closes, Open, Person, Reader};
use super::{clean, date};
use crate::source::xml::Attrs;

impl<'a> Reader<'a> {
    pub fn new_entry(&mut self, attrs: &'a str) -> Draft {
        let mut draft = Draft::default();
        if let Some(about) = self.attr(attrs, "rdf:about") {
            draft.id.put(1, about.trim().to_owned());
        }
        if let Some(language) = Attrs::get(attrs, "xml:lang") {
            draft.language.put(5, language.trim().replace('_', "-"));
        }
        self.entry = Some(draft);
        self.microsoft_attributes(attrs);
        self.entry.take().unwrap_or_default()
    }

    /// CDF puts the link and the date of a channel or an item into attributes.
    pub fn microsoft_attributes(&mut self, attrs: &'a str) {
        if let Some(href) = self.attr(attrs, "href") {
            let link = self.resolve(&href);
            put(&mut self.draft().link, 1, link);
        }
        if let Some(changed) = self.attr(attrs, "lastmod") {
            let changed = date::parse_in(&changed, self.zone);
            put(&mut self.draft().updated, 1, changed);
        }
    }

    pub fn new_capture(&mut self, field: Field, rank: u8, ns: Ns, attrs: &'a str) -> Capture {
        let place = self.place();
        let mut capture = Capture::new(field, rank, place, None);
        match field {
            Field::Title | Field::Summary | Field::Content => {
                capture.base = self.base().cloned();
                let atom = matches!(self.kind, FeedKind::Atom | FeedKind::Atom03);
                let declared = Attrs::get(attrs, "type").map(str::trim).unwrap_or_default();
                let mode = Attrs::get(attrs, "mode").map(str::trim).unwrap_or_default();
                let (form, verbatim) = text_form(declared, mode, atom && ns != Ns::Media);
                capture.form = form;
                capture.verbatim = verbatim || ns == Ns::Xhtml;
                capture.unwrap_div = matches!(declared, "xhtml" | "html");
                if field == Field::Content
                    && let Some(src) = Attrs::get(attrs, "src")
                {
                    capture.hint = Some(src.to_owned());
                }
            }
            Field::Guid => capture.hint = Attrs::get(attrs, "isPermaLink").map(str::to_ascii_lowercase),
            _ => {}
        }
        capture
    }

    pub fn start_link(&mut self, open: &mut Open<'a>, ns: Ns, attrs: &'a str) {
        let Some(href) = self.attr(attrs, "href") else {
            if ns == Ns::Atom && Attrs::get(attrs, "rel").is_some_and(|rel| rel != "alternate") {
                open.place = Place::Elsewhere;
                return;
            }
            let rank = 1u8.saturating_add(open.penalty);
            self.capture = Some(Capture::new(Field::Link, rank, open.place, None));
            open.closes = Closes::Capture;
            return;
        };
        let Some(link) = self.resolve(&href) else { return };
        let relation = self.attr(attrs, "rel").unwrap_or_default().trim().to_ascii_lowercase();
        let mime = self.attr(attrs, "type").map(|t| t.trim().to_ascii_lowercase()).filter(|t| !t.is_empty());
        if open.place == Place::Source {
            self.draft().source_link.get_or_insert(link);
            return;
        }
        let penalty = open.penalty;
        let length = Attrs::get(attrs, "length").and_then(|l| l.trim().parse().ok());
        let draft = self.draft();
        match relation.rsplit('/').next().unwrap_or("") {
            "" | "alternate" => {
                let html = mime.as_deref().is_none_or(|m| m.contains("html"));
                draft.link.put((if html { 0u8 } else { 2 }).saturating_add(penalty), link);
            }
            "enclosure" => draft.add_enclosure(Enclosure { url: link, mime, length_bytes: length }),
            "self" => draft.self_link = draft.self_link.take().or(Some(link)),
            "next" => draft.next_link = draft.next_link.take().or(Some(link)),
            "hub" if draft.hubs.len() < 8 => draft.hubs.push(link),
            "replies" => {
                draft.comments.put(2, link);
            }
            _ => {}
        }
    }

    pub fn start_category(&mut self, open: &mut Open<'a>, attrs: &'a str) {
        for name in ["term", "text", "label"] {
            if let Some(term) = self.attr(attrs, name).filter(|t| !t.trim().is_empty()) {
                let term = clean::collapse(&term);
                self.draft().add_category(term);
                return;
            }
        }
        self.capture = Some(Capture::new(Field::Category, 0, open.place, None));
        open.closes = Closes::Capture;
    }

    pub fn enclosure(&mut self, attrs: &'a str, penalty: u8) {
        let Some(url) = self.attr(attrs, "url").or_else(|| self.attr(attrs, "href")).and_then(|u| self.resolve(&u)) else {
            return;
        };
        let mime = self.attr(attrs, "type").map(|t| t.trim().to_ascii_lowercase()).filter(|t| !t.is_empty());
        if mime.as_deref().is_some_and(|m| m.starts_with("image/")) {
            self.draft().image.put(1u8.saturating_add(penalty), url.clone());
        }
        let length_bytes = Attrs::get(attrs, "length").and_then(|l| l.trim().parse().ok());
        self.draft().add_enclosure(Enclosure { url, mime, length_bytes });
    }

    pub fn media_file(&mut self, attrs: &'a str, name: &str, penalty: u8) {
        let Some(url) = self.attr(attrs, "url").and_then(|u| self.resolve(&u)) else { return };
        let mime = self.attr(attrs, "type").map(|t| t.trim().to_ascii_lowercase()).filter(|t| !t.is_empty());
        let medium = Attrs::get(attrs, "medium").unwrap_or_default();
        let kind = mime.as_deref().unwrap_or(medium);
        if name == "thumbnail" || kind.starts_with("image") || (kind.is_empty() && has_image_ending(&url)) {
            let rank = if name == "thumbnail" { 3u8 } else { 0 };
            self.draft().image.put(rank.saturating_add(penalty), url);
        } else if self.entry.is_some() {
            let length_bytes = Attrs::get(attrs, "fileSize").and_then(|l| l.trim().parse().ok());
            self.draft().add_enclosure(Enclosure { url, mime, length_bytes });
        }
    }

    pub fn image_attribute(&mut self, attrs: &'a str, penalty: u8) {
        let image = self.attr(attrs, "href").and_then(|u| self.resolve(&u));
        put(&mut self.draft().image, 4u8.saturating_add(penalty), image);
    }

    /// RSS `<source url="…">`.
    pub fn entry_source(&mut self, attrs: &'a str) {
        if let Some(url) = self.attr(attrs, "url").and_then(|u| self.resolve(&u)) {
            self.draft().source_link = Some(url);
        }
    }

    pub fn store_person(&mut self) {
        let Person { text, name, email } = std::mem::take(&mut self.person);
        let author = name.or_else(|| person_name(&text)).or(email);
        if let Some(author) = author {
            self.draft().add_author(author);
        }
    }

    pub fn store(&mut self, capture: Capture) {
        let Capture { field, rank, place, .. } = capture;
        if matches!(field, Field::Title | Field::Summary | Field::Content) {
            return self.store_text(capture);
        }
        let Some(word) = capture.word() else { return };
        match field {
            Field::Link => {
                let link = self.resolve(word);
                if !is_web(word) && self.entry.is_some() && link.as_deref().is_some_and(is_web) {
                    let shown: String = word.chars().take(80).collect();
                    self.note_once("relative-link", || format!("a link that is not a whole address: {shown:?}"));
                }
                if place == Place::Source {
                    self.draft().source_link = link;
                } else {
                    put(&mut self.draft().link, rank, link);
                }
            }
            Field::OriginalLink => {
                let link = self.resolve(word);
                put(&mut self.draft().original_link, rank, link);
            }
            Field::Guid => {
                if is_web(word) && capture.hint.as_deref() != Some("false") {
                    self.draft().link.put(30u8.saturating_add(rank), word.to_owned());
                } else if capture.hint.as_deref() == Some("true") {
                    let link = self.resolve(word);
                    put(&mut self.draft().link, 30u8.saturating_add(rank), link);
                }
                self.draft().id.put(rank, word.to_owned());
            }
            Field::Id => {
                let id = if word.starts_with(['/', '.']) { self.resolve(word) } else { Some(word.to_owned()) };
                put(&mut self.draft().id, rank, id);
            }
            Field::Published | Field::Updated => self.store_date(field, rank, word),
            Field::Language => {
                let language = word.replace('_', "-");
                self.draft().language.put(rank, language);
            }
            Field::Author => {
                if let Some(name) = person_name(word) {
                    self.draft().add_author(name);
                }
            }
            Field::PersonName => self.person.name = Some(clean::collapse(word)),
            Field::PersonEmail => self.person.email = Some(word.to_owned()),
            Field::Category => {
                let name = clean::words(word);
                self.draft().add_category(name);
            }
            Field::Keywords => {
                for keyword in word.split([',', '،', ';', '؛']) {
                    let keyword = clean::collapse(keyword);
                    self.draft().add_category(keyword);
                }
            }
            Field::Comments => {
                let link = self.resolve(word).filter(|l| is_web(l));
                put(&mut self.draft().comments, rank, link);
            }
            Field::Image => {
                let image = self.resolve(word);
                put(&mut self.draft().image, rank, image);
            }
            Field::Ttl => self.feed.ttl_secs = word.parse::<u32>().ok().map(|minutes| minutes.saturating_mul(60)),
            Field::UpdatePeriod => self.feed.update_period_secs = period_secs(word),
            Field::UpdateFrequency => self.feed.update_frequency = word.parse().ok(),
            Field::Title | Field::Summary | Field::Content | Field::Ignored => {}
        }
    }

    fn store_date(&mut self, field: Field, rank: u8, word: &str) {
        match date::parse_in(word, self.zone) {
            Some(moment) if field == Field::Published => self.draft().published.put_last(rank, moment),
            Some(moment) => self.draft().updated.put_last(rank, moment),
            None => {
                let shown: String = word.chars().take(60).collect();
                self.note_once("bad-date", || format!("could not parse date {shown:?}"));
                self.draft().unread_date.get_or_insert_with(|| word.chars().take(128).collect());
            }
        }
    }

    fn store_text(&mut self, capture: Capture) {
        let Capture { field, rank, place, .. } = capture;
        if place == Place::Source {
            if let Some(text) = capture.into_text() {
                self.draft().source_title.get_or_insert_with(|| text.words());
            }
            return;
        }
        if let Some(src) = &capture.hint {
            let link = self.resolve(&self.entities.clone().decode(src)).filter(|l| is_web(l));
            put(&mut self.draft().link, 40, link);
        }
        let Some(text) = capture.into_text() else { return };
        let draft = self.draft();
        match field {
            Field::Title => {
                draft.title.put(rank, text);
            }
            Field::Summary => {
                // A second description of the same standing is more text, not a rival.
                if let Some((lost_rank, lost)) = draft.summary.put(rank, text)
                    && lost_rank == rank
                    && lost_rank < 5
                {
                    draft.add_content(lost);
                }
            }
            _ => draft.add_content(text),
        }
    }

    /// What an entry may still lack once it is complete.
    pub fn complete(&mut self, draft: &mut Draft) {
        if draft.link.is_empty()
            && let Some(id) = draft.id.value().filter(|id| is_web(id))
        {
            let link = id.clone();
            draft.link.put(50, link);
        }
    }

    /// Records an oddity unless one of its kind is known: a feed of ten thousand bad dates has one issue.
    pub fn note_once(&mut self, code: &str, detail: impl FnOnce() -> String) {
        if !self.issues.iter().any(|issue| issue.code == code) {
            self.issues.push(Issue::note(code, detail()));
        }
    }
}

fn put<T>(slot: &mut super::draft::Slot<T>, rank: u8, value: Option<T>) {
    if let Some(value) = value {
        slot.put(rank, value);
    }
}

/// Reads `type` and `mode`: how the value is written, and whether markup inside is the value itself.
fn text_form(declared: &str, mode: &str, atom: bool) -> (Form, bool) {
    let lower = declared.to_ascii_lowercase();
    if mode.eq_ignore_ascii_case("base64") {
        return (Form::Base64, false);
    }
    match lower.as_str() {
        "" if atom => (Form::Plain, false),
        "" => (Form::Guess, false),
        "text" | "text/plain" | "plain" => (Form::Plain, false),
        "xhtml" | "application/xhtml+xml" => (Form::Html, true),
        "html" | "text/html" => (Form::Html, mode.eq_ignore_ascii_case("xml")),
        other if other.starts_with("text/") => (Form::Guess, false),
        other if other.ends_with("+xml") || other.ends_with("/xml") => (Form::Html, true),
        other if other.contains('/') && atom && mode.is_empty() => (Form::Base64, false),
        _ => (Form::Guess, false),
    }
}

/// The name in `me@example.com (Name)`, `Name <me@example.com>` or `Name`; the address where there is no name.
fn person_name(text: &str) -> Option<String> {
    if !text.contains('@') {
        let name = clean::words(text);
        return (!name.is_empty()).then_some(name);
    }
    let text = clean::collapse(text);
    let text = text.as_str();
    let name = match (text.split_once('('), text.split_once('<')) {
        (Some((before, rest)), _) => {
            let inside = rest.trim_end_matches(')').trim();
            if inside.contains('@') { before.trim() } else { inside }
        }
        (_, Some((before, _))) => before.trim(),
        _ => "",
    };
    let name = name.trim_matches('"').trim();
    Some(if name.is_empty() { text.trim_matches(['<', '>']) } else { name }.to_owned())
}

fn period_secs(word: &str) -> Option<u32> {
    const DAY: u32 = 86_400;
    Some(match word.to_ascii_lowercase().as_str() {
        "hourly" => 3600,
        "daily" => DAY,
        "weekly" => 7 * DAY,
        "monthly" => 30 * DAY,
        "yearly" => 365 * DAY,
        _ => return None,
    })
}

fn has_image_ending(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or(url).to_ascii_lowercase();
    [".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"].iter().any(|ending| path.ends_with(ending))
}
