//! People as a file that imports again unchanged (F-135, F-136). It is noted who takes it away.

use std::collections::HashMap;

use model::{ContactMethodId, Owner, Permission, Person, Phone, Unavailable};
use store::Event;

use super::super::answer::Answer;
use super::super::ask::Ask;
use super::super::resource::{Resource, list_params, wanted};
use super::super::route::{Access, Gives, Outcome, Route};
use super::people_import::make_and_model;
use crate::people_file::{self, OutsideNumber, Values, WhenUnavailable};

pub(super) fn routes() -> Vec<Route> {
    let read = Access::Needs(Permission::PeopleRead);
    let route = Route::get("/people-export", "people_export", read, Gives::File("text/csv"), export)
        .about("Gives everybody who matches as a CSV file that imports again unchanged. It is noted. Logins are in it for who may see them (portal-users-read), and telephones for who may see those (phones-read).")
        .long();
    let mut query = list_params::<Person>();
    query.retain(|param| param.name != "limit" && param.name != "offset");
    vec![Route { query, ..route }]
}

fn export(ask: &Ask<'_>) -> Outcome {
    let wanted = wanted::<Person>(ask)?;
    let people = wanted.all(ask.view.office.people.iter(), Person::FIELDS, &ask.view);
    let phones = ask.view.office.phones.iter().filter(|_| ask.caller.may(Permission::PhonesRead));
    let phones: HashMap<ContactMethodId, &Phone> = phones
        .flat_map(|phone| phone.accounts.iter().map(move |account| (account.contact_method, phone)))
        .collect();
    let rows: Vec<Values> = people.iter().map(|person| values(person, &phones, ask)).collect();
    ask.api.store.note(&ask.who(), &Event::Exported { what: "people".to_owned(), rows: rows.len() })?;
    Ok(Answer::file("text/csv; charset=utf-8", "people.csv", people_file::export(&rows, ask.language)))
}

/// What a file says of a person: of several lines the first.
fn values(person: &Person, phones: &HashMap<ContactMethodId, &Phone>, ask: &Ask<'_>) -> Values {
    let view = &*ask.view;
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let time_frame = person.time_frame.and_then(|id| view.office.time_frames.get(id));
    let login = view.login_of(person.id).filter(|_| ask.caller.may(Permission::PortalUsersRead));
    let mut values = Values {
        first_name: text(&person.first_name),
        last_name: text(&person.last_name),
        email: text(&person.email),
        department: text(&person.department),
        job_title: text(&person.job_title),
        time_schedule: time_frame.map(|frame| frame.name.clone()),
        crm_user_id: text(&person.crm_user),
        login: login.map(|user| user.login.clone()),
        site: view.office.sites.get(person.site).map(|site| site.name.clone()),
        ..Values::default()
    };
    let Some(line) = view.lines_of(Owner::Person(person.id)).next() else { return values };
    let list = |numbers: Vec<OutsideNumber>| (!numbers.is_empty()).then_some(numbers);
    let shown = line.caller_ids.iter().filter_map(|id| view.office.phone_numbers.get(*id));
    values.number = Some(line.number.clone());
    values.direct_numbers =
        list(view.direct_numbers_of(line.id).filter_map(|one| OutsideNumber::of_text(&one.number)).collect());
    values.outside_calls = Some(line.outside_calls);
    values.caller_ids = list(shown.filter_map(|one| OutsideNumber::of_text(&one.number)).collect());
    values.internal_caller_id = text(&line.internal_caller_id);
    values.when_unavailable = match &line.when_unavailable {
        Unavailable::HangUp => Some(WhenUnavailable::Busy),
        Unavailable::Line(id) => {
            view.office.lines.get(*id).map(|line| WhenUnavailable::Number(line.number.clone()))
        }
        Unavailable::Outside(number) => OutsideNumber::of_text(number)
            .filter(|outside| outside.as_str().starts_with('+') && outside.as_str() == number)
            .map(WhenUnavailable::Outside),
        Unavailable::Voicemail => Some(WhenUnavailable::Voicemail),
    };
    values.voicemail_email = view.mailbox_of(line.id).and_then(|mailbox| text(&mailbox.email));
    values.record_inbound_internal = Some(line.recording.inbound_internal);
    values.record_inbound_external = Some(line.recording.inbound_external);
    values.record_outbound_internal = Some(line.recording.outbound_internal);
    values.record_outbound_external = Some(line.recording.outbound_external);
    if let Some(phone) = view.methods_of(line.id).find_map(|method| phones.get(&method.id)) {
        values.mac = Some(phone.mac.clone());
        values.model = text(&make_and_model(phone));
    }
    values
}
