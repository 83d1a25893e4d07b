//! The invented press: fictional Arabic outlets with articles of our own writing, served over loopback HTTP as news sites serve theirs.
//!
//! What it is for: `rafid demo` and end-to-end tests need a press that is always there, always the same and allowed to be copied. Everything a
//! reader of the answers sees (names, places, clubs, events) is made up.
//!
//! What it never does: it knows nothing of Rafid, opens no connection, listens on loopback only, and uses no random numbers. The same
//! [`PressConfig`] gives the same articles, addresses (but for the port) and times.
//!
//! Where to start reading: [`Press::start`], then `edition` (which article appears when), then `routes` (what is served where).
//!
//! How to add one more:
//! - event: a file `events/NN-slug.toml` (shape: [`event::EventFile`]);
//! - outlet: a table in `outlets.toml` (shape: [`outlet::Outlet`]);
//! - page layout: a file in `layouts/`, a variant of [`outlet::Layout`], an arm in `page::template`.

mod clock;
pub mod edition;
mod error;
pub mod event;
mod feed;
mod http;
mod markup;
pub mod outlet;
mod page;
mod picture;
mod press;
mod routes;
mod site;
mod sitemap;

pub use error::PressError;
pub use press::{HostPlan, Press, PressConfig, PublishedArticle, PublishedCorrection, PublishedOutlet};
