//! Datagrams in batches (recvmmsg and sendmmsg) and waiting for them: what the generators and the yardsticks stand on.
//! Everything that is handed to the kernel points into the batch that hands it.

#![expect(unsafe_code, reason = "Linux's own calls, which the standard library does not have")]

use std::io;
use std::mem;
use std::net::{Ipv4Addr, SocketAddrV4, UdpSocket};
use std::os::fd::{AsRawFd, BorrowedFd};
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Datagrams in one system call.
pub(crate) const BATCH: usize = 64;
/// Room for each.
pub(crate) const ROOM: usize = 2_048;

/// Whether generators ask for datagrams without end instead of waiting. A server pays for waking who waits: at 500
/// REGISTERs a second that is a third of what the bare loop takes.
pub(crate) static IS_AWAKE: AtomicBool = AtomicBool::new(false);

/// A socket that waits for nothing, with room for many datagrams.
pub(crate) fn bind(address: SocketAddrV4) -> io::Result<UdpSocket> {
    let socket = UdpSocket::bind(address)?;
    socket.set_nonblocking(true)?;
    buffers(&socket, 32 << 20);
    Ok(socket)
}

/// Asks for buffers of this size: beyond the system's limit where that is allowed, else up to it.
pub(crate) fn buffers(socket: &UdpSocket, bytes: i32) {
    let options = [(libc::SO_RCVBUFFORCE, libc::SO_RCVBUF), (libc::SO_SNDBUFFORCE, libc::SO_SNDBUF)];
    let set = |name| {
        // SAFETY: the value is an int, and its size is given.
        unsafe {
            let value = ptr::from_ref(&bytes).cast();
            libc::setsockopt(socket.as_raw_fd(), libc::SOL_SOCKET, name, value, size_of::<i32>() as _)
        }
    };
    for (force, ask) in options {
        if set(force) != 0 {
            set(ask);
        }
    }
}

/// Waits until one of these may be read, or for so long; less than a millisecond is meant, too.
pub(crate) fn wait(sockets: &[BorrowedFd<'_>], patience: Duration) {
    if IS_AWAKE.load(Ordering::Relaxed) && !sockets.is_empty() {
        return;
    }
    let polled =
        |socket: &BorrowedFd<'_>| libc::pollfd { fd: socket.as_raw_fd(), events: libc::POLLIN, revents: 0 };
    let mut polled: Vec<libc::pollfd> = sockets.iter().map(polled).collect();
    let patience = libc::timespec {
        tv_sec: patience.as_secs() as libc::time_t,
        tv_nsec: patience.subsec_nanos().into(),
    };
    // SAFETY: the list has the length that is given, and the time is whole; no signal mask is passed.
    unsafe { libc::ppoll(polled.as_mut_ptr(), polled.len() as _, &raw const patience, ptr::null()) };
}

/// What one system call brings, or takes.
pub(crate) struct Batch {
    bytes: Box<[[u8; ROOM]]>,
    names: Box<[libc::sockaddr_in]>,
    parts: Box<[libc::iovec]>,
    headers: Box<[libc::mmsghdr]>,
    /// How many hold a datagram.
    filled: usize,
}

impl Default for Batch {
    fn default() -> Self {
        // SAFETY: addresses, parts and headers of zeros are empty ones.
        let (name, part, header) = unsafe { (mem::zeroed(), mem::zeroed(), mem::zeroed()) };
        Self {
            bytes: vec![[0; ROOM]; BATCH].into_boxed_slice(),
            names: vec![name; BATCH].into_boxed_slice(),
            parts: vec![part; BATCH].into_boxed_slice(),
            headers: vec![header; BATCH].into_boxed_slice(),
            filled: 0,
        }
    }
}

impl Batch {
    /// Receives without waiting; how many datagrams came.
    pub(crate) fn receive(&mut self, socket: &UdpSocket) -> usize {
        self.receive_as(socket, libc::MSG_DONTWAIT)
    }

    /// Waits for a datagram, and receives those that are there by then: one system call less than to poll first. The
    /// socket must be one that waits.
    pub(crate) fn receive_waiting(&mut self, socket: &UdpSocket) -> usize {
        self.receive_as(socket, libc::MSG_WAITFORONE)
    }

    fn receive_as(&mut self, socket: &UdpSocket, flags: libc::c_int) -> usize {
        for place in 0..BATCH {
            self.point(place, ROOM, true);
        }
        let headers = self.headers.as_mut_ptr();
        // SAFETY: each header points to a name and a room of this batch, with their lengths.
        let count =
            unsafe { libc::recvmmsg(socket.as_raw_fd(), headers, BATCH as _, flags as _, ptr::null_mut()) };
        self.filled = usize::try_from(count).unwrap_or(0);
        self.filled
    }

    /// A datagram that came, and from where.
    pub(crate) fn datagram(&self, place: usize) -> (&[u8], SocketAddrV4) {
        let name = &self.names[place];
        let ip = Ipv4Addr::from(u32::from_be(name.sin_addr.s_addr));
        let length = self.headers[place].msg_len as usize;
        (&self.bytes[place][..length.min(ROOM)], SocketAddrV4::new(ip, u16::from_be(name.sin_port)))
    }

    /// Writes a datagram to be sent, to where the socket is connected or to this address; `write` says how long it is.
    /// Sends what has gathered when the batch is full.
    pub(crate) fn push(
        &mut self,
        socket: &UdpSocket,
        to: Option<SocketAddrV4>,
        write: impl FnOnce(&mut [u8; ROOM]) -> usize,
    ) {
        let place = self.filled;
        let length = write(&mut self.bytes[place]);
        if let Some(to) = to {
            let name = &mut self.names[place];
            name.sin_family = libc::AF_INET as _;
            name.sin_port = to.port().to_be();
            name.sin_addr.s_addr = u32::from(*to.ip()).to_be();
        }
        self.point(place, length, to.is_some());
        self.filled += 1;
        if self.filled == BATCH {
            self.send(socket);
        }
    }

    /// Sends what has gathered. What the system does not take is lost, as on a network.
    pub(crate) fn send(&mut self, socket: &UdpSocket) {
        let mut sent = 0;
        while sent < self.filled {
            let headers = self.headers[sent..self.filled].as_mut_ptr();
            // SAFETY: the headers from `sent` on point to names and bytes of this batch, with their lengths.
            let count = unsafe {
                libc::sendmmsg(
                    socket.as_raw_fd(),
                    headers,
                    (self.filled - sent) as _,
                    libc::MSG_DONTWAIT as _,
                )
            };
            // An error is about the first of them.
            sent += usize::try_from(count).unwrap_or(1);
        }
        self.filled = 0;
    }

    fn point(&mut self, place: usize, length: usize, is_named: bool) {
        let room = self.bytes[place].as_mut_ptr();
        self.parts[place] = libc::iovec { iov_base: room.cast(), iov_len: length };
        let header = &mut self.headers[place].msg_hdr;
        header.msg_iov = &raw mut self.parts[place];
        header.msg_iovlen = 1;
        header.msg_name =
            if is_named { ptr::from_mut(&mut self.names[place]).cast() } else { ptr::null_mut() };
        header.msg_namelen = if is_named { size_of::<libc::sockaddr_in>() as _ } else { 0 };
    }
}
