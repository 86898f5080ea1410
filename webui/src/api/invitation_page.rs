//! The pages behind the link of an invitation, for browsers without any script, and what the app Linphone fetches.
//! Nobody is signed in by them; a cookie is not looked at.

use std::cell::Cell;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Extension, Path, Request, State};
use axum::http::header::{CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY};
use axum::http::header::{RETRY_AFTER, VARY};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::ask::{Ask, Writing};
use super::caller::Caller;
use super::invited::{self, Opened};
use super::password_reset::limit;
use super::query::Query;
use super::refusal::{Fact, Refusal};
use super::route::Lane;
use super::serve::{language, read_body};
use super::state::Api;
use super::view::View;
use crate::access::Peer;
use crate::language::Language;
use crate::page::invitation::{Entered, Typed, Waiting, accepted, gone, later, waiting};
use crate::sign_in::origin;

/// Bytes of the form.
const FORM_BYTES_MAX: usize = 4096;
/// As of every page, but this one may send its form back to where it came from.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; \
                      frame-ancestors 'none'";

/// The routes, which stand outside the interface.
pub(crate) fn router(api: Arc<Api>) -> Router {
    Router::new()
        .route("/invitation/{token}", get(show).post(take))
        .route("/invitation/{token}/linphone.xml", get(linphone))
        .with_state(api)
}

/// What is answered.
struct Page {
    status: StatusCode,
    html: String,
    wait_s: Option<u64>,
}

async fn show(
    State(api): State<Arc<Api>>,
    Extension(peer): Extension<Peer>,
    Path(token): Path<String>,
    request: Request,
) -> Response {
    page(api, peer, request, Lane::Quick, move |ask| shown(ask, &token, None)).await
}

async fn take(
    State(api): State<Arc<Api>>,
    Extension(peer): Extension<Peer>,
    Path(token): Path<String>,
    request: Request,
) -> Response {
    page(api, peer, request, Lane::Slow, move |ask| taken(ask, &token)).await
}

async fn linphone(
    State(api): State<Arc<Api>>,
    Extension(peer): Extension<Peer>,
    Path(token): Path<String>,
    request: Request,
) -> Response {
    let language = language(request.headers());
    let answered = asked(api, peer, request, Lane::Quick, move |ask| {
        limit(ask)?;
        let invitation = invited::find(ask, &token)?.ok_or(Fact::NotFound)?;
        invited::linphone(ask, &invitation)?.ok_or_else(|| Fact::NotFound.into())
    });
    match answered.await {
        Ok(xml) => ([(CONTENT_TYPE, "application/xml; charset=utf-8")], xml).into_response(),
        Err(refusal) => refusal.into_response(language),
    }
}

fn shown(ask: &Ask<'_>, token: &str, typed: Option<Typed<'_>>) -> Result<Page, Refusal> {
    let Some(invitation) = invited::find(ask, token)? else { return Ok(nothing(ask)) };
    let opened = invited::open(ask, token, &invitation)?;
    Ok(of(&opened, &ask.view, typed, ask.language))
}

fn taken(ask: &Ask<'_>, token: &str) -> Result<Page, Refusal> {
    let Some(invitation) = invited::find(ask, token)? else { return Ok(nothing(ask)) };
    let field = |wanted: &str| {
        form_urlencoded::parse(ask.body).find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned())
    };
    let (password, repeat) = (field("password"), field("repeat"));
    if password != repeat {
        return shown(ask, token, Some(Typed::Differ));
    }
    match invited::accept(ask, &invitation, password.as_deref()) {
        Ok(()) => {}
        Err(refusal) if refusal.fact == Fact::TokenRefused => return Ok(nothing(ask)),
        Err(refusal) if !refusal.fields.is_empty() => {
            let problem = refusal.problem(ask.language);
            let why = problem.errors.first().map_or(problem.detail.as_str(), |error| error.detail.as_str());
            let page = shown(ask, token, Some(Typed::Unfit(why)))?;
            return Ok(Page { status: StatusCode::UNPROCESSABLE_ENTITY, ..page });
        }
        Err(refusal) => return Err(refusal),
    }
    let office = &ask.view.office;
    let login = invitation.portal_user.and_then(|user| office.portal_users.get(user));
    let login = login.filter(|_| password.is_some()).map(|user| user.login.as_str());
    let html = accepted(name(&ask.view), login, &office.office.support_contact, ask.language);
    Ok(Page { status: StatusCode::OK, html, wait_s: None })
}

