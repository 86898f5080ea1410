//! Lists of networks, well and badly written.

use proptest::prelude::*;

use super::*;

#[test]
fn an_entry_is_an_address_or_a_network() {
    for (text, written) in [
        ("192.168.1.0/24", "192.168.1.0/24"),
        ("192.168.1.7", "192.168.1.7"),
        (" 192.168.1.7/32 ", "192.168.1.7"),
        ("192.168.1.0 / 24", "192.168.1.0/24"),
        ("0.0.0.0/0", "0.0.0.0/0"),
        ("2001:DB8::/32", "2001:db8::/32"),
        ("2001:db8:0:0::1", "2001:db8::1"),
        ("2001:db8::1/128", "2001:db8::1"),
        ("::/0", "::/0"),
        ("::1", "::1"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("::ffff:c000:207", "192.0.2.7"),
        ("::ffff:192.0.2.0/120", "192.0.2.0/24"),
        ("::ffff:0:0/96", "0.0.0.0/0"),
    ] {
        assert_eq!(entry(text).map(|entry| entry.to_string()), Ok(written.to_owned()), "{text:?}");
    }
}

#[test]
fn says_what_is_wrong_with_an_entry() {
    for (text, said) in [
        ("", "no address"),
        (" \t", "no address"),
        ("192.168.1", "\"192.168.1\" is not an IPv4 or IPv6 address"),
        ("192.168.1.256", "\"192.168.1.256\" is not an IPv4 or IPv6 address"),
        ("192.168.001.001", "\"192.168.001.001\" is not an IPv4 or IPv6 address"),
        ("192.168.1.*", "\"192.168.1.*\" is not an IPv4 or IPv6 address"),
        ("192.168.1.1-9", "\"192.168.1.1-9\" is not an IPv4 or IPv6 address"),
        ("192.168.1.1:443", "\"192.168.1.1:443\" is not an IPv4 or IPv6 address"),
        ("[2001:db8::1]", "\"[2001:db8::1]\" is not an IPv4 or IPv6 address"),
        ("fe80::1%eth0", "\"fe80::1%eth0\" is not an IPv4 or IPv6 address"),
        ("box.example", "\"box.example\" is not an IPv4 or IPv6 address"),
        ("3232235777", "\"3232235777\" is not an IPv4 or IPv6 address"),
        ("/24", "\"\" is not an IPv4 or IPv6 address"),
        ("192.168.1.0/", "\"\" is not a number from 0 to 32"),
        ("192.168.1.0/33", "\"33\" is not a number from 0 to 32"),
        ("192.168.1.0/+8", "\"+8\" is not a number from 0 to 32"),
        ("192.168.1.0/-1", "\"-1\" is not a number from 0 to 32"),
        ("192.168.1.0/256", "\"256\" is not a number from 0 to 32"),
        ("192.168.1.0/24/24", "\"24/24\" is not a number from 0 to 32"),
        ("192.168.1.0/255.255.255.0", "\"255.255.255.0\" is not a number from 0 to 32"),
        ("2001:db8::/129", "\"129\" is not a number from 0 to 128"),
        ("192.168.1.7/24", "either the address 192.168.1.7 or the network 192.168.1.0/24 is meant"),
        ("2001:db8::1/64", "either the address 2001:db8::1 or the network 2001:db8::/64 is meant"),
        ("::ffff:192.0.2.7/120", "either the address 192.0.2.7 or the network 192.0.2.0/24 is meant"),
    ] {
        assert_eq!(entry(text).unwrap_err().to_string(), said, "{text:?}");
    }
}

#[test]
fn a_long_text_is_not_repeated() {
    let error = entry(&"x".repeat(1_000_000)).unwrap_err();
    assert_eq!(error, InvalidEntry::NotAnAddress("x".repeat(64)));
}

#[test]
fn when_there_is_an_entry_all_others_are_denied() {
    let list = list(&["192.168.1.0/24", "2001:db8:1::/48", "203.0.113.9"]);
    for (address, is_allowed) in [
        ("192.168.1.0", true),
        ("192.168.1.255", true),
        ("192.168.2.0", false),
        ("::ffff:192.168.1.7", true),
        ("::ffff:192.168.2.7", false),
        ("::192.168.1.7", false),
        ("203.0.113.9", true),
        ("203.0.113.8", false),
        ("2001:db8:1:ffff::1", true),
        ("2001:db8:2::1", false),
        ("::1", false),
        ("127.0.0.1", false),
    ] {
        assert_eq!(list.allows(ip(address)), is_allowed, "{address}");
    }
}

#[test]
fn an_empty_list_denies_nobody() {
    let list = AllowList::default();
    assert!(["192.0.2.1", "::1", "2001:db8::1"].into_iter().all(|address| list.allows(ip(address))));
}

#[test]
fn a_network_of_the_other_family_is_not_meant() {
    assert!(!list(&["::/0"]).allows(ip("192.0.2.1")));
    assert!(!list(&["::/0"]).allows(ip("::ffff:192.0.2.1")));
    assert!(!list(&["0.0.0.0/0"]).allows(ip("2001:db8::1")));
    assert!(list(&["0.0.0.0/0"]).allows(ip("::ffff:192.0.2.1")));
}

#[test]
fn nobody_locks_himself_out_unasked() {
    let here = ip("::ffff:192.0.2.1");
    let others = list(&["198.51.100.0/24"]);
    let refused = others.check_own(here, false).unwrap_err();
    assert_eq!(refused, LocksYouOut { address: ip("192.0.2.1") });
    assert_eq!(refused.to_string(), "the list excludes 192.0.2.1, from where you are signed in");
    assert_eq!(others.check_own(here, true), Ok(()));
    assert_eq!(list(&["192.0.2.0/24"]).check_own(here, false), Ok(()));
    assert_eq!(AllowList::default().check_own(here, false), Ok(()));
}

#[test]
fn a_list_has_a_bound_and_says_which_entry_is_wrong() {
    let many: Vec<String> = (0..=ENTRIES_MAX).map(|n| format!("192.0.2.{n}")).collect();
    assert_eq!(AllowList::parse(&many), Err(InvalidList::TooMany));
    assert_eq!(AllowList::parse(&many[1..]).map(|list| list.entries().len()), Ok(ENTRIES_MAX));
    let error = AllowList::parse(&["192.0.2.1", "x"]).unwrap_err();
    assert_eq!(error.to_string(), "entry 2: \"x\" is not an IPv4 or IPv6 address");
    assert_eq!(list(&["192.0.2.1", "::ffff:192.0.2.1", "192.0.2.1/32"]).entries().len(), 1);
}

proptest! {
    #[test]
    fn reads_what_it_writes(address: IpAddr, bits in 0..=128_u8) {
        let bits = bits.min(if address.is_ipv4() { 32 } else { 128 });
        let network = IpNet::new(address, bits).unwrap().trunc();
        let read = entry(&network.to_string()).unwrap();
        prop_assert_eq!(entry(&read.to_string()), Ok(read));
        prop_assert!(AllowList(vec![read]).allows(network.addr()) || network.addr().to_canonical().is_ipv4());
    }

    #[test]
    fn any_text_is_an_entry_or_an_error(text in "[0-9a-f:./ %]{0,40}|.{0,80}") {
        if let Ok(read) = entry(&text) {
            prop_assert_eq!(entry(&read.to_string()), Ok(read));
        }
    }

    /// Mapped or not, an address is the same address.
    #[test]
    fn mapping_changes_nothing(address: Ipv4Addr, network: Ipv4Addr, bits in 0..=32_u8) {
        let list = AllowList(vec![Entry(v4(network, bits).trunc())]);
        let inside = u64::from(address.to_bits() ^ network.to_bits()) >> (32 - bits) == 0;
        prop_assert_eq!(list.allows(address.into()), inside);
        prop_assert_eq!(list.allows(address.to_ipv6_mapped().into()), inside);
    }
}

fn entry(text: &str) -> Result<Entry, InvalidEntry> {
    text.parse()
}

fn list(texts: &[&str]) -> AllowList {
    AllowList::parse(texts).unwrap()
}

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}
