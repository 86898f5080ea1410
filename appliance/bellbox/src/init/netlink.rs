//! Addresses and routes by rtnetlink(7): three requests, each acknowledged by the kernel.

use std::io;
use std::net::Ipv4Addr;
use std::os::fd::OwnedFd;

use rustix::net::netlink::SocketAddrNetlink;
use rustix::net::{
    AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType, connect, recv, send, socket_with,
};

/// Message types, flags and attributes of linux/netlink.h, rtnetlink.h, if_addr.h.
const ERROR: u16 = 2;
const NEW_LINK: u16 = 16;
const NEW_ADDRESS: u16 = 20;
const DELETE_ADDRESS: u16 = 21;
const NEW_ROUTE: u16 = 24;
const REQUEST_ACK: u16 = 0x5;
const CREATE_REPLACE: u16 = 0x500;
const UP: u32 = 1;
const INET: u8 = 2;
const ADDRESS: u16 = 1;
const LOCAL: u16 = 2;
const BROADCAST: u16 = 4;
const OUT_CARD: u16 = 4;
const GATEWAY: u16 = 5;
const TABLE_MAIN: u8 = 254;
const PROTOCOL_DHCP: u8 = 16;
const UNICAST: u8 = 1;

/// Length of a message's header, and of an attribute's.
const HEADER: usize = 16;
const ATTRIBUTE_HEADER: u16 = 4;

/// An open door to the kernel.
pub(super) struct Netlink {
    socket: OwnedFd,
}

impl Netlink {
    /// Opens it.
    pub(super) fn open() -> io::Result<Self> {
        let socket = socket_with(AddressFamily::NETLINK, SocketType::RAW, SocketFlags::CLOEXEC, None)?;
        connect(&socket, &SocketAddrNetlink::new(0, 0))?;
        Ok(Self { socket })
    }

    /// Switches a network card on.
    pub(super) fn switch_on(&self, card: u32) -> io::Result<()> {
        self.ask(link_up(card))
    }

    /// Gives a card an address.
    pub(super) fn add(&self, card: u32, address: Ipv4Addr, prefix: u8) -> io::Result<()> {
        self.ask(address_of(NEW_ADDRESS, CREATE_REPLACE, card, address, prefix))
    }

    /// Takes an address from a card.
    pub(super) fn remove(&self, card: u32, address: Ipv4Addr, prefix: u8) -> io::Result<()> {
        self.ask(address_of(DELETE_ADDRESS, 0, card, address, prefix))
    }

    /// Sends everything that is not for this network through this router.
    pub(super) fn route_by(&self, card: u32, router: Ipv4Addr) -> io::Result<()> {
        self.ask(default_route(card, router))
    }

    /// Sends a request and waits for the acknowledgement.
    fn ask(&self, request: Vec<u8>) -> io::Result<()> {
        send(&self.socket, &request, SendFlags::empty())?;
        let mut answer = [0; 1024];
        let (length, _) = recv(&self.socket, &mut answer[..], RecvFlags::empty())?;
        match outcome(answer.get(..length).unwrap_or_default()) {
            Some(0) => Ok(()),
            Some(error) => Err(io::Error::from_raw_os_error(error.wrapping_neg())),
            None => Err(io::Error::other("the kernel answers something else")),
        }
    }
}

/// The error number in an acknowledgement, negative; 0 is success.
fn outcome(answer: &[u8]) -> Option<i32> {
    let kind = u16::from_ne_bytes(answer.get(4..6)?.try_into().ok()?);
    let error = i32::from_ne_bytes(answer.get(HEADER..HEADER + 4)?.try_into().ok()?);
    (kind == ERROR).then_some(error)
}

fn link_up(card: u32) -> Vec<u8> {
    // ifinfomsg: family, padding, type; index; flags; which of them change.
    let mut body = vec![0; 4];
    for number in [card, UP, UP] {
        body.extend(number.to_ne_bytes());
    }
    message(NEW_LINK, 0, &body)
}

