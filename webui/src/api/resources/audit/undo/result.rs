//! What must hold of the office when changes are taken back, as if it had been changed so by hand.

use model::AssignedRole;

use super::super::super::super::refusal::{Fact, Refusal};
use super::super::super::super::view::View;
use super::super::super::portal_users::is_within;
use super::rights::Rights;
use crate::sign_in::admission::{Denied, admit};

/// Refuses logins and roles beyond the caller's, and what would lock the caller out.
pub(super) fn check(rights: &Rights, before: &View, after: &View) -> Result<(), Refusal> {
    for (now, then) in [(before, after), (after, before)] {
        for user in now.office.portal_users.iter() {
            let is_moved = then.office.portal_users.get(user.id) != Some(user);
            if is_moved && !rights.caller.is(user.id) {
                is_within(user.role, &rights.caller, now)?;
            }
        }
        for role in now.office.roles.iter() {
            if then.office.roles.get(role.id) != Some(role) {
                is_within(AssignedRole::Own(role.id), &rights.caller, now)?;
            }
        }
    }
    check_own(rights, before, after)
}

/// One's own login keeps its role, and goes on letting one in.
fn check_own(rights: &Rights, before: &View, after: &View) -> Result<(), Refusal> {
    let Ok(login) = rights.caller.login() else { return Ok(()) };
    let (old, new) =
        (before.office.portal_users.get(login.user.id), after.office.portal_users.get(login.user.id));
    if old == new {
        return Ok(());
    }
    let Some(new) = new.filter(|new| old.is_some_and(|old| old.role == new.role && old.person == new.person))
    else {
        return Err(Fact::NotYourself.into());
    };
    match admit(new, &after.zone(), rights.address, rights.now) {
        Ok(_) => Ok(()),
        Err(Denied::Address(address)) => Err(Fact::LocksYouOut { address }.into()),
        Err(Denied::Status(_) | Denied::UnreadableAllowList) => Err(Fact::NotYourself.into()),
    }
}
