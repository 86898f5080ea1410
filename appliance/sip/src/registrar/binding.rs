//! A binding: one contact of one account (RFC 3261 §10), or one flow of one instance (RFC 5626 §6).

use std::time::{Duration, Instant};

use crate::{Flow, Uri};

/// One contact of one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The account.
    pub aor: String,
    /// The Contact URI, verbatim.
    pub contact: String,
    /// How the REGISTER came, hence how requests go.
    pub flow: Flow,
    /// `+sip.instance` without quotes; empty when the telephone gives none.
    pub instance: String,
    /// `reg-id`: with an instance, which of its flows this is (RFC 5626 §4.2).
    pub reg_id: Option<u32>,
    /// Call-ID of the last REGISTER.
    pub call_id: String,
    /// CSeq number of the last REGISTER.
    pub cseq: u32,
    /// User-Agent, at most 128 characters.
    pub user_agent: String,
    /// When it ends unless refreshed.
    pub expires_at: Instant,
    /// The interval that was granted.
    pub interval: Duration,
    /// False when it left a ping unanswered: calls do not go there.
    pub reachable: bool,
    /// When it first came, or was restored.
    pub registered_at: Instant,
}

impl Binding {
    /// A number from 0 to 1 that is always the same for the same contact (FNV-1a).
    pub(super) fn spread(&self) -> f64 {
        let bytes = self.aor.bytes().chain(self.contact.bytes());
        let hash =
            bytes.fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        f64::from(hash) / f64::from(u32::MAX)
    }

    /// When it was last refreshed.
    pub(super) fn refreshed_at(&self) -> Instant {
        self.expires_at.checked_sub(self.interval).unwrap_or(self.registered_at)
    }

    /// Says whether a REGISTER with this Call-ID and number comes too late for it (RFC 3261 §10.3, step 7).
    pub(super) fn is_newer(&self, call_id: &str, cseq: u32) -> bool {
        self.call_id == call_id && cseq <= self.cseq
    }

    /// Says whether it is what that binding would be a refresh of: the same flow of the same instance (RFC 5626
    /// §6), or the same contact where one of them names no flow.
    pub(super) fn is_same(&self, other: &Binding) -> bool {
        match (self.reg_id, other.reg_id) {
            (Some(own), Some(theirs)) => own == theirs && self.is_of_same_instance(other),
            (Some(_) | None, None) | (None, Some(_)) => same_uri(&self.contact, &other.contact),
        }
    }

    /// Says whether both name flows of one instance.
    pub(super) fn is_another_flow(&self, other: &Binding) -> bool {
        self.reg_id.is_some() && other.reg_id.is_some() && self.is_of_same_instance(other)
    }

    fn is_of_same_instance(&self, other: &Binding) -> bool {
        !self.instance.is_empty() && self.instance.eq_ignore_ascii_case(&other.instance)
    }

    /// Says whether it was made by the device that now registers another contact. Then the telephone was
    /// restarted, or moved to another port or network, and the old contact leads nowhere.
    pub(super) fn is_of_same_device(&self, other: &Binding) -> bool {
        if self.is_another_flow(other) {
            // Several flows are what it wants. When it starts anew it counts them from one again.
            return false;
        }
        let same_address = self.flow.remote.ip() == other.flow.remote.ip();
        match (self.instance.is_empty(), other.instance.is_empty()) {
            (false, false) => self.instance.eq_ignore_ascii_case(&other.instance),
            (true, true) => {
                let same_software = !self.user_agent.is_empty() && self.user_agent == other.user_agent;
                same_address
                    && (self.call_id == other.call_id
                        || (same_software && same_host(&self.contact, &other.contact)))
            }
            (true, false) | (false, true) => same_address && self.call_id == other.call_id,
        }
    }

    /// Says whether the store must know of this at once: more than a later end has changed.
    pub(super) fn differs(&self, before: &Binding) -> bool {
        self.contact != before.contact
            || self.flow != before.flow
            || self.instance != before.instance
            || self.reg_id != before.reg_id
            || self.user_agent != before.user_agent
    }
}

/// What became of a binding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// New, moved or otherwise changed.
    Changed(Binding),
    /// The same with a later end.
    Refreshed(Binding),
    /// It left a ping unanswered, or has answered one again. That a REGISTER came is answer enough: it is not told.
    Reachable {
        /// The account.
        aor: String,
        /// The Contact URI, verbatim.
        contact: String,
        /// Whether calls go there.
        reachable: bool,
    },
    /// Expired, unregistered, replaced or crowded out.
    Removed {
        /// The account.
        aor: String,
        /// The Contact URI, verbatim.
        contact: String,
    },
}

/// An OPTIONS that is due, to see whether a contact still answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ping {
    /// The account.
    pub aor: String,
    /// The Contact URI, verbatim.
    pub contact: String,
    /// How to get there.
    pub flow: Flow,
}

/// Says whether two Contact URIs are the same one (RFC 3261 §19.1.4): escapes are undone in the user, letters of
/// the host have no case, and of the parameters those count that both have, and those that change where
/// a request goes.
pub(super) fn same_uri(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (Ok(a), Ok(b)) = (Uri::parse(a), Uri::parse(b)) else {
        return false;
    };
    if !a.is_sip() {
        return false;
    }
    let same = |a: Option<Option<&str>>, b: Option<Option<&str>>| match (a, b) {
        (Some(a), Some(b)) => a.unwrap_or_default().eq_ignore_ascii_case(b.unwrap_or_default()),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    let decisive = ["user", "ttl", "method", "maddr", "transport"];
    a.scheme.eq_ignore_ascii_case(b.scheme)
        && a.user.is_some() == b.user.is_some()
        && a.user_text() == b.user_text()
        && a.password == b.password
        && a.host.eq_ignore_ascii_case(b.host)
        && a.port == b.port
        && decisive.iter().all(|name| same(a.params.get(name), b.params.get(name)))
        && a.params.iter().all(|(name, value)| {
            let other = b.params.get(name);
            other.is_none() || same(Some(value), other)
        })
        && a.headers == b.headers
}

fn same_host(a: &str, b: &str) -> bool {
    match (Uri::parse(a), Uri::parse(b)) {
        (Ok(a), Ok(b)) => a.host.eq_ignore_ascii_case(b.host),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uris_are_compared_as_the_standard_wants() {
        for (a, b, same) in [
            ("sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtlanTa.CoM;Transport=tcp", true),
            ("sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5", true),
            ("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;newparam=5", true),
            ("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off", false),
            ("SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP", false),
            ("sip:bob@biloxi.com", "sip:bob@biloxi.com:5060", false),
            ("sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp", false),
            ("sip:bob@biloxi.com", "sips:bob@biloxi.com", false),
            ("sip:biloxi.com", "sip:bob@biloxi.com", false),
            ("sip:bob@[2001:DB8::1]", "sip:bob@[2001:db8::1]", true),
            ("sip:bob@biloxi.com?a=b", "sip:bob@biloxi.com", false),
            ("tel:1", "tel:2", false),
        ] {
            assert_eq!(same_uri(a, b), same, "{a} {b}");
            assert_eq!(same_uri(b, a), same, "{b} {a}");
        }
    }
}
