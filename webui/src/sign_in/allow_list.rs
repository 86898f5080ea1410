//! The addresses from which a login may be used (F-49 to F-51): when there are any, all others are denied.

#[cfg(test)]
mod tests;

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::str::FromStr;

use ipnet::{IpNet, Ipv4Net};

/// Entries of one list; one more is refused.
pub const ENTRIES_MAX: usize = 64;

/// Characters of an entry that are looked at; an address and its length have at most 49.
const TEXT_CHARS_MAX: usize = 64;

/// The networks of one login. Empty, it denies nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowList(Vec<Entry>);

/// One address or one network, IPv4 or IPv6. An IPv4 address that is mapped into IPv6 is the IPv4 address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entry(IpNet);

/// Why a text is no entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvalidEntry {
    /// There is nothing.
    Empty,
    /// The address is of no network of that length: either the one or the other is meant.
    HostBits {
        /// The address, for itself.
        address: IpAddr,
        /// The network that it is in.
        network: IpNet,
    },
    /// What is before the slash is no address.
    NotAnAddress(String),
    /// What is after the slash is no number of bits.
    NotALength {
        /// As given.
        length: String,
        /// The largest that there is: 32 or 128.
        bits_max: u8,
    },
}

/// Why an entry does not come into a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvalidList {
    /// This text is no entry.
    Entry {
        /// Its place in the list, from 0.
        index: usize,
        /// What is wrong.
        error: InvalidEntry,
    },
    /// There are more than [`ENTRIES_MAX`].
    TooMany,
}

/// The list would deny the address that the one who changes it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocksYouOut {
    /// Where they are.
    pub address: IpAddr,
}

impl AllowList {
    /// Reads a list of texts; what is in it twice is kept once.
    pub fn parse<T: AsRef<str>>(texts: &[T]) -> Result<Self, InvalidList> {
        if texts.len() > ENTRIES_MAX {
            return Err(InvalidList::TooMany);
        }
        let mut entries = Vec::with_capacity(texts.len());
        for (index, text) in texts.iter().enumerate() {
            let entry: Entry = text.as_ref().parse().map_err(|error| InvalidList::Entry { index, error })?;
            if !entries.contains(&entry) {
                entries.push(entry);
            }
        }
        Ok(Self(entries))
    }

    /// The entries in the order given.
    pub fn entries(&self) -> &[Entry] {
        &self.0
    }

    /// Says whether the login may be used from this address.
    pub fn allows(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.is_empty() || self.0.iter().any(|entry| entry.0.contains(&address))
    }

    /// Refuses a list of one's own that excludes the address one is at, unless that is confirmed (A.11).
    pub fn check_own(&self, address: IpAddr, is_confirmed: bool) -> Result<(), LocksYouOut> {
        let address = address.to_canonical();
        if is_confirmed || self.allows(address) { Ok(()) } else { Err(LocksYouOut { address }) }
    }
}

impl FromStr for Entry {
    type Err = InvalidEntry;

    fn from_str(text: &str) -> Result<Self, InvalidEntry> {
        let text = text.trim();
        if text.is_empty() {
            return Err(InvalidEntry::Empty);
        }
        let shown = |text: &str| text.chars().take(TEXT_CHARS_MAX).collect::<String>();
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address.trim_end(), Some(length.trim_start())),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| InvalidEntry::NotAnAddress(shown(address)))?;
        let Some(length) = length else { return Ok(Self(normal(IpNet::from(address)))) };
        let bits_max = if address.is_ipv4() { 32 } else { 128 };
        // Digits only: `parse` would take "+8".
        let bits = length.bytes().all(|b| b.is_ascii_digit()).then(|| length.parse().ok()).flatten();
        let network = bits.and_then(|bits| IpNet::new(address, bits).ok());
        let network = network.ok_or_else(|| InvalidEntry::NotALength { length: shown(length), bits_max })?;
        if network.trunc() != network {
            return Err(InvalidEntry::HostBits { address: address.to_canonical(), network: normal(network) });
        }
        Ok(Self(normal(network)))
    }
}

/// The network without host bits, in IPv4 where all of it is mapped from there.
fn normal(network: IpNet) -> IpNet {
    if let IpNet::V6(v6) = network
        && let Some(bits) = v6.prefix_len().checked_sub(96)
        && let Some(address) = v6.network().to_ipv4_mapped()
    {
        return v4(address, bits).trunc();
    }
    network.trunc()
}

fn v4(address: Ipv4Addr, bits: u8) -> IpNet {
    Ipv4Net::new(address, bits).expect("128 - 96 is 32 bits").into()
}

impl fmt::Display for Entry {
    /// Writes a single address without its length.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.prefix_len() == self.0.max_prefix_len() { self.0.addr().fmt(f) } else { self.0.fmt(f) }
    }
}

impl fmt::Display for InvalidEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("no address"),
            Self::HostBits { address, network } => {
                write!(f, "either the address {address} or the network {network} is meant")
            }
            Self::NotAnAddress(text) => write!(f, "{text:?} is not an IPv4 or IPv6 address"),
            Self::NotALength { length, bits_max } => {
                write!(f, "{length:?} is not a number from 0 to {bits_max}")
            }
        }
    }
}

impl fmt::Display for InvalidList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Entry { index, error } => write!(f, "entry {}: {error}", index + 1),
            Self::TooMany => write!(f, "more than {ENTRIES_MAX} entries"),
        }
    }
}

impl fmt::Display for LocksYouOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the list excludes {}, from where you are signed in", self.address)
    }
}

impl std::error::Error for InvalidEntry {}
impl std::error::Error for InvalidList {}
impl std::error::Error for LocksYouOut {}
