//! Reads single settings and says in words what is expected where they do not fit.

use std::fmt::{self, Display, Formatter};
use std::net::SocketAddr;
use std::num::{NonZeroU32, NonZeroUsize};
use std::ops::RangeInclusive;

use serde::de::{Deserializer, Error};
use serde::{Deserialize, de};
use tracing_subscriber::filter::Targets;

/// Sockets for telephones: each costs a place in the poll loop and one in every message's choice of source.
const MAX_ADDRESSES: usize = 16;
/// Names of the box; every request is compared with each.
const MAX_DOMAINS: usize = 64;
/// More threads than any machine for an office has processors.
const MAX_THREADS: u32 = 64;
/// More datagrams a second than any machine takes from its network card.
const MAX_A_SECOND: u32 = 10_000_000;
/// Each takes four of the 65536 ports.
const MAX_CALLS: u32 = 16_000;
/// At a few kilobytes each this is the memory of a large machine.
const MAX_TRANSACTIONS: u32 = 10_000_000;

/// Examples for [`address`].
const SIP_EXAMPLE: &str = "an address with a port, such as \"0.0.0.0:5060\" or \"[::]:5060\"";
const WEB_EXAMPLE: &str = "an address with a port, such as \"0.0.0.0:8443\" or \"[::]:8443\"";

fn address<E: Error>(text: &str, expected: &str) -> Result<SocketAddr, E> {
    let address: SocketAddr = text.parse().map_err(|_| match text.rsplit_once(':') {
        Some((host, port)) if format!("{host}:1").parse::<SocketAddr>().is_ok() && is_no_port(port) => {
            no_port(text, port)
        }
        _ => unfit::<E>(text, expected),
    })?;
    if address.ip().is_multicast() {
        return Err(unfit(text, "an address of this machine: it is a multicast address"));
    }
    Ok(address)
}

/// A number that would be a port if it were smaller.
fn is_no_port(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u16>().is_err()
}

fn no_port<E: Error>(text: &str, port: &str) -> E {
    E::custom(format!("{text:?}: {port} is no port; a port is 1 to 65535"))
}

/// One address of the page.
pub(super) fn web<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SocketAddr, D::Error> {
    struct Address;

    impl de::Visitor<'_> for Address {
        type Value = SocketAddr;

        fn expecting(&self, f: &mut Formatter<'_>) -> fmt::Result {
            f.write_str(WEB_EXAMPLE)
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
            address(text, WEB_EXAMPLE)
        }
    }

    deserializer.deserialize_any(Address)
}

/// One address for telephones, or a list of them.
pub(super) fn addresses<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<SocketAddr>, D::Error> {
    let addresses = any_addresses(deserializer)?;
    if addresses.is_empty() {
        return Err(D::Error::custom(format!("1 to {MAX_ADDRESSES} addresses are expected")));
    }
    Ok(addresses)
}

/// The same where an empty list switches something off.
pub(super) fn addresses_or_none<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Vec<SocketAddr>>, D::Error> {
    any_addresses(deserializer).map(Some)
}

fn any_addresses<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<SocketAddr>, D::Error> {
    struct Addresses;

    impl<'de> de::Visitor<'de> for Addresses {
        type Value = Vec<SocketAddr>;

        fn expecting(&self, f: &mut Formatter<'_>) -> fmt::Result {
            write!(f, "{SIP_EXAMPLE}, or a list of them in brackets")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
            address(text, SIP_EXAMPLE).map(|address| vec![address])
        }

        fn visit_seq<A: de::SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
            let mut addresses = Vec::new();
            while let Some(Item(address)) = items.next_element()? {
                if addresses.len() == MAX_ADDRESSES {
                    return Err(A::Error::custom(format!("at most {MAX_ADDRESSES} addresses are expected")));
                }
                if address.port() != 0 && addresses.contains(&address) {
                    return Err(A::Error::custom(format!("\"{address}\" is there twice")));
                }
                addresses.push(address);
            }
            Ok(addresses)
        }
    }

    // A type of its own, so that an error names the place in the list.
    #[derive(Deserialize)]
    struct Item(#[serde(deserialize_with = "sip_address")] SocketAddr);

    deserializer.deserialize_any(Addresses)
}

fn sip_address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SocketAddr, D::Error> {
    address(&String::deserialize(deserializer)?, SIP_EXAMPLE)
}

