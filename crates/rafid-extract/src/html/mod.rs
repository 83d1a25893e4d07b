//! A small, forgiving HTML parser: a page's markup → a flat [`Document`], in time linear in the page.
//!
//! It keeps the standard's rules that decide where text ends up (void and raw-text elements, implied end tags, crossed
//! inline elements, tables, scope) and leaves out those that do not (foster parenting, re-opened formatting, frame sets,
//! quirks). It never fails; hostile input meets caps on depth and size instead, see [`parse`]. It resolves no address
//! and runs nothing.
//!
//! Start at [`Document`] for the shape, then [`parse`] for the rules. To add a rule for an element: name it in `tag.rs`,
//! add the rule to `parse.rs` and a row to the table of its test.

mod entities;
mod parse;
mod tag;
mod tree;

pub use entities::{decode, decode_attribute};
pub use parse::{Limits, parse};
pub use tag::Tag;
pub use tree::{Document, Node, NodeId};
