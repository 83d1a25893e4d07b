//! What can go wrong in our own machinery.

use std::io;

/// Why the press could not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PressError {
    /// A content file is not what it should be; cannot happen with the built-in content, which the tests hold to its rules.
    #[error("{file}: {reason}")]
    Content {
        /// File stem, such as `07-book-fair`.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// No loopback address could be bound.
    #[error("could not listen on loopback port {port}: {source}")]
    Listen {
        /// The port that was asked for; 0 means any.
        port: u16,
        /// The system's answer.
        source: io::Error,
    },
}

impl PressError {
    pub(crate) fn content(file: &str, reason: impl ToString) -> Self {
        Self::Content { file: file.to_owned(), reason: reason.to_string() }
    }
}
