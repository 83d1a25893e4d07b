//! The right-to-left portal, the API and the outgoing feeds.
//!
//! A request becomes a question to the [`Portal`], the one place for use cases, which the command line asks as well; its answer becomes
//! a page (`pages`), JSON ([`json`]) or a feed (`feeds`). The crate speaks to the store and the index through their contracts in
//! `rafid-core`: it cannot name a database, and it fetches nothing. What an outlet does not allow is dropped where stored articles
//! become shown ones, in [`view`], and nowhere later.
//!
//! Start with [`router`], the list of all routes, then [`portal`]. To add a page, see `pages`; an endpoint, `api`; a feed,
//! `feeds`; a language, [`locale`].

mod api;
mod assets;
mod feeds;
mod installed;
pub mod json;
pub mod locale;
mod metrics;
pub mod pages;
pub mod portal;
mod serve;
pub mod settings;
mod site;
mod sitemap;
pub mod view;
mod websub;

pub use api::openapi;
pub use assets::router as assets_router;
pub use portal::Portal;
pub use serve::serve;
pub use settings::WebSettings;
pub use site::router;
