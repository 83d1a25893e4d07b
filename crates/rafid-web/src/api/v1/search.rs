//! `GET /api/v1/search`, `GET /api/v1/suggest`

use axum::{Json, extract::State};
use jiff::Timestamp;
use rafid_core::{Sort, StoryId};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{number, quoted, switch, time};
use crate::api::{ApiError, Params};
use crate::json::{Problem, SearchPage, Suggestions};
use crate::portal::search::MAX_RESULTS;
use crate::portal::suggest::MAX_SUGGESTIONS;
use crate::portal::{Filters, Portal, SearchParams};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Search {
    /// What to look for; what goes beyond 500 characters is not read. Nothing matches an empty question that is not narrowed.
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
    /// Only outlets of this country (ISO 3166-1 alpha-2).
    country: Option<String>,
    /// Only articles with this keyword.
    keyword: Option<String>,
    /// Only articles of this story, as a plain list.
    #[param(value_type = Option<i64>)]
    story: Option<String>,
    /// `on` (the default) counts outlets, countries, keywords and days of the whole result, on its first page.
    facets: Option<String>,
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
            facets: switch("facets", self.facets.as_deref(), true)? && self.cursor.as_deref().is_none_or(str::is_empty),
            filters: Filters {
                since: time("since", self.since.as_deref())?,
                until: time("until", self.until.as_deref())?,
                source: filled(self.source),
                country: filled(self.country),
                keyword: filled(self.keyword),
                story: story(self.story.as_deref())?,
            },
            cursor: filled(self.cursor),
            q: self.q.unwrap_or_default(),
        })
    }
}

fn story(value: Option<&str>) -> Result<Option<StoryId>, ApiError> {
    let number = |text: &str| text.parse().map(|id| Some(StoryId(id)));
    match value {
        None | Some("") => Ok(None),
        Some(text) => number(text).map_err(|_| ApiError::invalid(format!("`story` is a story's number, not `{}`", quoted(text)))),
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

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Typed {
    /// What has been typed so far.
    q: Option<String>,
    /// 1 to 20; 8 without it.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 20)]
    limit: Option<String>,
}

/// Keywords and outlets that go on from what is typed.
#[utoipa::path(get, path = "/api/v1/suggest", params(Typed), responses(
    (status = 200, body = Suggestions),
    (status = 400, body = Problem, content_type = "application/problem+json"),
))]
pub async fn suggest(State(portal): State<Portal>, Params(typed): Params<Typed>) -> Result<Json<Suggestions>, ApiError> {
    let limit = number("limit", typed.limit.as_deref(), 8, MAX_SUGGESTIONS)?;
    let q = typed.q.unwrap_or_default();
    let answer = move |portal: &Portal| {
        let items = portal.suggest(&q, limit)?.iter().map(Into::into).collect();
        Ok(Suggestions { q, items })
    };
    Ok(Json(portal.run(answer).await?))
}
