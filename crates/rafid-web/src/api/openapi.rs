//! The description of the API, made from the code.

use utoipa::OpenApi;

use super::v1::{articles, health, search, status, stories, trends};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Rafid",
        description = "Arabic news: articles, the stories they tell together, what to read next. Times are RFC 3339. Cursors are opaque. An outlet's policy decides how much of its articles is shown.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    paths(
        search::search,
        search::suggest,
        articles::article,
        articles::related,
        articles::changes,
        stories::stories,
        stories::story,
        trends::trends,
        status::status,
        health::health,
    )
)]
struct Description;

/// The OpenAPI document as pretty JSON.
pub fn document() -> String {
    let mut document = Description::openapi();
    document.info.version = "1".to_owned();
    document.to_pretty_json().unwrap_or_else(|error| format!("{{\"error\":\"{error}\"}}"))
}