/// A whole number from 1 to a maximum.
fn whole<'de, D: Deserializer<'de>>(deserializer: D, max: u32) -> Result<NonZeroU32, D::Error> {
    struct Whole(u32);

    impl de::Visitor<'_> for Whole {
        type Value = NonZeroU32;

        fn expecting(&self, f: &mut Formatter<'_>) -> fmt::Result {
            write!(f, "a whole number from 1 to {}", self.0)
        }

        fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
            let fits = u32::try_from(number).ok().filter(|number| *number <= self.0);
            let fits = fits.and_then(NonZeroU32::new);
            fits.ok_or_else(|| E::invalid_value(de::Unexpected::Signed(number), &self))
        }

        fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
            self.visit_i64(i64::try_from(number).unwrap_or(i64::MAX))
        }
    }

    deserializer.deserialize_any(Whole(max))
}

pub(super) fn a_second<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NonZeroU32, D::Error> {
    whole(deserializer, MAX_A_SECOND)
}

pub(super) fn calls<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NonZeroUsize, D::Error> {
    whole(deserializer, MAX_CALLS)?.try_into().map_err(D::Error::custom)
}

pub(super) fn transactions<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NonZeroUsize, D::Error> {
    whole(deserializer, MAX_TRANSACTIONS)?.try_into().map_err(D::Error::custom)
}

/// One name, or a list of names.
pub(super) fn domain<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    struct Names;

    impl<'de> de::Visitor<'de> for Names {
        type Value = Vec<String>;

        fn expecting(&self, f: &mut Formatter<'_>) -> fmt::Result {
            f.write_str("a name such as \"office.example\", or a list of names")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
            Ok(vec![text.to_owned()])
        }

        fn visit_seq<A: de::SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
            let mut names = Vec::new();
            while let Some(name) = items.next_element()? {
                if names.len() == MAX_DOMAINS {
                    return Err(A::Error::custom(format!("at most {MAX_DOMAINS} names are expected")));
                }
                names.push(name);
            }
            Ok(names)
        }
    }

    let names = deserializer.deserialize_any(Names)?;
    match names.iter().find(|name| !is_host(name)) {
        Some(name) => Err(unfit(name, "a host name or address without a port")),
        None => Ok(names),
    }
}

/// A host as it stands in a SIP URI (RFC 3261 §25.1), an IPv6 address with or without brackets.
fn is_host(text: &str) -> bool {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let name = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    bare.parse::<std::net::IpAddr>().is_ok() || (text.len() <= 253 && text.split('.').all(name))
}

pub(super) fn ports<'de, D: Deserializer<'de>>(deserializer: D) -> Result<RangeInclusive<u16>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let expected = "a range of ports such as \"10000-19999\"";
    let (first, last) = text.split_once('-').ok_or_else(|| unfit(&text, expected))?;
    let port = |part: &str| match part.trim() {
        port if is_no_port(port) => Err(no_port(&text, port)),
        port => port.parse::<u16>().map_err(|_| unfit::<D::Error>(&text, expected)),
    };
    let (first, last) = (port(first)?, port(last)?);
    if first < 1024 {
        return Err(unfit(&text, "free for sound: ports below 1024 belong to the system"));
    }
    // The first even port of the range and its four for one call.
    if last < first || last - first < 4 {
        return Err(unfit(
            &text,
            "a range with room for a call: five ports at least, the smaller number first",
        ));
    }
    Ok(first..=last)
}

pub(super) fn silence<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let seconds = i64::deserialize(deserializer)?;
    match u32::try_from(seconds) {
        Ok(fits @ (0 | 10..=86_400)) => Ok(fits),
        _ => {
            let expected = "0 or a number of seconds from 10 to 86400";
            Err(D::Error::invalid_value(de::Unexpected::Signed(seconds), &expected))
        }
    }
}

pub(super) fn threads<'de, D: Deserializer<'de>>(deserializer: D) -> Result<usize, D::Error> {
    whole(deserializer, MAX_THREADS)?.get().try_into().map_err(D::Error::custom)
}

pub(super) fn level<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    match text.parse::<Targets>() {
        // An empty filter would silence everything, and one word that is no level would mean a module of that name.
        Ok(targets) if targets.default_level().is_some() => Ok(text),
        _ => Err(unfit(
            &text,
            "\"error\", \"warn\", \"info\", \"debug\" or \"trace\", or finer: \"info,switch=debug\"",
        )),
    }
}

fn unfit<E: Error>(text: &str, expected: impl Display) -> E {
    E::custom(format!("{text:?} is not {expected}"))
}
