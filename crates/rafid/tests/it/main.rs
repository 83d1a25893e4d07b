//! The program as a user runs it: real processes, real files, loopback only.

mod demo;
mod import;
mod questions;
mod seed;
mod stories;
mod tidy;
mod tools;
mod use_;
