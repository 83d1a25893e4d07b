//! Dates as Arabic writes them.
