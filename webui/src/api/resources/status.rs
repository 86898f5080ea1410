//! What runs: how many are registered, live calls, figures.

use super::super::answer::Answer;
use super::super::ask::Ask;
use super::super::openapi::schema;
use super::super::route::{Access, Gives, Outcome, Route};
use crate::status::Status;

pub(super) fn routes() -> Vec<Route> {
    let access = Access::Needs(model::Permission::StatusRead);
    vec![
        Route::get("/status", "status", access, Gives::Json(schema::<Status>), status)
            .about("Tells what runs: addresses, registrations, live calls, disk, figures."),
    ]
}

fn status(ask: &Ask<'_>) -> Outcome {
    Ok(Answer::json(&ask.api.office.status()))
}
