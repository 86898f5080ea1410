//! Phones: telephone sets with their accounts and keys (F-175).

use model::{ContactKind, Permission, Phone, PhoneAccount, PhoneId};
use serde::Serialize;
use store::Rows;
use utoipa::ToSchema;

use super::super::list::{Cell, Field};
use super::super::resource::Resource;
use super::super::view::View;
use super::line_label::{self, LineLabel};
use super::sites;

/// What is shown beside a phone.
#[derive(Serialize, ToSchema)]
pub(crate) struct More {
    /// What its site is called.
    site_name: String,
    /// Its accounts with the lines that they ring for, in the order of its line keys.
    lines: Vec<PhoneLine>,
}

/// An account on a phone.
#[derive(Serialize, ToSchema)]
pub(crate) struct PhoneLine {
    /// From 1, as telephones count them.
    position: u32,
    /// With which it registers.
    username: String,
    /// The line that it rings for.
    line: Option<LineLabel>,
}

impl Resource for Phone {
    type More = More;

    const PATH: &'static str = "phones";
    const NAME: &'static str = "phone";
    const READ: Permission = Permission::PhonesRead;
    const WRITE: Permission = Permission::PhonesWrite;
    const FIELDS: &'static [Field<Self>] = &[
        Field { name: "mac", cell: |row, _| Cell::text(row.mac.as_str()) },
        Field { name: "vendor", cell: |row, _| Cell::text(&row.vendor) },
        Field { name: "model", cell: |row, _| Cell::text(&row.model) },
        Field { name: "label", cell: |row, _| Cell::text(&row.label) },
        Field { name: "site", cell: |row, view| sites::cell(row.site, view) },
        Field { name: "number", cell: numbers },
    ];

    fn rows(view: &View) -> &Rows<Self> {
        &view.office.phones
    }

    fn new_id(bytes: [u8; 16]) -> PhoneId {
        PhoneId::from_bytes(bytes)
    }

    fn more(&self, view: &View) -> More {
        let mut lines: Vec<PhoneLine> = self.accounts.iter().map(|account| shown(account, view)).collect();
        lines.sort_by_key(|account| account.position);
        More { site_name: sites::name_of(self.site, view), lines }
    }
}

/// The internal numbers that it rings for.
fn numbers<'v>(phone: &'v Phone, view: &'v View) -> Cell<'v> {
    let methods = phone.accounts.iter().filter_map(|account| {
        let method = view.office.contact_methods.get(account.contact_method)?;
        Some(view.office.lines.get(method.line)?.number.as_str().into())
    });
    Cell::Exact(methods.collect())
}

fn shown(account: &PhoneAccount, view: &View) -> PhoneLine {
    let method = view.office.contact_methods.get(account.contact_method);
    let username = method.and_then(|method| match &method.kind {
        ContactKind::Sip { username, .. } => Some(username.to_string()),
        ContactKind::App | ContactKind::PstnForward { .. } | ContactKind::SipForward { .. } => None,
    });
    PhoneLine {
        position: account.position,
        username: username.unwrap_or_default(),
        line: method.and_then(|method| line_label::of(method.line, view)),
    }
}
