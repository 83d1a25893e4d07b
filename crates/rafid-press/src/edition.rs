//! Which article appears where and when: events and outlets turned into a dated, addressed list. Pure.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

use crate::PressError;
use crate::clock::later;
use crate::event::{ArticleEntry, Event, SECTIONS, paragraphs};
use crate::markup::slug;
use crate::outlet::{CreditStyle, Outlet, UrlStyle};

/// Headline and text of an article at one moment of its life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Headline.
    pub title: String,
    /// Plain text, in order.
    pub paragraphs: Vec<String>,
}

/// One article with its time and address.
#[derive(Debug, Clone)]
pub struct Article {
    /// Its number at its outlet.
    pub id: u32,
    /// Index into [`Edition::outlets`].
    pub outlet: usize,
    /// Stem of the event file.
    pub event: String,
    /// Its key in that file.
    pub key: String,
    /// Key of the article whose text it took.
    pub copy_of: Option<String>,
    /// Whether it took only a part, or added something of its own.
    pub edited: bool,
    /// Arabic section name.
    pub section: String,
    /// Who signed it.
    pub byline: Option<String>,
    /// Printed keywords.
    pub tags: Vec<String>,
    /// Whether it appears while the press runs.
    pub live: bool,
    /// When it appears.
    pub published: Timestamp,
    /// As published.
    pub first: Version,
    /// When it is corrected, and to what.
    pub correction: Option<(Timestamp, Version)>,
    /// Path (and query) below its outlet's root, not percent-encoded.
    pub path: String,
}

impl Article {
    /// The text that is served at `now`.
    #[must_use]
    pub fn version_at(&self, now: Timestamp) -> &Version {
        match &self.correction {
            Some((at, version)) if *at <= now => version,
            _ => &self.first,
        }
    }

    /// When the text that is served at `now` was put there.
    #[must_use]
    pub fn modified_at(&self, now: Timestamp) -> Timestamp {
        match &self.correction {
            Some((at, _)) if *at <= now => *at,
            _ => self.published,
        }
    }

    /// Latin word for its section.
    #[must_use]
    pub fn section_slug(&self) -> &'static str {
        SECTIONS.iter().find(|(name, _)| *name == self.section).map_or("news", |(_, slug)| slug)
    }
}

/// Everything that the press will serve.
#[derive(Debug)]
pub struct Edition {
    /// The outlets, in file order.
    pub outlets: Vec<Outlet>,
    /// All articles, by event and order in its file.
    pub articles: Vec<Article>,
    /// The start of the press.
    pub start: Timestamp,
}

impl Edition {
    /// Dates and addresses every article.
    ///
    /// Articles of live events come out one at a time, an event after another in turns, `live_interval` apart, the first one
    /// `live_interval` after `start`.
    pub fn assemble(
        outlets: Vec<Outlet>,
        events: &[Event],
        start: Timestamp,
        live_interval: Duration,
    ) -> Result<Self, PressError> {
        let mut articles = Vec::new();
        let live_turns = live_turns(events);
        for event in events {
            for (index, entry) in event.file.article.iter().enumerate() {
                let published = match live_turns.get(&(event.name.as_str(), index)) {
                    Some(turn) => later(start, live_interval.saturating_mul(turn + 1)),
                    None => past_date(event, index, start),
                };
                articles.push(build(&outlets, event, index, entry, published)?);
            }
        }
        Ok(Self { outlets, articles, start })
    }

    /// An outlet's articles that are out at `now`, newest first.
    #[must_use]
    pub fn visible(&self, outlet: usize, now: Timestamp) -> Vec<&Article> {
        let mut found: Vec<&Article> =
            self.articles.iter().filter(|article| article.outlet == outlet && article.published <= now).collect();
        found.sort_by(|a, b| b.published.cmp(&a.published).then(b.id.cmp(&a.id)));
        found
    }
}

/// Turn of every live article, keyed by event and index: first articles of all live events, then second ones, and so on.
fn live_turns(events: &[Event]) -> HashMap<(&str, usize), u32> {
    let live: Vec<&Event> = events.iter().filter(|event| event.file.live).collect();
    let longest = live.iter().map(|event| event.file.article.len()).max().unwrap_or(0);
    let mut turns = HashMap::new();
    for index in 0..longest {
        for event in live.iter().filter(|event| index < event.file.article.len()) {
            let turn = u32::try_from(turns.len()).unwrap_or(u32::MAX - 1);
            turns.insert((event.name.as_str(), index), turn);
        }
    }
    turns
}

/// Hours ago plus minutes, with odd seconds so that dates do not all end in the second of the start.
fn past_date(event: &Event, index: usize, start: Timestamp) -> Timestamp {
    let entry_minutes = event.file.article.get(index).map_or(0, |entry| entry.after_minutes);
    let hours_ago = event.file.start_hours_ago.clamp(0.0, 24.0 * 365.0);
    let begun = start.checked_sub(Duration::from_secs_f64(hours_ago * 3600.0)).unwrap_or(start);
    let seconds = u64::from(entry_minutes) * 60 + (event_number(event) * 7 + index as u64 * 13) % 50;
    whole_second(later(begun, Duration::from_secs(seconds)))
}

pub(crate) fn whole_second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

fn event_number(event: &Event) -> u64 {
    let digits: String = event.name.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(0)
}

