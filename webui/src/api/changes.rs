//! Several changes as one: all of them or none, with one place in the audit log, taken back by one undo (F-67).
//!
//! Each is what a request of its own would be, and is answered by the same handler; what it writes is only collected, and
//! the next one sees the office as it would then be.

mod made_by;
mod together;

use std::sync::LazyLock;

use axum::http::header::{CONTENT_TYPE, IF_MATCH};
use axum::http::{HeaderMap, HeaderValue, Method};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Generated, Wrong};
use utoipa::ToSchema;

pub(crate) use self::together::Together;
use super::answer::Answer;
use super::ask::Ask;
use super::openapi::schema;
use super::query::Query;
use super::refusal::{Fact, Refusal};
use super::route::{Access, Body, Gives, Lane, Outcome, Route, Serve};
use super::taken::placed_in;

/// Changes in one request.
const CHANGES_MAX: usize = 100;
/// Of them those that may hash a password, each of which takes a tenth of a second.
const SLOW_MAX: usize = 4;

/// Changes that belong together.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Changes {
    /// What is done, in this order. The rows only have to be right when all is done; but names of logins are looked at one
    /// after the other.
    #[schema(max_items = 100)]
    changes: Vec<OneChange>,
}

/// One of them.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OneChange {
    /// As in a request of its own.
    method: Verb,
    /// Likewise, after /api/v1: "/lines/{id}". "@2" in the place of an id is the row that the third change makes.
    path: String,
    /// The entity tag of the row as it was read, or as a change before this one leaves it; if somebody else has changed it,
    /// nothing at all is changed.
    #[serde(default)]
    if_match: Option<String>,
    /// As in a request of its own. {"made_by": 2} in the place of an id is the row that the third change makes.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    body: Option<Value>,
    /// A file in the place of the body, in base64 (RFC 4648 §4).
    #[serde(default)]
    file: Option<String>,
}

/// What is done.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
enum Verb {
    /// Takes away.
    Delete,
    /// Changes what is named.
    Patch,
    /// Makes, or does.
    Post,
    /// Puts in a place.
    Put,
}

/// All of them are done.
#[derive(Serialize, ToSchema)]
struct AllChanged {
    /// The version of the office that they made; null when everything was so already.
    version: Option<u64>,
    /// What came of each, in order.
    results: Vec<ChangeResult>,
}

/// What came of one.
#[derive(Serialize, ToSchema)]
struct ChangeResult {
    /// The status that a request of its own would have had.
    status: u16,
    /// The entity tag of the row as this change left it; null where there is none.
    etag: Option<String>,
    /// What a request of its own would have given; null where it gives nothing. What is counted of sessions, and whether a
    /// login has a password, is as it was before.
    #[schema(value_type = Option<Object>)]
    body: Option<Value>,
}

/// Every route that may stand among several changes.
static JOINING: LazyLock<Vec<Route>> =
    LazyLock::new(|| super::routes().into_iter().filter(|route| route.joins).collect());

/// The route for several changes.
pub(super) fn routes() -> Vec<Route> {
    let about = "Makes several changes as one: all of them or none. A refusal says by `change` which of them it is about, \
                 and points into the body of that one. Which operations may stand here is told by `x-joins-changes`; at most four of them \
                 may give somebody a password or make a login.";
    let gives = Gives::Json(schema::<AllChanged>);
    let route = Route::post("/changes", "changes_make", Access::Known, gives, make);
    vec![route.takes(Body::Large(schema::<Changes>)).about(about).together()]
}

fn make(ask: &Ask<'_>) -> Outcome {
    let Changes { changes } = ask.json()?;
    if changes.len() > CHANGES_MAX {
        return Err(Refusal::field("/changes", Fact::Wrong(Wrong::TooMany { max: CHANGES_MAX })));
    }
    let together = Together::new(ask.view.clone());
    let (mut results, mut slow) = (Vec::with_capacity(changes.len()), 0);
    let bodies: Vec<Option<Value>> = changes.iter().map(|change| change.body.clone()).collect();
    for (place, change) in changes.into_iter().enumerate() {
        let done = one(ask, &together, change, &results, &mut slow);
        results.push(done.map_err(|refusal| refusal.with("change", place))?);
        together.next();
    }
    let version = together
        .write(ask, |generated| show(generated, &mut results))
        .map_err(|refusal| in_its_body(refusal, &bodies))?;
    Ok(Answer::json(&AllChanged { version, results }))
}

