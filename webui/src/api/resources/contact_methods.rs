//! Contact methods: the ways of reaching a line (F-91), and the secrets of SIP accounts, shown once or by a noted reveal.

use std::fmt::Write as _;

use model::{ContactKind, ContactMethod, ContactMethodId, Permission};
use serde::Serialize;
use store::{Change, Rows, Secret, Wrong};
use utoipa::ToSchema;

use super::super::answer::Answer;
use super::super::ask::Ask;
use super::super::list::{Cell, Field};
use super::super::openapi::schema;
use super::super::refusal::Fact;
use super::super::resource::{self, Resource, named};
use super::super::route::{Access, Gives, Outcome, Route};
use super::super::view::View;
use super::line_label::{self, LineLabel};

/// What is shown beside a contact method.
#[derive(Serialize, ToSchema)]
pub(crate) struct More {
    /// Its line, by number and name.
    of: Option<LineLabel>,
    /// The secret of an account that has just been made, this once.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
}

/// What a telephone registers with.
#[derive(Serialize, ToSchema)]
struct Credentials {
    /// The account.
    account: ContactMethodId,
    /// Its name.
    username: String,
    /// Its password; null when it does not open.
    password: Option<String>,
}

impl Resource for ContactMethod {
    type More = More;

    const PATH: &'static str = "contact-methods";
    const NAME: &'static str = "contact_method";
    const READ: Permission = Permission::PeopleRead;
    const WRITE: Permission = Permission::PeopleWrite;
    const FIELDS: &'static [Field<Self>] = &[
        Field { name: "line", cell: |row, _| Cell::word(row.line) },
        Field { name: "kind", cell: |row, _| Cell::word(kind(row)) },
        Field { name: "username", cell: |row, _| Cell::text(username(row).unwrap_or_default()) },
        Field { name: "position", cell: |row, _| Cell::Number(row.position.into()) },
        Field {
            name: "number",
            cell: |row, view| Cell::optional(view.office.lines.get(row.line).map(|line| &line.number)),
        },
    ];

    fn rows(view: &View) -> &Rows<Self> {
        &view.office.contact_methods
    }

    fn new_id(bytes: [u8; 16]) -> ContactMethodId {
        ContactMethodId::from_bytes(bytes)
    }

    fn more(&self, view: &View) -> More {
        More { of: line_label::of(self.line, view), secret: None }
    }
}

pub(super) fn routes() -> Vec<Route> {
    let mut routes = resource::routes::<ContactMethod>();
    let (write, reveal) = (Access::Needs(Permission::PeopleWrite), Access::Needs(Permission::SecretsReveal));
    let gives = Gives::Json(schema::<Credentials>);
    routes.push(
        Route::post("/contact-methods/{id}/secret", "contact_method_secret", write, gives, renew).about(
            "Makes a new password for a SIP account and shows it this once; the old one no longer holds. Needs the permission secrets-reveal too.",
        ),
    );
    routes.push(
        Route::post("/contact-methods/{id}/reveal", "contact_method_reveal", reveal, gives, show)
            .about("Shows the password of a SIP account. The audit log has who saw it."),
    );
    routes
}

fn renew(ask: &Ask<'_>) -> Outcome {
    // Whoever has the new one is the telephone: it is as good as a look at the old one.
    ask.caller.needs(Permission::SecretsReveal)?;
    let method = named::<ContactMethod>(ask, &ask.view)?;
    let username = username(method).ok_or(Fact::Wrong(Wrong::NoSecretHere))?.to_owned();
    let password = ask.api.random::<16>().iter().fold(String::new(), |mut text, byte| {
        // A string takes everything.
        let _ = write!(text, "{byte:02x}");
        text
    });
    let change = Change::new().expect(method.clone());
    ask.write(change.set_secret(method.id, Secret::new(password.clone())))?;
    Ok(Answer::json(&Credentials { account: method.id, username, password: Some(password) }))
}

fn show(ask: &Ask<'_>) -> Outcome {
    let method = named::<ContactMethod>(ask, &ask.view)?;
    let username = username(method).ok_or(Fact::Wrong(Wrong::NoSecretHere))?.to_owned();
    let secret = ask.api.store.reveal_secret(&ask.who(), method.id)?;
    let password = secret.map(|secret| secret.reveal().to_owned());
    Ok(Answer::json(&Credentials { account: method.id, username, password }))
}

/// With which it registers, if it is an account.
fn username(method: &ContactMethod) -> Option<&str> {
    match &method.kind {
        ContactKind::Sip { username, .. } => Some(username.as_str()),
        ContactKind::App | ContactKind::PstnForward { .. } | ContactKind::SipForward { .. } => None,
    }
}

/// Its kind, as JSON has it.
fn kind(method: &ContactMethod) -> &'static str {
    match method.kind {
        ContactKind::App => "app",
        ContactKind::PstnForward { .. } => "pstn-forward",
        ContactKind::Sip { .. } => "sip",
        ContactKind::SipForward { .. } => "sip-forward",
    }
}
