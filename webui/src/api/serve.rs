//! Joins the routes to the web server: reads the body within its bound, finds out who asks, checks what they may, and
//! answers.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::{Extension, RawPathParams, Request, State};
use axum::http::header::{ACCEPT_LANGUAGE, CONTENT_LENGTH};
use axum::http::{HeaderMap, HeaderName, Method};
use axum::response::{Redirect, Response};
use axum::routing::{MethodFilter, on};
use futures_util::StreamExt;
use jiff::Timestamp;
use model::Permission;

use super::answer::Answer;
use super::ask::{Ask, Writing};
use super::caller::Caller;
use super::events;
use super::query::Query;
use super::refusal::{Fact, Refusal};
use super::route::{Access, BODY_BYTES_MAX, Lane, Outcome, Route, Serve};
use super::state::Api;
use super::view::View;
use crate::access::{Peer, bearer};
use crate::language::Language;
use crate::sign_in::origin;

/// For a body of [`BODY_BYTES_MAX`]; one that may be larger has a second more for each such piece.
const BODY_TIME: Duration = Duration::from_secs(30);
/// Bytes of a refused body that are taken in, so that the answer is read; a longer one is cut off. None of them is kept.
const DRAINED_BYTES_MAX: usize = 2 * 1024 * 1024;

/// Which version of the office a request has made; missing where nothing has changed. It is what `/undo` takes.
pub(crate) const VERSION: HeaderName = HeaderName::from_static("bellbox-version");

/// All routes of the interface, and what is said where there is none.
pub(crate) fn router(api: Arc<Api>, routes: Vec<Route>) -> Router {
    let mut methods: BTreeMap<String, Vec<&'static str>> = BTreeMap::new();
    let mut router = Router::new();
    for route in routes {
        let path = format!("/api/v1{}", route.path);
        let Some((filter, allowed)) = filter(&route.method) else {
            tracing::error!(%path, method = %route.method, "a route has a method that none has");
            continue;
        };
        methods.entry(path.clone()).or_default().extend(allowed);
        let route = Arc::new(route);
        let serve = move |State(api): State<Arc<Api>>,
                          Extension(peer): Extension<Peer>,
                          path: RawPathParams,
                          request: Request| {
            let route = Arc::clone(&route);
            async move { answer(api, &route, peer, path, request).await }
        };
        router = router.route(&path, on(filter, serve));
    }
    for (path, allowed) in methods {
        let allowed = allowed.join(", ");
        let refuse = move |headers: HeaderMap| {
            let fact = Fact::MethodNotAllowed { allowed: allowed.clone() };
            async move { Refusal::new(fact).into_response(language(&headers)) }
        };
        router = router.route(&path, axum::routing::MethodRouter::new().fallback(refuse));
    }
    let not_found =
        |headers: HeaderMap| async move { Refusal::new(Fact::NotFound).into_response(language(&headers)) };
    for start in ["/api", "/api/", "/api/v1"] {
        router = router.route(start, axum::routing::get(async || Redirect::permanent("/api/v1/")));
    }
    router.route("/api/{*rest}", axum::routing::any(not_found)).with_state(api)
}

fn filter(method: &Method) -> Option<(MethodFilter, Vec<&'static str>)> {
    Some(match *method {
        Method::GET => (MethodFilter::GET, vec!["GET", "HEAD"]),
        Method::POST => (MethodFilter::POST, vec!["POST"]),
        Method::PUT => (MethodFilter::PUT, vec!["PUT"]),
        Method::PATCH => (MethodFilter::PATCH, vec!["PATCH"]),
        Method::DELETE => (MethodFilter::DELETE, vec!["DELETE"]),
        _ => return None,
    })
}

/// The language that the reader wants.
pub(crate) fn language(headers: &HeaderMap) -> Language {
    let wanted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Language::of_accept_language(wanted)
}

async fn answer(
    api: Arc<Api>,
    route: &Arc<Route>,
    peer: Peer,
    path: RawPathParams,
    request: Request,
) -> Response {
    let wanted = language(request.headers());
    match asked(api, route, peer, path, request).await {
        Ok(response) => response,
        Err((refusal, language)) => refusal.into_response(language.unwrap_or(wanted)),
    }
}

/// A refusal, and the caller's own language where one is known.
type Refused = (Refusal, Option<Language>);

