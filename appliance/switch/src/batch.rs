//! Datagrams in batches (recvmmsg and sendmmsg, Linux), with the own address that each came to or leaves from
//! (IP_PKTINFO, and RFC 3542 §6.1). The only unsafe code of the crate: everything that is handed to the kernel
//! points into arrays of this module that live longer than the call.

use std::io;
use std::mem;
use std::net::SocketAddr;
use std::os::fd::{AsRawFd, BorrowedFd};
use std::ptr;

use address::{Control, empty_name, read_name, read_own_address, write_name, write_own_address};

pub(crate) use address::OwnAddress;

mod address;

/// A datagram that came.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Datagram<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) source: SocketAddr,
    /// What it came to; none where the socket does not ask.
    pub(crate) to: Option<OwnAddress>,
}

/// A datagram to send.
#[derive(Debug)]
pub(crate) struct Outgoing {
    pub(crate) bytes: Vec<u8>,
    pub(crate) to: SocketAddr,
    /// What it leaves from; none leaves the choice to the system.
    pub(crate) from: Option<OwnAddress>,
}

/// Room for datagrams that come in one system call.
pub(crate) struct ReceiveBatch {
    bytes: Box<[u8]>,
    bytes_each: usize,
    names: Box<[libc::sockaddr_storage]>,
    controls: Box<[Control]>,
    received: Vec<Received>,
    /// How many the next call takes.
    next: usize,
}

struct Received {
    length: usize,
    source: Option<SocketAddr>,
    to: Option<OwnAddress>,
    is_truncated: bool,
}

impl ReceiveBatch {
    /// Room for so many datagrams, at most [`MAX_SLOTS`], of at most so many bytes. Memory that no datagram fills stays untouched.
    pub(crate) fn new(slots: usize, bytes_each: usize) -> Self {
        let slots = slots.min(MAX_SLOTS);
        Self {
            bytes: vec![0; slots * bytes_each].into_boxed_slice(),
            bytes_each,
            names: vec![empty_name(); slots].into_boxed_slice(),
            controls: vec![Control([0; 64]); slots].into_boxed_slice(),
            received: Vec::with_capacity(slots),
            next: FEW_SLOTS.min(slots),
        }
    }

    /// Receives without waiting; says how many came, and whether there may be more. What is prepared for the kernel costs
    /// by its number, so a call takes few datagrams until one has brought as many.
    pub(crate) fn receive(&mut self, socket: BorrowedFd<'_>) -> io::Result<(usize, bool)> {
        let slots = self.next;
        // Where nothing or an error comes, few are right too.
        self.next = FEW_SLOTS.min(self.names.len());
        let count = match slots {
            ..=FEW_SLOTS => self.receive_up_to::<FEW_SLOTS>(socket)?,
            _ => self.receive_up_to::<MAX_SLOTS>(socket)?,
        };
        let has_more = count >= slots;
        if has_more {
            self.next = self.names.len();
        }
        Ok((count, has_more))
    }

    fn receive_up_to<const N: usize>(&mut self, socket: BorrowedFd<'_>) -> io::Result<usize> {
        self.received.clear();
        let mut parts = [EMPTY_PART; N];
        let mut headers = empty_headers::<N>();
        let slots = N.min(self.names.len());
        let rooms = self.bytes.chunks_exact_mut(self.bytes_each);
        let places = self.names.iter_mut().zip(&mut self.controls).zip(rooms);
        for (((name, control), room), (header, part)) in places.zip(headers.iter_mut().zip(&mut parts)) {
            *part = libc::iovec { iov_base: room.as_mut_ptr().cast(), iov_len: room.len() };
            let header = &mut header.msg_hdr;
            header.msg_name = ptr::from_mut(name).cast();
            header.msg_namelen = size_of::<libc::sockaddr_storage>() as _;
            header.msg_iov = part;
            header.msg_iovlen = 1;
            header.msg_control = control.0.as_mut_ptr().cast();
            header.msg_controllen = control.0.len() as _;
        }
        let count = retry(|| {
            // SAFETY: the first `slots` headers point to a name, a control buffer and a room each, all alive and
            // writable with the lengths that are given; no time-out is passed.
            unsafe {
                libc::recvmmsg(
                    socket.as_raw_fd(),
                    headers.as_mut_ptr(),
                    slots as _,
                    libc::MSG_DONTWAIT as _,
                    ptr::null_mut(),
                )
            }
        })?;
        for header in headers.iter().take(count) {
            self.received.push(Received {
                length: header.msg_len as usize,
                source: read_name(&header.msg_hdr),
                to: read_own_address(&header.msg_hdr),
                is_truncated: header.msg_hdr.msg_flags & libc::MSG_TRUNC != 0,
            });
        }
        Ok(count)
    }

    /// The datagrams of the last call, to be changed where they are: the room of each, how much of it is filled, and
    /// the source; without those that did not fit.
    pub(crate) fn datagrams_mut(&mut self) -> impl Iterator<Item = (&mut [u8], usize, SocketAddr)> {
        let rooms = self.bytes.chunks_exact_mut(self.bytes_each);
        self.received.iter().zip(rooms).filter_map(|(received, room)| {
            let fits = !received.is_truncated && received.length <= room.len();
            fits.then_some((room, received.length, received.source?))
        })
    }

