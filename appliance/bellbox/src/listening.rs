//! What is bound, and where others find it: an unspecified address stands for all that the machine has.

use std::net::{IpAddr, SocketAddr};

use webui::Bound;

use crate::certificate::Names;

/// A machine with containers may have hundreds of addresses; more than these help nobody.
const MAX_TOLD: usize = 8;

/// Something bound, before the machine's addresses are looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Listening {
    /// The exchange, by udp, tcp or tls; its sockets on [::] are for IPv6 alone.
    Sip(&'static str, SocketAddr),
    /// The page; on [::] it takes IPv4 too.
    Web(SocketAddr),
}

impl Listening {
    /// Says it for people; addresses come and go, so this is asked each time.
    pub(crate) fn told(&self, names: &Names) -> Bound {
        match self {
            Self::Sip(transport, address) => Bound {
                service: format!("SIP {transport}"),
                address: address.to_string(),
                reachable: reachable(*address, names, false).iter().map(ToString::to_string).collect(),
            },
            Self::Web(address) => {
                let host = if address.ip().is_unspecified() {
                    format!("{}:{}", names.first(), address.port())
                } else {
                    address.to_string()
                };
                let url = |host: &str| format!("https://{host}/");
                let found = reachable(*address, names, address.is_ipv6());
                Bound {
                    service: "Web".to_owned(),
                    address: url(&host),
                    reachable: found.iter().map(|address| url(&address.to_string())).collect(),
                }
            }
        }
    }
}

/// The machine's addresses, without loopback, that an unspecified one stands for.
fn reachable(address: SocketAddr, names: &Names, both_families: bool) -> Vec<SocketAddr> {
    let fits = |ip: &&IpAddr| !ip.is_loopback() && (both_families || ip.is_ipv4() == address.is_ipv4());
    let found = names.addresses.iter().filter(fits).take(MAX_TOLD);
    if address.ip().is_unspecified() {
        found.map(|ip| SocketAddr::new(*ip, address.port())).collect()
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_addresses_are_told_one_by_one() {
        for (bound, address, found) in [
            (Listening::Sip("udp", at("0.0.0.0:5060")), "0.0.0.0:5060", "192.0.2.2:5060"),
            (Listening::Sip("tcp", at("[::]:5060")), "[::]:5060", "[2001:db8::2]:5060"),
            (Listening::Sip("tls", at("192.0.2.2:5060")), "192.0.2.2:5060", ""),
            (Listening::Web(at("0.0.0.0:8443")), "https://box:8443/", "https://192.0.2.2:8443/"),
            (
                Listening::Web(at("[::]:8443")),
                "https://box:8443/",
                "https://192.0.2.2:8443/, https://[2001:db8::2]:8443/",
            ),
            (Listening::Web(at("[::1]:8443")), "https://[::1]:8443/", ""),
        ] {
            let told = bound.told(&names());
            assert_eq!((told.address.as_str(), told.reachable.join(", ").as_str()), (address, found));
        }
    }

    #[test]
    fn hundreds_are_not_listed() {
        let mut names = names();
        names.addresses.extend((0..100).map(|last| IpAddr::from([198, 51, 100, last])));
        assert_eq!(Listening::Sip("udp", at("0.0.0.0:5060")).told(&names).reachable.len(), MAX_TOLD);
    }

    fn names() -> Names {
        let mut names = Names::default();
        names.hosts.insert("box".to_owned());
        for ip in ["127.0.0.1", "::1", "192.0.2.2", "2001:db8::2"] {
            names.addresses.insert(ip.parse().unwrap());
        }
        names
    }

    fn at(address: &str) -> SocketAddr {
        address.parse().unwrap()
    }
}
