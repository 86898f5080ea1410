//! What the token of an invitation opens (F-137): who is invited, what a soft-phone wants to know, and once a first
//! password. An invitation that is unknown, used or too old is the same to everybody: none.

use std::net::SocketAddr;

use axum::http::Method;
use jiff::Timestamp;
use model::{ContactKind, DigestAlgorithm, Invitation, Owner, PortalUser};
use serde::{Deserialize, Serialize};
use store::{Change, Event, UserSecret, Who};
use utoipa::ToSchema;

use super::answer::Answer;
use super::ask::Ask;
use super::links;
use super::mailing::{About, office_name};
use super::me::{fit, hashed};
use super::openapi::schema;
use super::password_reset::limit;
use super::refusal::{Fact, Refusal};
use super::route::{Access, Body, Gives, Outcome, Route};
use crate::mail::softphone::{self, Account, Secret, Transport};
use crate::sign_in::token::Token;
use crate::status::Bound;

/// How long a registration of a soft-phone lasts, seconds.
const REGISTRATION_S: u32 = 3600;

/// An invitation that waits, as the one who is invited sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Opened {
    /// The office's name.
    pub(crate) office: String,
    /// Who is invited.
    pub(crate) name: String,
    /// Their internal number; empty when there is none.
    pub(crate) number: String,
    /// With which they sign in; empty when they have no login.
    pub(crate) login: String,
    /// Whether they choose a first password by it.
    pub(crate) sets_password: bool,
    /// Until when it can be accepted.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) until: Timestamp,
    /// Who helps; may be empty.
    pub(crate) support_contact: String,
    /// What a soft-phone wants to know; none when the invitation is for none.
    pub(crate) softphone: Option<Softphone>,
}

/// What is entered in a soft-phone.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Softphone {
    /// With which it registers.
    pub(crate) username: String,
    /// With which it proves who it is.
    pub(crate) password: String,
    /// The exchange's name or address, IPv6 in brackets.
    pub(crate) domain: String,
    /// The exchange's port.
    pub(crate) port: u16,
    /// How it reaches the exchange: "udp", "tcp" or "tls".
    pub(crate) transport: &'static str,
    /// Where the app Linphone fetches all of this, as its QR code has it.
    pub(crate) configuration: String,
}

/// Somebody accepts an invitation.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Acceptance {
    /// The token in the letter's link.
    token: String,
    /// The first password, where the invitation is for one: 12 to 32 characters that are not easily guessed.
    #[serde(default)]
    password: Option<String>,
}

/// The routes of those who are invited.
pub(crate) fn routes() -> Vec<Route> {
    let access = Access::Everybody;
    vec![
        Route::get("/invitation/{token}", "invitation", access, Gives::Json(schema::<Opened>), read_it)
            .about("Shows an invitation to whoever has its token, with the secret of the soft-phone; each time is noted."),
        Route::new(Method::POST, "/invitations/accept", "invitation_accept", access, Gives::Nothing, accept_it)
            .takes(Body::Json(schema::<Acceptance>))
            .about("Accepts an invitation, once, and sets the first password. Nobody is signed in by it.")
            .slow(),
    ]
}

fn read_it(ask: &Ask<'_>) -> Outcome {
    limit(ask)?;
    let token: String = ask.named("token")?;
    let invitation = find(ask, &token)?.ok_or(Fact::NotFound)?;
    Ok(Answer::json(&open(ask, &token, &invitation)?))
}

fn accept_it(ask: &Ask<'_>) -> Outcome {
    let Acceptance { token, password } = ask.json()?;
    limit(ask)?;
    let invitation = find(ask, &token)?.ok_or(Fact::TokenRefused)?;
    accept(ask, &invitation, password.as_deref())?;
    Ok(Answer::nothing())
}

/// The invitation that a token opens, while it waits.
pub(crate) fn find(ask: &Ask<'_>, token: &str) -> Result<Option<Invitation>, Refusal> {
    let Ok(token) = token.parse::<Token>() else { return Ok(None) };
    let found = ask.api.store.invitation_by_hash(token.hash().as_bytes(), ask.now)?;
    // One from the future was sent before the clock was set back: nobody knows how old it is.
    Ok(found.filter(|invitation| invitation.sent <= ask.now))
}

