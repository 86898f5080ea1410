//! The rows of the office as resources, a file for each family.

mod mail_server;
mod status;
mod time_frames;

use super::resource;
use super::route::Route;

/// The routes of all of them.
pub(super) fn routes() -> Vec<Route> {
    let mut routes = status::routes();
    routes.extend(mail_server::routes());
    routes.extend(resource::routes::<model::TimeFrame>());
    routes
}
