//! Says in words why a port cannot be had: which program holds it, or what the machine lacks.

mod table;

use std::fs;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr};
use std::os::unix::fs::MetadataExt;

use crate::control::server::user_name;
use table::Entry;

/// The two protocols of ports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protocol {
    Tcp,
    Udp,
}

impl Protocol {
    fn tables(self) -> [&'static str; 2] {
        match self {
            Self::Tcp => ["/proc/net/tcp", "/proc/net/tcp6"],
            Self::Udp => ["/proc/net/udp", "/proc/net/udp6"],
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Tcp => "TCP",
            Self::Udp => "UDP",
        }
    }
}

/// Says why `address` could not be bound.
pub(crate) fn explain(protocol: Protocol, address: SocketAddr, error: &io::Error) -> String {
    let what = format!("{} {address}", protocol.as_str());
    match error.kind() {
        ErrorKind::AddrInUse => format!("{what} is taken by {}", holder(protocol, address)),
        ErrorKind::AddrNotAvailable => {
            format!("{what}: this machine does not have the address {}", address.ip())
        }
        ErrorKind::PermissionDenied if address.port() < 1024 => {
            format!("{what}: ports below 1024 need root or the capability CAP_NET_BIND_SERVICE")
        }
        _ if lacks_family(error) => format!("{what}: {} is off in this machine's kernel", family(address)),
        _ => format!("{what}: {error}"),
    }
}

/// Returns whether the machine does not speak the address's protocol at all, as with IPv6 switched off.
pub(crate) fn is_off_here(address: SocketAddr, error: &io::Error) -> bool {
    lacks_family(error) || (error.kind() == ErrorKind::AddrNotAvailable && address.ip().is_unspecified())
}

fn lacks_family(error: &io::Error) -> bool {
    error.raw_os_error() == Some(libc::EAFNOSUPPORT)
}

fn family(address: SocketAddr) -> &'static str {
    match address {
        SocketAddr::V4(_) => "IPv4",
        SocketAddr::V6(_) => "IPv6",
    }
}

/// Who holds an address: "asterisk (pid 123)".
fn holder(protocol: Protocol, address: SocketAddr) -> String {
    let entries: Vec<Entry> = protocol
        .tables()
        .iter()
        .filter_map(|path| fs::read_to_string(path).ok())
        .flat_map(|text| table::parse(&text, protocol == Protocol::Tcp))
        .collect();
    let Some(entry) = blocking(&entries, address) else {
        return "another program".to_owned();
    };
    match process_with(entry.inode) {
        Some((name, pid)) => format!("{name} (pid {pid})"),
        None if fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0) => {
            "a program that this one cannot see, in another container perhaps".to_owned()
        }
        None => format!("a program of {} (only root can see which)", user_name(entry.uid)),
    }
}

/// The entry that stands in the way of `address`: the same address rather than one that holds all addresses.
fn blocking(entries: &[Entry], address: SocketAddr) -> Option<&Entry> {
    let same_port = || entries.iter().filter(|entry| entry.local.port() == address.port());
    let rank = |entry: &&Entry| match (entry.local.ip(), address.ip()) {
        (theirs, ours) if theirs == ours => 0,
        // A socket on [::] takes IPv4 too unless told otherwise.
        (theirs, _) if theirs.is_unspecified() => 1,
        (theirs, ours) if ours.is_unspecified() && (ours.is_ipv6() || theirs.is_ipv4()) => 2,
        (IpAddr::V6(theirs), IpAddr::V4(ours)) if theirs.to_ipv4_mapped() == Some(ours) => 3,
        _ => 4,
    };
    same_port().filter(|entry| rank(entry) < 4).min_by_key(rank)
}

/// Name and id of the process that has a socket open, as far as this user may look.
fn process_with(inode: u64) -> Option<(String, u32)> {
    let wanted = format!("socket:[{inode}]");
    for process in fs::read_dir("/proc").ok()?.flatten() {
        let Some(pid) = process.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else {
            continue;
        };
        // Unreadable for other users' processes.
        let Ok(files) = fs::read_dir(process.path().join("fd")) else {
            continue;
        };
        let holds = |file: &fs::DirEntry| {
            fs::read_link(file.path()).is_ok_and(|link| link.as_os_str() == wanted.as_str())
        };
        if files.flatten().any(|file| holds(&file)) {
            let name = fs::read_to_string(process.path().join("comm")).unwrap_or_default();
            return Some((name.trim().to_owned(), pid));
        }
    }
    None
}

#[cfg(test)]
mod tests;
