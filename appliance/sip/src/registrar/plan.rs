//! What a REGISTER will do, decided before anything is changed.

use super::table::{BindingId, Table};
use super::{Binding, RegisterError};

/// The known binding of each contact, if any, and those that go.
pub(super) struct Plan {
    pub(super) known: Vec<Option<BindingId>>,
    pub(super) removed: Vec<BindingId>,
}

impl Plan {
    /// `ids` are the bindings of the account; a wanted one with an interval of zero is to go.
    pub(super) fn of(
        wanted: &[Binding],
        ids: &[BindingId],
        table: &Table,
        max_bindings: usize,
    ) -> Result<Plan, RegisterError> {
        let mut plan = Plan { known: Vec::with_capacity(wanted.len()), removed: Vec::new() };
        let mut added = 0;
        for new in wanted {
            let known = ids.iter().copied().find(|id| table.get(*id).is_some_and(|old| old.is_same(new)));
            plan.known.push(known);
            match known {
                Some(id) if new.interval.is_zero() => plan.removed.push(id),
                Some(_) => {}
                None if new.interval.is_zero() => {}
                None => {
                    added += 1;
                    plan.removed.extend(replaced(ids, new, wanted, table));
                }
            }
        }
        plan.removed.sort_unstable();
        plan.removed.dedup();
        let mut changed = plan.known.iter().flatten().chain(&plan.removed).filter_map(|id| table.get(*id));
        if changed.any(|old| wanted.first().is_some_and(|new| old.is_newer(&new.call_id, new.cseq))) {
            return Err(RegisterError::OutOfOrder);
        }
        if added > 0 && table.len() + added > max_bindings + plan.removed.len() {
            return Err(RegisterError::Full);
        }
        Ok(plan)
    }
}

/// Bindings that a new contact of the same device takes the place of. Those that the same request names stay.
fn replaced(
    ids: &[BindingId],
    new: &Binding,
    wanted: &[Binding],
    table: &Table,
) -> impl Iterator<Item = BindingId> {
    ids.iter().copied().filter(|id| {
        table.get(*id).is_some_and(|old| {
            let named = wanted.iter().any(|other| old.is_same(other));
            !named && old.is_of_same_device(new)
        })
    })
}
