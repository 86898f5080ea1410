//! Reads the kernel's socket tables, /proc/net/{tcp,udp,tcp6,udp6} (proc_net(5)).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// The state of a listening TCP socket.
const LISTEN: &str = "0A";

/// One socket of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Where it is bound.
    pub(super) local: SocketAddr,
    /// The user that opened it.
    pub(super) uid: u32,
    /// By which it is found among a process's open files.
    pub(super) inode: u64,
}

/// Reads a table; lines that do not fit are left out. Of TCP only listening sockets count.
pub(super) fn parse(text: &str, listening_only: bool) -> Vec<Entry> {
    let entry = |line: &str| {
        // sl local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode ...
        let mut fields = line.split_whitespace().skip(1);
        let local = address(fields.next()?)?;
        let state = fields.nth(1)?;
        if listening_only && state != LISTEN {
            return None;
        }
        let uid = fields.nth(3)?.parse().ok()?;
        let inode = fields.nth(1)?.parse().ok()?;
        Some(Entry { local, uid, inode })
    };
    text.lines().skip(1).filter_map(entry).collect()
}

/// "0100007F:13C4" is 127.0.0.1:5060: each 32-bit word of the address as the machine keeps it in memory, in
/// hexadecimal digits; the port as one would write it.
fn address(text: &str) -> Option<SocketAddr> {
    let (ip, port) = text.split_once(':')?;
    let port = u16::from_str_radix(port, 16).ok()?;
    let mut bytes = Vec::with_capacity(16);
    for at in (0..ip.len()).step_by(8) {
        let word = u32::from_str_radix(ip.get(at..at + 8)?, 16).ok()?;
        bytes.extend_from_slice(&word.to_ne_bytes());
    }
    let ip = match bytes.len() {
        4 => IpAddr::V4(Ipv4Addr::from(<[u8; 4]>::try_from(bytes).ok()?)),
        16 => IpAddr::V6(Ipv6Addr::from(<[u8; 16]>::try_from(bytes).ok()?)),
        _ => return None,
    };
    Some(SocketAddr::new(ip, port))
}
