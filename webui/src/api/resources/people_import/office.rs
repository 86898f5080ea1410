//! What the office has already, as a file of people can collide with it or refer to it.

use std::collections::HashMap;

use model::{ContactKind, Owner, Person, sign_in_name};

use super::super::super::view::View;
use super::super::line_label::owner_name;
use crate::people_file::{Existing, ExistingPerson, Holder};

/// What the office has already.
pub(in super::super) fn existing(view: &View) -> Existing {
    let office = &view.office;
    let of_owner = |owner: Owner| Holder {
        person: match owner {
            Owner::Person(id) => Some(id),
            Owner::Equipment(_) | Owner::Place(_) => None,
        },
        label: owner_name(owner, view),
    };
    let mut existing = Existing {
        country: Some(office.office.country.clone()),
        schedules: office.time_frames.iter().map(|frame| frame.name.clone()).collect(),
        sites: office.sites.iter().map(|site| site.name.clone()).collect(),
        people: office.people.iter().map(|person| known(person, view)).collect(),
        ..Existing::default()
    };
    for line in &*office.lines {
        existing.numbers.insert(line.number.to_string(), of_owner(line.owner));
    }
    let mut line_of_account = HashMap::new();
    for method in &*office.contact_methods {
        if let (ContactKind::Sip { username, .. }, Some(line)) = (&method.kind, office.lines.get(method.line))
        {
            line_of_account.insert(method.id, line);
            existing.numbers.entry(username.to_string()).or_insert_with(|| of_owner(line.owner));
        }
    }
    for code in &*office.feature_codes {
        let label = format!("feature code {}", code.code);
        existing.numbers.insert(code.code.to_string(), Holder { person: None, label });
    }
    for number in &*office.phone_numbers {
        if let Some(line) = number.line.and_then(|line| office.lines.get(line)) {
            existing.direct_numbers.insert(number.number.clone(), of_owner(line.owner));
        }
    }
    for phone in &*office.phones {
        let account = phone.accounts.iter().find_map(|account| line_of_account.get(&account.contact_method));
        if let Some(line) = account {
            existing.phones.insert(phone.mac.clone(), of_owner(line.owner));
        }
    }
    for user in &*office.portal_users {
        let holder = Holder { person: user.person, label: user.login.clone() };
        let lines = user.person.into_iter().flat_map(|person| view.lines_of(Owner::Person(person)));
        let names = [user.login.as_str(), user.email.as_str()];
        let names = names.into_iter().chain(lines.map(|line| line.number.as_str()));
        for name in names.filter(|name| !name.is_empty()) {
            existing.names.insert(sign_in_name(name), holder.clone());
        }
    }
    existing
}

fn known(person: &Person, view: &View) -> ExistingPerson {
    ExistingPerson {
        id: person.id,
        first_name: person.first_name.clone(),
        last_name: person.last_name.clone(),
        email: person.email.clone(),
        numbers: view.lines_of(Owner::Person(person.id)).map(|line| line.number.clone()).collect(),
        signs_in: view.login_of(person.id).is_some(),
    }
}
