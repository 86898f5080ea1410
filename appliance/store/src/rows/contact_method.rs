//! A contact method's row. The sealed secret is its last column, which the model does not have.

use model::{ContactKind, ContactMethod, ContactMethodId, LineId};
use rusqlite::Row;
use rusqlite::types::{Type, Value};

use crate::error::Error;
use crate::rows::{Stored, id, of_word, parsed, shown, text, word};
use crate::table::{Column, Table};
use crate::validate;

pub(crate) static TABLE: Table = Table {
    name: "contact_method",
    number: 7,
    columns: &[
        Column::reference(1, "line", "line"),
        Column::plain(2, "position"),
        Column::plain(3, "kind"),
        Column::plain(4, "username"),
        Column::plain(5, "algorithm"),
        Column::plain(6, "number"),
        Column::plain(7, "uri"),
        Column::secret(8, "secret"),
    ],
    label: |cells| match shown(cells, KIND) {
        "sip" => format!("account {}", shown(cells, USERNAME)),
        "pstn-forward" => format!("forward to {}", shown(cells, 5)),
        "sip-forward" => format!("forward to {}", shown(cells, 6)),
        _ => "app line".to_owned(),
    },
};

/// Places of cells that other files look at.
pub(crate) const LINE: usize = 0;
pub(crate) const KIND: usize = 2;
pub(crate) const USERNAME: usize = 3;
pub(crate) const SECRET: usize = 7;

/// What a secret of this row is bound to.
pub(crate) fn seal_row(id: ContactMethodId) -> String {
    format!("contact_method/{id}")
}

impl Stored for ContactMethod {
    const TABLE: &'static Table = &TABLE;

    fn key(&self) -> [u8; 16] {
        *self.id.as_bytes()
    }

    fn cells(&self) -> Vec<Value> {
        let (kind, mut username, mut algorithm) = (kind_word(&self.kind), Value::Null, Value::Null);
        let (mut number, mut uri) = (Value::Null, Value::Null);
        match &self.kind {
            ContactKind::App => {}
            ContactKind::PstnForward { number: to } => number = text(to),
            ContactKind::Sip { username: name, algorithm: hash } => {
                username = text(name.as_str());
                algorithm = text(word(hash));
            }
            ContactKind::SipForward { uri: to } => uri = text(to),
        }
        let mut cells = vec![
            id(self.line.as_bytes()),
            Value::Integer(self.position.into()),
            text(kind),
            username,
            algorithm,
            number,
            uri,
        ];
        // What is no account has no secret; an account keeps the one that it has.
        if !matches!(self.kind, ContactKind::Sip { .. }) {
            cells.push(Value::Null);
        }
        cells
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let kind: String = row.get(3)?;
        let kind = match kind.as_str() {
            "app" => ContactKind::App,
            "pstn-forward" => ContactKind::PstnForward { number: row.get(6)? },
            "sip" => ContactKind::Sip { username: parsed(row, 4)?, algorithm: of_word(row, 5)? },
            "sip-forward" => ContactKind::SipForward { uri: row.get(7)? },
            // The table's check keeps this from being.
            _ => return Err(rusqlite::Error::InvalidColumnType(3, kind, Type::Text)),
        };
        Ok(Self {
            id: ContactMethodId::from_bytes(row.get(0)?),
            line: LineId::from_bytes(row.get(1)?),
            position: row.get(2)?,
            kind,
        })
    }

    fn validate(&self) -> Result<(), Error> {
        match &self.kind {
            ContactKind::App | ContactKind::Sip { .. } => Ok(()),
            ContactKind::PstnForward { number } => validate::outside_number(number),
            ContactKind::SipForward { uri } => validate::sip_uri(uri),
        }
    }
}

/// As the table has it.
pub(crate) fn kind_word(kind: &ContactKind) -> &'static str {
    match kind {
        ContactKind::App => "app",
        ContactKind::PstnForward { .. } => "pstn-forward",
        ContactKind::Sip { .. } => "sip",
        ContactKind::SipForward { .. } => "sip-forward",
    }
}
