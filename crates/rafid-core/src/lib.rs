//! The words that Rafid speaks and the contracts that its rooms sign.
pub mod body;
pub mod issue;

pub use body::{Block, Body, Inline, WebUrl};
pub use issue::{Issue, Severity};
