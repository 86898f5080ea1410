//! Who may let a plan be carried out: by the rules that hold when each of its rows is changed by hand.

use std::collections::HashMap;

use model::{AssignedRole, PortalUser, PortalUserId, Role, RoleId};
use store::{DeletionPlan, PlannedDependent, Removal};

use super::super::super::caller::Caller;
use super::super::super::refusal::{Fact, Refusal};
use super::super::super::view::View;
use super::super::portal_users::is_within;
use super::keys::needed;

/// Refuses who may not change one of the rows that go or lose something, who would delete their own login or move its role, and
/// who would touch or give a role that may more than they.
pub(super) fn check(plan: &DeletionPlan, caller: &Caller, view: &View) -> Result<(), Refusal> {
    let mut going: HashMap<[u8; 16], bool> = plan.asked.iter().map(|row| (row.id, true)).collect();
    let mut tables: Vec<&'static str> = plan.asked.iter().map(|row| row.table).collect();
    for dependent in &plan.dependents {
        tables.push(dependent.row.table);
        let goes = dependent.replaced_by.is_none() && matches!(dependent.removal, Removal::Delete);
        *going.entry(dependent.row.id).or_default() |= goes;
    }
    tables.sort_unstable();
    tables.dedup();
    tables.into_iter().try_for_each(|table| caller.needs(needed(table)))?;
    for row in plan.asked.iter().filter(|row| row.table == "role") {
        is_within(AssignedRole::Own(RoleId::from_bytes(row.id)), caller, view)?;
    }
    let users = going.into_iter().filter_map(|(id, goes)| {
        let user: &PortalUser = view.office.portal_users.get(PortalUserId::from_bytes(id))?;
        Some((user, goes))
    });
    for (user, goes) in users {
        if !caller.is(user.id) {
            is_within(user.role, caller, view)?;
        } else if goes {
            return Err(Fact::NotYourself.into());
        }
    }
    plan.dependents.iter().try_for_each(|dependent| check_role(dependent, caller, view))
}

/// A login that gets another role because its own goes gets it from the caller.
fn check_role(dependent: &PlannedDependent, caller: &Caller, view: &View) -> Result<(), Refusal> {
    if (dependent.row.table, dependent.column) != ("portal_user", "own_role") {
        return Ok(());
    }
    if caller.is(PortalUserId::from_bytes(dependent.row.id)) {
        return Err(Fact::NotYourself.into());
    }
    let role = match dependent.replaced_by {
        Some(role) => AssignedRole::Own(RoleId::from_bytes(role)),
        // What is left when none replaces it.
        None => AssignedRole::BuiltIn(Role::User),
    };
    is_within(role, caller, view)
}