/// What it says. The secret in it is shown to somebody by that, which is noted.
pub(crate) fn open(ask: &Ask<'_>, token: &str, invitation: &Invitation) -> Result<Opened, Refusal> {
    let office = &ask.view.office;
    let person = office.people.get(invitation.person).ok_or(Fact::NotFound)?;
    let login = invitation.portal_user.and_then(|user| office.portal_users.get(user));
    let line = ask.view.lines_of(Owner::Person(person.id)).next();
    Ok(Opened {
        office: office_name(&ask.view).to_owned(),
        name: person.display_name(),
        number: line.map(|line| line.number.to_string()).unwrap_or_default(),
        login: login.map(|user| user.login.clone()).unwrap_or_default(),
        sets_password: sets_password(ask, invitation)?.is_some(),
        until: invitation.expires,
        support_contact: office.office.support_contact.clone(),
        softphone: account(ask, token, invitation)?,
    })
}

/// The login that gets its first password by it, if there is one.
fn sets_password<'a>(ask: &'a Ask<'_>, invitation: &Invitation) -> Result<Option<&'a PortalUser>, Refusal> {
    let login = invitation.portal_user.and_then(|user| ask.view.office.portal_users.get(user));
    let Some(user) = login else { return Ok(None) };
    let has_one = ask.api.store.user_secret(user.id, UserSecret::Password)?.is_some();
    Ok((!has_one).then_some(user))
}

/// What is entered in a soft-phone, where it is for one.
fn account(ask: &Ask<'_>, token: &str, invitation: &Invitation) -> Result<Option<Softphone>, Refusal> {
    let Some((id, username, _)) = sip_account(ask, invitation) else { return Ok(None) };
    let Some(host) = links::host(ask.api, &ask.view) else { return Ok(None) };
    let Ok(parsed) = token.parse::<Token>() else { return Ok(None) };
    let Some(secret) = ask.api.store.reveal_secret(&guest(ask, invitation), id)? else { return Ok(None) };
    let (transport, port) = way(&ask.api.office.status().addresses);
    Ok(Some(Softphone {
        username: username.to_owned(),
        password: secret.reveal().to_owned(),
        domain: domain(&host).to_owned(),
        port,
        transport: word(transport),
        configuration: softphone::address(&host, &parsed),
    }))
}

/// What the app Linphone fetches; none when the invitation is for no soft-phone. It has the secret's hash alone.
pub(crate) fn linphone(ask: &Ask<'_>, invitation: &Invitation) -> Result<Option<String>, Refusal> {
    let Some((_, username, algorithm)) = sip_account(ask, invitation) else { return Ok(None) };
    let Some(host) = links::host(ask.api, &ask.view) else { return Ok(None) };
    let directory = ask.api.store.directory();
    let Some(account) = directory.account(username) else { return Ok(None) };
    let (transport, port) = way(&ask.api.office.status().addresses);
    // Whoever has the hash can register as well: it is a secret that is shown.
    let what = format!("account {username}");
    ask.api.store.note(&guest(ask, invitation), &Event::Revealed { what })?;
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let (md5, sha256) = (hex(&account.ha1.md5), hex(&account.ha1.sha256));
    Ok(Some(softphone::linphone_xml(&Account {
        display_name: &account.display_name,
        username,
        secret: match algorithm {
            DigestAlgorithm::Md5 => Secret::Ha1Md5(&md5),
            DigestAlgorithm::Sha256 => Secret::Ha1Sha256(&sha256),
        },
        realm: &directory.realm,
        domain: domain(&host),
        port: Some(port),
        transport,
        expires_s: REGISTRATION_S,
    })))
}

