//! A binding: one contact of one account (RFC 3261 §10, RFC 5626 §4.1 for instances).

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
    /// When it was last refreshed.
    pub(super) fn refreshed_at(&self) -> Instant {
        self.expires_at.checked_sub(self.interval).unwrap_or(self.registered_at)
    }

    /// Says whether a REGISTER with this Call-ID and number comes too late for it (RFC 3261 §10.3, step 7).
    pub(super) fn is_newer(&self, call_id: &str, cseq: u32) -> bool {
        self.call_id == call_id && cseq <= self.cseq
    }

    /// Says whether it was made by the device that now registers another contact. Then the telephone was
    /// restarted, or moved to another port or network, and the old contact leads nowhere.
    pub(super) fn is_of_same_device(&self, other: &Binding) -> bool {
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
