//! The program as a user runs it: real processes, real files, loopback only.

mod archives;
mod crash;
mod demo;
mod import;
mod questions;
mod seed;
mod site;
mod sources;
mod stories;
mod tidy;
mod tools;
mod use_;
