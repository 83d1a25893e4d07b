//! Which articles are about one event.

mod window;

pub use window::Window;
