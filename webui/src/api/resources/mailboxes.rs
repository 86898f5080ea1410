//! Mailboxes: where callers of a line leave messages. The PIN is set here and never shown.

use model::{Mailbox, MailboxId, Permission};
use serde::{Deserialize, Serialize};
use store::{Change, Rows, Secret, Wrong};
use utoipa::ToSchema;

use super::super::answer::Answer;
use super::super::ask::Ask;
use super::super::list::{Cell, Field};
use super::super::openapi::schema;
use super::super::refusal::{Fact, Refusal};
use super::super::resource::{self, Resource, named};
use super::super::route::{Access, Body, Gives, Outcome, Route};
use super::super::view::View;
use super::line_label::{self, LineLabel};

/// What is shown beside a mailbox.
#[derive(Serialize, ToSchema)]
pub(crate) struct More {
    /// Its line, by number and name.
    of: Option<LineLabel>,
}

/// What opens a mailbox from a telephone.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPin {
    /// 4 to 8 digits; null: it has none any more.
    #[serde(default)]
    pin: Option<String>,
}

impl Resource for Mailbox {
    type More = More;

    const PATH: &'static str = "mailboxes";
    const NAME: &'static str = "mailbox";
    const READ: Permission = Permission::PeopleRead;
    const WRITE: Permission = Permission::PeopleWrite;
    const FIELDS: &'static [Field<Self>] = &[
        Field { name: "line", cell: |row, _| Cell::word(row.line) },
        Field { name: "email", cell: |row, _| Cell::text(&row.email) },
        Field {
            name: "number",
            cell: |row, view| Cell::optional(view.office.lines.get(row.line).map(|line| &line.number)),
        },
    ];

    fn rows(view: &View) -> &Rows<Self> {
        &view.office.mailboxes
    }

    fn new_id(bytes: [u8; 16]) -> MailboxId {
        MailboxId::from_bytes(bytes)
    }

    fn more(&self, view: &View) -> More {
        More { of: line_label::of(self.line, view) }
    }
}

pub(super) fn routes() -> Vec<Route> {
    let mut routes = resource::routes::<Mailbox>();
    let write = Access::Needs(Permission::PeopleWrite);
    routes.push(
        Route::post("/mailboxes/{id}/pin", "mailbox_pin", write, Gives::Nothing, set_pin)
            .takes(Body::Json(schema::<NewPin>))
            .about("Gives a mailbox its PIN, or takes it away.")
            .joins(),
    );
    routes
}

fn set_pin(ask: &Ask<'_>) -> Outcome {
    let new: NewPin = ask.json()?;
    let is_pin = |pin: &String| (4..=8).contains(&pin.len()) && pin.bytes().all(|byte| byte.is_ascii_digit());
    if new.pin.as_ref().is_some_and(|pin| !is_pin(pin)) {
        return Err(Refusal::field("/pin", Fact::Wrong(Wrong::NotAPin)));
    }
    let mailbox = named::<Mailbox>(ask, &ask.view)?;
    ask.write(Change::new().set_mailbox_pin(mailbox.id, new.pin.map(Secret::new)))?;
    Ok(Answer::nothing())
}
