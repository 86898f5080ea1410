//! Phone numbers: those of the office in the public network, and the line that each reaches (F-175).

use model::{Permission, PhoneNumber, PhoneNumberId};
use serde::Serialize;
use store::Rows;
use utoipa::ToSchema;

use super::super::list::{Cell, Field};
use super::super::resource::Resource;
use super::super::view::View;
use super::line_label::{self, LineLabel};

/// What is shown beside a phone number.
#[derive(Serialize, ToSchema)]
pub(crate) struct More {
    /// The line that calls to it ring, by number and name; none when it is free.
    rings: Option<LineLabel>,
    /// How many lines may show it as their caller ID.
    shown_by: usize,
}

impl Resource for PhoneNumber {
    type More = More;

    const PATH: &'static str = "phone-numbers";
    const NAME: &'static str = "phone_number";
    const READ: Permission = Permission::NumbersRead;
    const WRITE: Permission = Permission::NumbersWrite;
    const FIELDS: &'static [Field<Self>] = &[
        Field { name: "number", cell: |row, _| Cell::text(&row.number) },
        Field { name: "label", cell: |row, _| Cell::text(&row.label) },
        Field { name: "line", cell: |row, _| Cell::optional(row.line) },
        Field {
            name: "rings",
            cell: |row, view| {
                let line = row.line.and_then(|line| view.office.lines.get(line));
                Cell::optional(line.map(|line| &line.number))
            },
        },
    ];

    fn rows(view: &View) -> &Rows<Self> {
        &view.office.phone_numbers
    }

    fn new_id(bytes: [u8; 16]) -> PhoneNumberId {
        PhoneNumberId::from_bytes(bytes)
    }

    fn more(&self, view: &View) -> More {
        let lines = view.office.lines.iter();
        More {
            rings: self.line.and_then(|line| line_label::of(line, view)),
            shown_by: lines.filter(|line| line.caller_ids.contains(&self.id)).count(),
        }
    }
}
