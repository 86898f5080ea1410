//! The headers that every answer carries, so that a browser does nothing that no page here needs.

use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, REFERRER_POLICY};
use axum::http::header::{X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

// Strict-Transport-Security is left out on purpose. The certificate is of the box's own authority: with HSTS a
// browser that does not know that authority would show a warning that cannot be passed, and after a change of the
// certificate the owner would be locked out of the box. Nothing is served without TLS anyway.
const HEADERS: [(HeaderName, &str); 8] = [
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'",
    ),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    (CACHE_CONTROL, "no-store"),
];

/// Puts the headers on an answer, where it does not have its own.
pub(crate) async fn secure(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in HEADERS {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Answers 413 before anything looks at a body that is larger than a request may be.
/// The routes of the interface have bounds of their own.
pub(crate) async fn bounded(limit: usize, request: Request, next: Next) -> Response {
    if request.uri().path().starts_with("/api/") {
        return next.run(request).await;
    }
    let length = request
        .headers()
        .get(CONTENT_LENGTH)
        .map(|value| value.to_str().ok().and_then(|text| text.parse::<usize>().ok()).unwrap_or(usize::MAX));
    if length.is_some_and(|length| length > limit) {
        return (StatusCode::PAYLOAD_TOO_LARGE, "the request is too large\n").into_response();
    }
    next.run(request).await
}
