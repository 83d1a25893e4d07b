//! Articles in: known already? analyse, commit, settle into stories, index.
//!
//! [`Engine`] has the stages as plain functions, each of which can be run twice with the same result: a crash between
//! any two loses nothing, and [`Engine::catch_up`] finishes what an earlier process left. [`worker`] runs them behind a
//! bounded channel for the collector; `rafid import` calls them itself. [`Engine::rebuild`] makes the search index anew beside the
//! one that answers, [`Engine::grow`] with words that the portal's own articles have taught.

mod bounds;
mod engine;
mod fingerprint;
mod growth;
mod rebuild;
mod settler;
mod worker;

pub(crate) use bounds::bound;
pub use engine::{Engine, IngestSummary};
pub use fingerprint::content_hash;
pub use growth::{Growth, GrowthRule, GrowthStep, GrowthWorker};
pub use rebuild::Pace;
pub use worker::{IngestClosed, IngestHandle, IngestWorker, Submission};
