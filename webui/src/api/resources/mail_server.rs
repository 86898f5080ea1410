//! The mail server: how it is spoken to, and a trial that tells what it says. Its password goes in and never out.

use std::sync::TryLockError;
use std::time::Duration;

use axum::http::Method;
use model::{MailSecurity, MailServer, Permission};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{Change, Key, Secret, Wrong};
use utoipa::ToSchema;

use super::super::answer::Answer;
use super::super::ask::Ask;
use super::super::mailing;
use super::super::openapi::schema;
use super::super::refusal::{Fact, Refusal};
use super::super::route::{Access, Body, Gives, Outcome, Route};
use crate::mail::outbox::Post;
use crate::mail::{Address, Trial};

/// How long a trial may take in all.
const TRIAL: Duration = Duration::from_secs(30);

/// The mail server as it is shown.
#[derive(Serialize, ToSchema)]
struct ShownMailServer {
    /// Its name or address.
    host: String,
    /// Where it takes mail: 587 in most offices.
    port: u16,
    /// How the connection to it is encrypted.
    security: MailSecurity,
    /// With which the exchange signs in; empty when it need not.
    username: String,
    /// Whether there is a password; it is never shown.
    has_password: bool,
    /// From which address mails come.
    sender_address: String,
    /// The name beside that address; empty: the office's.
    sender_name: String,
}

/// The mail server as it is to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewMailServer {
    /// Its name or address.
    host: String,
    /// Where it takes mail; none: where servers with this security do.
    #[serde(default)]
    port: Option<u16>,
    /// How the connection to it is encrypted.
    #[serde(default)]
    security: MailSecurity,
    /// With which the exchange signs in; empty when it need not.
    #[serde(default)]
    username: String,
    /// The password; empty: none. When it is not given, the one that is there stays, but only for the same host, port and
    /// username, and with no weaker security: nobody sends it elsewhere.
    #[serde(default)]
    password: Option<String>,
    /// From which address mails come.
    sender_address: String,
    /// The name beside that address; empty: the office's.
    #[serde(default)]
    sender_name: String,
}

/// Whom a trial goes to.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WantedTrial {
    /// An email address.
    recipient: String,
}

/// The entity tag where there is no mail server.
const NONE: &str = "\"none\"";

pub(super) fn routes() -> Vec<Route> {
    let (read, write) = (Access::Needs(Permission::SettingsRead), Access::Needs(Permission::SettingsWrite));
    let shown = Gives::Json(schema::<ShownMailServer>);
    vec![
        Route::get("/mail-server", "mail_server", read, shown, read_it)
            .about("Gives the mail server of the office, without its password."),
        Route::new(Method::PUT, "/mail-server", "mail_server_set", write, shown, set)
            .takes(Body::Json(schema::<NewMailServer>))
            .about(
                "Sets the mail server of the office up, or changes it. All but its password is for owners.",
            ),
        Route::new(Method::DELETE, "/mail-server", "mail_server_delete", write, Gives::Nothing, delete)
            .about("Takes the mail server away: no mail is sent any more. For owners."),
        Route::post("/mail-server/test", "mail_server_test", write, Gives::Nothing, test)
            .takes(Body::Json(schema::<WantedTrial>))
            .about("Sends a trial mail at once, and tells what the mail server said if it did not take it.")
            .long(),
    ]
}

fn read_it(ask: &Ask<'_>) -> Outcome {
    shown(ask, known(ask)?)
}

