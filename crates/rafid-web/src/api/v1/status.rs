//! `GET /api/v1/status`

use axum::{Json, extract::State};

use crate::api::ApiError;
use crate::json::StatusReport;
use crate::portal::Portal;

/// How full the store is and how far the index has come. Cheap to poll.
#[utoipa::path(get, path = "/api/v1/status", responses((status = 200, body = StatusReport)))]
pub async fn status(State(portal): State<Portal>) -> Result<Json<StatusReport>, ApiError> {
    let status = portal.run(Portal::status).await?;
    Ok(Json((&status).into()))
}
