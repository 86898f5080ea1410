//! The rows of the office as resources, a file for each family.

mod mail_server;
mod permissions;
mod portal_users;
mod roles;
mod status;
mod time_frames;

use serde::Serialize;

use super::resource;
use super::route::Route;

/// The routes of all of them.
pub(super) fn routes() -> Vec<Route> {
    let mut routes = status::routes();
    routes.extend(mail_server::routes());
    routes.extend(resource::routes::<model::TimeFrame>());
    routes.extend(permissions::routes());
    routes.extend(portal_users::routes());
    routes.extend(roles::routes());
    routes
}

/// The word of something that JSON has a word for.
fn word(of: &impl Serialize) -> String {
    serde_json::to_value(of).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
