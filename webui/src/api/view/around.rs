//! What stands around lines and people: mailboxes, public numbers, pictures, invitations, and which lines lead where.

use std::collections::HashMap;
use std::hash::Hash;

use model::{
    AvatarInfo, ContactMethodId, Invitation, Line, LineId, Mailbox, PersonId, Phone, PhoneNumber, Unavailable,
};
use store::Snapshot;

use super::View;

/// Places among the snapshot's rows, by line or person.
#[derive(Debug)]
pub(super) struct Around {
    mailboxes: HashMap<LineId, Vec<usize>>,
    numbers: HashMap<LineId, Vec<usize>>,
    leading: HashMap<LineId, Vec<usize>>,
    avatars: HashMap<PersonId, Vec<usize>>,
    invitations: HashMap<PersonId, Vec<usize>>,
    /// The phone that an account is on.
    phones: HashMap<ContactMethodId, usize>,
}

impl Around {
    pub(super) fn of(office: &Snapshot) -> Self {
        let leads_to = |line: &Line| match line.when_unavailable {
            Unavailable::Line(to) => Some(to),
            Unavailable::HangUp | Unavailable::Outside(_) | Unavailable::Voicemail => None,
        };
        Self {
            mailboxes: places(office.mailboxes.as_slice(), |mailbox| Some(mailbox.line)),
            numbers: places(office.phone_numbers.as_slice(), |number| number.line),
            leading: places(office.lines.as_slice(), leads_to),
            avatars: places(office.avatars.as_slice(), |avatar| Some(avatar.person)),
            phones: office
                .phones
                .iter()
                .enumerate()
                .flat_map(|(place, phone)| phone.accounts.iter().map(move |one| (one.contact_method, place)))
                .collect(),
            invitations: places(office.invitations.as_slice(), |invitation| Some(invitation.person)),
        }
    }
}

impl View {
    /// The mailbox of a line.
    pub(crate) fn mailbox_of(&self, line: LineId) -> Option<&Mailbox> {
        at(self.office.mailboxes.as_slice(), self.around().mailboxes.get(&line)).next()
    }

    /// The public numbers that ring a line.
    pub(crate) fn direct_numbers_of(&self, line: LineId) -> impl Iterator<Item = &PhoneNumber> {
        at(self.office.phone_numbers.as_slice(), self.around().numbers.get(&line))
    }

    /// The lines that send calls to this one when nobody takes them.
    pub(crate) fn leading_to(&self, line: LineId) -> impl Iterator<Item = &Line> {
        at(self.office.lines.as_slice(), self.around().leading.get(&line))
    }

    /// What is known of the picture of a person.
    pub(crate) fn avatar_of(&self, person: PersonId) -> Option<&AvatarInfo> {
        at(self.office.avatars.as_slice(), self.around().avatars.get(&person)).next()
    }

    /// The phone that an account is on.
    pub(crate) fn phone_of(&self, account: ContactMethodId) -> Option<&Phone> {
        self.around().phones.get(&account).and_then(|place| self.office.phones.as_slice().get(*place))
    }

    /// The invitation of a person.
    pub(crate) fn invitation_of(&self, person: PersonId) -> Option<&Invitation> {
        at(self.office.invitations.as_slice(), self.around().invitations.get(&person)).next()
    }
}

fn places<R, K: Eq + Hash>(rows: &[R], key: impl Fn(&R) -> Option<K>) -> HashMap<K, Vec<usize>> {
    let mut places: HashMap<K, Vec<usize>> = HashMap::new();
    for (place, row) in rows.iter().enumerate() {
        if let Some(key) = key(row) {
            places.entry(key).or_default().push(place);
        }
    }
    places
}

fn at<'r, R>(rows: &'r [R], places: Option<&'r Vec<usize>>) -> impl Iterator<Item = &'r R> {
    places.into_iter().flatten().filter_map(|place| rows.get(*place))
}
