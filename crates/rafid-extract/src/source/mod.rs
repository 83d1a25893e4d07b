//! What publishers offer for collecting: feeds, sitemaps, listing pages, lists of feeds; each as a pure function
//! from bytes (or text) to values.
//!
//! | kind | read | entry point |
//! |---|---|---|
//! | RSS, RDF, Atom, JSON Feed, CDF | [`feed`] | [`feed::parse`] |
//! | sitemaps, news sitemaps | [`sitemap`] | [`sitemap::parse`] |
//! | lists of feeds | [`opml`] | [`opml::parse`], [`opml::write`] |
//! | addresses of sitemaps | [`robots`] | [`robots::sitemaps`] |
//! | listing pages | [`listing`] | [`listing::find`], [`listing::find_by_rule`] |
//! | addresses of feeds | [`discover`] | [`discover::in_page`] |
//! | saved pages: their addresses | [`saved`] | [`saved::address`] |
//! | web archives | [`warc`] | [`warc::Records`] |
//!
//! None of them fails: what was odd is an [`rafid_core::Issue`] in the result. [`xml`] is the tolerant tokeniser
//! that they share. To add a kind of source, add a module with one public function and its fixtures.

pub mod discover;
pub mod feed;
pub mod listing;
pub mod opml;
pub mod robots;
pub mod saved;
pub mod sitemap;
pub mod warc;
pub mod xml;
