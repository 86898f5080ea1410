//! Any deletion in any office: all of it or nothing, nothing dangles, nothing goes that the plan does not name, and it can be
//! taken back.

use std::collections::HashSet;

use proptest::prelude::*;

use crate::deletion::{Deletion, DeletionPlan, Removal, Resolution};
use crate::error::Error;
use crate::history::HistoryFilter;
use crate::table::Table;
use crate::testing::{Fixture, random, who};
use crate::undo::Undo;

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, rng_seed: proptest::test_runner::RngSeed::Fixed(20_261_126), ..ProptestConfig::default() })]

    #[test]
    fn nothing_dangles_and_all_of_it_comes_back(
        cells in prop::collection::vec(any::<u8>(), 60),
        deletions in prop::collection::vec((random::keys(4), prop::collection::vec(any::<u8>(), 24), any::<bool>()), 1..4),
    ) {
        let fixture = Fixture::new();
        fixture.store.write(&who(), random::office(&cells)).unwrap();
        for (keys, choices, consent) in deletions {
            let mut deletion = Deletion { keys, resolutions: Vec::new(), consent };
            let Some(plan) = decided(&fixture, &mut deletion, &choices) else { continue };
            let before = fixture.store.dump(true).unwrap();
            match fixture.store.delete(&who(), deletion) {
                Ok((written, done)) => {
                    prop_assert!(consent || !plan.is_lossy());
                    prop_assert_eq!(fixture.store.check().unwrap(), []);
                    is_as_planned(&fixture, written.version, &done)?;
                    prop_assert_eq!(done, plan);
                    let after = fixture.store.dump(true).unwrap();
                    fixture.store.undo(&who(), Undo::Change(written.version), false).unwrap();
                    prop_assert_eq!(&fixture.store.dump(true).unwrap(), &before);
                    prop_assert_eq!(fixture.store.check().unwrap(), []);
                    let again = fixture.store.history(&HistoryFilter::default(), 1).unwrap()[0].version;
                    fixture.store.undo(&who(), Undo::Change(again), false).unwrap();
                    prop_assert_eq!(fixture.store.dump(true).unwrap(), after);
                }
                Err(Error::NeedsConsent { plan: told }) => {
                    prop_assert!(!consent && plan.is_lossy());
                    prop_assert_eq!(told, plan);
                    prop_assert_eq!(fixture.store.dump(true).unwrap(), before);
                }
                // Rules of the door: one mailbox a line, a name means one login.
                Err(error) => {
                    let is_rule = matches!(error, Error::Invalid { .. } | Error::NameTaken { .. });
                    prop_assert!(is_rule, "{:?}", error);
                    prop_assert_eq!(fixture.store.dump(true).unwrap(), before);
                }
            }
        }
    }
}

/// Lets some references be replaced, as somebody would who looks at the plan again after each choice. None when the plan is
/// refused.
fn decided(fixture: &Fixture, deletion: &mut Deletion, choices: &[u8]) -> Option<DeletionPlan> {
    let mut plan = fixture.store.preview_deletion(deletion).ok()?;
    for choice in choices {
        let open = plan.dependents.iter().filter(|dependent| dependent.replaced_by.is_none());
        let open: Vec<_> = open.collect();
        let Some(dependent) = open.get(usize::from(choice / 8) % open.len().max(1)) else { break };
        let by = random::id_in(dependent.target, choice % 4).filter(|_| choice % 8 < 4);
        let (table, column) = (dependent.row.table.to_owned(), dependent.column.to_owned());
        if deletion.resolutions.iter().any(|known| known.id == dependent.row.id && known.column == column) {
            continue;
        }
        deletion.resolutions.push(Resolution { table, id: dependent.row.id, column, replace_by: by });
        match fixture.store.preview_deletion(deletion) {
            Ok(new) => plan = new,
            // What was chosen goes too, or is the row itself.
            Err(_) => {
                deletion.resolutions.pop();
            }
        }
    }
    fixture.store.preview_deletion(deletion).ok()
}

/// The rows that have changed are those of the plan, and parts of them; those that were to go are gone.
fn is_as_planned(fixture: &Fixture, version: u64, plan: &DeletionPlan) -> Result<(), TestCaseError> {
    let filter = HistoryFilter { version: Some(version), ..HistoryFilter::default() };
    let entries = fixture.store.history(&filter, 1_000).unwrap();
    let changed: HashSet<(String, [u8; 16])> =
        entries.into_iter().map(|entry| (entry.table, entry.id.unwrap())).collect();
    let dependents = plan.dependents.iter().map(|dependent| &dependent.row);
    let planned: HashSet<(String, [u8; 16])> =
        plan.asked.iter().chain(dependents).map(|row| (row.table.to_owned(), row.id)).collect();
    prop_assert!(planned.is_subset(&changed), "planned {:?}, changed {:?}", planned, changed);
    for (table, id) in changed.difference(&planned) {
        prop_assert!(Table::named(table).unwrap().owner().is_some(), "{} {:?} is not in the plan", table, id);
    }
    let gone = plan.dependents.iter().filter(|dependent| {
        dependent.replaced_by.is_none()
            && (dependent.removal == Removal::Delete || dependent.part_of.is_some())
    });
    for row in plan.asked.iter().chain(gone.map(|dependent| &dependent.row)) {
        let id: String = row.id.iter().map(|byte| format!("{byte:02x}")).collect();
        let left = fixture.column(&format!("select count(*) from {} where id = x'{id}'", row.table));
        prop_assert_eq!(left, ["0"], "{:?}", row);
    }
    Ok(())
}
