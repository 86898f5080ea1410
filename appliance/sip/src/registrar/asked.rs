//! What a REGISTER asks for, checked before anything is changed (RFC 3261 §10.3, steps 6 and 7).

use std::fmt;
use std::time::{Duration, Instant};

use super::binding::same_uri;
use super::{Binding, RegistrarSettings};
use crate::{Contacts, Flow, HeaderName, Message, NameAddr, Uri};

/// Longer contacts, instances and Call-IDs are refused: they are kept, and written to disk.
const MAX_TEXT: usize = 512;

/// Why a REGISTER changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegisterError {
    /// A Contact that cannot be read, is too long or no `sip:` or `sips:` URI, too many of them, or several with a
    /// flow of their own.
    BadContact,
    /// The table is full.
    Full,
    /// A star with contacts beside it, or not with `Expires: 0`.
    Mixed,
    /// A later REGISTER of the same Call-ID came before.
    OutOfOrder,
    /// The interval is shorter than allowed.
    TooBrief {
        /// The shortest that is.
        min: Duration,
    },
}

impl RegisterError {
    /// The status code that says it.
    pub fn status(self) -> u16 {
        match self {
            RegisterError::BadContact | RegisterError::Mixed => 400,
            RegisterError::Full => 503,
            RegisterError::OutOfOrder => 500,
            RegisterError::TooBrief { .. } => 423,
        }
    }
}

impl fmt::Display for RegisterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RegisterError::BadContact => f.write_str("unusable contact"),
            RegisterError::Full => f.write_str("no room for another binding"),
            RegisterError::Mixed => f.write_str("a star beside contacts or without Expires: 0"),
            RegisterError::OutOfOrder => f.write_str("a later request of this Call-ID came before"),
            RegisterError::TooBrief { min } => write!(f, "shorter than {} seconds", min.as_secs()),
        }
    }
}

impl std::error::Error for RegisterError {}

/// What is asked for.
pub(super) enum Asked<'a> {
    /// All bindings go.
    Star,
    /// These come, stay or go; none is a question.
    Contacts(Vec<AskedContact<'a>>),
}

pub(super) struct AskedContact<'a> {
    pub(super) uri: &'a str,
    /// Without quotes; empty when there is none.
    pub(super) instance: String,
    /// Only with an instance.
    pub(super) reg_id: Option<u32>,
    /// Zero removes it.
    pub(super) interval: Duration,
}

impl AskedContact<'_> {
    /// The binding that it would be.
    pub(super) fn binding(&self, aor: &str, request: &Message, flow: Flow, now: Instant) -> Binding {
        let user_agent = request.text(HeaderName::UserAgent).unwrap_or_default();
        Binding {
            aor: aor.to_owned(),
            contact: self.uri.to_owned(),
            flow,
            instance: self.instance.clone(),
            reg_id: self.reg_id,
            call_id: request.call_id().to_owned(),
            cseq: request.cseq(),
            user_agent: user_agent.chars().take(128).collect(),
            expires_at: now + self.interval,
            interval: self.interval,
            reachable: true,
            registered_at: now,
        }
    }
}

impl<'a> Asked<'a> {
    pub(super) fn of(request: &'a Message, settings: &RegistrarSettings) -> Result<Asked<'a>, RegisterError> {
        if request.call_id().len() > MAX_TEXT {
            return Err(RegisterError::BadContact);
        }
        let contacts = match request.contacts() {
            Ok(Contacts::Star) if request.expires() == Some(0) => return Ok(Asked::Star),
            Ok(Contacts::Star) => return Err(RegisterError::Mixed),
            Ok(Contacts::List(contacts)) => contacts,
            Err(_) if request.values(HeaderName::Contact).any(|value| value == b"*") => {
                return Err(RegisterError::Mixed);
            }
            Err(_) => return Err(RegisterError::BadContact),
        };
        if contacts.len() > settings.max_contacts {
            return Err(RegisterError::BadContact);
        }
        let mut asked: Vec<AskedContact<'_>> = Vec::with_capacity(contacts.len());
        for contact in &contacts {
            let contact = one(contact, request.expires(), settings)?;
            // One request came by one flow (RFC 5626 §6).
            let names_flow =
                |contact: &AskedContact<'_>| contact.reg_id.is_some() && !contact.interval.is_zero();
            if names_flow(&contact) && asked.iter().any(names_flow) {
                return Err(RegisterError::BadContact);
            }
            // The same twice in one request: the later counts.
            asked.retain(|earlier| !same_uri(earlier.uri, contact.uri));
            asked.push(contact);
        }
        Ok(Asked::Contacts(asked))
    }
}

fn one<'a>(
    contact: &NameAddr<'a>,
    expires: Option<u32>,
    settings: &RegistrarSettings,
) -> Result<AskedContact<'a>, RegisterError> {
    let instance = contact.params.unquoted("+sip.instance").unwrap_or_default();
    let usable = Uri::parse(contact.uri).is_ok_and(|uri| uri.is_sip());
    if !usable || contact.uri.len() > MAX_TEXT || instance.len() > MAX_TEXT {
        return Err(RegisterError::BadContact);
    }
    let seconds = contact.params.value("expires").and_then(seconds).or(expires);
    let interval = seconds.map_or(settings.default_expires, |s| Duration::from_secs(s.into()));
    if !interval.is_zero() && interval < settings.min_expires {
        return Err(RegisterError::TooBrief { min: settings.min_expires });
    }
    Ok(AskedContact {
        uri: contact.uri,
        // Without an instance it says nothing (RFC 5626 §6).
        reg_id: reg_id(contact).filter(|_| !instance.is_empty()),
        instance: instance.into_owned(),
        interval: interval.min(settings.max_expires),
    })
}

/// From 1 to 2^31 - 1 (RFC 5626 §4.2); what is none counts as absent.
pub(super) fn reg_id(contact: &NameAddr<'_>) -> Option<u32> {
    let text = contact.params.value("reg-id").filter(|text| text.bytes().all(|b| b.is_ascii_digit()))?;
    text.parse().ok().filter(|id| (1..1 << 31).contains(id))
}

/// A number of seconds, however large; what is none counts as absent.
fn seconds(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u32::MAX))
}
