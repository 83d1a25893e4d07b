//! The conformance suite: what every implementation of `Store` and `SearchIndex` does, each case a function over the
//! contract. `kit::cases!` runs them against each implementation. `directory`, `damage`, `rebuild`, `generations` and `crash` test what
//! is our own: files, locks, and what happens to them.

mod changes;
mod crash;
mod damage;
mod directory;
mod feeds;
mod generations;
mod hostile;
mod ingest;
mod kit;
mod reading;
mod rebuild;
mod revisions;
mod search;
mod settle;
mod similar;
mod sources;
mod stories;
