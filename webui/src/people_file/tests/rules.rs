//! The rules of F-117 to F-136 and A.11, a table each.

use super::*;

/// What the file would do, in one word a row.
fn steps(file: &str, merge: Merge) -> Vec<&'static str> {
    let word = |row: &PlannedRow| match row.step {
        Step::Create(_) => "create",
        Step::Refuse => "refuse",
        Step::Skip(_) => "skip",
        Step::Update(..) => "update",
    };
    planned(file.as_bytes(), &office(), merge).rows.iter().map(word).collect()
}

#[test]
fn only_the_first_name_is_needed() {
    assert_eq!(steps("First name\nZoe\n", Merge::Skip), ["create"]);
    let file = b"First name,Last name\nZoe,\n,Young\n";
    let plan = planned(file, &office(), Merge::Skip);
    assert_eq!(faults(&plan), [(3, Some(Property::FirstName), Fault::MissingFirstName)]);
    assert_eq!(plan.counts(), Counts { create: 1, refuse: 1, ..Counts::default() });
    assert!(!plan.is_good());
}

#[test]
fn whoever_is_there_is_skipped_updated_or_created_again() {
    let people = [
        ("the same email", "Name,Anna,X,ANNA@example.com,", ["skip", "update", "create"]),
        ("an email that was missing", "Name,Ben,Cole,ben@example.com,202", ["skip", "update", "refuse"]),
        ("the same names and number", "Name, ben , COLE,,202", ["skip", "update", "refuse"]),
        ("the same names, no number", "Name,Ben,Cole,,", ["create", "create", "create"]),
        ("the same names, another number", "Name,Ben,Cole,,203", ["create", "create", "create"]),
        ("the same names, another email", "Name,Anna,Berg,a@example.org,", ["create", "create", "create"]),
        ("another name, the same number", "Name,Zoe,Cole,,202", ["refuse", "refuse", "refuse"]),
    ];
    for (name, row, expected) in people {
        let file = format!("Name,First name,Last name,Email,Number\n{row}\n");
        let merges = [Merge::Skip, Merge::Update, Merge::CreateAnyway];
        for (merge, step) in merges.into_iter().zip(expected) {
            assert_eq!(steps(&file, merge), [step], "{name}, {merge:?}");
        }
    }
}

#[test]
fn an_update_says_nothing_of_empty_cells() {
    let file = b"First name,Last name,Email,Number,Outside calls\nAnne,,anna@example.com,,no\n";
    let plan = planned(file, &office(), Merge::Update);
    let values = Values {
        first_name: Some("Anne".to_owned()),
        email: Some("anna@example.com".to_owned()),
        outside_calls: Some(false),
        ..Values::default()
    };
    assert_eq!(plan.rows[0].step, Step::Update(person(1), Box::new(values)));
}

#[test]
fn nothing_in_a_skipped_row_is_wrong() {
    let file = b"First name,Email,Number,MAC,Site\nAnna,anna@example.com,2O1,zz,Mars\n";
    let plan = planned(file, &office(), Merge::Skip);
    assert_eq!((faults(&plan), &plan.rows[0].step), (vec![], &Step::Skip(person(1))));
}

#[test]
fn what_only_one_can_have_is_told() {
    let taken = |by: &str| Fault::Taken { by: by.to_owned() };
    let (number, login) = (Some(Property::Number), Some(Property::Login));
    for (name, row, expected) in [
        ("number of a group", "Zoe,,,300,,", vec![(2, number, taken("ring group Sales"))]),
        ("number of somebody", "Zoe,,,202,,", vec![(2, number, taken("Ben Cole"))]),
        ("login of somebody", "Zoe,,ANNA,,,", vec![(2, login, taken("Anna Berg"))]),
        ("login is a number", "Zoe,,201,,,", vec![(2, login, taken("Anna Berg"))]),
        ("login is an email", "Zoe,,anna@Example.com,,,", vec![(2, login, taken("Anna Berg"))]),
        ("login is one's own email", "Zoe,zoe@example.com,zoe@example.com,210,,", vec![]),
        (
            "direct number",
            "Zoe,,,210,0301 +49 30 23125-201,",
            vec![(2, Some(Property::DirectNumbers), taken("Anna Berg"))],
        ),
        ("telephone", "Zoe,,,210,,00:15:65:00:00:02", vec![(2, Some(Property::Mac), taken("Ben Cole"))]),
    ] {
        let file = format!("First name,Email,Login,Number,Direct numbers,MAC\n{row}\n");
        assert_eq!(faults(&planned(file.as_bytes(), &office(), Merge::Update)), expected, "{name}");
    }
}

