//! The permissions there are, each with a sentence, for whoever composes a role or a token.

mod words;

use model::Permission;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::answer::Answer;
use super::super::ask::Ask;
use super::super::openapi::schema;
use super::super::route::{Access, Gives, Outcome, Route};

/// One thing that somebody may do.
#[derive(Serialize, ToSchema)]
struct ShownPermission {
    /// Its word.
    permission: Permission,
    /// What one may who has it, in the reader's language.
    about: &'static str,
    /// Whether the reader may, and so may give it to others.
    held: bool,
}

/// The route.
pub(super) fn routes() -> Vec<Route> {
    let gives = Gives::Json(schema::<Vec<ShownPermission>>);
    vec![Route::get("/permissions", "permissions", Access::Known, gives, list).about(
        "Lists the permissions that roles and tokens are made of, with a sentence in the reader's language.",
    )]
}

fn list(ask: &Ask<'_>) -> Outcome {
    let all = Permission::ALL.iter().map(|permission| ShownPermission {
        permission: *permission,
        about: words::about(*permission, ask.language),
        held: ask.caller.may(*permission),
    });
    Ok(Answer::json(&all.collect::<Vec<_>>()))
}
