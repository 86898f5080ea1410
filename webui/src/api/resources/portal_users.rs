//! Portal users: who may sign in, with which role, when and from where (F-17 to F-55, A.11). Nobody gives, changes or
//! takes away more than they have themselves.

mod credentials;
mod new;
mod rules;
mod sessions;
mod shown;

use model::{Permission, PortalUser, PortalUserId};
use store::Rows;

pub(crate) use self::rules::wrong_login;
pub(super) use self::rules::{is_within, may_touch};
use super::super::ask::Ask;
use super::super::list::{Field, params};
use super::super::openapi::{schema, shown_schema};
use super::super::refusal::{Fact, Refusal};
use super::super::resource::{self, Resource};
use super::super::route::{Body, Gives, Lane, ParamKind, Route, Serve};
use super::super::view::View;

impl Resource for PortalUser {
    // What is shown beside the columns depends on the day and the sessions: see `shown`.
    type More = ();

    const PATH: &'static str = "portal-users";
    const NAME: &'static str = "portal_user";
    const READ: Permission = Permission::PortalUsersRead;
    const WRITE: Permission = Permission::PortalUsersWrite;
    const FIELDS: &'static [Field<Self>] = &[];

    fn rows(view: &View) -> &Rows<Self> {
        &view.office.portal_users
    }

    fn new_id(bytes: [u8; 16]) -> PortalUserId {
        PortalUserId::from_bytes(bytes)
    }

    fn more(&self, _: &View) {}

    fn check(&self, old: Option<&Self>, ask: &Ask<'_>) -> Result<(), Refusal> {
        rules::check(self, old, ask)
    }

    fn check_delete(&self, ask: &Ask<'_>) -> Result<(), Refusal> {
        if ask.caller.is(self.id) {
            return Err(Fact::NotYourself.into());
        }
        may_touch(self, ask)
    }
}

/// The routes about portal users.
pub(super) fn routes() -> Vec<Route> {
    let form = shown_schema::<PortalUser, shown::More>;
    let mut routes = resource::routes::<PortalUser>();
    for route in &mut routes {
        match route.name.as_str() {
            "portal_user_list" => {
                route.query = params(shown::FIELDS);
                (route.gives, route.serve) = (Gives::List(form), Serve::Blocking(shown::list));
            }
            "portal_user_create" => {
                (route.gives, route.serve) = (Gives::Created(form), Serve::Blocking(new::create));
                (route.body, route.lane) = (Body::Json(schema::<new::NewPortalUser>), Lane::Slow);
            }
            "portal_user_read" => {
                (route.gives, route.serve) = (Gives::Json(form), Serve::Blocking(shown::read));
            }
            "portal_user_change" => {
                (route.gives, route.serve) = (Gives::Json(form), Serve::Blocking(shown::change));
                let about = "Changes what is named of a portal user, if it still is what If-Match says. The email address that it had is told of another one.";
                *route = route.clone().about(about).param(
                    "confirm",
                    ParamKind::Flag,
                    "Also a list of one's own that denies the address one is at.",
                );
            }
            _ => {}
        }
    }
    routes.extend(credentials::routes());
    routes.extend(sessions::routes());
    routes
}
