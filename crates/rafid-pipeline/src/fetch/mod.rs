//! One address in, one outcome out: how bytes come from strangers.
//!
//! What this room never does: it parses nothing beyond HTTP, keeps nothing between runs, and opens no connection to an
//! address that [`guard`] has not passed. What the world does wrong is a [`FetchFailure`], a value with advice; there is
//! no `Err` for it.
//!
//! Start reading at [`Fetcher::fetch`], which follows redirects by hand; [`wire`](self) sends one request; [`body`](self)
//! counts bytes while it decodes them. One more content coding is one more variant in `decode.rs`, with a bomb in the tests.

mod address_book;
mod body;
mod budget;
mod config;
mod decode;
mod failure;
mod fetcher;
pub mod guard;
mod headers;
mod resolver;
mod slots;
mod task;
mod wire;

pub(crate) use budget::Held;
pub use config::{FetchConfig, PolitenessConfig};
pub(crate) use decode::decoded;
pub use failure::{FailureKind, FetchFailure};
pub use fetcher::{FetchSetupError, Fetcher};
pub use resolver::{LookupFuture, NameLookup, SystemLookup};
pub use task::{FetchOutcome, FetchTask, NotModified, Resource, Want};

pub(crate) use wire::{Hop, Wire};
