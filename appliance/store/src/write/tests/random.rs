//! Any sequence of changes: each is written as a whole and leaves everything consistent, or changes nothing.

use model::{ContactKind, DigestAlgorithm};
use proptest::prelude::*;

use crate::change::Change;
use crate::testing::{Fixture, member, who};

/// What an edit does.
#[derive(Clone, Copy, Debug)]
pub(super) enum Act {
    Person,
    Line,
    Account,
    Forward,
    DeletePerson,
    DeleteLine,
    DeleteAccount,
}

/// An act on the member of the first number, with names made of the second: few enough to clash often.
pub(super) type Step = (Act, u32, u32);

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, rng_seed: proptest::test_runner::RngSeed::Fixed(20_261_122), ..ProptestConfig::default() })]

    #[test]
    fn all_or_nothing_and_always_consistent(changes in prop::collection::vec(change(), 1..12)) {
        let mut fixture = Fixture::new();
        let mut dump = fixture.store.dump(false).unwrap();
        for steps in changes {
            let version = fixture.store.directory().version;
            let change = steps.iter().fold(Change::new(), |change, step| edit(change, *step));
            let result = fixture.store.write(&who(), change);
            let now = fixture.store.dump(false).unwrap();
            match result {
                Err(_) => prop_assert_eq!(&now, &dump, "after {:?}", steps),
                Ok(written) => prop_assert_eq!(written.rows > 0, written.version > version, "{:?}", steps),
            }
            prop_assert_eq!(fixture.store.check().unwrap(), [], "after {:?}", steps);
            dump = now;
        }
        // The change log has a stamp for each cell of what there is, and one mark for each row that went.
        let wrong = fixture.column(
            "select 'line ' || hex(pk) from sync_cell s where tbl = 6
             and (col = 0 or exists (select 1 from line where id = pk)) is not 1",
        );
        prop_assert_eq!(wrong, Vec::<String>::new());
        let before = names(&fixture);
        fixture.reopen();
        prop_assert_eq!(names(&fixture), before);
        prop_assert_eq!(fixture.store.dump(false).unwrap(), dump);
    }
}

pub(super) fn change() -> impl Strategy<Value = Vec<Step>> {
    let act = prop_oneof![
        3 => Just(Act::Person),
        3 => Just(Act::Line),
        3 => Just(Act::Account),
        1 => Just(Act::Forward),
        1 => Just(Act::DeletePerson),
        1 => Just(Act::DeleteLine),
        1 => Just(Act::DeleteAccount),
    ];
    prop::collection::vec((act, 1u32..4, 1u32..4), 1..6)
}

pub(super) fn edit(change: Change, (act, number, name): Step) -> Change {
    let mut member = member(number);
    match act {
        Act::Person => {
            member.person.first_name = format!("Name{name}");
            change.put(member.person)
        }
        Act::Line => {
            member.line.number = (200 + name).to_string().parse().unwrap();
            // With its owner, or most lines would have none.
            change.put(member.person).put(member.line)
        }
        Act::Account => {
            // Some usernames are numbers of lines.
            let username = if name == 3 { "203".to_owned() } else { format!("u{name}") };
            let kind =
                ContactKind::Sip { username: username.parse().unwrap(), algorithm: DigestAlgorithm::Md5 };
            member.account.kind = kind;
            change.put(member.account)
        }
        Act::Forward => {
            member.account.kind = ContactKind::PstnForward { number: name.to_string() };
            change.put(member.account)
        }
        Act::DeletePerson => change.delete(member.person.id),
        Act::DeleteLine => change.delete(member.line.id),
        Act::DeleteAccount => change.delete(member.account.id),
    }
}

fn names(fixture: &Fixture) -> Vec<String> {
    let directory = fixture.store.directory();
    let candidates = ["201", "202", "203", "u1", "u2", "u3"];
    candidates.iter().map(|name| format!("{name} {:?}", directory.resolve(name))).collect()
}
