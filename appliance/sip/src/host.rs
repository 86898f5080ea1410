//! Host and port, as in URIs and in Via (RFC 3261 §25.1; RFC 5118 §4).

use std::net::{IpAddr, Ipv6Addr};

use crate::{chars, scan};

/// A host, an IPv6 one without its brackets, with the port if there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HostPort<'a> {
    pub(crate) host: &'a str,
    pub(crate) port: Option<u16>,
}

/// Splits `host[:port]`; white space around the colon is allowed, as Via has it.
pub(crate) fn parse(text: &str) -> Option<HostPort<'_>> {
    let (host, rest) = if let Some(inner) = text.strip_prefix('[') {
        let (host, rest) = scan::split_once(inner, b']')?;
        ip6(host)?;
        (host, rest)
    } else {
        let end = text.bytes().position(|b| !chars::is_host_byte(b)).unwrap_or(text.len());
        text.split_at_checked(end).filter(|(host, _)| !host.is_empty())?
    };
    let rest = chars::trim(rest.as_bytes());
    let port = match rest.strip_prefix(b":") {
        Some(digits) => Some(u16::try_from(chars::number(chars::trim(digits))?).ok()?),
        None if rest.is_empty() => None,
        None => return None,
    };
    Some(HostPort { host, port })
}

/// The address that a host is, if it is one; brackets around IPv6 are optional.
pub(crate) fn ip(host: &str) -> Option<IpAddr> {
    let host = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host);
    if host.contains(':') { ip6(host).map(IpAddr::V6) } else { host.parse().ok().map(IpAddr::V4) }
}

/// An IPv6 literal. Three colons count as two, for those who follow a bug in the grammar of RFC 3261
/// (RFC 5118 §4.9), and a zone (`%eth0`) is passed over.
fn ip6(text: &str) -> Option<Ipv6Addr> {
    let address = match text.split_once('%') {
        Some((address, zone)) if chars::is_token(zone.as_bytes()) => address,
        Some(_) => return None,
        None => text,
    };
    address.parse().ok().or_else(|| {
        let repaired = address.replacen(":::", "::", 1);
        (repaired.len() < address.len()).then(|| repaired.parse().ok())?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_ports() {
        for (text, host, port) in [
            ("example.com", "example.com", None),
            ("example.com:5060", "example.com", Some(5060)),
            ("example.com : 05060", "example.com", Some(5060)),
            ("192.0.2.1:65535", "192.0.2.1", Some(65535)),
            ("my_container:0", "my_container", Some(0)),
            ("[2001:db8::1]", "2001:db8::1", None),
            ("[2001:db8::10:5070]", "2001:db8::10:5070", None),
            ("[2001:db8::10]:5070", "2001:db8::10", Some(5070)),
            ("[2001:db8:::192.0.2.1]", "2001:db8:::192.0.2.1", None),
            ("[::ffff:192.0.2.10]:19823", "::ffff:192.0.2.10", Some(19823)),
            ("[fe80::1%eth0]", "fe80::1%eth0", None),
        ] {
            assert_eq!(parse(text), Some(HostPort { host, port }), "{text}");
        }
    }

    #[test]
    fn what_is_no_host() {
        for text in [
            "",
            ":5060",
            "2001:db8::10",
            "[2001:db8::1",
            "[]",
            "[1.2.3.4]",
            "[2001:db8::1]5060",
            "a:65536",
            "a:",
            "a:-1",
            "a b",
            "a:5060 x",
            "b\u{fc}ro",
            "[fe80::1%]",
            "[::::1]",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn addresses_are_known_as_such() {
        assert_eq!(ip("192.0.2.1"), Some([192, 0, 2, 1].into()));
        assert_eq!(ip("[2001:db8:::1]"), "2001:db8::1".parse().ok());
        assert_eq!(ip("2001:db8::1"), "2001:db8::1".parse().ok());
        assert_eq!(ip("host.example"), None);
    }
}