#[test]
fn what_is_twice_in_the_file_is_told() {
    let same = |row| Fault::SameValueAsRow { row };
    let person = |row| Fault::SamePersonAsRow { row };
    for (name, rows, expected) in [
        ("email", "A,a@x.de,,,,\nB,A@X.de,,,,", vec![(3, None, person(2))]),
        ("name without more", "A,,,,,\nB,,,,,\na,,,,,", vec![(4, None, person(2))]),
        (
            "somebody who is there",
            "Zoe,,,,,\nAnna,anna@example.com,,,,\nX,ANNA@EXAMPLE.COM,,,,",
            vec![(4, None, person(3))],
        ),
        ("number", "A,,,210,,\nB,,,210,,", vec![(3, Some(Property::Number), same(2))]),
        ("login", "A,,zoe,,,\nB,,Zoe,,,", vec![(3, Some(Property::Login), same(2))]),
        ("login is a number", "A,,a,210,,\nB,,210,211,,", vec![(3, Some(Property::Login), same(2))]),
        (
            "direct number",
            "A,,,210,0301000,\nB,,,211,030-1000,",
            vec![(3, Some(Property::DirectNumbers), same(2))],
        ),
        (
            "telephone",
            "A,,,210,,0015650000ff\nB,,,211,,00:15:65:00:00:FF",
            vec![(3, Some(Property::Mac), same(2))],
        ),
    ] {
        let file = format!("First name,Email,Login,Number,Direct numbers,MAC\n{rows}\n");
        assert_eq!(faults(&planned(file.as_bytes(), &office(), Merge::Update)), expected, "{name}");
    }
    assert_eq!(steps("First name,Email\nA,a@x.de\nA,a@x.de\n", Merge::CreateAnyway), ["create", "create"]);
}

#[test]
fn a_line_needs_an_internal_number() {
    let needs = |property| (2, Some(property), Fault::NeedsNumber);
    for (name, row, expected) in [
        ("nothing of a line", "Zoe,,,,,", vec![]),
        ("with a number", "Zoe,,210,yes,00155d000001,T54W", vec![]),
        ("outside calls", "Zoe,,,no,,", vec![needs(Property::OutsideCalls)]),
        ("a telephone", "Zoe,,,,00155d000001,T54W", vec![needs(Property::Mac), needs(Property::Model)]),
        ("a bad number", "Zoe,,2O1,yes,,", vec![(2, Some(Property::Number), Fault::InvalidNumber)]),
        ("somebody who has one", "Anna,anna@example.com,,yes,00155d000001,", vec![]),
        ("a model alone", "Zoe,,210,,,T54W", vec![(2, Some(Property::Model), Fault::ModelWithoutMac)]),
        ("a model for somebody", "Ben,,202,,,T54W,Cole", vec![]),
        (
            "a model for somebody without a telephone",
            "Anna,anna@example.com,,,,T54W",
            vec![(2, Some(Property::Model), Fault::ModelWithoutMac)],
        ),
    ] {
        let file = format!("First name,Email,Number,Outside calls,MAC,Model,Last name\n{row}\n");
        assert_eq!(faults(&planned(file.as_bytes(), &office(), Merge::Update)), expected, "{name}");
    }
}

#[test]
fn numbers_that_are_named_exist_in_the_office_or_in_the_file() {
    let file =
        b"First name,Number,When unavailable,Internal caller ID\nA,210,211,Front desk\nB,211,999,998\n";
    let unknown = [Property::WhenUnavailable];
    let unknown = unknown.map(|property| (3, Some(property), Fault::UnknownNumber));
    assert_eq!(faults(&planned(file, &office(), Merge::Skip)), unknown);
}

#[test]
fn several_people_with_one_email_are_not_updated() {
    let mut office = office();
    office.people[1].email = "anna@example.com".to_owned();
    let file = b"First name,Email\nAnna,anna@example.com\n";
    let plan = planned(file, &office, Merge::Update);
    assert_eq!(faults(&plan), [(2, None, Fault::SeveralPeople { people: 2 })]);
    assert_eq!(planned(file, &office, Merge::Skip).counts().skip, 1);
}

