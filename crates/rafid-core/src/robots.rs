//! What a robots.txt said, kept so that a restart need not ask every host again.

use jiff::Timestamp;

/// What the robots.txt of one origin says to us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RobotsNote {
    /// Scheme, host and port (RFC 9309, 2.3).
    pub origin: String,
    /// It may be believed for a day at most (RFC 9309, 2.4).
    pub fetched_at: Timestamp,
    /// The group that is meant for us, as a robots.txt of its own.
    pub text: String,
}
