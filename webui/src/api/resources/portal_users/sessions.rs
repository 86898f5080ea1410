//! The sessions of a login: seen, ended.

use axum::http::Method;
use model::{Permission, PortalUser};

use super::super::super::answer::Answer;
use super::super::super::ask::Ask;
use super::super::super::me::sessions::{ShownSession, end_one, of};
use super::super::super::openapi::schema;
use super::super::super::resource::named;
use super::super::super::route::{Access, Gives, Outcome, Route};
use super::may_touch;

/// The routes about them.
pub(super) fn routes() -> Vec<Route> {
    let (all, write) = ("/portal-users/{id}/sessions", Access::Needs(Permission::PortalUsersWrite));
    let read = Access::Needs(Permission::PortalUsersRead);
    vec![
        Route::get(all, "portal_user_sessions", read, Gives::Json(schema::<Vec<ShownSession>>), list)
            .about("Lists the sessions of a portal user."),
        Route::new(Method::DELETE, all, "portal_user_sessions_end", write, Gives::Nothing, end_all)
            .about("Ends all sessions of a portal user."),
        Route::new(
            Method::DELETE,
            "/portal-users/{id}/sessions/{session}",
            "portal_user_session_end",
            write,
            Gives::Nothing,
            end,
        )
        .about("Ends a session of a portal user."),
    ]
}

fn list(ask: &Ask<'_>) -> Outcome {
    let user = named::<PortalUser>(ask, &ask.view)?;
    Ok(Answer::json(&of(ask, user.id)?))
}

fn end_all(ask: &Ask<'_>) -> Outcome {
    let user = named::<PortalUser>(ask, &ask.view)?;
    may_touch(user, ask)?;
    ask.api.store.end_sessions_of(user.id, None)?;
    Ok(Answer::nothing())
}

fn end(ask: &Ask<'_>) -> Outcome {
    let user = named::<PortalUser>(ask, &ask.view)?;
    may_touch(user, ask)?;
    end_one(ask, user.id, ask.named("session")?)
}
