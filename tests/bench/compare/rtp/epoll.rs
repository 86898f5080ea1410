//! Waiting for many sockets at once (epoll, level-triggered), to a fraction of a millisecond.

#![expect(unsafe_code, reason = "Linux's own calls, which the standard library does not have")]

use std::io;
use std::mem;
use std::os::fd::{AsFd, AsRawFd as _, FromRawFd as _, OwnedFd};
use std::ptr;
use std::time::Duration;

/// Sockets told in one turn; the others in the next.
const EVENTS: usize = 512;

/// A set of sockets, each with a number that says which it is.
pub(crate) struct Epoll {
    set: OwnedFd,
    events: Box<[libc::epoll_event; EVENTS]>,
}

impl Epoll {
    /// An empty set.
    pub(crate) fn new() -> io::Result<Self> {
        // SAFETY: it takes no pointer, and who else would own the new descriptor; events of zeros are empty ones.
        let (set, events) = unsafe {
            let set = libc::epoll_create1(libc::EPOLL_CLOEXEC);
            if set < 0 {
                return Err(io::Error::last_os_error());
            }
            (OwnedFd::from_raw_fd(set), mem::zeroed())
        };
        Ok(Self { set, events: Box::new(events) })
    }

    /// Adds a socket, which must stay open as long as it is waited for.
    pub(crate) fn add(&self, socket: &impl AsFd, number: usize) -> io::Result<()> {
        let mut event = libc::epoll_event { events: libc::EPOLLIN as u32, u64: number as u64 };
        let socket = socket.as_fd().as_raw_fd();
        // SAFETY: the event is whole, and the kernel copies it.
        let result =
            unsafe { libc::epoll_ctl(self.set.as_raw_fd(), libc::EPOLL_CTL_ADD, socket, &raw mut event) };
        if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
    }

    /// Waits so long, or for ever, until sockets can be read; how many, which [`Self::ready`] tells.
    pub(crate) fn wait(&mut self, patience: Option<Duration>) -> usize {
        let time = patience.map(|patience| libc::timespec {
            tv_sec: patience.as_secs() as libc::time_t,
            tv_nsec: patience.subsec_nanos().into(),
        });
        let time = time.as_ref().map_or(ptr::null(), ptr::from_ref);
        let (set, events) = (self.set.as_raw_fd(), self.events.as_mut_ptr());
        // SAFETY: there is room for as many events as are asked for; the time lives on; no signal mask is passed.
        let count = unsafe { libc::epoll_pwait2(set, events, EVENTS as libc::c_int, time, ptr::null()) };
        usize::try_from(count).unwrap_or(0)
    }

    /// The number of a socket that was ready at the last call.
    pub(crate) fn ready(&self, place: usize) -> usize {
        self.events[place].u64 as usize
    }
}
