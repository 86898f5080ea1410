//! What can be asked: the page, the status, health and figures. Every route is in [`router`].

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Extension, Request, State};
use axum::http::header::{
    ACCEPT_LANGUAGE, ALLOW, AUTHORIZATION, CONTENT_LANGUAGE, CONTENT_TYPE, VARY, WWW_AUTHENTICATE,
};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::sync::Semaphore;

use crate::access::{Peer, bearer};
use crate::gate::{Gate, Limits};
use crate::headers;
use crate::language::Language;
use crate::metrics::prometheus;
use crate::page;
use crate::portal;
use crate::server::Ends;
use crate::status::{Office, Status};

/// How long a request waits for its turn to ask the program.
const PATIENCE: Duration = Duration::from_secs(5);

/// What the handlers share.
#[derive(Clone)]
pub(crate) struct Shared {
    office: Arc<dyn Office>,
    gate: Gate,
    /// [`Limits::questions`] at once; a request that has no turn after [`PATIENCE`] gets 503.
    questions: Arc<Semaphore>,
}

/// All routes, without what is only known of a connection: each request needs a [`Peer`] among its extensions. `more`
/// are those of other parts of the program; the same bounds hold for them until they take a connection over.
pub(crate) fn router(office: Arc<dyn Office>, more: Router, gate: Gate, limits: &Limits) -> Router {
    let request_bytes = limits.request_bytes;
    let shared = Shared { office, gate, questions: Arc::new(Semaphore::new(limits.questions)) };
    Router::new()
        .route("/", get(portal_or_status))
        .route("/status", get(status))
        .route("/style.css", get(style))
        .route("/healthz", get(health))
        .route("/metrics", get(metrics))
        .fallback(elsewhere)
        .method_not_allowed_fallback(not_allowed)
        .with_state(shared)
        .merge(more)
        .layer(from_fn(move |request: Request, next: Next| headers::bounded(request_bytes, request, next)))
        .layer(from_fn(headers::secure))
}

/// Puts on a request by which connection it came.
pub(crate) fn from<B>(mut request: axum::http::Request<B>, ends: Ends) -> axum::http::Request<B> {
    request.extensions_mut().insert(Peer(ends.remote));
    request.extensions_mut().insert(ends);
    request
}

/// The portal; in a program that was built without it the page that says what runs, and how the portal gets there.
async fn portal_or_status(shared: State<Shared>, headers: HeaderMap) -> Response {
    match portal::document(&headers) {
        Some(document) => document,
        None => status(shared, headers).await,
    }
}

/// The page that says what runs.
async fn status(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    let wanted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let language = Language::of_accept_language(wanted);
    match shared.status().await {
        Ok(status) => {
            let about = [
                (CONTENT_TYPE, "text/html; charset=utf-8"),
                (CONTENT_LANGUAGE, language.tag()),
                (VARY, "Accept-Language"),
            ];
            (about, page::render(&status, language)).into_response()
        }
        Err(busy) => busy.into_response(),
    }
}

async fn style() -> Response {
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], page::STYLE).into_response()
}

async fn health(State(shared): State<Shared>) -> Response {
    match shared.ask(Office::health).await {
        Ok(Ok(())) => plain(StatusCode::OK, "ok"),
        Ok(Err(reason)) => plain(StatusCode::SERVICE_UNAVAILABLE, reason.as_str()),
        Err(Busy) => plain(StatusCode::SERVICE_UNAVAILABLE, "busy"),
    }
}

async fn metrics(
    State(shared): State<Shared>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
) -> Response {
    // A token that is given must be right even from the box itself, or a wrong one would be found out elsewhere.
    if (!peer.is_here() || headers.contains_key(AUTHORIZATION))
        && let Err(refusal) = shared.authorised(&headers).await
    {
        return refusal;
    }
    match shared.status().await {
        Ok(mut status) => {
            let (open, accepted, refused) = shared.gate.counts();
            status.gauges.insert("web_connections".to_owned(), open);
            status.counters.insert("web_connections_total".to_owned(), accepted);
            status.counters.insert("web_connections_refused_total".to_owned(), refused);
            ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], prometheus(&status))
                .into_response()
        }
        Err(busy) => busy.into_response(),
    }
}

/// A file of the portal, or a page of it by its address: the portal itself says when there is none.
async fn elsewhere(uri: Uri, method: Method, headers: HeaderMap) -> Response {
    let is_read = method == Method::GET || method == Method::HEAD;
    let is_own = !["/api/", "/invitation/"].iter().any(|other| uri.path().starts_with(other));
    let found = if !is_read || !is_own {
        None
    } else if portal::wants_page(&headers) {
        portal::document(&headers)
    } else {
        portal::file(uri.path(), &headers)
    };
    found.unwrap_or_else(not_found)
}

fn not_found() -> Response {
    plain(StatusCode::NOT_FOUND, "there is nothing here")
}

async fn not_allowed() -> Response {
    // Every route is read-only so far.
    let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "this can only be read");
    response.headers_mut().insert(ALLOW, axum::http::HeaderValue::from_static("GET, HEAD"));
    response
}

fn plain(status: StatusCode, text: &str) -> Response {
    (status, [(CONTENT_TYPE, "text/plain; charset=utf-8")], format!("{text}\n")).into_response()
}

/// Too many ask at once.
struct Busy;

impl IntoResponse for Busy {
    fn into_response(self) -> Response {
        plain(StatusCode::SERVICE_UNAVAILABLE, "too many requests at once, try again")
    }
}

impl Shared {
    /// Asks the program on a thread that may block.
    async fn ask<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&dyn Office) -> T + Send + 'static,
    ) -> Result<T, Busy> {
        let turn = Arc::clone(&self.questions).acquire_owned();
        let turn = tokio::time::timeout(PATIENCE, turn).await.map_err(|_| Busy)?.map_err(|_| Busy)?;
        let office = Arc::clone(&self.office);
        let answer = tokio::task::spawn_blocking(move || {
            // Held by the question and not by the request: who goes away does not let another in early.
            let _turn = turn;
            ask(office.as_ref())
        });
        answer.await.map_err(|_| Busy)
    }

    async fn status(&self) -> Result<Status, Busy> {
        self.ask(Office::status).await
    }

    /// Lets a known token pass; the error is the answer to give.
    async fn authorised(&self, headers: &HeaderMap) -> Result<(), Response> {
        let known = match bearer(headers) {
            Some(token) => {
                let token = token.to_owned();
                self.ask(move |office| office.knows_token(&token)).await.map_err(Busy::into_response)?
            }
            None => false,
        };
        if known {
            return Ok(());
        }
        let mut refusal = plain(StatusCode::UNAUTHORIZED, "a token is needed: bellbox token create NAME");
        refusal.headers_mut().insert(WWW_AUTHENTICATE, axum::http::HeaderValue::from_static("Bearer"));
        Err(refusal)
    }
}

#[cfg(test)]
mod tests;
