//! How we behave towards hosts: one at a time, not too often, and only where robots.txt lets us.
//!
//! What this room never does: it sends nothing but requests for robots.txt, and decides nothing about feeds. Everything is
//! kept in memory, and forgotten when it is no longer needed: a restart asks robots.txt again and loses nothing.
//!
//! Start reading at [`Manners::turn`]. [`robots`] is the pure reader of RFC 9309; [`host_key`] says what counts as one host.

mod gate;
pub mod host_key;
mod manners;
pub mod robots;
mod robots_cache;

pub(crate) use manners::Manners;
