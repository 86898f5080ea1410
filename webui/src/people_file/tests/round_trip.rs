//! What goes out comes in again unchanged (F-136).

use proptest::prelude::*;

use super::*;
use crate::language::Language;

/// A text as somebody could have typed it, with everything that CSV and spreadsheet programs stumble over.
fn text() -> impl Strategy<Value = String> {
    "['=+@\\-]{0,2}[a-zÄß][A-Za-zäéß\"',;=+@| \\-]{0,20}[a-z0-9]"
}

fn maybe_text() -> impl Strategy<Value = Option<String>> {
    proptest::option::of(text())
}

fn outside_numbers() -> impl Strategy<Value = Option<Vec<OutsideNumber>>> {
    let number = "\\+[1-9][0-9]{3,14}".prop_map(|digits| OutsideNumber::of_text(&digits).expect("digits"));
    proptest::option::of(
        proptest::collection::btree_set(number, 1..5).prop_map(|set| set.into_iter().collect()),
    )
}

/// Everything but what only one can have.
fn plain() -> impl Strategy<Value = Values> {
    let schedule = proptest::option::of(Just("Office hours".to_owned()));
    let site = proptest::option::of(Just("Main building".to_owned()));
    (text(), maybe_text(), maybe_text(), maybe_text(), schedule, maybe_text(), site).prop_map(
        |(first_name, last_name, department, job_title, time_schedule, crm_user_id, site)| Values {
            first_name: Some(first_name),
            last_name,
            department,
            job_title,
            time_schedule,
            crm_user_id,
            site,
            ..Values::default()
        },
    )
}

/// Everything about a line but what only one can have.
fn line() -> impl Strategy<Value = Values> {
    let when_unavailable = proptest::option::of(prop_oneof![
        Just(WhenUnavailable::Busy),
        Just(WhenUnavailable::Voicemail),
        Just(WhenUnavailable::Number("300".parse().expect("a number"))),
        Just(WhenUnavailable::Outside(OutsideNumber::of_text("+49301000").expect("a number"))),
    ]);
    let pin = proptest::option::of("[0-9]{4,8}".prop_map(|digits| Pin::of_text(&digits).expect("digits")));
    let email = proptest::option::of("[a-z]{1,9}@[a-z]{1,9}\\.de");
    (any::<[Option<bool>; 5]>(), outside_numbers(), when_unavailable, pin, email, maybe_text()).prop_map(
        |(yes_no, caller_ids, when_unavailable, voicemail_pin, voicemail_email, model)| Values {
            outside_calls: yes_no[0],
            caller_ids,
            internal_caller_id: yes_no[0].map(|_| "Front desk".to_owned()),
            when_unavailable,
            voicemail_pin,
            voicemail_email,
            record_inbound_internal: yes_no[1],
            record_inbound_external: yes_no[2],
            record_outbound_internal: yes_no[3],
            record_outbound_external: yes_no[4],
            model,
            ..Values::default()
        },
    )
}

/// Several people, of whom some have an email, a login, a line.
fn people() -> impl Strategy<Value = Vec<Values>> {
    let person = (plain(), line(), any::<[bool; 4]>());
    proptest::collection::vec(person, 0..12).prop_map(|people| {
        let one =
            |(index, (plain, line, [email, login, number, direct])): (usize, (Values, Values, [bool; 4]))| {
                let line = if number {
                    Values {
                        number: Some((1_000 + index).to_string().parse().expect("a number")),
                        direct_numbers: direct.then(|| {
                            vec![OutsideNumber::of_text(&format!("+4930{index:04}")).expect("a number")]
                        }),
                        mac: Some(format!("00155d{index:06}").parse().expect("a MAC address")),
                        ..line
                    }
                } else {
                    Values::default()
                };
                Values {
                    first_name: plain.first_name.map(|name| format!("{name}{index}")),
                    last_name: plain.last_name,
                    department: plain.department,
                    job_title: plain.job_title,
                    time_schedule: plain.time_schedule,
                    crm_user_id: plain.crm_user_id,
                    site: plain.site,
                    email: email.then(|| format!("p{index}@example.com")),
                    login: login.then(|| format!("=p{index}")),
                    ..line
                }
            };
        people.into_iter().enumerate().map(one).collect()
    })
}

/// The office after everybody has come in.
fn office_of(people: &[Values]) -> Existing {
    let mut office = office();
    for (index, values) in people.iter().enumerate() {
        let id = person(u8::try_from(100 + index).expect("few people"));
        let holder = Holder { person: Some(id), label: format!("person {index}") };
        if let Some(number) = &values.number {
            office.numbers.insert(number.to_string(), holder.clone());
        }
        office.phones.extend(values.mac.clone().map(|mac| (mac, vec![holder.clone()])));
        for number in values.direct_numbers.iter().flatten() {
            office.direct_numbers.insert(number.to_string(), holder.clone());
        }
        for name in
            [values.login.clone(), values.email.clone(), values.number.as_ref().map(ToString::to_string)]
        {
            if values.login.is_some() {
                office.names.extend(name.map(|name| (name, holder.clone())));
            }
        }
        office.people.push(ExistingPerson {
            id,
            first_name: values.first_name.clone().unwrap_or_default(),
            last_name: values.last_name.clone().unwrap_or_default(),
            email: values.email.clone().unwrap_or_default(),
            numbers: values.number.iter().cloned().collect(),
            on_phones: values.mac.iter().flat_map(|_| values.number.clone()).collect(),
            signs_in: values.login.is_some(),
        });
    }
    office
}

proptest! {
    #[test]
    fn an_export_creates_the_same_people_elsewhere(people in people(), language in 0..4usize) {
        let file = export(&people, Language::ALL[language]);
        let plan = planned(&file, &office(), Merge::Skip);
        prop_assert_eq!(faults(&plan), vec![]);
        let steps: Vec<Step> = plan.rows.into_iter().map(|row| row.step).collect();
        let expected: Vec<Step> = people.into_iter().map(|values| Step::Create(Box::new(values))).collect();
        prop_assert_eq!(steps, expected);
    }

    #[test]
    fn an_export_changes_nothing_at_home(people in people(), language in 0..4usize) {
        let file = export(&people, Language::ALL[language]);
        let office = office_of(&people);
        let skipped = planned(&file, &office, Merge::Skip).counts();
        prop_assert_eq!(skipped, Counts { skip: people.len(), ..Counts::default() });
        let plan = planned(&file, &office, Merge::Update);
        for (index, (row, values)) in plan.rows.into_iter().zip(people).enumerate() {
            let id = office.people[2 + index].id;
            prop_assert_eq!(row.step, Step::Update(id, Box::new(values)), "{:?}", row.problems);
        }
    }
}