async fn asked(
    api: Arc<Api>,
    route: &Arc<Route>,
    peer: Peer,
    path: RawPathParams,
    request: Request,
) -> Result<Response, Refused> {
    let plain = |refusal: Refusal| (refusal, None);
    let (parts, body) = request.into_parts();
    // No site can make a browser send a token, and where there is one no cookie counts.
    if bearer(&parts.headers).is_none() {
        let checked = origin::check(&parts.method, &parts.uri, &parts.headers);
        checked.map_err(|_| plain(Fact::CrossSite.into()))?;
    }
    let bytes_max = route.body_bytes_max();
    let too_large = || plain(Fact::TooLarge { bytes_max }.into());
    let length =
        parts.headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if let Some(length) = length.filter(|length| *length > bytes_max) {
        drain(body, length).await;
        return Err(too_large());
    }
    let path: Vec<(String, String)> =
        path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let query = Query::read(parts.uri.query().unwrap_or_default(), &route.query);
    let query = query.map_err(plain)?;
    let address = peer.0.ip().to_canonical();
    let serve = match route.serve {
        Serve::Blocking(serve) => Some(serve),
        Serve::Events => None,
    };
    let asked = Asked { headers: parts.headers, address, access: route.access, path, query };
    let is_bare = body.is_end_stream();
    if let (Some(serve), true, Lane::Quick) = (serve, is_bare, route.lane) {
        let answer = api.run(Lane::Quick, move |api| {
            let known = asked.look(api)?;
            asked.serve(api, known, &[], serve)
        });
        return Ok(answer.await.map_err(plain)??.into_response());
    }
    // Who may not ask this is told so before the body is read, and takes nobody's turn among those that take long.
    let known = api.run(Lane::Quick, move |api| asked.look(api).map(|known| (known, asked)));
    let (known, asked) = known.await.map_err(plain)??;
    let Some(serve) = serve else {
        let listener = known.caller.listener();
        return events::stream(api, asked.headers, address, listener).map_err(plain);
    };
    let body = read_body(body, bytes_max).await.map_err(plain)?;
    let answer = api.run(route.lane, move |api| {
        // While a body came, the session may have ended, and rights may have gone.
        let known = if is_bare { known } else { asked.look(api)? };
        asked.serve(api, known, &body, serve)
    });
    Ok(answer.await.map_err(plain)??.into_response())
}

/// What is asked, but for the body.
struct Asked {
    headers: HeaderMap,
    address: IpAddr,
    access: Access,
    path: Vec<(String, String)>,
    query: Query,
}

impl Asked {
    /// Looks who asks, as of now.
    fn look(&self, api: &Api) -> Result<Known, Refused> {
        Known::of(api, &self.headers, self.address, self.access)
    }

    /// Answers it.
    fn serve(
        self,
        api: &Api,
        known: Known,
        body: &[u8],
        serve: fn(&Ask<'_>) -> Outcome,
    ) -> Result<Answer, Refused> {
        let Self { headers, address, access: _, path, query } = self;
        let Known { view, now, tick, caller, own } = known;
        let language = own.unwrap_or_else(|| language(&headers));
        let (path, headers) = (&path, &headers);
        let writing = Writing::Alone(Cell::default());
        let ask =
            Ask { api, view, caller, address, language, now, tick, path, query, headers, body, writing };
        let sees_logins = ask.caller.may(Permission::PortalUsersRead);
        let told = |refusal: Refusal| if sees_logins { refusal } else { refusal.without_logins() };
        let answer = serve(&ask).map_err(|refusal| (told(refusal), Some(language)))?;
        Ok(match ask.version() {
            Some(version) => answer.header(VERSION, version.to_string()),
            None => answer,
        })
    }
}

/// Who asks, and the office and the time when they did.
struct Known {
    view: Arc<View>,
    now: Timestamp,
    tick: Instant,
    caller: Caller,
    /// The caller's own language where one is known.
    own: Option<Language>,
}

impl Known {
    /// As of now; refuses who may not ask a route.
    fn of(api: &Api, headers: &HeaderMap, address: IpAddr, access: Access) -> Result<Self, Refused> {
        let view = api.view().map_err(|refusal| (refusal, None))?;
        let (now, tick) = (api.machine.now)();
        let caller =
            Caller::of(api, &view, headers, address, access, now).map_err(|refusal| (refusal, None))?;
        let own = own_language(&caller);
        caller.check(access).map_err(|refusal| (refusal, own))?;
        Ok(Self { view, now, tick, caller, own })
    }
}

/// Takes in and forgets a body that is refused for its size: whoever still sends would not read the answer.
async fn drain(body: Body, length: usize) {
    if length > DRAINED_BYTES_MAX {
        return;
    }
    let mut pieces = body.into_data_stream();
    let take = async {
        let mut taken = 0;
        while let Some(Ok(piece)) = pieces.next().await {
            taken += piece.len();
            if taken > DRAINED_BYTES_MAX {
                return;
            }
        }
    };
    let _ = tokio::time::timeout(BODY_TIME, take).await;
}

/// Reads a body that is not too large and does not take too long.
pub(crate) async fn read_body(body: Body, bytes_max: usize) -> Result<Bytes, Refusal> {
    let pieces = u32::try_from(bytes_max / BODY_BYTES_MAX).unwrap_or(u32::MAX);
    let time = BODY_TIME.saturating_add(Duration::from_secs(1).saturating_mul(pieces.saturating_sub(1)));
    let read = tokio::time::timeout(time, to_bytes(body, bytes_max)).await;
    let read = read.map_err(|_| Fact::TooLate { time_s: time.as_secs() })?;
    Ok(read.map_err(|_| Fact::TooLarge { bytes_max })?)
}

/// The language that a login has chosen.
fn own_language(caller: &Caller) -> Option<Language> {
    match caller {
        Caller::Login(login) if !login.user.language.is_empty() => {
            Some(Language::of_accept_language(&login.user.language))
        }
        Caller::Login(_) | Caller::Nobody | Caller::Program(_) => None,
    }
}
