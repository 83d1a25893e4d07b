//! `GET /api/v1/articles/{id}` and what is related to it.

use axum::Json;
use axum::extract::{Path, State};
use jiff::Timestamp;
use rafid_core::ArticleRef;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{number, quoted, switch};
use crate::api::{ApiError, Params};
use crate::json::{Article, ArticleChanges, Problem, RelatedArticles};
use crate::portal::related::MAX_RELATED;
use crate::portal::{Portal, RelatedOptions};

fn article_ref(id: &str) -> Result<ArticleRef, ApiError> {
    id.parse().map_err(ApiError::invalid)
}

fn missing(id: &str) -> ApiError {
    ApiError::NotFound(format!("there is no article `{}`", quoted(id)))
}

/// One article.
#[utoipa::path(get, path = "/api/v1/articles/{id}",
    params(("id" = String, Path, description = "Its number, or `ext:` and its external id")),
    responses(
        (status = 200, body = Article),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn article(State(portal): State<Portal>, Path(id): Path<String>) -> Result<Json<Article>, ApiError> {
    let article = article_ref(&id)?;
    match portal.run(move |portal| portal.article(&article)).await? {
        Some(page) => Ok(Json((&page).into())),
        None => Err(missing(&id)),
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RelatedQuery {
    /// How many similar articles: 1 to 200; 10 without it.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// `on` (the default): no copies, several outlets, nothing unrelated. `off`: the plain ranking.
    spread: Option<String>,
}

/// What to read after an article.
#[utoipa::path(get, path = "/api/v1/articles/{id}/related",
    params(("id" = String, Path, description = "Its number, or `ext:` and its external id"), RelatedQuery),
    responses(
        (status = 200, body = RelatedArticles),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn related(
    State(portal): State<Portal>,
    Path(id): Path<String>,
    Params(query): Params<RelatedQuery>,
) -> Result<Json<RelatedArticles>, ApiError> {
    let article = article_ref(&id)?;
    let options = RelatedOptions {
        limit: number("limit", query.limit.as_deref(), 10, MAX_RELATED)?,
        spread: switch("spread", query.spread.as_deref(), true)?,
    };
    match portal.run(move |portal| portal.related(&article, options, Timestamp::now())).await? {
        Some(related) => Ok(Json((&related).into())),
        None => Err(missing(&id)),
    }
}

/// What was changed in an article after it was published, word by word.
#[utoipa::path(get, path = "/api/v1/articles/{id}/changes",
    params(("id" = String, Path, description = "Its number, or `ext:` and its external id")),
    responses(
        (status = 200, body = ArticleChanges),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn changes(State(portal): State<Portal>, Path(id): Path<String>) -> Result<Json<ArticleChanges>, ApiError> {
    let article = article_ref(&id)?;
    match portal.run(move |portal| portal.changes(&article)).await? {
        Some(changes) => Ok(Json((&changes).into())),
        None => Err(missing(&id)),
    }
}