fn of(opened: &Opened, view: &View, typed: Option<Typed<'_>>, language: Language) -> Page {
    let softphone = opened.softphone.as_ref().map(|softphone| Entered {
        username: &softphone.username,
        password: &softphone.password,
        domain: &softphone.domain,
        port: softphone.port,
        transport: softphone.transport,
        configuration: &softphone.configuration,
    });
    let until = opened.until.to_zoned(view.zone());
    let page = Waiting {
        office: &opened.office,
        name: &opened.name,
        number: &opened.number,
        login: opened.sets_password.then_some(opened.login.as_str()),
        until: &until,
        support: &opened.support_contact,
        softphone,
    };
    let status = if typed.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Page { status, html: waiting(&page, typed, language), wait_s: None }
}

/// The same whether it is unknown, used or too old.
fn nothing(ask: &Ask<'_>) -> Page {
    let support = &ask.view.office.office.support_contact;
    Page { status: StatusCode::NOT_FOUND, html: gone(name(&ask.view), support, ask.language), wait_s: None }
}

fn name(view: &View) -> &str {
    super::mailing::office_name(view)
}

/// Answers with a page, also where something is wrong.
async fn page(
    api: Arc<Api>,
    peer: Peer,
    request: Request,
    lane: Lane,
    work: impl FnOnce(&Ask<'_>) -> Result<Page, Refusal> + Send + 'static,
) -> Response {
    let language = language(request.headers());
    let answered = asked(api, peer, request, lane, |ask| {
        limit(ask)?;
        work(ask)
    });
    let page = answered.await.unwrap_or_else(|refusal| {
        let wait_s = match refusal.fact {
            Fact::TooManyTries { wait_s } => Some(wait_s),
            _ => None,
        };
        let html = later("Bellbox", &refusal.problem(language).detail, language);
        Page { status: refusal.status(), html, wait_s }
    });
    let about: [(HeaderName, &str); 5] = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_LANGUAGE, language.tag()),
        (VARY, "Accept-Language"),
        (CONTENT_SECURITY_POLICY, POLICY),
        // With the stricter no-referrer a browser sends the form with `Origin: null`, as if from another site.
        (REFERRER_POLICY, "strict-origin"),
    ];
    let wait = page.wait_s.map(|wait_s| [(RETRY_AFTER, wait_s.to_string())]);
    match wait {
        Some(wait) => (page.status, wait, about, page.html).into_response(),
        None => (page.status, about, page.html).into_response(),
    }
}

/// Does what may block, as a request that nobody has signed in for.
async fn asked<T: Send + 'static>(
    api: Arc<Api>,
    peer: Peer,
    request: Request,
    lane: Lane,
    work: impl FnOnce(&Ask<'_>) -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    let (parts, body) = request.into_parts();
    origin::check(&parts.method, &parts.uri, &parts.headers).map_err(|_| Fact::CrossSite)?;
    let body = read_body(body, FORM_BYTES_MAX).await?;
    let headers = parts.headers;
    let done = api.run(lane, move |api| {
        let (now, tick) = (api.machine.now)();
        work(&Ask {
            api,
            view: api.view()?,
            caller: Caller::Nobody,
            address: peer.0.ip().to_canonical(),
            language: language(&headers),
            now,
            tick,
            path: &[],
            query: Query::default(),
            headers: &headers,
            body: &body,
            writing: Writing::Alone(Cell::default()),
        })
    });
    done.await?
}
