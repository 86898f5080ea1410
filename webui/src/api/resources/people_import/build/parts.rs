//! What several rows of a file share or name: public numbers and telephones; and what a line has.

use std::collections::HashMap;

use model::{
    ContactMethodId, Line, LineId, Mac, Mailbox, MailboxId, Permission, Phone, PhoneAccount, PhoneId,
    PhoneNumber, PhoneNumberId, SiteId,
};
use store::{Change, Row, Secret};

use super::super::super::super::ask::Ask;
use super::super::super::super::refusal::{Fact, Refusal};
use super::super::super::super::view::View;
use super::super::super::people::account;
use super::put_row;
use crate::people_file::{OutsideNumber, Values};

/// A change that grows row by row.
pub(super) struct Parts<'a> {
    pub(super) view: &'a View,
    pub(super) ask: &'a Ask<'a>,
    change: Change,
    /// Public numbers by their text, as they were and as they are to be; several rows may show one.
    numbers: HashMap<String, (Option<PhoneNumber>, PhoneNumber)>,
    /// Telephones likewise; several people may share one.
    phones: HashMap<Mac, (Option<Phone>, Phone)>,
    phone_of: HashMap<ContactMethodId, Mac>,
    /// Whether anything has become another since somebody last asked.
    is_changed: bool,
}

impl<'a> Parts<'a> {
    /// Begins with what the office has.
    pub(super) fn new(view: &'a View, ask: &'a Ask<'a>) -> Self {
        let known = view.office.phone_numbers.iter();
        let phones = view.office.phones.iter();
        let accounts = phones.clone().flat_map(|phone| {
            phone.accounts.iter().map(|account| (account.contact_method, phone.mac.clone()))
        });
        Self {
            view,
            ask,
            change: Change::new(),
            is_changed: false,
            numbers: known
                .map(|number| (number.number.clone(), (Some(number.clone()), number.clone())))
                .collect(),
            phone_of: accounts.collect(),
            phones: phones.map(|phone| (phone.mac.clone(), (Some(phone.clone()), phone.clone()))).collect(),
        }
    }

    /// Whether anything has become another since this was last asked.
    pub(super) fn take_is_changed(&mut self) -> bool {
        std::mem::take(&mut self.is_changed)
    }

    /// Adds a row, if it is not so already.
    pub(super) fn put<R: Into<Row> + PartialEq>(&mut self, old: Option<R>, new: R) {
        self.is_changed |= old.as_ref() != Some(&new);
        self.change = put_row(std::mem::take(&mut self.change), old, new);
    }

    /// The key of a public number, which is made if there is none.
    pub(super) fn number(&mut self, number: &str) -> PhoneNumberId {
        self.entry(number).id
    }

    fn entry(&mut self, number: &str) -> &mut PhoneNumber {
        let store = &self.ask.api.store;
        self.is_changed |= !self.numbers.contains_key(number);
        let new = || {
            let id = PhoneNumberId::from_bytes(store.new_id());
            (None, PhoneNumber { id, number: number.to_owned(), label: String::new(), line: None })
        };
        &mut self.numbers.entry(number.to_owned()).or_insert_with(new).1
    }

    /// The public numbers that ring a line: these and no others.
    pub(super) fn direct(&mut self, line: LineId, numbers: &[OutsideNumber]) {
        let others: Vec<String> = self.view.direct_numbers_of(line).map(|one| one.number.clone()).collect();
        for number in others {
            if !numbers.iter().any(|wanted| wanted.as_str() == number) {
                self.lead(&number, None);
            }
        }
        for number in numbers {
            self.lead(number.as_str(), Some(line));
        }
    }

    /// Lets a public number ring a line, or none.
    fn lead(&mut self, number: &str, line: Option<LineId>) {
        let before = std::mem::replace(&mut self.entry(number).line, line);
        self.is_changed |= before != line;
    }