    /// The datagrams of the last call, without those that did not fit.
    pub(crate) fn datagrams(&self) -> impl Iterator<Item = Datagram<'_>> {
        let rooms = self.bytes.chunks_exact(self.bytes_each);
        self.received.iter().zip(rooms).filter_map(|(received, room)| {
            let bytes = room.get(..received.length).filter(|_| !received.is_truncated)?;
            Some(Datagram { bytes, source: received.source?, to: received.to })
        })
    }
}

/// The most datagrams in one system call, in and out.
pub(crate) const MAX_SLOTS: usize = 32;
/// Where there is little to do: two, so that a call that brings one says that there are no more.
const FEW_SLOTS: usize = 2;

/// Sends as many of the first [`MAX_SLOTS`] messages as the system takes in one call, at least one. An error is
/// about the first message.
pub(crate) fn send(socket: BorrowedFd<'_>, messages: &[Outgoing]) -> io::Result<usize> {
    match messages.len() {
        ..=FEW_SLOTS => send_up_to::<FEW_SLOTS>(socket, messages),
        _ => send_up_to::<MAX_SLOTS>(socket, messages),
    }
}

fn send_up_to<const N: usize>(socket: BorrowedFd<'_>, messages: &[Outgoing]) -> io::Result<usize> {
    let mut names = [empty_name(); N];
    let mut controls = [Control([0; 64]); N];
    let mut parts = [EMPTY_PART; N];
    let mut headers = empty_headers::<N>();
    let places = names.iter_mut().zip(&mut controls).zip(&mut parts).zip(&mut headers);
    for (message, (((name, control), part), header)) in messages.iter().zip(places) {
        // The kernel only reads it.
        *part =
            libc::iovec { iov_base: message.bytes.as_ptr().cast_mut().cast(), iov_len: message.bytes.len() };
        let header = &mut header.msg_hdr;
        header.msg_namelen = write_name(name, message.to);
        header.msg_name = ptr::from_mut(name).cast();
        header.msg_iov = part;
        header.msg_iovlen = 1;
        if let Some(from) = message.from {
            write_own_address(header, control, from);
        }
    }
    retry(|| {
        // musl's sendmmsg is a loop of single calls, since some of its fields are narrower than the kernel's; what is
        // between them is zero here, so that on these processors the kernel reads the same numbers.
        const { assert!(cfg!(target_endian = "little")) };
        // SAFETY: the first headers, as many as messages, point to names, controls and parts of this frame and
        // to the messages' bytes.
        unsafe {
            libc::syscall(
                libc::SYS_sendmmsg,
                socket.as_raw_fd(),
                headers.as_mut_ptr(),
                messages.len().min(N),
                libc::MSG_DONTWAIT,
            ) as libc::c_int
        }
    })
}

/// Asks the system to tell with each datagram which own address it came to.
pub(crate) fn ask_for_own_address(socket: BorrowedFd<'_>, local: SocketAddr) -> io::Result<()> {
    match local {
        SocketAddr::V4(_) => set_option(socket, libc::IPPROTO_IP, libc::IP_PKTINFO, 1),
        SocketAddr::V6(_) => set_option(socket, libc::IPPROTO_IPV6, libc::IPV6_RECVPKTINFO, 1),
    }
}

/// Asks for a receive buffer of this size: beyond the system's limit, which only a privileged program may, else up to it.
/// A smaller one still works.
pub(crate) fn ask_for_receive_buffer(socket: BorrowedFd<'_>, bytes: i32) {
    if set_option(socket, libc::SOL_SOCKET, libc::SO_RCVBUFFORCE, bytes).is_err() {
        let _ = set_option(socket, libc::SOL_SOCKET, libc::SO_RCVBUF, bytes);
    }
}

fn set_option(socket: BorrowedFd<'_>, level: i32, name: i32, value: i32) -> io::Result<()> {
    // SAFETY: the value is an int, and its size is given.
    retry(|| unsafe {
        libc::setsockopt(
            socket.as_raw_fd(),
            level,
            name,
            ptr::from_ref(&value).cast(),
            size_of::<i32>() as libc::socklen_t,
        )
    })
    .map(|_| ())
}

/// Calls until no signal interrupts.
fn retry(mut call: impl FnMut() -> libc::c_int) -> io::Result<usize> {
    loop {
        if let Ok(count) = usize::try_from(call()) {
            return Ok(count);
        }
        let error = io::Error::last_os_error();
        if error.kind() != io::ErrorKind::Interrupted {
            return Err(error);
        }
    }
}

const EMPTY_PART: libc::iovec = libc::iovec { iov_base: ptr::null_mut(), iov_len: 0 };

fn empty_headers<const N: usize>() -> [libc::mmsghdr; N] {
    // SAFETY: a header of zeros is one without name, parts and control.
    unsafe { mem::zeroed() }
}

#[cfg(test)]
mod tests;
