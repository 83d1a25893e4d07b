//! `GET /api/v1/health`

use axum::{Json, extract::State};

use crate::api::ApiError;
use crate::json::HealthReport;
use crate::portal::Portal;

/// How the sources fare, those that need attention first: state in words, last success, next try, errors with advice, and how much they
/// publish against the past. 404 where the operator does not show it.
#[utoipa::path(get, path = "/api/v1/health", responses((status = 200, body = HealthReport)))]
pub async fn health(State(portal): State<Portal>) -> Result<Json<HealthReport>, ApiError> {
    if !portal.settings.health {
        return Err(ApiError::NotFound("this portal does not show how its sources fare (serve.health)".to_owned()));
    }
    let now = jiff::Timestamp::now();
    let health = portal.run(move |portal| portal.health(now)).await?;
    Ok(Json((&health).into()))
}
