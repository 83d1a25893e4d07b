//! `GET /api/v1/search`

use axum::{Json, extract::State};
use jiff::Timestamp;
use rafid_core::Sort;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{number, quoted, switch, time};
use crate::api::{ApiError, Params};
use crate::json::{Problem, SearchPage};
use crate::portal::search::MAX_RESULTS;
use crate::portal::{Portal, SearchParams};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Search {
    /// What to look for, at most 500 characters; nothing matches an empty question.
    q: Option<String>,
    /// 1 to 100; 10 without it.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// From the former page's `next_cursor`.
    cursor: Option<String>,
    /// `on` (the default) puts articles of one story together; `off` gives a plain list.
    group: Option<String>,
    /// `blend` (the default: relevance and time), `relevance` or `new`.
    sort: Option<String>,
    /// Only this outlet, by its key.
    source: Option<String>,
    /// Only articles from this time on (RFC 3339).
    since: Option<String>,
    /// Only articles before this time (RFC 3339).
    until: Option<String>,
}

impl Search {
    fn params(self) -> Result<SearchParams, ApiError> {
        let filled = |text: Option<String>| text.filter(|text| !text.is_empty());
        Ok(SearchParams {
            sort: sort(self.sort.as_deref())?,
            group: switch("group", self.group.as_deref(), true)?,
            limit: number("limit", self.limit.as_deref(), 10, MAX_RESULTS)?,
            since: time("since", self.since.as_deref())?,
            until: time("until", self.until.as_deref())?,
            cursor: filled(self.cursor),
            source: filled(self.source),
            q: self.q.unwrap_or_default(),
        })
    }
}

fn sort(value: Option<&str>) -> Result<Sort, ApiError> {
    match value {
        None | Some("" | "blend") => Ok(Sort::Blend),
        Some("relevance") => Ok(Sort::Relevance),
        Some("new") => Ok(Sort::New),
        Some(other) => Err(ApiError::invalid(format!("`sort` is blend, relevance or new, not `{}`", quoted(other)))),
    }
}

/// Search articles.
#[utoipa::path(get, path = "/api/v1/search", params(Search), responses(
    (status = 200, body = SearchPage),
    (status = 400, body = Problem, content_type = "application/problem+json"),
))]
pub async fn search(State(portal): State<Portal>, Params(search): Params<Search>) -> Result<Json<SearchPage>, ApiError> {
    let params = search.params()?;
    let results = portal.run(move |portal| portal.search(&params, Timestamp::now())).await?;
    Ok(Json((&results).into()))
}