fn set(ask: &Ask<'_>) -> Outcome {
    let wanted: NewMailServer = ask.json()?;
    let old = ask.view.office.mail_server.as_deref();
    // Who has seen none, or another one, learns of what is there now.
    ask.check_match(&old.map_or_else(|| NONE.to_owned(), etag))?;
    let new = MailServer {
        host: wanted.host,
        port: wanted.port.unwrap_or(wanted.security.port()),
        security: wanted.security,
        username: wanted.username,
        sender_address: wanted.sender_address,
        sender_name: wanted.sender_name,
    };
    if new.sender_address.parse::<Address>().is_err() {
        return Err(not_an_address("/sender_address", &new.sender_address));
    }
    // Only the password may be another: whoever says where mails go reads the links of others.
    if old != Some(&new) {
        ask.caller.owner()?;
    }
    let change = match old {
        Some(old) => Change::new().expect(old.clone()),
        None => Change::new(),
    };
    let mut change = change.put(new.clone());
    match wanted.password {
        Some(password) => {
            let password = (!password.is_empty()).then(|| Secret::new(password));
            change = change.set_mail_password(password);
        }
        None if new.username.is_empty() => change = change.set_mail_password(None),
        None if old.is_some_and(|old| is_told_no_more(old, &new)) => {}
        None if ask.api.store.mail_password()?.is_none() => {}
        None => return Err(Refusal::field("/password", Fact::Missing)),
    }
    ask.write(change)?;
    // The outbox learns of it here.
    ask.api.view()?;
    shown(ask, &new)
}

fn delete(ask: &Ask<'_>) -> Outcome {
    let old = known(ask)?;
    ask.caller.owner()?;
    ask.check_match(&etag(old))?;
    ask.write(Change::new().expect(old.clone()).delete(Key::MailServer))?;
    ask.api.view()?;
    Ok(Answer::nothing())
}

fn test(ask: &Ask<'_>) -> Outcome {
    let WantedTrial { recipient } = ask.json()?;
    let address: Address = recipient.parse().map_err(|_| not_an_address("/recipient", &recipient))?;
    let office = &ask.view.office;
    let settings = mailing::settings(&ask.api.store, office)?.ok_or(Fact::MailServerMissing)?;
    let from = settings.from.to_string();
    let trial = Trial { office: mailing::office_name(&ask.view), server: &settings.host, from: &from };
    let mail = ask.api.mail(&ask.view, address, "", trial.letter(ask.language));
    let _one_at_a_time = match ask.api.mailing.trial.try_lock() {
        Ok(turn) => turn,
        Err(TryLockError::Poisoned(turn)) => turn.into_inner(),
        Err(TryLockError::WouldBlock) => return Err(Fact::Busy.into()),
    };
    let delivery = ask.api.mailing.courier().deliver(&settings, &mail);
    // Handlers run on threads that may block, within the runtime.
    let done = tokio::runtime::Handle::current()
        .block_on(async { tokio::time::timeout(TRIAL, delivery).await })
        .unwrap_or_else(|_| Err(crate::mail::Error::TimedOut { host: settings.host.clone() }));
    done.map_err(|error| Fact::MailFailed { why: error.text(ask.language) })?;
    Ok(Answer::nothing())
}

fn known<'a>(ask: &'a Ask<'_>) -> Result<&'a MailServer, Refusal> {
    ask.view.office.mail_server.as_deref().ok_or_else(|| Fact::NotFound.into())
}

fn shown(ask: &Ask<'_>, server: &MailServer) -> Outcome {
    let row = server.clone();
    let shown = ShownMailServer {
        host: row.host,
        port: row.port,
        security: row.security,
        username: row.username,
        has_password: ask.api.store.mail_password()?.is_some(),
        sender_address: row.sender_address,
        sender_name: row.sender_name,
    };
    Ok(Answer::json(&shown).etag(etag(server)))
}

/// Whether a password goes nowhere with the new settings where it did not go with the old ones.
fn is_told_no_more(old: &MailServer, new: &MailServer) -> bool {
    let is_open = |server: &MailServer| server.security == MailSecurity::None;
    old.host.eq_ignore_ascii_case(&new.host)
        && old.port == new.port
        && old.username == new.username
        && (is_open(old) || !is_open(new))
}

fn not_an_address(pointer: &str, value: &str) -> Refusal {
    let value = value.chars().take(80).collect();
    Refusal::field(pointer, Fact::Wrong(Wrong::NotAnEmail { value }))
}

/// The entity tag of the row, as rows of lists have it.
fn etag(server: &MailServer) -> String {
    let hash = Sha256::digest(serde_json::to_vec(server).unwrap_or_default());
    let digits: String = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{digits}\"")
}
