//! How we behave towards hosts: one at a time, not too often, and only where robots.txt lets us.
//!
//! What this room never does: it sends nothing but requests for robots.txt, and decides nothing about feeds. Whose turn it is is
//! kept in memory, and forgotten when it is no longer needed; what robots.txt said is kept by the store as well, so that a restart need not
//! ask every host again.
//!
//! Start reading at [`Manners::turn`]. [`robots`] is the pure reader of RFC 9309; [`host_key`] says what counts as one host.

mod gate;
pub mod host_key;
mod manners;
mod memory;
pub mod robots;
mod robots_cache;

pub(crate) use manners::Manners;
