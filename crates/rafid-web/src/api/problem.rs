//! Errors as RFC 9457 problem details.

use axum::extract::{FromRequestParts, Query};
use axum::http::{HeaderValue, StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;

use crate::json::Problem;
use crate::portal::PortalError;

/// Why an endpoint has no answer.
#[derive(Debug)]
pub(crate) enum ApiError {
    NotFound(String),
    NotAllowed,
    Portal(PortalError),
}

impl ApiError {
    pub fn invalid(detail: impl Into<String>) -> Self {
        Self::Portal(PortalError::Invalid(detail.into()))
    }
}

impl From<PortalError> for ApiError {
    fn from(error: PortalError) -> Self {
        Self::Portal(error)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, detail) = match self {
            Self::NotFound(detail) => (StatusCode::NOT_FOUND, detail),
            Self::NotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "this endpoint answers GET only".to_owned()),
            Self::Portal(PortalError::Invalid(detail)) => (StatusCode::BAD_REQUEST, detail),
            Self::Portal(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "an API request failed");
                (StatusCode::INTERNAL_SERVER_ERROR, "something went wrong on our side; the log says more".to_owned())
            }
        };
        let title = status.canonical_reason().unwrap_or("Error");
        let problem = Problem { kind: "about:blank", title, status: status.as_u16(), detail };
        let mut response = (status, axum::Json(problem)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        response
    }
}

/// Query parameters whose refusal is a problem document.
pub(crate) struct Params<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Params<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        match Query::<T>::from_request_parts(parts, state).await {
            Ok(Query(params)) => Ok(Self(params)),
            Err(rejection) => Err(ApiError::invalid(rejection.body_text())),
        }
    }
}
