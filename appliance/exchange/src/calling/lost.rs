//! Connections that end: the sound of their calls goes on, and a new registration of the telephone brings another way
//! to it (RFC 5626 §5.3).

use sip::{Contacts, Flow, Message, Uri};

use super::Leg;
use crate::Exchange;

impl Exchange {
    /// Notes that somebody on this connection is known: when it ends there may be something of ours on it.
    pub(crate) fn trust(&mut self, flow: &Flow) {
        if flow.transport.is_reliable() {
            self.trusted.insert(*flow);
        }
    }

    /// Notes the legs that were reached by a connection that is gone. Looks at every leg.
    pub(crate) fn lose_legs(&mut self, flow: &Flow) {
        for leg in self.calls.values_mut().flat_map(|entry| &mut entry.legs) {
            if leg.dialog.as_ref().map_or(leg.flow, |dialog| dialog.flow) == *flow {
                leg.lost = true;
                self.lost_legs += 1;
            }
        }
    }

    /// Reaches the lost legs of a telephone by the flow on which it has just registered. It is known by its instance, or
    /// by its Contact but for the port, which is another with each connection.
    pub(crate) fn find_legs(&mut self, aor: &str, request: &Message, flow: &Flow) {
        if self.lost_legs == 0 {
            return;
        }
        let Ok(Contacts::List(contacts)) = request.contacts() else { return };
        let Some(contact) = contacts.first() else { return };
        let instance = contact.params.value("+sip.instance").unwrap_or_default();
        self.lost_legs = 0;
        for leg in self.calls.values_mut().flat_map(|entry| &mut entry.legs).filter(|leg| leg.lost) {
            if leg.aor == aor && is_of(leg, contact.uri, instance) {
                leg.lost = false;
                if let Some(dialog) = &mut leg.dialog {
                    dialog.flow = *flow;
                }
            } else {
                self.lost_legs += 1;
            }
        }
    }
}

/// Whether a leg is that of the telephone with this Contact and instance.
fn is_of(leg: &Leg, contact: &str, instance: &str) -> bool {
    if let Some(called) = leg.called().filter(|called| !called.binding.instance.is_empty()) {
        return called.binding.instance.trim_matches('"') == instance.trim_matches('"');
    }
    let target = match (&leg.dialog, leg.called()) {
        (Some(dialog), _) => dialog.remote_target.as_str(),
        (None, Some(called)) => called.binding.contact.as_str(),
        (None, None) => return false,
    };
    match (Uri::parse(target), Uri::parse(contact)) {
        (Ok(one), Ok(other)) => {
            one.user_text() == other.user_text() && one.host.eq_ignore_ascii_case(other.host)
        }
        _ => false,
    }
}