/// A refusal of a name that is taken, with its place in the body of the change that it is about.
fn in_its_body(refusal: Refusal, bodies: &[Option<Value>]) -> Refusal {
    let place = refusal.more.iter().find(|(name, _)| *name == "change").and_then(|(_, place)| place.as_u64());
    let body = place.and_then(|place| bodies.get(usize::try_from(place).ok()?)?.clone());
    placed_in(refusal, &body.unwrap_or_default())
}

/// Does one as its own handler does it.
fn one(
    ask: &Ask<'_>,
    together: &Together,
    change: OneChange,
    before: &[ChangeResult],
    slow: &mut usize,
) -> Result<ChangeResult, Refusal> {
    let made = |place: usize| before.get(place)?.body.as_ref()?["id"].as_str();
    let (path, query) = change.path.split_once('?').unwrap_or((&change.path, ""));
    let path = made_by::in_path(path, made)?;
    let (route, serve, params) = find(change.method, &path).ok_or_else(|| {
        let start: String = path.chars().take(80).collect();
        Fact::Malformed { why: format!("{start} is nothing that can be one of several changes") }
    })?;
    ask.caller.check(route.access)?;
    if route.lane == Lane::Slow {
        *slow += 1;
        if *slow > SLOW_MAX {
            return Err(Fact::Wrong(Wrong::TooMany { max: SLOW_MAX }).into());
        }
    }
    let (body, media_type) = match (change.body, change.file) {
        (Some(body), None) => (made_by::in_body(body, made)?.to_string().into_bytes(), "application/json"),
        (None, Some(file)) => {
            let file = STANDARD.decode(file);
            let malformed = |error: base64::DecodeError| Fact::Malformed { why: error.to_string() };
            (file.map_err(malformed)?, "application/octet-stream")
        }
        (None, None) => (Vec::new(), "application/json"),
        (Some(_), Some(_)) => {
            return Err(Fact::Malformed { why: "either a body or a file".to_owned() }.into());
        }
    };
    let bytes_max = route.body_bytes_max();
    if body.len() > bytes_max {
        return Err(Fact::TooLarge { bytes_max }.into());
    }
    let mut headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(media_type))]);
    if let Some(tag) = change.if_match {
        // A tag that no header can hold is that of no row.
        headers.insert(IF_MATCH, HeaderValue::try_from(tag).map_err(|_| Fact::PreconditionFailed)?);
    }
    let answer = serve(&Ask {
        api: ask.api,
        view: together.view(),
        caller: ask.caller.clone(),
        address: ask.address,
        language: ask.language,
        now: ask.now,
        tick: ask.tick,
        path: &params,
        query: Query::read(query, &route.query)?,
        headers: &headers,
        body: &body,
        writing: together.writing(),
    })?;
    Ok(ChangeResult {
        status: answer.status().as_u16(),
        etag: answer.entity_tag().map(str::to_owned),
        body: serde_json::from_slice(answer.body()).ok(),
    })
}

type Handler = fn(&Ask<'_>) -> Outcome;
/// What a path names, by the names of the places.
type Params = Vec<(String, String)>;

/// The route of a change, with what its path names.
fn find(verb: Verb, path: &str) -> Option<(&'static Route, Handler, Params)> {
    let method = match verb {
        Verb::Delete => Method::DELETE,
        Verb::Patch => Method::PATCH,
        Verb::Post => Method::POST,
        Verb::Put => Method::PUT,
    };
    JOINING.iter().filter(|route| route.method == method).find_map(|route| match route.serve {
        Serve::Blocking(serve) => Some((route, serve, params(&route.path, path)?)),
        Serve::Events => None,
    })
}

/// What a path names in the places of a route's; none when it is another path.
fn params(route: &str, path: &str) -> Option<Params> {
    let (mut expected, mut parts) = (route.split('/'), path.split('/'));
    let mut params = Vec::new();
    loop {
        match (expected.next(), parts.next()) {
            (None, None) => return Some(params),
            (Some(name), Some(part)) if name.starts_with('{') => {
                params.push((name.trim_matches(['{', '}']).to_owned(), part.to_owned()));
            }
            (Some(name), Some(part)) if name == part => {}
            _ => return None,
        }
    }
}

/// Shows the secrets of SIP accounts that were made, this once, where a request of its own shows them.
fn show(generated: &[Generated], results: &mut [ChangeResult]) {
    for made in generated {
        let account = Value::String(made.account.to_string());
        let bodies = results.iter_mut().filter(|result| result.status == 201);
        for body in bodies.filter_map(|result| result.body.as_mut()).filter(|body| body["id"] == account) {
            body["secret"] = Value::String(made.secret.reveal().to_owned());
        }
    }
}
