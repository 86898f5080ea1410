//! Tests of the whole way from bytes to plan, and what they share.

mod hostile;
mod round_trip;
mod rules;
mod workbooks;

use std::collections::{HashMap, HashSet};

use model::PersonId;

use super::*;

fn person(last: u8) -> PersonId {
    PersonId::from_bytes([last; 16])
}

fn held_by(last: u8, label: &str) -> Holder {
    Holder { person: Some(person(last)), label: label.to_owned() }
}

/// An office with Anna Berg, who signs in, Ben Cole, who does not, and a ring group.
fn office() -> Existing {
    let anna = ExistingPerson {
        id: person(1),
        first_name: "Anna".to_owned(),
        last_name: "Berg".to_owned(),
        email: "anna@example.com".to_owned(),
        numbers: vec!["201".parse().unwrap()],
        on_phones: Vec::new(),
        signs_in: true,
    };
    let ben = ExistingPerson {
        id: person(2),
        first_name: "Ben".to_owned(),
        last_name: "Cole".to_owned(),
        email: String::new(),
        numbers: vec!["202".parse().unwrap()],
        on_phones: vec!["202".parse().unwrap()],
        signs_in: false,
    };
    let (by_anna, by_ben) = (held_by(1, "Anna Berg"), held_by(2, "Ben Cole"));
    let group = Holder { person: None, label: "ring group Sales".to_owned() };
    let names = ["anna", "anna@example.com", "201"].map(|name| (name.to_owned(), by_anna.clone()));
    Existing {
        people: vec![anna, ben],
        numbers: HashMap::from([
            ("201".to_owned(), by_anna.clone()),
            ("202".to_owned(), by_ben.clone()),
            ("300".to_owned(), group),
        ]),
        lines: ["201", "202", "300"]
            .into_iter()
            .map(|number| number.parse().unwrap())
            .collect::<HashSet<_>>(),
        local_names: HashSet::from(["anna".to_owned(), "201".to_owned()]),
        names: HashMap::from(names),
        direct_numbers: HashMap::from([("+493023125201".to_owned(), by_anna)]),
        phones: HashMap::from([("001565000002".parse().unwrap(), vec![by_ben])]),
        schedules: vec!["Office hours".to_owned()],
        sites: vec!["Main building".to_owned()],
        country: "DE".to_owned(),
        ..Existing::default()
    }
}

fn planned(file: &[u8], existing: &Existing, merge: Merge) -> Plan {
    let table = read(file).expect("the file can be read");
    check(&table, &Matching::suggested(&table), existing, merge).expect("the headings are known")
}

/// Row, property and fault of everything that is wrong.
fn faults(plan: &Plan) -> Vec<(u32, Option<Property>, Fault)> {
    let of_row = |row: &PlannedRow| {
        let row_number = row.row;
        row.problems.clone().into_iter().map(move |problem| (row_number, problem.property, problem.fault))
    };
    plan.rows.iter().flat_map(of_row).collect()
}
