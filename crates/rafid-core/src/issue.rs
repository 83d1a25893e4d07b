//! What was odd about something from outside: kept, shown, never thrown.

use serde::{Deserialize, Serialize};

/// How much an [`Issue`] costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Odd, and mended without loss.
    Note,
    /// Something was lost or guessed.
    Warning,
    /// Nothing useful could be read.
    Error,
}

/// One oddity of a feed, a page or an imported line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// A stable name in kebab-case, such as `bare-ampersand`: what programs and translations key on.
    pub code: String,
    pub severity: Severity,
    /// Lower-case English, concise, with the offending value: `could not parse date "٣٢ مارس"`.
    pub detail: String,
}

impl Issue {
    pub fn note(code: &str, detail: impl Into<String>) -> Self {
        Self::new(code, Severity::Note, detail)
    }

    pub fn warning(code: &str, detail: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, detail)
    }

    pub fn error(code: &str, detail: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, detail)
    }

    fn new(code: &str, severity: Severity, detail: impl Into<String>) -> Self {
        Self { code: code.to_owned(), severity, detail: detail.into() }
    }
}
