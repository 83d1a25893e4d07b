//! Rich inside, opaque outside.

use rafid_core::{ErrorKind, StoreError};
use rusqlite::ffi::ErrorCode;

#[derive(Debug, thiserror::Error)]
pub enum DbError {
    #[error(transparent)]
    Sql(#[from] rusqlite::Error),
    #[error("stored JSON cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    #[error("stored body cannot be read: {0}")]
    Io(#[from] std::io::Error),
}

pub type DbResult<T> = Result<T, DbError>;

impl From<DbError> for StoreError {
    fn from(error: DbError) -> Self {
        let (kind, message) = match &error {
            DbError::Sql(rusqlite::Error::SqliteFailure(code, _)) => match code.code {
                ErrorCode::DiskFull => {
                    (ErrorKind::Disk, "the disk is full: make room and run the command again; nothing is lost")
                }
                ErrorCode::SystemIoFailure | ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied => {
                    (ErrorKind::Disk, "the disk refuses to read or write the store: see `rafid doctor`")
                }
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => {
                    (ErrorKind::Corrupt, "the store is damaged: see `rafid doctor`")
                }
                ErrorCode::ConstraintViolation => {
                    (ErrorKind::Invalid, "the store refuses what contradicts itself: it names a source that is not there")
                }
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => (ErrorKind::Locked, "the store is busy: try again"),
                _ => (ErrorKind::Other, "the store failed"),
            },
            DbError::Sql(_) => (ErrorKind::Other, "the store failed"),
            DbError::Json(_) | DbError::Io(_) => (ErrorKind::Corrupt, "something stored cannot be read: see `rafid doctor`"),
        };
        StoreError::new(kind, message).caused_by(error)
    }
}
