//! Lines: internal numbers with everything that holds for their calls (F-101 to F-116).

use model::{ContactMethodId, Line, LineId, MailboxId, Owner, Permission, PhoneNumberId, Unavailable};
use serde::Serialize;
use store::Rows;
use utoipa::ToSchema;

use super::super::list::{Cell, Field};
use super::super::resource::Resource;
use super::super::view::View;
use super::line_label;

/// What is shown beside a line.
#[derive(Serialize, ToSchema)]
pub(crate) struct More {
    /// The name of who or what has it.
    owner_name: String,
    /// The public numbers that ring it.
    direct_numbers: Vec<DirectNumber>,
    /// The ways of reaching it, in order.
    contact_methods: Vec<ContactMethodId>,
    /// Where its callers leave messages.
    mailbox: Option<MailboxId>,
}

/// A public number in a few words.
#[derive(Serialize, ToSchema)]
pub(crate) struct DirectNumber {
    /// Its key.
    id: PhoneNumberId,
    /// E.164 with a plus.
    number: String,
}

impl Resource for Line {
    type More = More;

    const PATH: &'static str = "lines";
    const NAME: &'static str = "line";
    const READ: Permission = Permission::PeopleRead;
    const WRITE: Permission = Permission::PeopleWrite;
    const FIELDS: &'static [Field<Self>] = &[
        Field { name: "number", cell: |row, _| Cell::text(row.number.as_str()) },
        Field { name: "owner", cell: |row, _| Cell::word(owner_id(row.owner)) },
        Field { name: "name", cell: |row, view| Cell::Text(line_label::owner_name(row.owner, view).into()) },
        Field { name: "outside_calls", cell: |row, _| Cell::word(row.outside_calls) },
        Field { name: "when_unavailable", cell: |row, _| Cell::word(unavailable(&row.when_unavailable)) },
        Field {
            name: "direct_number",
            cell: |row, view| {
                Cell::Exact(
                    view.direct_numbers_of(row.id).map(|number| number.number.as_str().into()).collect(),
                )
            },
        },
    ];

    fn rows(view: &View) -> &Rows<Self> {
        &view.office.lines
    }

    fn new_id(bytes: [u8; 16]) -> LineId {
        LineId::from_bytes(bytes)
    }

    fn more(&self, view: &View) -> More {
        let numbers = view.direct_numbers_of(self.id);
        More {
            owner_name: line_label::owner_name(self.owner, view),
            direct_numbers: numbers
                .map(|number| DirectNumber { id: number.id, number: number.number.clone() })
                .collect(),
            contact_methods: view.methods_of(self.id).map(|method| method.id).collect(),
            mailbox: view.mailbox_of(self.id).map(|mailbox| mailbox.id),
        }
    }
}

fn owner_id(owner: Owner) -> String {
    match owner {
        Owner::Equipment(id) => id.to_string(),
        Owner::Person(id) => id.to_string(),
        Owner::Place(id) => id.to_string(),
    }
}

fn unavailable(unavailable: &Unavailable) -> &'static str {
    match unavailable {
        Unavailable::HangUp => "hang-up",
        Unavailable::Line(_) => "line",
        Unavailable::Outside(_) => "outside",
        Unavailable::Voicemail => "voicemail",
    }
}
