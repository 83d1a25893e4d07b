//! What programs ask: `/api/v1`, its errors, its description. Answers are [`crate::json`]'s types. To add an endpoint: a file in
//! [`v1`] with its handler and parameters, one line in [`v1::router`], one in [`openapi`]'s list; a test holds the two lists
//! together.

pub mod openapi;
mod problem;
pub mod v1;

pub(crate) use problem::{ApiError, Params};
