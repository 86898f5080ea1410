//! Via: the way that the answer takes back (RFC 3261 §20.42, RFC 3581).

use std::net::{IpAddr, SocketAddr};

use super::params::Params;
use crate::{chars, host, list, scan};

/// One hop of a Via.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Via<'a> {
    /// `UDP` and its like; unknown ones are fine (RFC 4475 §3.1.1.10).
    pub transport: &'a str,
    /// The host of sent-by, an IPv6 one without brackets.
    pub host: &'a str,
    /// The port of sent-by.
    pub port: Option<u16>,
    /// What follows.
    pub params: Params<'a>,
}

impl<'a> Via<'a> {
    /// Parses the first hop of a value.
    pub fn parse(value: &'a [u8]) -> Option<Self> {
        let (hop, _) = list::split(value, b',');
        let via = Self::before_params(hop)?;
        Some(Self { params: Params::parse(via.params.as_bytes())?, ..via })
    }

    /// The first hop of a value with whatever parameters it has: good enough to answer 400 to.
    pub(crate) fn parse_lenient(value: &'a [u8]) -> Option<Self> {
        let (hop, _) = list::split(value, b',');
        Self::before_params(hop)
    }

    /// `SIP / 2.0 / UDP host:port`, white space anywhere (RFC 4475 §3.1.1.1), parameters unchecked.
    fn before_params(hop: &'a [u8]) -> Option<Self> {
        let (hop, params) = hop.split_at(scan::find(b';', hop).unwrap_or(hop.len()));
        let hop = str::from_utf8(hop).ok()?;
        let rest = match hop.strip_prefix("SIP/2.0/") {
            Some(rest) => rest,
            None => behind_protocol(hop)?,
        };
        let (transport, sent_by) = rest.trim_start().split_once([' ', '\t', '\r', '\n'])?;
        if !chars::is_token(transport.as_bytes()) {
            return None;
        }
        let sent_by = host::parse(sent_by.trim())?;
        Some(Self {
            transport,
            host: sent_by.host,
            port: sent_by.port,
            params: Params::unchecked(chars::trim(params)),
        })
    }

    /// The transaction's name at the sender; empty or absent with RFC 2543.
    pub fn branch(&self) -> Option<&'a str> {
        self.params.value("branch").filter(|branch| !branch.is_empty())
    }

    /// Whether the sender wants the answer where the request came from (RFC 3581 §3).
    pub fn has_rport(&self) -> bool {
        self.params.get("rport").is_some()
    }

    /// The address that the server saw, if it wrote one; brackets around IPv6 are optional (RFC 5118 §4.5).
    pub fn received(&self) -> Option<IpAddr> {
        self.params.value("received").and_then(host::ip)
    }

    /// The address in sent-by, if it is one.
    pub fn ip(&self) -> Option<IpAddr> {
        host::ip(self.host)
    }
}

/// What follows `SIP / 2.0 /`; the version may be any, it is the start line's that counts.
fn behind_protocol(hop: &str) -> Option<&str> {
    let (name, rest) = hop.split_once('/')?;
    let (version, rest) = rest.split_once('/')?;
    let is_sip = name.trim().eq_ignore_ascii_case("SIP") && chars::is_token(version.trim().as_bytes());
    is_sip.then_some(rest)
}

/// Where the answer to a request goes that came over UDP from `source` (RFC 3261 §18.2.2, RFC 3581 §4): always
/// to the source's own address, never to one that the request names, so that `maddr`, names, broadcast and
/// multicast addresses in a Via lead nowhere. The port is the source's with `rport`, otherwise that of sent-by.
pub fn reply_address(via: &Via<'_>, source: SocketAddr) -> SocketAddr {
    let port = match via.port {
        _ if via.has_rport() => source.port(),
        Some(0) => source.port(),
        Some(port) => port,
        None => 5060,
    };
    SocketAddr::new(source.ip(), port)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hops_in_every_form() {
        for (text, transport, host, port, branch) in [
            ("SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa", "UDP", "192.0.2.1", None, Some("z9hG4bKa")),
            ("SIP/2.0/UDP host.example.com", "UDP", "host.example.com", None, None),
            (
                "SIP  /   2.0\r\n /UDP\r\n    192.0.2.2;branch=390skdjuw",
                "UDP",
                "192.0.2.2",
                None,
                Some("390skdjuw"),
            ),
            (
                "SIP  / 2.0  / TCP     spindle.example.com   ;\r\n  branch  =   z9  ,\r\n SIP/2.0/UDP x",
                "TCP",
                "spindle.example.com",
                None,
                Some("z9"),
            ),
            (
                "SIP/2.0/UDP [2001:db8::9:1]:6050;received=2001:db8::9:255;branch=z9",
                "UDP",
                "2001:db8::9:1",
                Some(6050),
                Some("z9"),
            ),
            ("sip/2.0/UNKNOWN t4.example.com : 5070;branch=", "UNKNOWN", "t4.example.com", Some(5070), None),
            ("SIP/7.0/UDP c.example.com;branch=z", "UDP", "c.example.com", None, Some("z")),
        ] {
            let via = Via::parse(text.as_bytes()).expect(text);
            assert_eq!(
                (via.transport, via.host, via.port, via.branch()),
                (transport, host, port, branch),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_hop() {
        for text in [
            "",
            "SIP/2.0/UDP",
            "SIP/2.0/UDP ",
            "SIP/2.0 UDP host",
            "HTTP/1.1/TCP host",
            "SIP/2.0/UDPhost",
            "1.1 proxy",
            "SIP/2.0/UDP host host",
            "SIP/2.0/UDP host:x",
            "SIP/2.0/UDP 192.0.2.15;;,;,,",
            "SIP/2.0/UDP ;branch=1",
            "SIP/2.0/UDP 2001:db8::1",
        ] {
            assert_eq!(Via::parse(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn answers_go_to_the_source_alone() {
        for (via, reply) in [
            ("SIP/2.0/UDP 10.0.0.1:5070;rport", "192.0.2.1:4000"),
            ("SIP/2.0/UDP 10.0.0.1:5070", "192.0.2.1:5070"),
            ("SIP/2.0/UDP 10.0.0.1", "192.0.2.1:5060"),
            ("SIP/2.0/UDP 10.0.0.1:0", "192.0.2.1:4000"),
            ("SIP/2.0/UDP 255.255.255.255;maddr=224.0.1.75", "192.0.2.1:5060"),
        ] {
            let via = Via::parse(via.as_bytes()).unwrap();
            assert_eq!(reply_address(&via, "192.0.2.1:4000".parse().unwrap()), reply.parse().unwrap());
        }
    }

    #[test]
    fn received_is_read_with_and_without_brackets() {
        for text in ["SIP/2.0/UDP a;received=2001:db8::9", "SIP/2.0/UDP a;received=[2001:db8::9]"] {
            assert_eq!(Via::parse(text.as_bytes()).unwrap().received(), "2001:db8::9".parse().ok());
        }
    }
}
