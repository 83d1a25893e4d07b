//! Which articles are about one event.
//!
//! [`Window`] holds the articles of the last days with the edges between those that are alike. `settle` gives newcomers
//! a story as they come; `recluster` looks at the window again and keeps story ids by overlap; `linkage` is the method, `guards` says what is no edge
//! however alike it is, `headline` which member stands for a story. `phases` breaks a long story into episodes.
//! `archive` asks whether a newcomer carries a text of long ago.

mod archive;
mod guards;
mod headline;
mod linkage;
mod phases;
mod postings;
mod recluster;
mod settle;
mod window;

pub use archive::Archive;
pub(crate) use guards::is_country;
pub use phases::phases;
pub use window::Window;
