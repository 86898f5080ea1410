//! What the office has already, as a file of people can collide with it or refer to it.

use std::collections::{HashMap, HashSet};

use model::{ContactKind, ContactMethodId, Line, Owner, Permission, Person, sign_in_name};

use super::super::super::caller::Caller;
use super::super::super::view::View;
use super::super::super::words::thing;
use super::super::line_label::owner_name;
use crate::language::Language;
use crate::people_file::{Existing, ExistingPerson, Holder};

/// What the office has already, as far as this caller may know it.
pub(super) fn existing(view: &View, caller: &Caller, language: Language) -> Existing {
    let office = &view.office;
    let of_owner = |owner: Owner| Holder {
        person: match owner {
            Owner::Person(id) => Some(id),
            Owner::Equipment(_) | Owner::Place(_) => None,
        },
        label: owner_name(owner, view),
    };
    let accounts = office.phones.iter().flat_map(|phone| &phone.accounts);
    let on_phones: HashSet<ContactMethodId> = accounts.map(|account| account.contact_method).collect();
    let mut existing = Existing {
        country: office.office.country.clone(),
        schedules: office.time_frames.iter().map(|frame| frame.name.clone()).collect(),
        sites: office.sites.iter().map(|site| site.name.clone()).collect(),
        people: office.people.iter().map(|person| known(person, view, &on_phones)).collect(),
        ..Existing::default()
    };
    for line in &*office.lines {
        existing.numbers.insert(line.number.to_string(), of_owner(line.owner));
    }
    existing.lines = office.lines.iter().map(|line| line.number.clone()).collect();
    let mut line_of_account = HashMap::new();
    for method in &*office.contact_methods {
        if let (ContactKind::Sip { username, .. }, Some(line)) = (&method.kind, office.lines.get(method.line))
        {
            line_of_account.insert(method.id, line);
            existing.usernames.insert(username.to_string(), line.number.clone());
            existing.numbers.entry(username.to_string()).or_insert_with(|| of_owner(line.owner));
        }
    }
    for code in &*office.feature_codes {
        let label = thing(&format!("feature code {}", code.code), language);
        existing.numbers.insert(code.code.to_string(), Holder { person: None, label });
    }
    for number in &*office.phone_numbers {
        if let Some(line) = number.line.and_then(|line| office.lines.get(line)) {
            existing.direct_numbers.insert(number.number.clone(), of_owner(line.owner));
        }
    }
    for phone in &*office.phones {
        let lines = phone.accounts.iter().filter_map(|account| line_of_account.get(&account.contact_method));
        let holders: Vec<Holder> = lines.map(|line| of_owner(line.owner)).collect();
        if !holders.is_empty() {
            existing.phones.insert(phone.mac.clone(), holders);
        }
    }
    let sees_logins = caller.may(Permission::PortalUsersRead);
    for user in &*office.portal_users {
        // Who may not see logins is told that a name is taken, and not by whom.
        let label = if sees_logins { user.login.clone() } else { String::new() };
        let holder = Holder { person: user.person, label };
        let lines = user.person.into_iter().flat_map(|person| view.lines_of(Owner::Person(person)));
        let local = [user.login.as_str()].into_iter().chain(lines.map(|line| line.number.as_str()));
        let local: Vec<String> = local.map(sign_in_name).collect();
        let email = Some(sign_in_name(&user.email)).filter(|email| !email.is_empty());
        for name in local.iter().cloned().chain(email) {
            existing.names.insert(name, holder.clone());
        }
        existing.local_names.extend(local);
    }
    let tenant = &office.office;
    let suffixes = [&tenant.name, &tenant.short_name, &tenant.email_domain];
    let suffixes = suffixes.into_iter().map(|name| sign_in_name(name)).filter(|name| !name.is_empty());
    existing.suffixes = suffixes.map(|name| format!("@{name}")).collect();
    existing
}

fn known(person: &Person, view: &View, on_phones: &HashSet<ContactMethodId>) -> ExistingPerson {
    let lines = || view.lines_of(Owner::Person(person.id));
    // An import looks at the first account of a line.
    let is_on_phone =
        |line: &&Line| view.account_of(line.id).is_some_and(|account| on_phones.contains(&account.id));
    ExistingPerson {
        id: person.id,
        first_name: person.first_name.clone(),
        last_name: person.last_name.clone(),
        email: person.email.clone(),
        numbers: lines().map(|line| line.number.clone()).collect(),
        on_phones: lines().filter(is_on_phone).map(|line| line.number.clone()).collect(),
        signs_in: view.login_of(person.id).is_some(),
    }
}
