//! What relaying costs at least: three bare loops that know beforehand who speaks to whom, check nothing and keep nothing, as
//! one would write them in C. This program is started anew as one of them (`--yardstick NAME CALLS`), so that the kernel
//! counts their processor time apart.
//!
//! - `conn`: a socket a leg, connected to its telephone, level-triggered epoll, one `recv` and one `send` a packet.
//! - `open`: the same with sockets that hear everybody, hence one `recvfrom` and one `sendto` a packet.
//! - `shared`: one socket for all, up to 64 packets by one `recvmmsg` and one `sendmmsg`, a table by the port it came from.

#![expect(unsafe_code, reason = "the bare calls of the kernel")]

use std::io::{self, Write as _};
use std::mem;
use std::net::{Ipv4Addr, SocketAddrV4, UdpSocket};
use std::os::fd::AsRawFd;
use std::ptr;

use super::epoll::Epoll;
use super::generator::Leg;
use super::telephones::SOUND;
use crate::udp;

/// Names in the table.
pub(crate) const CONN: &str = "conn";
/// The one whose sockets hear everybody.
pub(crate) const OPEN: &str = "open";
/// The one with a port for all.
pub(crate) const SHARED: &str = "shared";

const RELAY: Ipv4Addr = Ipv4Addr::LOCALHOST;
const TELEPHONES: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);
/// The first port of the relay.
const PORT: u16 = 10_000;
const BATCH: usize = 64;
const ROOM: usize = 2_048;
const NAME_BYTES: libc::socklen_t = size_of::<libc::sockaddr_in>() as _;

/// The telephones of so many calls through this yardstick.
pub(crate) fn legs(name: &str, calls: u16) -> Vec<Leg> {
    let remote = |leg| SocketAddrV4::new(RELAY, if name == SHARED { PORT } else { PORT + leg });
    (0..2 * calls).map(|leg| Leg { local: telephone(leg), remote: remote(leg) }).collect()
}

fn telephone(leg: u16) -> SocketAddrV4 {
    SocketAddrV4::new(TELEPHONES, SOUND + leg)
}

/// Is the yardstick of this name for so many calls, until it is killed. Says a line when it is ready.
pub(crate) fn run(name: &str, calls: u16) -> io::Result<()> {
    match name {
        CONN => a_socket_a_leg(2 * calls, true),
        OPEN => a_socket_a_leg(2 * calls, false),
        SHARED => shared(2 * calls),
        _ => Err(io::Error::other("it has another name")),
    }
}

fn ready() -> io::Result<()> {
    io::stdout().write_all(b"ready\n")
}

fn a_socket_a_leg(legs: u16, is_connected: bool) -> io::Result<()> {
    let mut epoll = Epoll::new()?;
    let others = others(legs);
    let mut sockets = Vec::new();
    for leg in 0..legs {
        let socket = UdpSocket::bind((RELAY, PORT + leg))?;
        udp::buffers(&socket, 1 << 17);
        if is_connected {
            socket.connect(telephone(leg))?;
        }
        epoll.add(&socket, usize::from(leg))?;
        sockets.push(socket);
    }
    let files: Vec<i32> = sockets.iter().map(AsRawFd::as_raw_fd).collect();
    let mut room = [0_u8; ROOM];
    let room = room.as_mut_ptr().cast();
    // SAFETY: an address of zeros is an empty one.
    let mut source: libc::sockaddr_in = unsafe { mem::zeroed() };
    ready()?;
    loop {
        for place in 0..epoll.wait(None) {
            let leg = epoll.ready(place);
            // SAFETY: room and names are as long as is said, and what is sent from the room was received into it.
            unsafe {
                if is_connected {
                    let length = libc::recv(files[leg], room, ROOM, libc::MSG_DONTWAIT);
                    if length > 0 {
                        libc::send(files[leg ^ 1], room, length as usize, libc::MSG_DONTWAIT);
                    }
                } else {
                    let (name, mut bytes) = (ptr::from_mut(&mut source).cast(), NAME_BYTES);
                    let length =
                        libc::recvfrom(files[leg], room, ROOM, libc::MSG_DONTWAIT, name, &raw mut bytes);
                    if length > 0 {
                        let (length, to) = (length as usize, ptr::from_ref(&others[leg]).cast());
                        libc::sendto(files[leg ^ 1], room, length, libc::MSG_DONTWAIT, to, NAME_BYTES);
                    }
                }
            }
        }
    }
}

/// Where packets of each leg go: to the other one of its call.
fn others(legs: u16) -> Vec<libc::sockaddr_in> {
    let other = |leg| {
        let address = telephone(leg ^ 1);
        // SAFETY: an address of zeros is an empty one.
        let mut other: libc::sockaddr_in = unsafe { mem::zeroed() };
        other.sin_family = libc::AF_INET as _;
        other.sin_port = address.port().to_be();
        other.sin_addr.s_addr = u32::from(*address.ip()).to_be();
        other
    };
    (0..legs).map(other).collect()
}

fn shared(legs: u16) -> io::Result<()> {
    let socket = UdpSocket::bind((RELAY, PORT))?;
    udp::buffers(&socket, 4 << 20);
    let socket_file = socket.as_raw_fd();
    // SAFETY: addresses, parts and headers of zeros are empty ones.
    let (name, part, header): (libc::sockaddr_in, libc::iovec, libc::mmsghdr) = unsafe { mem::zeroed() };
    let mut others = others(legs);
    let mut rooms = vec![[0_u8; ROOM]; BATCH];
    let mut sources = [name; BATCH];
    let (mut parts_in, mut parts_out) = ([part; BATCH], [part; BATCH]);
    let (mut headers_in, mut headers_out) = ([header; BATCH], [header; BATCH]);
    for place in 0..BATCH {
        parts_in[place] = libc::iovec { iov_base: rooms[place].as_mut_ptr().cast(), iov_len: ROOM };
        headers_in[place].msg_hdr.msg_iov = &raw mut parts_in[place];
        headers_in[place].msg_hdr.msg_iovlen = 1;
        headers_in[place].msg_hdr.msg_name = ptr::from_mut(&mut sources[place]).cast();
        headers_in[place].msg_hdr.msg_namelen = NAME_BYTES;
        headers_out[place].msg_hdr.msg_iov = &raw mut parts_out[place];
        headers_out[place].msg_hdr.msg_iovlen = 1;
        headers_out[place].msg_hdr.msg_namelen = NAME_BYTES;
    }
    ready()?;
    loop {
        let mut out = 0;
        // SAFETY: every header points to a part, a room and a name above, with their lengths.
        let came = unsafe {
            let headers = headers_in.as_mut_ptr();
            libc::recvmmsg(socket_file, headers, BATCH as _, libc::MSG_WAITFORONE as _, ptr::null_mut())
        };
        for place in 0..usize::try_from(came).unwrap_or(0) {
            let leg = u16::from_be(sources[place].sin_port).wrapping_sub(SOUND);
            if let Some(other) = others.get_mut(usize::from(leg)) {
                let iov_len = headers_in[place].msg_len as usize;
                parts_out[out] = libc::iovec { iov_base: parts_in[place].iov_base, iov_len };
                headers_out[out].msg_hdr.msg_name = ptr::from_mut(other).cast();
                out += 1;
            }
        }
        let mut sent = 0;
        while sent < out {
            // SAFETY: the first headers point to parts in the rooms and to names in the table.
            let went = unsafe {
                let headers = headers_out.as_mut_ptr().add(sent);
                libc::sendmmsg(socket_file, headers, (out - sent) as _, 0)
            };
            sent += usize::try_from(went).unwrap_or(1).max(1);
        }
    }
}
