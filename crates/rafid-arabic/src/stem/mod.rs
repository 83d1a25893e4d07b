//! Clitics and endings, taken off folded words where the vocabulary shows that they are some.
mod guided;
mod light;

pub use guided::strip_proclitics;
pub use light::{light, strip_ending};
