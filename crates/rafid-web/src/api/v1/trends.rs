//! `GET /api/v1/trends`

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::IntoParams;

use super::number;
use crate::api::{ApiError, Params};
use crate::json::{Problem, Trends};
use crate::portal::Portal;
use crate::portal::trends::MAX_TRENDS;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TrendsQuery {
    /// 1 to 50; 10 without it.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 50)]
    limit: Option<String>,
}

/// Keywords that rise now, against their own past.
#[utoipa::path(get, path = "/api/v1/trends", params(TrendsQuery), responses(
    (status = 200, body = Trends),
    (status = 400, body = Problem, content_type = "application/problem+json"),
))]
pub async fn trends(State(portal): State<Portal>, Params(query): Params<TrendsQuery>) -> Result<Json<Trends>, ApiError> {
    let limit = number("limit", query.limit.as_deref(), 10, MAX_TRENDS)?;
    let trends = portal.run(move |portal| portal.trends(Timestamp::now(), limit)).await?;
    Ok(Json(trends.as_slice().into()))
}
