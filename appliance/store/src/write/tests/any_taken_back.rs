//! Changes of every kind of row, taken back one by one.

use proptest::prelude::*;

use crate::change::Who;
use crate::testing::{Fixture, random, who};
use crate::undo::Undo;

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, rng_seed: proptest::test_runner::RngSeed::Fixed(20_261_125), ..ProptestConfig::default() })]

    #[test]
    fn changes_of_any_rows_taken_back_leave_the_office_as_it_was(
        cells in prop::collection::vec(any::<u8>(), 60),
        changes in prop::collection::vec(random::steps(4), 60),
    ) {
        let fixture = Fixture::new();
        fixture.store.write(&who(), random::office(&cells)).unwrap();
        let boss = Who::portal("boss", [7; 16], "192.0.2.7".parse().unwrap());
        let mut past = vec![fixture.store.dump(true).unwrap()];
        let mut versions = Vec::new();
        for steps in changes {
            if let Ok(written) = fixture.store.write(&boss, random::change(&steps)) && written.rows > 0 {
                versions.push(written.version);
                past.push(fixture.store.dump(true).unwrap());
            }
        }
        prop_assert!(versions.len() > 5, "only {} changes were possible", versions.len());
        while let Some(version) = versions.pop() {
            past.pop();
            let undone = fixture.store.undo(&who(), Undo::Change(version), false);
            prop_assert!(undone.is_ok(), "{:?}", undone);
            prop_assert_eq!(&fixture.store.dump(true).unwrap(), past.last().unwrap());
        }
        prop_assert_eq!(fixture.store.check().unwrap(), []);
    }
}
