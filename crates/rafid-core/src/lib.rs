//! The words that Rafid speaks and the contracts that its rooms sign.
//!
//! Here are the types that more than one room uses ([`Source`], [`Feed`], [`ArticleDraft`], [`Analysis`],
//! [`StorySummary`], …) and the traits that stand between rooms ([`Store`], [`SearchIndex`]). There is no driver, no
//! runtime and no web framework here, and nothing reads a clock: `now` is always an argument.
//!
//! Start with [`article`], then [`store`]. The suffix says which side of a border a type is on: `…Draft` is
//! unfinished, `…Intent` is to be stored, `…Summary` and `…Detail` are to be shown. Types here are not the wire: rows,
//! JSON and index documents have mirror types in their own rooms.
//!
//! To add a word: one file, one idea; export it here. To add a use case of the store: a method of [`Store`], its
//! line in the conformance suite of `rafid-store`, then the implementation.

pub mod analysis;
pub mod article;
pub mod body;
pub mod country;
pub mod error;
pub mod failure;
pub mod ids;
pub mod issue;
pub mod robots;
pub mod search;
pub mod source;
pub mod store;
pub mod websub;

pub use analysis::*;
pub use article::*;
pub use body::{Block, Body, Inline, WebUrl};
pub use country::{country_code, country_names};
pub use error::{ErrorKind, StoreError, StoreResult};
pub use failure::FailureKind;
pub use ids::*;
pub use issue::{Issue, Severity};
pub use robots::*;
pub use search::*;
pub use source::*;
pub use store::*;
pub use websub::*;
