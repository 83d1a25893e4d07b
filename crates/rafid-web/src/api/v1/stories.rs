//! `GET /api/v1/stories` and `/api/v1/stories/{id}`

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use rafid_core::StoryId;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{number, quoted, time};
use crate::api::{ApiError, Params};
use crate::json::{Problem, StoryDetail, StoryPage};
use crate::portal::story::MAX_STORIES;
use crate::portal::{Portal, StoryFound, StoryParams};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Stories {
    /// Only stories whose last article is at or after this time (RFC 3339).
    since: Option<String>,
    /// Only stories whose first article is before this time (RFC 3339).
    until: Option<String>,
    /// Only stories with at least so many articles.
    #[param(value_type = Option<u32>, minimum = 1)]
    min_articles: Option<String>,
    /// 1 to 200; 20 without it.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// From the former page's `next_cursor`.
    cursor: Option<String>,
}

/// Stories, the latest first.
#[utoipa::path(get, path = "/api/v1/stories", params(Stories), responses(
    (status = 200, body = StoryPage),
    (status = 400, body = Problem, content_type = "application/problem+json"),
))]
pub async fn stories(State(portal): State<Portal>, Params(query): Params<Stories>) -> Result<Json<StoryPage>, ApiError> {
    let params = StoryParams {
        since: time("since", query.since.as_deref())?,
        until: time("until", query.until.as_deref())?,
        min_articles: u32::try_from(number("min_articles", query.min_articles.as_deref(), 1, 1_000_000)?).unwrap_or(1),
        limit: number("limit", query.limit.as_deref(), 20, MAX_STORIES)?,
        cursor: query.cursor.filter(|cursor| !cursor.is_empty()),
    };
    let list = portal.run(move |portal| portal.stories(&params)).await?;
    Ok(Json((&list).into()))
}

/// One story.
#[utoipa::path(get, path = "/api/v1/stories/{id}", params(("id" = i64, Path, description = "Its number")), responses(
    (status = 200, body = StoryDetail),
    (status = 308, description = "It was merged into another"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
))]
pub async fn story(State(portal): State<Portal>, Path(id): Path<String>) -> Result<Response, ApiError> {
    let missing = || ApiError::NotFound(format!("there is no story `{}`", quoted(&id)));
    let story = StoryId(id.parse().map_err(|_| missing())?);
    match portal.run(move |portal| portal.story(story)).await? {
        Some(StoryFound::Found(story)) => Ok(Json(StoryDetail::from(&*story)).into_response()),
        Some(StoryFound::MovedTo(id)) => Ok(Redirect::permanent(&format!("/api/v1/stories/{id}")).into_response()),
        None => Err(missing()),
    }
}
