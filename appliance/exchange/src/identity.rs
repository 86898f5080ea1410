//! Who we are on the wire: Contact, Allow, and which URIs mean this box.

use sip::{Flow, HeaderName, Message, Transport, Uri, Writer};

use crate::Exchange;

/// The methods that are understood, for `Allow`.
pub(crate) const ALLOW: &str = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, MESSAGE, PRACK, REGISTER, UPDATE";

/// The extensions that are understood, for `Supported`.
pub(crate) const SUPPORTED: &str = "100rel, timer";

/// Our Contact on a flow.
pub(crate) fn contact(flow: &Flow) -> String {
    match flow.transport {
        Transport::Udp => format!("<sip:bellbox@{}>", flow.local),
        // In a URI both forms of WebSocket have one name (RFC 7118 §5.2.3); the Via has two.
        Transport::Wss => contact(&Flow { transport: Transport::Ws, ..*flow }),
        other => format!("<sip:bellbox@{};transport={}>", flow.local, other.as_lower_str()),
    }
}

/// A host as it stands in a URI: an IPv6 address in brackets.
pub(crate) fn uri_host(address: std::net::IpAddr) -> String {
    match address {
        std::net::IpAddr::V4(address) => address.to_string(),
        std::net::IpAddr::V6(address) => format!("[{address}]"),
    }
}

/// The caller as presented to a called telephone.
pub(crate) fn from_header(name: &str, number: &str, host: &str) -> String {
    let quoted = name.replace('\\', "\\\\").replace('"', "\\\"");
    // Numbers may hold a hash, which a URI must escape.
    let number = number.replace('#', "%23");
    if quoted.is_empty() {
        format!("<sip:{number}@{host}>")
    } else {
        format!("\"{quoted}\" <sip:{number}@{host}>")
    }
}

impl Exchange {
    /// Whether a URI's host is this box: the address that the message came to, or a configured name.
    pub(crate) fn is_ours(&self, uri: &Uri<'_>, flow: &Flow) -> bool {
        uri.ip().is_some_and(|ip| ip.to_canonical() == flow.local.ip().to_canonical())
            || self.settings.domain.iter().any(|name| name.eq_ignore_ascii_case(uri.host))
    }

    /// A response to a request, with our name in it.
    pub(crate) fn response(
        &self,
        request: &Message,
        flow: &Flow,
        status: u16,
        reason: &str,
        tag: Option<&str>,
    ) -> Writer {
        let mut writer = Writer::response(request, flow.remote, status, reason, tag);
        writer.header(HeaderName::Server, &self.settings.server_name);
        writer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_break_out_of_its_quotes() {
        assert_eq!(from_header("Anna \"x\" <y>", "201", "h"), "\"Anna \\\"x\\\" <y>\" <sip:201@h>");
        assert_eq!(from_header("", "#1", "[::1]"), "<sip:%231@[::1]>");
    }
}
