//! Who we are on the wire: Contact, Allow, and which URIs mean this box.

use sip::dialog::authority;
use sip::{Flow, HeaderName, Message, Transport, Uri, Writer};

use crate::Exchange;
use crate::claims::is_withheld;

/// The methods that are understood, for `Allow`.
pub(crate) const ALLOW: &str = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, MESSAGE, PRACK, REGISTER, UPDATE";

/// The extensions that are understood, for `Supported`.
pub(crate) const SUPPORTED: &str = "100rel, timer";

/// Our Contact on a flow.
pub(crate) fn contact(flow: &Flow) -> String {
    match flow.transport {
        Transport::Udp => format!("<sip:bellbox@{}>", authority(flow.local)),
        // In a URI both forms of WebSocket have one name (RFC 7118 §5.2.3); the Via has two.
        Transport::Wss => contact(&Flow { transport: Transport::Ws, ..*flow }),
        other => format!("<sip:bellbox@{};transport={}>", authority(flow.local), other.as_lower_str()),
    }
}

/// A host as it stands in a URI: an IPv6 address in brackets.
pub(crate) fn uri_host(address: std::net::IpAddr) -> String {
    match address {
        std::net::IpAddr::V4(address) => address.to_string(),
        std::net::IpAddr::V6(address) => format!("[{address}]"),
    }
}

/// Whoever sent a request, as presented to the other side: by name and number, unless they are withheld (RFC 3323 §4.1.1.3).
pub(crate) fn from_header(request: &Message, name: &str, number: &str, host: &str) -> String {
    if is_withheld(request) {
        return name_addr("Anonymous", "anonymous", "anonymous.invalid");
    }
    name_addr(name, number, host)
}

fn name_addr(name: &str, number: &str, host: &str) -> String {
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
        assert_eq!(name_addr("Anna \"x\" <y>", "201", "h"), "\"Anna \\\"x\\\" <y>\" <sip:201@h>");
        assert_eq!(name_addr("", "#1", "[::1]"), "<sip:%231@[::1]>");
    }

    #[test]
    fn our_contact_names_an_address_without_its_scope() {
        let local = std::net::SocketAddrV6::new("fe80::1".parse().unwrap(), 5060, 0, 2);
        let remote = std::net::SocketAddr::from(([192, 0, 2, 1], 5060));
        let flow = Flow { transport: Transport::Udp, local: local.into(), remote };
        assert_eq!(contact(&flow), "<sip:bellbox@[fe80::1]:5060>");
    }
}
