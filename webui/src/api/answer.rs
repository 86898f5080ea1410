//! What a handler answers when all is well.

use axum::body::Body;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, LOCATION, SET_COOKIE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use serde::Serialize;

/// An answer: status, headers, body.
#[derive(Debug)]
pub(crate) struct Answer {
    status: StatusCode,
    headers: Vec<(HeaderName, String)>,
    body: Vec<u8>,
}

impl Answer {
    /// 200 with JSON.
    pub(crate) fn json(value: &impl Serialize) -> Self {
        // Our own types have no maps with keys that are no texts, the only thing that JSON cannot hold.
        let body = serde_json::to_vec(value).unwrap_or_default();
        Self { status: StatusCode::OK, headers: vec![(CONTENT_TYPE, "application/json".to_owned())], body }
    }

    /// 201 with JSON of what was made.
    pub(crate) fn created(location: String, value: &impl Serialize) -> Self {
        Self { status: StatusCode::CREATED, ..Self::json(value) }.header(LOCATION, location)
    }

    /// 204.
    pub(crate) fn nothing() -> Self {
        Self { status: StatusCode::NO_CONTENT, headers: Vec::new(), body: Vec::new() }
    }

    /// 304: the caller has it already.
    pub(crate) fn not_modified(etag: String) -> Self {
        Self { status: StatusCode::NOT_MODIFIED, headers: vec![(ETAG, etag)], body: Vec::new() }
    }

    /// 200 with bytes to show.
    pub(crate) fn bytes(media_type: &str, body: Vec<u8>) -> Self {
        Self { status: StatusCode::OK, headers: vec![(CONTENT_TYPE, media_type.to_owned())], body }
    }

    /// 200 with bytes to be saved under a name, which has only letters, digits, dots and hyphens.
    pub(crate) fn file(media_type: &str, name: &str, body: Vec<u8>) -> Self {
        let disposition = format!("attachment; filename=\"{name}\"");
        Self::bytes(media_type, body).header(CONTENT_DISPOSITION, disposition)
    }

    /// Its status.
    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    /// Its entity tag, if it has one.
    pub(crate) fn entity_tag(&self) -> Option<&str> {
        self.headers.iter().find(|(name, _)| *name == ETAG).map(|(_, tag)| tag.as_str())
    }

    /// Its body.
    pub(crate) fn body(&self) -> &[u8] {
        &self.body
    }

    /// With an entity tag.
    pub(crate) fn etag(self, etag: String) -> Self {
        self.header(ETAG, etag)
    }

    /// With a cookie.
    pub(crate) fn cookie(self, cookie: String) -> Self {
        self.header(SET_COOKIE, cookie)
    }

    /// With a header.
    pub(crate) fn header(mut self, name: HeaderName, value: String) -> Self {
        self.headers.push((name, value));
        self
    }

    /// As the server sends it. A header that cannot be one is left out.
    pub(crate) fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        for (name, value) in self.headers {
            match HeaderValue::try_from(value) {
                Ok(value) => {
                    response.headers_mut().append(name, value);
                }
                Err(error) => tracing::error!(%name, %error, "a header of an answer is left out"),
            }
        }
        response
    }
}