fn build(
    outlets: &[Outlet],
    event: &Event,
    index: usize,
    entry: &ArticleEntry,
    published: Timestamp,
) -> Result<Article, PressError> {
    let fail = |reason: String| PressError::content(&event.name, format_args!("article {}: {reason}", entry.key));
    let (outlet_index, outlet) = outlets
        .iter()
        .enumerate()
        .find(|(_, outlet)| outlet.key == entry.outlet)
        .ok_or_else(|| fail(format!("unknown outlet \"{}\"", entry.outlet)))?;
    let number = u32::try_from(event_number(event) * 100 + index as u64 + 1).map_err(|error| fail(error.to_string()))?;
    let id = outlet.first_id + number;
    let first = Version { title: entry.title.trim().to_owned(), paragraphs: text_of(outlets, event, entry, 0).map_err(fail)? };
    if first.paragraphs.is_empty() {
        return Err(fail("has no text".to_owned()));
    }
    Ok(Article {
        id,
        outlet: outlet_index,
        event: event.name.clone(),
        key: entry.key.clone(),
        copy_of: entry.copy_of.clone(),
        edited: entry.copy_of.is_some() && (!entry.keep.is_empty() || !entry.body.trim().is_empty()),
        section: event.file.section.clone(),
        byline: entry.byline.clone(),
        tags: entry.tags.clone(),
        live: event.file.live,
        published,
        correction: correction(event, entry, published, &first),
        path: path(outlet, &event.file.section, id, &first.title, published),
        first,
    })
}

fn correction(event: &Event, entry: &ArticleEntry, published: Timestamp, first: &Version) -> Option<(Timestamp, Version)> {
    let wait = u64::from(entry.correct_after_minutes?);
    let unit_secs = if event.file.live { 1 } else { 60 };
    let version = Version {
        title: entry.correct_title.as_deref().map_or_else(|| first.title.clone(), |title| title.trim().to_owned()),
        paragraphs: entry.correct_body.as_deref().map_or_else(|| first.paragraphs.clone(), paragraphs),
    };
    Some((later(published, Duration::from_secs(wait * unit_secs)), version))
}

/// The longest chain of copies that is followed; a longer one is a circle.
const MAX_COPY_DEPTH: usize = 4;

fn text_of(outlets: &[Outlet], event: &Event, entry: &ArticleEntry, depth: usize) -> Result<Vec<String>, String> {
    let own = paragraphs(&entry.body);
    let Some(source_key) = &entry.copy_of else { return Ok(own) };
    if depth >= MAX_COPY_DEPTH {
        return Err(format!("copies in a circle through \"{source_key}\""));
    }
    let source = event
        .file
        .article
        .iter()
        .find(|other| other.key == *source_key)
        .ok_or_else(|| format!("copies \"{source_key}\", which is not in the file"))?;
    let source_text = text_of(outlets, event, source, depth + 1)?;
    let mut text = kept(&source_text, &entry.keep)?;
    if entry.credit {
        credit(&mut text, outlets, entry, source);
    }
    // Own paragraphs of an edited copy stand before a credit that closes the text.
    let at = if entry.credit && !credited_in_front(outlets, entry) { text.len().saturating_sub(1) } else { text.len() };
    text.splice(at..at, own);
    Ok(text)
}

fn kept(source: &[String], keep: &[usize]) -> Result<Vec<String>, String> {
    if keep.is_empty() {
        return Ok(source.to_vec());
    }
    keep.iter()
        .map(|number| {
            number
                .checked_sub(1)
                .and_then(|index| source.get(index))
                .cloned()
                .ok_or_else(|| format!("keeps paragraph {number} of {}", source.len()))
        })
        .collect()
}

fn credited_in_front(outlets: &[Outlet], entry: &ArticleEntry) -> bool {
    outlets.iter().any(|outlet| outlet.key == entry.outlet && outlet.credit == CreditStyle::Prefix)
}

fn credit(text: &mut Vec<String>, outlets: &[Outlet], entry: &ArticleEntry, source: &ArticleEntry) {
    let Some(from) = outlets.iter().find(|outlet| outlet.key == source.outlet) else { return };
    let style = outlets.iter().find(|outlet| outlet.key == entry.outlet).map_or(CreditStyle::Suffix, |outlet| outlet.credit);
    match style {
        CreditStyle::Suffix => text.push(format!("({})", from.name)),
        CreditStyle::Source => text.push(format!("المصدر: {}", from.name)),
        CreditStyle::Prefix => {
            if let Some(first) = text.first_mut() {
                *first = format!("{} - {first}", from.short_name);
            }
        }
    }
}

fn path(outlet: &Outlet, section: &str, id: u32, title: &str, published: Timestamp) -> String {
    let date = local(outlet, published).date();
    let (year, month, day) = (date.year(), date.month(), date.day());
    let section = SECTIONS.iter().find(|(name, _)| *name == section).map_or("news", |(_, slug)| slug);
    match outlet.urls {
        UrlStyle::DatedSlug => format!("/{year}/{month:02}/{day:02}/{}-{}/", slug(title), id % 10_000),
        UrlStyle::Node => format!("/node/{id}"),
        UrlStyle::Aspx => format!("/News/Details.aspx?id={id}"),
        UrlStyle::SectionSlug => format!("/{section}/{id}-{}", slug(title)),
        UrlStyle::Article => format!("/article/{id}"),
        UrlStyle::Html => format!("/{year}/{month:02}/{id}.html"),
    }
}

/// `at` on the outlet's wall clock.
#[must_use]
pub fn local(outlet: &Outlet, at: Timestamp) -> jiff::Zoned {
    let offset = Offset::from_hours(outlet.utc_offset_hours).unwrap_or(Offset::UTC);
    at.to_zoned(TimeZone::fixed(offset))
}

#[cfg(test)]
#[path = "edition_tests.rs"]
mod tests;
