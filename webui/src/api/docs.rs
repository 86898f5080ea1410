//! The description of the interface, and a page to try it with.

mod page;

use std::sync::OnceLock;

use sha2::{Digest, Sha256};

use super::answer::Answer;
use super::ask::Ask;
use super::openapi;
use super::route::{Access, Gives, Outcome, Route, Serve};

pub(crate) fn routes() -> Vec<Route> {
    let mut events = Route::get("/events", "events", Access::Known, Gives::Events, description)
        .about("Tells what has changed, as it changes (server-sent events); of calls and registrations at most once a second.");
    events.serve = Serve::Events;
    let mut routes = vec![
        Route::get(
            "/openapi.json",
            "openapi",
            Access::Everybody,
            Gives::File("application/json"),
            description,
        )
        .about("Gives this description."),
        events,
    ];
    routes.extend(page::routes());
    routes
}

/// The description as it is sent, with its entity tag. It is the same as long as the program is.
fn cached() -> &'static (Vec<u8>, String) {
    static DESCRIPTION: OnceLock<(Vec<u8>, String)> = OnceLock::new();
    DESCRIPTION.get_or_init(|| {
        let bytes = serde_json::to_vec(&document()).unwrap_or_default();
        let tag = tag(&bytes);
        (bytes, tag)
    })
}

fn document() -> serde_json::Value {
    let mut routes = super::routes();
    routes.sort_by(|a, b| a.path.cmp(&b.path));
    openapi::document(&routes)
}

/// The description of the interface (OpenAPI 3.1), for people and for files: indented, with a line feed at its end.
pub fn openapi_text() -> String {
    format!("{:#}\n", document())
}

fn description(ask: &Ask<'_>) -> Outcome {
    let (bytes, tag) = cached();
    if ask.has_already(tag) {
        return Ok(Answer::not_modified(tag.clone()));
    }
    Ok(Answer::bytes("application/json", bytes.clone()).etag(tag.clone()))
}

/// The entity tag of bytes that do not change.
fn tag(bytes: &[u8]) -> String {
    let digits: String = Sha256::digest(bytes).iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{digits}\"")
}
