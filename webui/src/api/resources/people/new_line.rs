//! The line of a new person (F-101 to F-116), with its public numbers, mailbox and account.

use model::{
    AnnouncementId, ContactKind, ContactMethod, ContactMethodId, DigestAlgorithm, Line, LineId, Mailbox,
    MailboxId, Number, Owner, Permission, PersonId, PhoneNumber, PhoneNumberId, Recording, Unavailable,
};
use serde::Deserialize;
use store::{Change, Secret, Wrong};
use utoipa::ToSchema;

use super::super::super::ask::Ask;
use super::super::super::refusal::{Fact, Refusal};
use super::super::line_label;

/// A line to be.
#[derive(Deserialize, ToSchema)]
#[schema(as = LineToBe)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewLine {
    /// What is dialled to reach it.
    pub(super) number: Number,
    /// Public numbers that are there already and ring nothing else.
    #[serde(default)]
    direct_numbers: Vec<PhoneNumberId>,
    /// Public numbers that the office does not know yet, E.164 with a plus; they ring the line and it may show them.
    #[serde(default)]
    new_numbers: Vec<String>,
    /// Where a call goes that nobody takes.
    #[serde(default)]
    when_unavailable: Unavailable,
    /// Whether it may call outside; yes when it is not said.
    #[serde(default)]
    outside_calls: Option<bool>,
    /// The name that it shows inside; empty: its owner's.
    #[serde(default)]
    internal_caller_id: String,
    /// The numbers that it may show outside, the favourite first.
    #[serde(default)]
    caller_ids: Vec<PhoneNumberId>,
    /// What is played in calls inside before they are connected.
    #[serde(default)]
    internal_announcement: Option<AnnouncementId>,
    /// What is played in calls with the outside before they are connected.
    #[serde(default)]
    external_announcement: Option<AnnouncementId>,
    /// Which of its calls are recorded.
    #[serde(default)]
    recording: Recording,
    /// Where its callers leave messages; none: nowhere.
    #[serde(default)]
    mailbox: Option<NewMailbox>,
}

/// A mailbox to be.
#[derive(Deserialize, ToSchema)]
#[schema(as = MailboxToBe)]
#[serde(deny_unknown_fields)]
struct NewMailbox {
    /// Where messages are sent; empty when nowhere.
    #[serde(default)]
    email: String,
    /// 4 to 8 digits that open it from a telephone; none: it has none.
    #[serde(default)]
    pin: Option<String>,
}

impl NewLine {
    /// Adds the line and what comes with it to a change.
    pub(super) fn put(
        self,
        person: PersonId,
        has_account: bool,
        mut change: Change,
        ask: &Ask<'_>,
    ) -> Result<Change, Refusal> {
        if !self.direct_numbers.is_empty() || !self.new_numbers.is_empty() {
            ask.caller.needs(Permission::NumbersWrite)?;
        }
        let id = || ask.api.store.new_id();
        let mut line = Line::new(LineId::from_bytes(id()), Owner::Person(person), self.number);
        line.when_unavailable = self.when_unavailable;
        line.outside_calls = self.outside_calls.unwrap_or(true);
        line.internal_caller_id = self.internal_caller_id;
        line.caller_ids = self.caller_ids;
        line.internal_announcement = self.internal_announcement;
        line.external_announcement = self.external_announcement;
        line.recording = self.recording;
        for (place, number) in self.direct_numbers.into_iter().enumerate() {
            let pointer = format!("/line/direct_numbers/{place}");
            let Some(old) = ask.view.office.phone_numbers.get(number) else {
                let why = Fact::Wrong(Wrong::NoSuch { table: "phone_number" });
                return Err(Refusal::field(pointer, why));
            };
            if let Some(holder) = old.line.and_then(|line| line_label::of(line, &ask.view)) {
                let fact = Fact::NameTaken { name: old.number.clone(), holder: holder.words() };
                return Err(Refusal::field(pointer, fact));
            }
            change = change.expect(old.clone()).put(PhoneNumber { line: Some(line.id), ..old.clone() });
        }
        for number in self.new_numbers {
            let key = PhoneNumberId::from_bytes(id());
            line.caller_ids.push(key);
            change = change.put(PhoneNumber { id: key, number, label: String::new(), line: Some(line.id) });
        }
        if has_account {
            change = change.put(account(ContactMethodId::from_bytes(id()), &line)?);
        }
        if let Some(mailbox) = self.mailbox {
            let key = MailboxId::from_bytes(id());
            change = change.put(Mailbox { id: key, line: line.id, email: mailbox.email });
            if let Some(pin) = mailbox.pin {
                change = change.set_mailbox_pin(key, Some(Secret::new(pin)));
            }
        }
        Ok(change.put(line))
    }
}

/// The account of a line, which has the line's number as its name: nobody else can have it.
pub(crate) fn account(id: ContactMethodId, line: &Line) -> Result<ContactMethod, Refusal> {
    let username = line.number.as_str().parse();
    let username =
        username.map_err(|error: model::InvalidName| Fact::Malformed { why: error.to_string() })?;
    let kind = ContactKind::Sip { username, algorithm: DigestAlgorithm::default() };
    Ok(ContactMethod { id, line: line.id, position: 0, kind })
}
