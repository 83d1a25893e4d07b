//! Moves articles through the stages: owns the network, manners towards publishers, and the clock.
//!
//! What this room never does: it names no database (only the contracts of `rafid-core`) and renders nothing. What the
//! world does wrong is a value that is recorded on the feed; an `Err` means that our own machinery is in trouble.
//!
//! Start reading at [`collect`], which goes through all of it: [`fetch`] says how bytes come in safely, [`politeness`] how often,
//! and [`ingest`] what becomes of them; [`import`] brings files instead. [`websub`] lets publishers call instead of being asked. [`discover`] looks at a site before it is added; [`starter`] and [`subscriptions`] are lists of
//! what can be followed.

pub mod canonical;
pub mod clock;
pub mod collect;
pub mod discover;
pub mod fetch;
pub mod import;
pub mod ingest;
pub mod politeness;
pub mod starter;
pub mod subscriptions;
mod templates;
pub mod websub;

pub use canonical::{canonical_url, outlet_key};
pub use clock::{Clock, SystemClock};
