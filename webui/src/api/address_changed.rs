//! When a login gets another email address, the one that it had is told: whoever reads the new mailbox can get a new
//! password. The change is done by then; a mail that cannot be sent takes nothing of it back.

use std::sync::PoisonError;

use model::{Person, PortalUser};

use super::ask::Ask;
use super::mailing::{About, office_name};
use crate::language::Language;
use crate::mail::{Address, AddressChanged};
use crate::sign_in::limiter::Place;

/// Letters about one login in an hour; of more changes only the log tells, so that nobody's mailbox is filled by them.
const LETTERS_MAX: usize = 5;

/// Tells the address that a login had, if it has another one now.
pub(crate) fn tell(ask: &Ask<'_>, old: &PortalUser, new: &PortalUser) {
    let Ok(to) = old.email.parse::<Address>() else { return };
    if old.email == new.email {
        return;
    }
    let Ok(view) = ask.api.view() else { return };
    if !ask.api.can_mail(&view) {
        tracing::info!(
            login = new.login,
            "an email address was changed, and the old one is not told: no mail server"
        );
        return;
    }
    let mut lately = ask.api.mailing.moves.lock().unwrap_or_else(PoisonError::into_inner);
    let place = Place::of(ask.address);
    if lately.of(new.id, ask.now).len() >= LETTERS_MAX || !lately.note(new.id, place, ask.now) {
        tracing::warn!(login = new.login, "an email address was changed too often: the old one is not told");
        return;
    }
    drop(lately);
    let person = new.person.and_then(|person| view.office.people.get(person));
    let name = person.map(Person::display_name).unwrap_or_default();
    let letter = AddressChanged {
        office: office_name(&view),
        name: &name,
        changed_from: ask.caller.is(new.id).then_some(ask.address),
        support: &view.office.office.support_contact,
    };
    let language = match old.language.as_str() {
        "" => ask.language,
        own => Language::of_accept_language(own),
    };
    let mail = ask.api.mail(&view, to, &name, letter.letter(language));
    if let Err(refusal) = ask.api.mailing.send(mail, About::AddressChanged(new.id)) {
        tracing::warn!(
            login = new.login,
            ?refusal,
            "an email address was changed, and the old one is not told"
        );
    }
}

/// Likewise each address that was changed since the request came.
pub(crate) fn tell_all(ask: &Ask<'_>) {
    let Ok(now) = ask.api.view() else { return };
    for old in ask.view.office.portal_users.iter() {
        if let Some(new) = now.office.portal_users.get(old.id) {
            tell(ask, old, new);
        }
    }
}
