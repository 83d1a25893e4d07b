//! Collecting: feeds that are due are fetched and read, their new articles go to ingestion, and the next time is set.
//!
//! What this room never does: it keeps no article. Everything that must survive a crash is in one submission: a feed's new
//! articles together with its validators and entries, so that what was fetched and not committed is fetched again, and what
//! was committed is not added twice.
//!
//! Start reading at [`Collector::run`] (who is due; `waiting.rs` says whose turn it is), then `round.rs` (one feed, from fetch to submission). Decisions are pure
//! and stand alone: `reading` (what a feed says, under which name), `choose.rs` (what is new or changed), `merge.rs` (feed and
//! page into one draft), `rhythm.rs` (when to look again). One more kind of source is one more module in `reading`.

mod choose;
mod claims;
mod collector;
mod config;
mod desk;
mod entry;
mod handle;
mod merge;
mod page;
mod pushed;
mod reading;
mod record;
mod revisit;
mod rhythm;
mod round;
mod tools;
mod waiting;
pub(crate) mod zone;

pub use collector::{Collector, Pass};
pub use config::{CollectConfig, PagePolicy};
pub(crate) use entry::tags;