    /// The SIP account of a line, and the telephone that it is on.
    pub(super) fn account_and_phone(
        &mut self,
        line: &Line,
        is_new: bool,
        site: SiteId,
        values: &Values,
    ) -> Result<(), Refusal> {
        let id = match self.view.account_of(line.id) {
            Some(known) => known.id,
            None if is_new || values.mac.is_some() => {
                let id = ContactMethodId::from_bytes(self.ask.api.store.new_id());
                self.put(None, account(id, line)?);
                id
            }
            None => return Ok(()),
        };
        let mac = match &values.mac {
            Some(mac) => mac.clone(),
            None if values.model.is_some() => match self.phone_of.get(&id) {
                Some(mac) => mac.clone(),
                None => return Err(Refusal::field("/model", Fact::Missing)),
            },
            None => return Ok(()),
        };
        let store = &self.ask.api.store;
        let new = || (None, new_phone(PhoneId::from_bytes(store.new_id()), &mac, site));
        self.is_changed |= !self.phones.contains_key(&mac);
        let (_, phone) = self.phones.entry(mac.clone()).or_insert_with(new);
        let mut accounts = self.view.methods_of(line.id).map(|method| method.id).chain([id]);
        if !accounts.any(|id| phone.accounts.iter().any(|account| account.contact_method == id)) {
            let last = phone.accounts.iter().map(|account| account.position).max().unwrap_or(0);
            phone.accounts.push(PhoneAccount { position: last + 1, contact_method: id });
            self.is_changed = true;
        }
        if let Some(model) = values.model.as_deref().filter(|model| *model != make_and_model(phone)) {
            let (vendor, model) = model.split_once(' ').unwrap_or(("", model));
            (phone.vendor, phone.model) = (vendor.to_owned(), model.trim().to_owned());
            self.is_changed = true;
        }
        Ok(())
    }

    /// The mailbox of a line: a new line has one (F-124), another gets one when the row says something of it.
    pub(super) fn mailbox(&mut self, line: LineId, is_new: bool, values: &Values) {
        let old = self.view.mailbox_of(line).cloned();
        if old.is_none() && !is_new && values.voicemail_email.is_none() && values.voicemail_pin.is_none() {
            return;
        }
        let new =
            || Mailbox { id: MailboxId::from_bytes(self.ask.api.store.new_id()), line, email: String::new() };
        let mut mailbox = old.clone().unwrap_or_else(new);
        if let Some(email) = &values.voicemail_email {
            mailbox.email.clone_from(email);
        }
        let id = mailbox.id;
        self.put(old, mailbox);
        if let Some(pin) = &values.voicemail_pin {
            // Whether it is the same nobody can tell: it is kept so that it cannot be read.
            self.is_changed = true;
            let pin = Some(Secret::new(pin.reveal()));
            self.change = std::mem::take(&mut self.change).set_mailbox_pin(id, pin);
        }
    }

    /// All of it.
    pub(super) fn change(self) -> Result<Change, Refusal> {
        let Self { mut change, numbers, phones, ask, .. } = self;
        let mut numbers: Vec<_> = numbers.into_values().collect();
        numbers.retain(|(old, new)| old.as_ref() != Some(new));
        numbers.sort_by_key(|(_, new)| new.id);
        if !numbers.is_empty() {
            ask.caller.needs(Permission::NumbersWrite)?;
        }
        for (old, new) in numbers {
            change = put_row(change, old, new);
        }
        let mut phones: Vec<_> = phones.into_values().collect();
        phones.retain(|(old, new)| old.as_ref() != Some(new));
        phones.sort_by_key(|(_, new)| new.id);
        if !phones.is_empty() {
            ask.caller.needs(Permission::PhonesWrite)?;
        }
        for (old, new) in phones {
            change = put_row(change, old, new);
        }
        Ok(change)
    }
}

/// Make and model in one, as files have it.
pub(in super::super::super) fn make_and_model(phone: &Phone) -> String {
    [phone.vendor.as_str(), phone.model.as_str()].join(" ").trim().to_owned()
}

fn new_phone(id: PhoneId, mac: &Mac, site: SiteId) -> Phone {
    Phone {
        id,
        mac: mac.clone(),
        vendor: String::new(),
        model: String::new(),
        label: String::new(),
        site,
        accounts: Vec::new(),
        keys: Vec::new(),
    }
}
