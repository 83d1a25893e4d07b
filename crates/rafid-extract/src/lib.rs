//! Bytes from outside into entries and drafts: feeds, sitemaps, listing pages and article pages.
//!
//! What this room never does: reach the network, read the clock, open the store. Everything is a function of the
//! bytes that it was handed, so that every test is a file. Parsing does not fail: each reader returns what it
//! found together with the [`rafid_core::Issue`]s that it met on the way.
//!
//! Start reading at [`source::feed`] for feeds and at [`article`] for pages. One more kind of source is one more
//! module in [`source`], with fixtures beside its tests.

pub mod article;
pub mod charset;
pub mod html;
pub mod source;
pub mod work;