fn address_of(kind: u16, flags: u16, card: u32, address: Ipv4Addr, prefix: u8) -> Vec<u8> {
    // ifaddrmsg: family, prefix, flags, scope; index.
    let mut body = vec![INET, prefix, 0, 0];
    body.extend(card.to_ne_bytes());
    let hosts = u32::MAX.checked_shr(prefix.into()).unwrap_or(0);
    let broadcast = Ipv4Addr::from(u32::from(address) | hosts);
    attribute(&mut body, LOCAL, address.octets());
    attribute(&mut body, ADDRESS, address.octets());
    attribute(&mut body, BROADCAST, broadcast.octets());
    message(kind, flags, &body)
}

fn default_route(card: u32, router: Ipv4Addr) -> Vec<u8> {
    // rtmsg: family, lengths of destination and source, service; table, protocol, scope, type; flags.
    let mut body = vec![INET, 0, 0, 0, TABLE_MAIN, PROTOCOL_DHCP, 0, UNICAST, 0, 0, 0, 0];
    attribute(&mut body, OUT_CARD, card.to_ne_bytes());
    attribute(&mut body, GATEWAY, router.octets());
    message(NEW_ROUTE, CREATE_REPLACE, &body)
}

/// Appends an attribute; all of ours have four octets, and so need no padding.
fn attribute(body: &mut Vec<u8>, kind: u16, value: [u8; 4]) {
    body.extend((ATTRIBUTE_HEADER + 4).to_ne_bytes());
    body.extend(kind.to_ne_bytes());
    body.extend(value);
}

fn message(kind: u16, flags: u16, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(HEADER + body.len()).unwrap_or(u32::MAX);
    let mut message = Vec::with_capacity(HEADER + body.len());
    message.extend(length.to_ne_bytes());
    message.extend(kind.to_ne_bytes());
    message.extend((REQUEST_ACK | flags).to_ne_bytes());
    // Sequence and sender: one request at a time needs neither.
    message.extend([0; 8]);
    message.extend(body);
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length(message: &[u8]) -> usize {
        u32::from_ne_bytes(message[..4].try_into().unwrap()) as usize
    }

    #[test]
    fn lengths_are_right_and_whole_words() {
        let address = Ipv4Addr::new(192, 0, 2, 7);
        let messages =
            [link_up(2), address_of(NEW_ADDRESS, CREATE_REPLACE, 2, address, 24), default_route(2, address)];
        for message in messages {
            assert_eq!(length(&message), message.len());
            assert_eq!(message.len() % 4, 0);
        }
    }

    #[test]
    fn an_address_has_its_broadcast_address() {
        let of = |prefix| address_of(NEW_ADDRESS, 0, 2, Ipv4Addr::new(192, 0, 2, 7), prefix);
        let last = |message: Vec<u8>| <[u8; 4]>::try_from(&message[message.len() - 4..]).unwrap();
        assert_eq!(last(of(24)), [192, 0, 2, 255]);
        assert_eq!(last(of(30)), [192, 0, 2, 7]);
        assert_eq!(last(of(32)), [192, 0, 2, 7]);
        assert_eq!(last(of(0)), [255; 4]);
    }

    #[test]
    fn an_acknowledgement_is_read() {
        let mut answer = message(ERROR, 0, &(-17_i32).to_ne_bytes());
        assert_eq!(outcome(&answer), Some(-17));
        answer.truncate(19);
        assert_eq!(outcome(&answer), None);
        assert_eq!(outcome(&message(NEW_LINK, 0, &[0; 4])), None);
    }

    /// Without rights it is refused, with them the card is not found: either way it was understood.
    #[test]
    fn the_kernel_understands_a_request() {
        let netlink = Netlink::open().unwrap();
        // No card has this number.
        let refused = netlink.switch_on(u32::MAX / 2).unwrap_err();
        assert!(refused.raw_os_error().is_some(), "{refused}");
    }
}
