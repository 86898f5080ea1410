//! Under which names and addresses the box is reached.

use std::collections::BTreeSet;
use std::net::IpAddr;

/// A machine with containers may have hundreds of addresses; a certificate with all of them would be too long for
/// small telephones. Loopback and the lowest addresses are kept.
const MAX_ADDRESSES: usize = 64;

/// What a certificate must be good for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Names {
    /// Host names, lower case.
    pub(crate) hosts: BTreeSet<String>,
    /// Addresses, without those that hold on one wire only.
    pub(crate) addresses: BTreeSet<IpAddr>,
}

impl Names {
    /// The names of this machine and those that the installer gave it.
    pub(crate) fn of_this_machine(domains: &[String]) -> Self {
        let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
        let addresses = if_addrs::get_if_addrs().unwrap_or_default();
        Self::from(host.trim(), domains, addresses.iter().map(if_addrs::Interface::ip))
    }

    fn from(host: &str, domains: &[String], addresses: impl Iterator<Item = IpAddr>) -> Self {
        let mut names = Self::default();
        names.add("localhost");
        names.add("127.0.0.1");
        names.add("::1");
        names.add(host);
        for domain in domains {
            names.add(domain);
        }
        let mut addresses: Vec<IpAddr> = addresses.filter(|ip| !of_one_wire(*ip)).collect();
        addresses.sort();
        addresses.truncate(MAX_ADDRESSES);
        names.addresses.extend(addresses);
        names
    }

    fn add(&mut self, name: &str) {
        let bare = name.trim_start_matches('[').trim_end_matches(']');
        if let Ok(ip) = bare.parse() {
            self.addresses.insert(ip);
        } else if !name.is_empty() && name.is_ascii() {
            self.hosts.insert(name.to_ascii_lowercase());
        }
    }

    /// The one to show people: the machine's own name rather than "localhost".
    pub(crate) fn first(&self) -> &str {
        self.hosts.iter().find(|host| *host != "localhost").map_or("localhost", String::as_str)
    }
}

/// fe80::/10 needs the wire's name beside it; no browser asks a certificate for it.
fn of_one_wire(ip: IpAddr) -> bool {
    matches!(ip, IpAddr::V6(ip) if ip.is_unicast_link_local())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_host_domains_and_addresses() {
        let addresses = ["192.0.2.7", "fe80::1", "2001:db8::7"].map(|ip| ip.parse().unwrap());
        let domains = ["Office.Example".to_owned(), "[2001:db8::9]".to_owned(), "198.51.100.1".to_owned()];
        let names = Names::from("Box", &domains, addresses.into_iter());
        assert_eq!(names.hosts.iter().collect::<Vec<_>>(), ["box", "localhost", "office.example"]);
        let addresses: Vec<String> = names.addresses.iter().map(IpAddr::to_string).collect();
        assert_eq!(
            addresses,
            ["127.0.0.1", "192.0.2.7", "198.51.100.1", "::1", "2001:db8::7", "2001:db8::9"]
        );
        assert_eq!(names.first(), "box");
    }

    #[test]
    fn a_machine_of_many_addresses_has_a_bound() {
        let many = (0..1000u32).map(|n| IpAddr::from((0x0a00_0000 + n).to_be_bytes()));
        assert!(Names::from("", &[], many).addresses.len() <= MAX_ADDRESSES + 2);
    }

    #[test]
    fn this_machine_is_localhost_too() {
        let names = Names::of_this_machine(&[]);
        assert!(names.hosts.contains("localhost"));
        assert!(names.addresses.contains(&"127.0.0.1".parse().unwrap()));
    }
}
