//! Values as they come, with the rank of whoever said them.

use std::sync::Arc;

use jiff::Timestamp;
use url::Url;

use super::model::{Enclosure, Entry, Text};

/// A field for which several elements may speak: the lowest rank wins, and the first among equals.
#[derive(Debug, Clone)]
pub struct Slot<T> {
    value: Option<T>,
    rank: u8,
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self { value: None, rank: 0 }
    }
}

impl<T> Slot<T> {
    /// Gives back what did not win: the old value, or the new one.
    pub fn put(&mut self, rank: u8, value: T) -> Option<(u8, T)> {
        if self.value.is_some() && self.rank <= rank {
            return Some((rank, value));
        }
        let lost = self.value.replace(value).map(|old| (self.rank, old));
        self.rank = rank;
        lost
    }

    /// As [`Slot::put`], but the last among equals stays.
    pub fn put_last(&mut self, rank: u8, value: T) {
        if self.value.is_none() || rank <= self.rank {
            self.value = Some(value);
            self.rank = rank;
        }
    }

    pub fn is_empty(&self) -> bool {
        self.value.is_none()
    }

    pub fn take(self) -> Option<T> {
        self.value
    }

    pub fn value(&self) -> Option<&T> {
        self.value.as_ref()
    }
}

/// A feed or an entry in the making: the two have nearly the same fields.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    pub title: Slot<Text>,
    pub link: Slot<String>,
    pub original_link: Slot<String>,
    pub id: Slot<String>,
    pub summary: Slot<Text>,
    pub content: Vec<Text>,
    pub published: Slot<Timestamp>,
    pub updated: Slot<Timestamp>,
    pub unread_date: Option<String>,
    pub language: Slot<String>,
    pub authors: Vec<String>,
    pub categories: Vec<String>,
    pub enclosures: Vec<Enclosure>,
    pub comments: Slot<String>,
    pub image: Slot<String>,
    pub source_title: Option<String>,
    pub source_link: Option<String>,
    pub self_link: Option<String>,
    pub next_link: Option<String>,
    pub hubs: Vec<String>,
    pub ttl_secs: Option<u32>,
    pub update_period_secs: Option<u32>,
    pub update_frequency: Option<u32>,
}

/// More of one kind in one entry is an attack or a mistake.
const MAX_LIST: usize = 256;

impl Draft {
    pub fn add_author(&mut self, name: String) {
        add(&mut self.authors, name);
    }

    pub fn add_category(&mut self, name: String) {
        add(&mut self.categories, name);
    }

    pub fn add_enclosure(&mut self, enclosure: Enclosure) {
        if self.enclosures.len() < MAX_LIST && !self.enclosures.iter().any(|e| e.url == enclosure.url) {
            self.enclosures.push(enclosure);
        }
    }

    pub fn add_content(&mut self, text: Text) {
        if self.content.len() < MAX_LIST {
            self.content.push(text);
        }
    }

    pub fn into_entry(self) -> Entry {
        Entry {
            id: self.id.take(),
            link: self.link.take(),
            original_link: self.original_link.take(),
            title: self.title.take(),
            summary: self.summary.take(),
            content: self.content,
            published: self.published.take(),
            updated: self.updated.take(),
            unread_date: self.unread_date,
            authors: self.authors,
            categories: self.categories,
            enclosures: self.enclosures,
            comments: self.comments.take(),
            image: self.image.take(),
            source_title: self.source_title,
            source_link: self.source_link,
            language: self.language.take(),
        }
    }
}

fn add(list: &mut Vec<String>, value: String) {
    if list.len() < MAX_LIST && !value.is_empty() && !list.contains(&value) {
        list.push(value);
    }
}

/// An address made absolute where a base is known; white space around and line breaks inside are dropped.
pub fn resolve(base: Option<&Arc<Url>>, address: &str) -> Option<String> {
    let address = address.trim();
    if address.is_empty() {
        return None;
    }
    let clean = |address: &str| address.chars().filter(|c| !c.is_control()).collect::<String>();
    if has_scheme(address) {
        return Some(if address.bytes().any(|b| b.is_ascii_control()) { clean(address) } else { address.to_owned() });
    }
    match base.and_then(|base| base.join(address).ok()) {
        Some(url) => Some(url.into()),
        None => Some(clean(address)),
    }
}

fn has_scheme(address: &str) -> bool {
    let end = address.bytes().position(|b| !b.is_ascii_alphanumeric() && !matches!(b, b'+' | b'-' | b'.'));
    matches!(end, Some(n) if n > 0 && address.as_bytes()[n] == b':' && address.as_bytes()[0].is_ascii_alphabetic())
}

pub fn is_web(address: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| address.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme)))
}