/// Accepts it, once: the first password is set, and the token opens nothing any more.
pub(crate) fn accept(ask: &Ask<'_>, invitation: &Invitation, password: Option<&str>) -> Result<(), Refusal> {
    let user = sets_password(ask, invitation)?;
    match (user, password) {
        (Some(user), Some(password)) => {
            // One that is refused does not use the invitation up.
            fit(ask, user, password).map_err(|fact| Refusal::field("/password", fact))?;
        }
        (Some(_), None) => return Err(Refusal::field("/password", Fact::Missing)),
        // Nobody replaces a password by an invitation.
        (None, Some(_)) => return Err(Refusal::field("/password", Fact::TokenRefused)),
        (None, None) => {}
    }
    let who = match user {
        Some(user) => Who::portal(&user.login, *user.id.as_bytes(), ask.address),
        None => guest(ask, invitation),
    };
    // Of many at once one gets further.
    if !ask.api.store.accept_invitation(&who, invitation.id, ask.now)? {
        return Err(Fact::TokenRefused.into());
    }
    if let (Some(user), Some(password)) = (user, password) {
        let secret = Some(hashed(ask, password));
        ask.api.store.write(&who, Change::new().set_user_secret(user.id, UserSecret::Password, secret))?;
    }
    ask.api.mailing.forget(About::Invitation(invitation.id));
    tracing::info!(%who, "an invitation is accepted");
    Ok(())
}

/// Who holds the token, for the audit log.
fn guest(ask: &Ask<'_>, invitation: &Invitation) -> Who {
    Who::stranger(format!("invitation of {}", invitation.email), ask.address)
}

/// The SIP account that it is for, with its name and algorithm.
fn sip_account<'a>(
    ask: &'a Ask<'_>,
    invitation: &Invitation,
) -> Option<(model::ContactMethodId, &'a str, DigestAlgorithm)> {
    let method = ask.view.office.contact_methods.get(invitation.contact_method?)?;
    match &method.kind {
        ContactKind::Sip { username, algorithm } => Some((method.id, username.as_str(), *algorithm)),
        ContactKind::App | ContactKind::PstnForward { .. } | ContactKind::SipForward { .. } => None,
    }
}

/// How a soft-phone reaches the exchange. TLS comes last: only a phone that was given the exchange's own authority trusts it.
fn way(addresses: &[Bound]) -> (Transport, u16) {
    let ways = [("SIP tcp", Transport::Tcp), ("SIP udp", Transport::Udp), ("SIP tls", Transport::Tls)];
    let bound = ways.into_iter().find_map(|(service, transport)| {
        let bound = addresses.iter().find(|bound| bound.service == service)?;
        Some((transport, bound.address.parse::<SocketAddr>().ok()?.port()))
    });
    bound.unwrap_or((Transport::Udp, 5060))
}

fn word(transport: Transport) -> &'static str {
    match transport {
        Transport::Udp => "udp",
        Transport::Tcp => "tcp",
        Transport::Tls => "tls",
    }
}

/// A host without port and path.
fn domain(host: &str) -> &str {
    let host = host.split('/').next().unwrap_or_default();
    match host.rsplit_once(':') {
        // A colon within brackets is one of the address.
        Some((name, port)) if !port.ends_with(']') => name,
        Some(_) | None => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_domain_of_a_soft_phone_has_no_port() {
        for (host, expected) in [
            ("pbx.example", "pbx.example"),
            ("pbx.example:8443/portal", "pbx.example"),
            ("192.0.2.2:8443", "192.0.2.2"),
            ("[2001:db8::2]:8443", "[2001:db8::2]"),
            ("[2001:db8::2]", "[2001:db8::2]"),
        ] {
            assert_eq!(domain(host), expected);
        }
    }

    #[test]
    fn a_soft_phone_comes_by_tcp_where_it_can() {
        let bound = |service: &str, address: &str| Bound {
            service: service.to_owned(),
            address: address.to_owned(),
            ..Bound::default()
        };
        let (udp, tls) = (bound("SIP udp", "0.0.0.0:5060"), bound("SIP tls", "[::]:5061"));
        assert_eq!(way(&[udp.clone(), bound("SIP tcp", "[::]:5070")]), (Transport::Tcp, 5070));
        assert_eq!(way(&[tls.clone(), udp]), (Transport::Udp, 5060));
        assert_eq!(way(&[tls]), (Transport::Tls, 5061));
    }
}
