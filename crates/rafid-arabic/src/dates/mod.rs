//! Dates as Arabic writes them: read, and written for readers.
//!
//! [`parse`] reads one date out of a short text: a dateline, a byline's date, the content of a `time` element. It knows
//! the Gregorian calendar with its four sets of month names, the Umm al-Qura calendar, relative dates and zones. It is
//! shy: where a text is not clearly a date it answers nothing. [`mod@format`] writes dates for people.
//!
//! The room reads no clock (`now` is an argument) and knows no zone database: zones are fixed offsets, as texts name
//! them. Start reading at [`parse`]; `scan.rs` cuts a text into tokens, `words.txt` holds the vocabulary, `absolute.rs`,
//! `relative.rs` and `clock.rs` the shapes of dates and times. One more month name or zone is one more word in
//! `words.txt`, with a row in `tests.rs`.

mod absolute;
mod clock;
pub mod format;
mod read;
mod relative;
mod scan;
mod value;

pub use read::parse;
pub use value::{ArabicDate, Calendar, Precision};

#[cfg(test)]
mod tests;