#[test]
fn people_who_share_an_email_are_told_apart_by_name_and_number() {
    let mut office = office();
    let known =
        [("Tim", "A", "221"), ("Tom", "A", "222"), ("Tom", "A", "223"), ("Eve", "", ""), ("Eve", "", "")];
    for (last, (first_name, last_name, number)) in (10..).zip(known) {
        office.people.push(ExistingPerson {
            id: person(last),
            first_name: first_name.to_owned(),
            last_name: last_name.to_owned(),
            email: "a@example.com".to_owned(),
            numbers: number.parse().into_iter().collect(),
            on_phones: Vec::new(),
            signs_in: false,
        });
    }
    office.people.push(ExistingPerson { email: String::new(), id: person(20), ..office.people[5].clone() });
    let several = |people| (None, Some(Fault::SeveralPeople { people }));
    let one = |last| (Some(person(last)), None);
    let same_as = |row| (None, Some(Fault::SamePersonAsRow { row }));
    for (name, rows, expected) in [
        ("in full", "Tom,A,a@example.com,223\nTom,A,a@example.com,222", vec![one(12), one(11)]),
        ("by number", "Thomas,A,A@example.com,223", vec![one(12)]),
        ("by name", "Tim,A,a@example.com,299", vec![one(10)]),
        (
            "new numbers are not guessed",
            "Tom,A,a@example.com,298\nTom,A,a@example.com,299",
            vec![several(2); 2],
        ),
        ("a new name", "Zoe,A,a@example.com,", vec![several(5)]),
        ("a row for two", "Eve,,a@example.com,", vec![several(2)]),
        ("a row for each", "Eve,,a@example.com,\nEve,,a@example.com,", vec![one(13), one(14)]),
        (
            "three rows for two",
            "Eve,,a@example.com,\nEve,,a@example.com,\nEve,,a@example.com,",
            vec![several(2); 3],
        ),
        (
            "without an email",
            "Eve,,,\nEve,,a@example.com,\nEve,,a@example.com,",
            vec![one(20), one(13), one(14)],
        ),
        (
            "in full comes first",
            "Timothy,A,a@example.com,221\nTim,A,a@example.com,221",
            vec![same_as(3), one(10)],
        ),
    ] {
        let file = format!("First name,Last name,Email,Number\n{rows}\n");
        let plan = planned(file.as_bytes(), &office, Merge::Update);
        let found = plan.rows.iter().map(|row| match &row.step {
            Step::Update(id, _) => (Some(*id), None),
            _ => (None, row.problems.first().map(|problem| problem.fault.clone())),
        });
        let found: Vec<_> = found.collect();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn the_example_is_left_out_only_while_it_is_the_example() {
    use crate::language::Language;
    for language in Language::ALL {
        let empty = template(language);
        let plan = planned(&empty, &office(), Merge::Skip);
        assert_eq!((plan.rows.len(), plan.example), (0, Some(2)), "{language:?}");

        let first_name = example(Property::FirstName, language);
        let text = String::from_utf8(empty.clone()).unwrap();
        let changed = text.replacen(&format!("\n{first_name}"), "\nZoe", 1);
        let plan = planned(changed.as_bytes(), &office(), Merge::Skip);
        assert_eq!((plan.rows.len(), plan.example), (1, None), "{language:?}");

        // Below somebody else it is a row like any other.
        let (heading, row) = text.split_once('\n').unwrap();
        let second = format!("{heading}\n{row}{row}");
        assert_eq!(planned(second.as_bytes(), &office(), Merge::Skip).rows.len(), 1);
    }
    let jane = b"First name\nJane\n";
    assert_eq!(planned(jane, &office(), Merge::Skip).counts().create, 1);
}

#[test]
fn a_row_with_more_cells_than_headings_is_told() {
    let plan = planned(b"First name,Last name\nA,B,C\nA,C,,\n", &office(), Merge::Skip);
    let problem = Problem { column: Some(2), property: None, fault: Fault::BehindTheLastHeading };
    assert_eq!(plan.rows[0].problems, [problem]);
    assert_eq!(plan.counts().create, 1);
}
