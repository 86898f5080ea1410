//! What somebody may do with logins, others' and their own.

use model::{AssignedRole, Permission, PortalUser, Role, SecondFactor};
use store::Wrong;

use super::super::super::ask::Ask;
use super::super::super::caller::Caller;
use super::super::super::refusal::{Fact, Refusal};
use super::super::super::taken::placed;
use super::super::super::view::View;
use crate::sign_in::allow_list::{AllowList, ENTRIES_MAX, InvalidEntry, InvalidList};
use crate::sign_in::names::{InvalidLogin, LOGIN_CHARS_MAX, check_login};

/// Refuses a login, new or changed, that this caller may not make so.
pub(super) fn check(user: &PortalUser, old: Option<&PortalUser>, ask: &Ask<'_>) -> Result<(), Refusal> {
    if let Some(old) = old {
        may_touch(old, ask)?;
    }
    check_login(&user.login).map_err(|error| Refusal::field("/login", wrong_login(error)))?;
    let list = AllowList::parse(&user.allow_list).map_err(wrong_list)?;
    let is_own = ask.caller.is(user.id);
    if old.is_none_or(|old| old.role != user.role) {
        if is_own {
            return Err(Fact::NotYourself.into());
        }
        may_give(user.role, ask)?;
    }
    // Whose page it opens is a matter of people: it shows their calls.
    if user.person.is_some() && old.is_none_or(|old| old.person != user.person) {
        ask.caller.needs(Permission::PeopleWrite)?;
    }
    check_managed(user, old)?;
    // One's own asks for the password.
    if is_own && old.is_some_and(|old| old.email != user.email) {
        return Err(Refusal::field("/email", Fact::ChangedElsewhere { route: "/api/v1/me" }));
    }
    if is_own && old.is_some_and(|old| old.allow_list != user.allow_list) {
        list.check_own(ask.address, ask.query.flag("confirm")?)
            .map_err(|denied| Fact::LocksYouOut { address: denied.address })?;
    }
    let names = |user: &PortalUser| (user.login.clone(), user.email.clone(), user.person);
    if old.is_none_or(|old| names(old) != names(user)) {
        let places = [("/login", user.login.as_str()), ("/email", user.email.as_str())];
        ask.view.check_names(user).map_err(|taken| placed(taken.into(), &places))?;
    }
    Ok(())
}

/// What has a route of its own stays as it was.
fn check_managed(user: &PortalUser, old: Option<&PortalUser>) -> Result<(), Refusal> {
    let second_factor = match old {
        Some(old) => user.second_factor == old.second_factor,
        // Without a key nothing can be active.
        None => user.second_factor != SecondFactor::Activated,
    };
    if !second_factor {
        let route = "/api/v1/portal-users/{id}/second-factor";
        return Err(Refusal::field("/second_factor", Fact::ChangedElsewhere { route }));
    }
    // Whoever was given a password changes it; nobody excuses them.
    if old.is_some_and(|old| old.must_change_password && !user.must_change_password) {
        let route = "/api/v1/me/password";
        return Err(Refusal::field("/must_change_password", Fact::ChangedElsewhere { route }));
    }
    Ok(())
}

/// Refuses who would give a role that permits more than they may.
fn may_give(role: AssignedRole, ask: &Ask<'_>) -> Result<(), Refusal> {
    is_within(role, &ask.caller, &ask.view)
}

/// Likewise, by the roles of any moment.
pub(in super::super) fn is_within(role: AssignedRole, caller: &Caller, view: &View) -> Result<(), Refusal> {
    let is_owner = role == AssignedRole::BuiltIn(Role::Owner);
    let is_within = view.permissions(role).into_iter().all(|permission| caller.may(permission));
    if is_within && (!is_owner || caller.is_owner()) { Ok(()) } else { Err(Fact::NotMoreThanYouMay.into()) }
}

/// Refuses who would change, sign out or delete a login that may more than they: by its password they would be it.
pub(in super::super) fn may_touch(user: &PortalUser, ask: &Ask<'_>) -> Result<(), Refusal> {
    if ask.caller.is(user.id) { Ok(()) } else { may_give(user.role, ask) }
}

pub(crate) fn wrong_login(error: InvalidLogin) -> Fact {
    Fact::Wrong(match error {
        InvalidLogin::Character(c) if c.is_whitespace() => Wrong::Blank,
        InvalidLogin::Character(_) => Wrong::ControlCharacter,
        InvalidLogin::Empty => Wrong::Empty,
        InvalidLogin::TooLong { .. } => Wrong::TooLong { chars_max: LOGIN_CHARS_MAX },
    })
}

fn wrong_list(error: InvalidList) -> Refusal {
    match error {
        InvalidList::TooMany => {
            Refusal::field("/allow_list", Fact::Wrong(Wrong::TooMany { max: ENTRIES_MAX }))
        }
        InvalidList::Entry { index, error } => {
            Refusal::field(format!("/allow_list/{index}"), wrong_entry(error))
        }
    }
}

fn wrong_entry(error: InvalidEntry) -> Fact {
    match error {
        InvalidEntry::Empty => Fact::Wrong(Wrong::Empty),
        InvalidEntry::HostBits { address, network } => {
            Fact::HostBits { address, network: network.to_string() }
        }
        InvalidEntry::NotALength { length: value, .. } | InvalidEntry::NotAnAddress(value) => {
            Fact::Wrong(Wrong::NotANetwork { value })
        }
    }
}
