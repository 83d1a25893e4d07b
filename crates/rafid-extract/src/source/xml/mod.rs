//! XML as it is found, not as it is specified.
//!
//! A conforming parser must stop at the first error (XML 1.0 section 1.2, "fatal error"), and news feeds are full
//! of them: a bare `&`, `a < b` in a title, an unclosed `<br>`, a body cut in half. This tokeniser never refuses:
//! what cannot be markup is text. It works in one pass over borrowed text, in time linear in the input whatever
//! the input is, and never looks outside it: there are no external entities, and an entity that a document
//! declares itself is replaced once, never recursively, so that nothing can grow exponentially.
//!
//! Start reading at [`Tokens`]; [`Attrs`] takes the inside of a tag apart, [`Entities`] turns references into
//! characters. Which tags match which is the caller's business, since only the caller knows what may be mended.

mod attrs;
mod entities;
mod token;

pub use attrs::Attrs;
pub use entities::{Entities, around};
pub use token::{Token, Tokens};
