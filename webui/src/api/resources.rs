//! The rows of the office as resources, a file for each family.

mod announcements;
mod audit;
mod avatars;
mod contact_methods;
mod deletions;
mod equipment;
mod feature_codes;
mod invitations;
mod line_label;
mod lines;
mod mail_server;
mod mailboxes;
mod office;
mod people;
mod people_export;
mod people_import;
mod permissions;
mod phone_numbers;
mod phones;
mod places;
mod portal_users;
mod records;
mod registrations;
mod roles;
mod sites;
mod status;
mod time_frames;
mod tokens;

pub(crate) use self::portal_users::wrong_login;
use serde::Serialize;

use super::resource;
use super::route::Route;

/// The routes of all of them.
pub(super) fn routes() -> Vec<Route> {
    let mut routes = status::routes();
    routes.push(registrations::route());
    routes.extend(invitations::routes());
    routes.extend(mail_server::routes());
    routes.extend(resource::routes::<model::TimeFrame>());
    routes.extend(office::routes());
    routes.extend(resource::routes::<model::Site>());
    routes.extend(resource::routes::<model::Place>());
    routes.extend(resource::routes::<model::Equipment>());
    routes.extend(resource::routes::<model::PhoneNumber>());
    routes.extend(resource::routes::<model::Announcement>());
    routes.extend(resource::routes::<model::FeatureCode>());
    routes.extend(resource::routes::<model::Phone>());
    routes.extend(tokens::routes());
    routes.extend(audit::routes());
    routes.extend(records::routes());
    routes.extend(permissions::routes());
    routes.extend(portal_users::routes());
    routes.extend(roles::routes());
    routes.extend(people::routes());
    routes.extend(people_import::routes());
    routes.extend(people_export::routes());
    routes.extend(resource::routes::<model::Line>());
    routes.extend(contact_methods::routes());
    routes.extend(mailboxes::routes());
    routes.extend(avatars::routes());
    routes.extend(deletions::routes());
    routes
}

/// The word of something that JSON has a word for.
fn word(of: &impl Serialize) -> String {
    serde_json::to_value(of).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
