//! Reads single settings and says in words what is expected where they do not fit.

use std::fmt::Display;
use std::net::SocketAddr;
use std::ops::RangeInclusive;

use serde::de::{Deserializer, Error};
use serde::{Deserialize, de};
use tracing_subscriber::filter::Targets;

/// Sockets for telephones: each costs a place in the poll loop and one in every message's choice of source.
const MAX_ADDRESSES: usize = 16;
/// Names of the box; every request is compared with each.
const MAX_DOMAINS: usize = 64;
/// More threads than any machine for an office has processors.
const MAX_THREADS: usize = 64;

pub(super) fn address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SocketAddr, D::Error> {
    let text = String::deserialize(deserializer)?;
    let address: SocketAddr = text.parse().map_err(|_| {
        let expected = "an address with a port, such as \"0.0.0.0:5060\" or \"[::]:5060\"";
        unfit::<D::Error>(&text, expected)
    })?;
    if address.ip().is_multicast() {
        return Err(unfit(&text, "an address of this machine: it is a multicast address"));
    }
    Ok(address)
}

pub(super) fn addresses<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<SocketAddr>, D::Error> {
    #[derive(Deserialize)]
    struct Item(#[serde(deserialize_with = "address")] SocketAddr);

    let items = Vec::<Item>::deserialize(deserializer)?;
    let addresses: Vec<SocketAddr> = items.into_iter().map(|Item(address)| address).collect();
    if addresses.is_empty() || addresses.len() > MAX_ADDRESSES {
        return Err(D::Error::custom(format!("1 to {MAX_ADDRESSES} addresses are expected")));
    }
    for (index, address) in addresses.iter().enumerate() {
        if address.port() != 0 && addresses.iter().take(index).any(|earlier| earlier == address) {
            return Err(D::Error::custom(format!("\"{address}\" is there twice")));
        }
    }
    Ok(addresses)
}

/// One name, or a list of names.
pub(super) fn domain<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    struct Names;

    impl<'de> de::Visitor<'de> for Names {
        type Value = Vec<String>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
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
    let port = |part: &str| part.trim().parse::<u16>().map_err(|_| unfit::<D::Error>(&text, expected));
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

pub(super) fn threads<'de, D: Deserializer<'de>>(deserializer: D) -> Result<usize, D::Error> {
    let threads = usize::deserialize(deserializer)?;
    if (1..=MAX_THREADS).contains(&threads) {
        Ok(threads)
    } else {
        Err(D::Error::custom(format!("1 to {MAX_THREADS} threads are expected")))
    }
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
