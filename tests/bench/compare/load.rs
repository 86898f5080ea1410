//! SIP load, open-loop: a request leaves when it is due, whatever came of those before, and none is sent again. What
//! is not answered is lost. One thread, datagrams in batches, messages written and read by place.

pub(crate) mod callee;
pub(crate) mod calls;
pub(crate) mod dialog;
pub(crate) mod digest;
pub(crate) mod md5;
pub(crate) mod message;
pub(crate) mod pace;
pub(crate) mod registrations;
pub(crate) mod tally;

use std::net::{Ipv4Addr, SocketAddrV4};
use std::sync::atomic::{AtomicU32, Ordering};

/// Where callers are. Asterisk of the peers takes 127.0.0.2 for a trunk.
pub(crate) const CALLERS: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::new(127, 0, 0, 4), 5070);
/// Where callees are.
pub(crate) const CALLEES: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::new(127, 0, 0, 3), 5080);

/// A number by which answers to this load are told from those to one before.
fn number_of_run() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    std::process::id() << 16 | NEXT.fetch_add(1, Ordering::Relaxed) & 0xffff
}

fn write_address(message: &mut message::Writer<'_>, address: SocketAddrV4) {
    let [a, b, c, d] = address.ip().octets().map(u32::from);
    message.number(a).text(".").number(b).text(".").number(c).text(".").number(d);
    message.text(":").number(address.port().into());
}
