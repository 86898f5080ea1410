//! Portal users as they are shown: with what follows from the day, the sessions and the audit log.

use std::borrow::Cow;

use jiff::Timestamp;
use model::{AssignedRole, PortalUser};
use serde::Serialize;
use serde_json::Value;
use store::LoginState;
use utoipa::ToSchema;

use super::super::super::address_changed;
use super::super::super::answer::Answer;
use super::super::super::ask::Ask;
use super::super::super::list::{Cell, Field, Wanted};
use super::super::super::refusal::Refusal;
use super::super::super::resource::{self, etag, named};
use super::super::super::route::Outcome;
use super::super::super::view::View;
use super::super::word;
use crate::sign_in::{admission, period};

/// What is shown beside a portal user.
#[derive(Serialize, ToSchema)]
pub(super) struct More {
    /// Whether it may sign in today, in its own time zone.
    status: LoginStatus,
    /// What its role is called.
    role_name: String,
    /// The name of its person; empty when there is none.
    person_name: String,
    /// How many sessions it has.
    sessions: usize,
    /// Whether it has a password; one without waits for its invitation.
    has_password: bool,
    /// When somebody last signed in with it, as far as is known.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_sign_in: Option<Timestamp>,
    /// The password that was made for it, shown this once; otherwise null.
    generated_password: Option<String>,
}

/// Whether a login may be used today (F-21 to F-23).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum LoginStatus {
    /// It may.
    Active,
    /// Its last day is over.
    Expired,
    /// Its first day is still to come.
    NotYetActive,
}

/// A login in a list.
pub(super) struct Listed {
    user: PortalUser,
    status: LoginStatus,
}

/// What portal users are filtered and sorted by (F-27).
pub(super) const FIELDS: &[Field<Listed>] = &[
    Field { name: "login", cell: |row, _| Cell::text(&row.user.login) },
    Field { name: "email", cell: |row, _| Cell::text(&row.user.email) },
    Field { name: "role", cell: |row, view| role_cell(row.user.role, view) },
    Field { name: "status", cell: |row, _| Cell::word(word(&row.status)) },
    Field { name: "second_factor", cell: |row, _| Cell::word(word(&row.user.second_factor)) },
    Field { name: "person", cell: |row, _| Cell::optional(row.user.person) },
];

/// A role by its word; one of the office's own by its name, or its key.
fn role_cell(role: AssignedRole, view: &View) -> Cell<'_> {
    match role {
        AssignedRole::BuiltIn(role) => Cell::word(word(&role)),
        AssignedRole::Own(id) => {
            let name = view.office.roles.get(id).map(|role| Cow::Borrowed(role.name.as_str()));
            Cell::Exact(name.into_iter().chain([Cow::Owned(id.to_string())]).collect())
        }
    }
}

/// Lists them. What is shown changes with the hour, so there is no tag.
pub(super) fn list(ask: &Ask<'_>) -> Outcome {
    let wanted = Wanted::read(&ask.query, FIELDS)?;
    let users = ask.view.office.portal_users.iter();
    let rows: Vec<Listed> =
        users.map(|user| Listed { user: user.clone(), status: status(user, ask) }).collect();
    let all = wanted.all(rows.iter(), FIELDS, &ask.view);
    let mut page = wanted.page(&all, ask.view.office.version, |row| Value::String(row.user.id.to_string()));
    // Only those of the page are looked up.
    let shown: Vec<&PortalUser> =
        all.iter().skip(page.offset).take(page.items.len()).map(|row| &row.user).collect();
    let ids: Vec<_> = shown.iter().map(|user| user.id).collect();
    let states = ask.api.store.login_states(&ids, ask.now)?;
    page.items =
        shown.iter().zip(states).map(|(user, state)| value(user, state, None, &ask.view, ask)).collect();
    Ok(Answer::json(&page))
}

/// Gives one.
pub(super) fn read(ask: &Ask<'_>) -> Outcome {
    let user = named::<PortalUser>(ask, &ask.view)?;
    Ok(Answer::json(&one(user, None, &ask.view, ask)?).etag(etag(user)))
}

/// Changes one.
pub(super) fn change(ask: &Ask<'_>) -> Outcome {
    let old = named::<PortalUser>(ask, &ask.view)?;
    let new: PortalUser = resource::changed(ask)?;
    // Of several changes only what they come to is told.
    if !ask.is_one_of_several() {
        address_changed::tell(ask, old, &new);
    }
    let view = ask.latest()?;
    let user = view.office.portal_users.get(new.id).unwrap_or(&new);
    Ok(Answer::json(&one(user, None, &view, ask)?).etag(etag(user)))
}

/// One as it is shown, with the password that was made for it.
pub(super) fn one(
    user: &PortalUser,
    generated: Option<String>,
    view: &View,
    ask: &Ask<'_>,
) -> Result<Value, Refusal> {
    let states = ask.api.store.login_states(&[user.id], ask.now)?;
    Ok(value(user, states.first().copied().unwrap_or_default(), generated, view, ask))
}

fn value(
    user: &PortalUser,
    state: LoginState,
    generated_password: Option<String>,
    view: &View,
    ask: &Ask<'_>,
) -> Value {
    let person = user.person.and_then(|person| view.office.people.get(person));
    let more = More {
        status: status(user, ask),
        role_name: super::super::roles::name_of(user.role, view, ask.language),
        person_name: person.map(model::Person::display_name).unwrap_or_default(),
        sessions: state.sessions,
        has_password: state.has_password,
        last_sign_in: state.last_sign_in,
        generated_password,
    };
    let mut shown = resource::shown(user, view, &ask.caller);
    if let (Value::Object(members), Ok(Value::Object(more))) = (&mut shown, serde_json::to_value(more)) {
        members.extend(more);
    }
    shown
}

fn status(user: &PortalUser, ask: &Ask<'_>) -> LoginStatus {
    match admission::status(user, &ask.view.zone(), ask.now) {
        period::Status::Active => LoginStatus::Active,
        period::Status::Expired => LoginStatus::Expired,
        period::Status::NotYetActive => LoginStatus::NotYetActive,
    }
}
