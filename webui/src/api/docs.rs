//! The description of the interface, and a page to try it with.

use super::answer::Answer;
use super::ask::Ask;
use super::openapi;
use super::route::{Access, Gives, Outcome, Route, Serve};

pub(crate) fn routes() -> Vec<Route> {
    let mut events = Route::get("/events", "events", Access::Known, Gives::Events, description)
        .about("Tells what has changed, as it changes (server-sent events).");
    events.serve = Serve::Events;
    vec![
        Route::get(
            "/openapi.json",
            "openapi",
            Access::Everybody,
            Gives::File("application/json"),
            description,
        )
        .about("Gives this description."),
        events,
    ]
}

fn description(_: &Ask<'_>) -> Outcome {
    let mut routes = super::routes();
    routes.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Answer::json(&openapi::document(&routes)))
}
