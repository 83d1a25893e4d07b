//! What goes wrong with our own machinery: opaque outside, with a kind to decide on.

/// What a caller can do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// Another process holds the data directory.
    Locked,
    /// The disk is full or refuses.
    Disk,
    /// What is stored cannot be read: `rafid doctor` says more.
    Corrupt,
    /// Made by a newer version of the program.
    TooNew,
    /// The asker gave something impossible (a cursor that never was).
    Invalid,
    Other,
}

/// A failure of the store or the index.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct StoreError {
    kind: ErrorKind,
    message: String,
    #[source]
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl StoreError {
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), source: None }
    }

    pub fn caused_by(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

pub type StoreResult<T> = Result<T, StoreError>;
