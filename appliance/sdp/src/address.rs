//! Where sound is to be sent: the connection line (RFC 8866 §5.7) and the RTCP attribute (RFC 3605).

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use sdp_types::{AddrType, Connection, NetType};

use crate::SdpError;

/// Reads the address of a connection line. Unspecified (0.0.0.0) is legal: the old way to put on hold
/// (RFC 3264 §8.4). Host names, groups and the limited broadcast are not addresses for a telephone.
pub(crate) fn read_connection(connection: &Connection) -> Result<IpAddr, SdpError> {
    let bad = || SdpError::BadAddress {
        text: format!("{} {} {}", connection.nettype, connection.addrtype, connection.connection_address),
    };
    if connection.nettype != NetType::In {
        return Err(bad());
    }
    let ip = connection.try_address().map_err(|_| bad())?.ip;
    match (&connection.addrtype, ip) {
        (AddrType::Ip4, IpAddr::V4(_)) | (AddrType::Ip6, IpAddr::V6(_)) => {}
        _ => return Err(bad()),
    }
    // ::ffff:192.0.2.1 is an IPv4 address written long (RFC 5118 §4.10).
    usable(ip.to_canonical()).ok_or_else(bad)
}

/// Where RTCP goes: the attribute's word when it is one, else the port above RTP (RFC 3550 §11).
pub(crate) fn rtcp_address(rtp: SocketAddr, attribute: Option<&str>) -> SocketAddr {
    let above = SocketAddr::new(rtp.ip(), rtp.port().saturating_add(1));
    attribute.and_then(|value| read_rtcp(rtp.ip(), value)).unwrap_or(above)
}

/// Reads "53020" or "53020 IN IP6 2001:db8::1".
fn read_rtcp(rtp: IpAddr, value: &str) -> Option<SocketAddr> {
    let mut words = value.split_ascii_whitespace();
    let port = words.next()?.parse::<u16>().ok().filter(|port| *port != 0)?;
    let ip = match (words.next(), words.next(), words.next(), words.next()) {
        (None, ..) => rtp,
        (Some("IN"), Some("IP4" | "IP6"), Some(address), None) => {
            usable(address.parse::<IpAddr>().ok()?.to_canonical())?
        }
        _ => return None,
    };
    Some(SocketAddr::new(ip, port))
}

fn usable(ip: IpAddr) -> Option<IpAddr> {
    let usable = !ip.is_multicast() && ip != IpAddr::V4(Ipv4Addr::BROADCAST);
    usable.then_some(ip)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rtcp_goes_where_it_is_asked_to() {
        let rtp = "192.0.2.1:4000".parse().unwrap();
        for (attribute, expected) in [
            (None, "192.0.2.1:4001"),
            (Some("5001"), "192.0.2.1:5001"),
            (Some("5001 IN IP4 192.0.2.9"), "192.0.2.9:5001"),
            (Some("5001 IN IP6 2001:db8::9"), "[2001:db8::9]:5001"),
            (Some("5001 IN IP4 224.0.0.1"), "192.0.2.1:4001"),
            (Some("5001 IN IP4 host.example"), "192.0.2.1:4001"),
            (Some("5001 IN"), "192.0.2.1:4001"),
            (Some("0"), "192.0.2.1:4001"),
            (Some("99999"), "192.0.2.1:4001"),
            (Some(""), "192.0.2.1:4001"),
        ] {
            assert_eq!(rtcp_address(rtp, attribute), expected.parse().unwrap(), "{attribute:?}");
        }
    }

    #[test]
    fn the_last_port_has_none_above() {
        let rtp = "192.0.2.1:65535".parse().unwrap();
        assert_eq!(rtcp_address(rtp, None).port(), 65535);
    }
}
