//! Flows that telephones keep open (RFC 5626), and what the answer to a REGISTER says of them.

use std::fmt;
use std::time::{Duration, Instant};

use super::Binding;
use super::asked::reg_id;
use crate::{Contacts, Message, Transport};

/// How often a telephone shall at least send something on a connection, told in `Flow-Timer`. The shell waits for two
/// of them before it closes a silent one.
pub const FLOW_TIMER: Duration = Duration::from_secs(120);

/// One contact of an account, as the answer to a REGISTER lists it; displayed it is the value of a Contact header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Granted {
    /// The Contact URI, verbatim.
    pub contact: String,
    /// How long it will live.
    pub left: Duration,
    /// Number and instance of a flow, which tell contacts of the same URI apart.
    pub flow: Option<(u32, String)>,
}

impl Granted {
    pub(super) fn of(binding: &Binding, now: Instant) -> Granted {
        Granted {
            contact: binding.contact.clone(),
            left: binding.expires_at.saturating_duration_since(now),
            flow: binding.reg_id.map(|id| (id, binding.instance.clone())),
        }
    }
}

impl fmt::Display for Granted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}>", self.contact)?;
        if let Some((id, instance)) = &self.flow {
            let instance = instance.replace('\\', "\\\\").replace('"', "\\\"");
            write!(f, ";reg-id={id};+sip.instance=\"{instance}\"")?;
        }
        write!(f, ";expires={}", self.left.as_secs())
    }
}

/// Says whether a REGISTER asks for RFC 5626, so that its 200 must have `Require: outbound`, and `Flow-Timer` with
/// what [`flow_timer`] gives.
pub fn is_outbound(request: &Message) -> bool {
    let Ok(Contacts::List(contacts)) = request.contacts() else {
        return false;
    };
    request.supports("outbound")
        && contacts.iter().any(|contact| {
            contact.params.unquoted("+sip.instance").is_some_and(|instance| !instance.is_empty())
                && reg_id(contact).is_some()
        })
}

/// How often a telephone shall at least send something. Not told for datagrams: routers forget those paths after
/// half a minute, and telephones that are told nothing keep to that (RFC 5626 §4.4).
pub fn flow_timer(transport: Transport) -> Option<Duration> {
    transport.is_reliable().then_some(FLOW_TIMER)
}
