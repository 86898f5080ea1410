//! Roles: those that come with the program, and those that the office has made. Nobody makes one that may more than they.

mod words;

use model::{AssignedRole, OwnRole, Permission, Role, RoleId};
use serde::Serialize;
use store::Rows;
use utoipa::ToSchema;

use super::super::answer::Answer;
use super::super::ask::Ask;
use super::super::list::{Cell, Field, Wanted, params};
use super::super::openapi::schema;
use super::super::refusal::{Fact, Refusal};
use super::super::resource::{self, Resource};
use super::super::route::{Gives, Outcome, Route, Serve};
use super::super::view::View;
use super::word;
use crate::language::Language;

/// What is shown beside a role that the office has made.
#[derive(Serialize, ToSchema)]
pub(crate) struct More {
    /// Whether it comes with the program.
    built_in: bool,
    /// How many logins have it.
    logins: usize,
}

/// A role of either kind.
#[derive(Serialize, ToSchema)]
struct RoleRow {
    /// The word of one that comes with the program, or the key of one of the office's own.
    id: String,
    /// What it is called; those of the program in the reader's language.
    name: String,
    /// What it permits.
    permissions: Vec<Permission>,
    /// Whether it comes with the program, and so cannot be changed.
    built_in: bool,
    /// How many logins have it.
    logins: usize,
}

impl Resource for OwnRole {
    type More = More;

    const PATH: &'static str = "roles";
    const NAME: &'static str = "role";
    const READ: Permission = Permission::PortalUsersRead;
    const WRITE: Permission = Permission::PortalUsersWrite;
    const FIELDS: &'static [Field<Self>] = &[];

    fn rows(view: &View) -> &Rows<Self> {
        &view.office.roles
    }

    fn new_id(bytes: [u8; 16]) -> RoleId {
        RoleId::from_bytes(bytes)
    }

    fn more(&self, view: &View) -> More {
        More { built_in: false, logins: logins(AssignedRole::Own(self.id), view) }
    }

    fn check(&self, old: Option<&Self>, ask: &Ask<'_>) -> Result<(), Refusal> {
        old.map_or(Ok(()), |old| within(old, ask))?;
        within(self, ask)?;
        let is_own = ask.caller.login().is_ok_and(|login| login.user.role == AssignedRole::Own(self.id));
        if is_own && old.is_some_and(|old| old.permissions != self.permissions) {
            return Err(Fact::NotYourself.into());
        }
        Ok(())
    }

    fn check_delete(&self, ask: &Ask<'_>) -> Result<(), Refusal> {
        within(self, ask)
    }
}

/// What roles are filtered and sorted by.
const FIELDS: &[Field<RoleRow>] = &[
    Field { name: "name", cell: |row, _| Cell::text(&row.name) },
    Field {
        name: "permission",
        cell: |row, _| Cell::Exact(row.permissions.iter().map(|held| held.as_str().into()).collect()),
    },
    Field { name: "built_in", cell: |row, _| Cell::word(row.built_in) },
];

/// The routes about roles.
pub(super) fn routes() -> Vec<Route> {
    let mut routes = resource::routes::<OwnRole>();
    for route in routes.iter_mut().filter(|route| route.name == "role_list") {
        route.query = params(FIELDS);
        (route.gives, route.serve) = (Gives::List(schema::<RoleRow>), Serve::Blocking(list));
        *route = route.clone().about("Lists the roles of the program and those that the office has made.");
    }
    routes
}

/// What a role is called.
pub(super) fn name_of(role: AssignedRole, view: &View, language: Language) -> String {
    match role {
        AssignedRole::BuiltIn(role) => words::name(role, language).to_owned(),
        AssignedRole::Own(id) => view.office.roles.get(id).map(|role| role.name.clone()).unwrap_or_default(),
    }
}

fn list(ask: &Ask<'_>) -> Outcome {
    let wanted = Wanted::read(&ask.query, FIELDS)?;
    let tag = format!("W/\"{}-{}\"", ask.view.office.version, ask.language.tag());
    if ask.has_already(&tag) {
        return Ok(Answer::not_modified(tag));
    }
    let view = &*ask.view;
    let row = |id: String, assigned, built_in| RoleRow {
        id,
        name: name_of(assigned, view, ask.language),
        permissions: view.permissions(assigned),
        built_in,
        logins: logins(assigned, view),
    };
    let built_in = Role::ALL.into_iter().map(|role| row(word(&role), AssignedRole::BuiltIn(role), true));
    let own =
        view.office.roles.iter().map(|role| row(role.id.to_string(), AssignedRole::Own(role.id), false));
    let rows: Vec<RoleRow> = built_in.chain(own).collect();
    let all = wanted.all(rows.iter(), FIELDS, view);
    let page = wanted.page(&all, view.office.version, |row| serde_json::json!(row));
    Ok(Answer::json(&page).etag(tag))
}

/// How many logins have a role.
fn logins(role: AssignedRole, view: &View) -> usize {
    view.office.portal_users.iter().filter(|user| user.role == role).count()
}

/// Refuses a role that permits what the caller may not.
fn within(role: &OwnRole, ask: &Ask<'_>) -> Result<(), Refusal> {
    if role.permissions.iter().all(|permission| ask.caller.may(*permission)) {
        Ok(())
    } else {
        Err(Fact::NotMoreThanYouMay.into())
    }
}
