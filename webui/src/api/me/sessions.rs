//! One's own sessions: seen, ended.

use axum::http::Method;
use jiff::Timestamp;
use model::{PortalUserId, SessionId};
use serde::Serialize;
use store::Session;
use utoipa::ToSchema;

use super::super::answer::Answer;
use super::super::ask::Ask;
use super::super::openapi::schema;
use super::super::refusal::{Fact, Refusal};
use super::super::route::{Access, Gives, Outcome, Route};

/// A session that has not ended.
#[derive(Serialize, ToSchema)]
pub(crate) struct ShownSession {
    /// Its key.
    id: SessionId,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    created: Timestamp,
    /// When it was last used, to the minute or so.
    #[schema(value_type = String, format = DateTime)]
    used: Timestamp,
    /// When it ends unless it is used.
    #[schema(value_type = String, format = DateTime)]
    expires: Timestamp,
    /// From where it began.
    address: String,
    /// What the browser said it was.
    user_agent: String,
    /// Whether it is the one that asks.
    is_this: bool,
}

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/me/sessions",
            "my_sessions",
            Access::Session,
            Gives::Json(schema::<Vec<ShownSession>>),
            list,
        )
        .about("Lists one's own sessions."),
        Route::new(
            Method::DELETE,
            "/me/sessions/{id}",
            "my_session_end",
            Access::Session,
            Gives::Nothing,
            end,
        )
        .about("Ends one of one's own sessions."),
        Route::new(
            Method::DELETE,
            "/me/sessions",
            "my_other_sessions_end",
            Access::Session,
            Gives::Nothing,
            end_others,
        )
        .about("Ends one's other sessions."),
    ]
}

fn list(ask: &Ask<'_>) -> Outcome {
    let login = ask.caller.login()?;
    Ok(Answer::json(&of(ask, login.user.id)?))
}

/// The sessions of a login.
pub(crate) fn of(ask: &Ask<'_>, user: PortalUserId) -> Result<Vec<ShownSession>, Refusal> {
    let this = ask.caller.login().ok().map(|login| login.session.id);
    let sessions = ask.api.store.sessions_of(user, ask.now)?;
    Ok(sessions.into_iter().map(|session| shown(session, this)).collect())
}

fn shown(session: Session, this: Option<SessionId>) -> ShownSession {
    ShownSession {
        is_this: this == Some(session.id),
        id: session.id,
        created: session.created,
        used: session.used,
        expires: session.expires,
        address: session.address,
        user_agent: session.user_agent,
    }
}

fn end(ask: &Ask<'_>) -> Outcome {
    end_one(ask, ask.caller.login()?.user.id, ask.named("id")?)
}

/// Ends a session, if it is one of this login.
pub(crate) fn end_one(ask: &Ask<'_>, user: PortalUserId, id: SessionId) -> Outcome {
    // Somebody else's is not there.
    if !ask.api.store.sessions_of(user, ask.now)?.iter().any(|session| session.id == id) {
        return Err(Fact::NotFound.into());
    }
    ask.api.store.end_session(id)?;
    Ok(Answer::nothing())
}

fn end_others(ask: &Ask<'_>) -> Outcome {
    let login = ask.caller.login()?;
    ask.api.store.end_sessions_of(login.user.id, Some(login.session.id))?;
    Ok(Answer::nothing())
}
