//! An event and what the outlets wrote about it: the shape of `events/NN-slug.toml`.

use serde::Deserialize;

use crate::PressError;

/// One event file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventFile {
    /// What happened, for editors of the file; never served.
    pub title: String,
    /// One of [`SECTIONS`].
    pub section: String,
    /// When the first article appeared, in hours before the press starts. Ignored when `live`.
    #[serde(default)]
    pub start_hours_ago: f64,
    /// Whether the articles appear one after another while the press runs.
    #[serde(default)]
    pub live: bool,
    /// In order of appearance.
    pub article: Vec<ArticleEntry>,
}

/// One article of an event file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArticleEntry {
    /// Unique in the file.
    pub key: String,
    /// Key of an outlet.
    pub outlet: String,
    /// Minutes after the event's start. Ignored when the event is live.
    #[serde(default)]
    pub after_minutes: u32,
    /// Headline.
    pub title: String,
    /// Who signed it.
    pub byline: Option<String>,
    /// Keywords that the outlet prints below the article.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Paragraphs separated by empty lines. With `copy_of`, they follow what was copied.
    #[serde(default)]
    pub body: String,
    /// Key of the article in the same file whose text this one takes.
    pub copy_of: Option<String>,
    /// Which paragraphs are taken, counted from 1; all when empty.
    #[serde(default)]
    pub keep: Vec<usize>,
    /// Whether a copy names the outlet that it was taken from.
    #[serde(default)]
    pub credit: bool,
    /// Minutes after publication (seconds in a live event) when the text below replaces the first one.
    pub correct_after_minutes: Option<u32>,
    /// Headline after the correction; the first one stays when absent.
    pub correct_title: Option<String>,
    /// Text after the correction; the first one stays when absent.
    pub correct_body: Option<String>,
}

/// Sections and the word for them in addresses.
pub const SECTIONS: &[(&str, &str)] = &[
    ("رياضة", "sport"),
    ("طقس", "weather"),
    ("علوم", "science"),
    ("ثقافة", "culture"),
    ("اقتصاد", "economy"),
    ("صحة", "health"),
    ("تعليم", "education"),
    ("تقنية", "technology"),
    ("مجتمع", "society"),
];

/// An event with the stem of its file (`07-book-fair`).
#[derive(Debug, Clone)]
pub struct Event {
    /// File stem.
    pub name: String,
    /// Its content.
    pub file: EventFile,
}

static FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/events.rs"));

/// The built-in events, by file name.
pub fn built_in() -> Result<Vec<Event>, PressError> {
    FILES.iter().map(|(name, text)| parse(name, text)).collect()
}

/// Reads one event file. The error names the file and the line.
pub fn parse(name: &str, text: &str) -> Result<Event, PressError> {
    let file: EventFile = toml::from_str(text).map_err(|error| PressError::content(name, error))?;
    if !SECTIONS.iter().any(|(section, _)| *section == file.section) {
        return Err(PressError::content(name, format_args!("unknown section \"{}\"", file.section)));
    }
    Ok(Event { name: name.to_owned(), file })
}

/// Splits a text at its empty lines; lines of one paragraph are joined.
#[must_use]
pub fn paragraphs(text: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    for line in text.lines().map(str::trim) {
        match found.last_mut() {
            Some(last) if !line.is_empty() => {
                if !last.is_empty() {
                    last.push(' ');
                }
                last.push_str(line);
            }
            Some(last) if !last.is_empty() => found.push(String::new()),
            _ => {}
        }
    }
    found.retain(|paragraph| !paragraph.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_file_parses() {
        for (name, text) in FILES {
            if let Err(error) = parse(name, text) {
                panic!("{error}");
            }
        }
        assert!(!FILES.is_empty());
    }

    #[test]
    fn paragraphs_split_at_empty_lines() {
        assert_eq!(paragraphs("\nأول\n\n \nثان\nتتمته\n"), ["أول", "ثان تتمته"]);
        assert!(paragraphs(" \n\n").is_empty());
    }

    #[test]
    fn unknown_keys_and_sections_are_refused() {
        let good = "title='t'\nsection='طقس'\n[[article]]\nkey='a'\noutlet='marfa'\ntitle='t'\n";
        assert!(parse("00-x", good).is_ok());
        assert!(parse("00-x", &good.replace("طقس", "حظ")).is_err());
        assert!(parse("00-x", &format!("{good}colour='red'\n")).is_err());
    }
}
