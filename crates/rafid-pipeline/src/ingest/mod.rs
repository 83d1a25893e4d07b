//! Articles in: known already? analyse, commit, settle into stories, index.
//!
//! [`Engine`] has the stages as plain functions, each of which can be run twice with the same result: a crash between
//! any two loses nothing, and [`Engine::catch_up`] finishes what an earlier process left. [`worker`] runs them behind a
//! bounded channel for the collector; `rafid import` calls them itself.

mod engine;
mod fingerprint;
mod settler;
mod worker;

pub use engine::{Engine, IngestSummary};
pub use fingerprint::content_hash;
pub use worker::{IngestClosed, IngestHandle, IngestWorker, Submission};
