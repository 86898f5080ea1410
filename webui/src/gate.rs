//! Who may connect: at most so many at once, and so many from one place.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The bounds of the web server.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections at once; one more is closed unread.
    pub connections: usize,
    /// Connections at once from one address (IPv6: one /64 network); one more is closed unread.
    pub connections_per_address: usize,
    /// For the TLS handshake; then the connection is closed.
    pub handshake: Duration,
    /// For the head of a request, counted from the end of the one before; then the connection is closed.
    pub header: Duration,
    /// A connection's whole life, so that one who reads an answer byte by byte does not stay for ever.
    pub life: Duration,
    /// Bytes of a request's head; more is answered 431. A body of more is answered 413.
    pub request_bytes: usize,
    /// Requests that ask the program something at once; others wait for their turn, and get 503 when it does not come.
    pub questions: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 256,
            connections_per_address: 32,
            handshake: Duration::from_secs(10),
            header: Duration::from_secs(10),
            life: Duration::from_secs(600),
            request_bytes: 64 * 1024,
            questions: 4,
        }
    }
}

/// Counts connections. Its table has at most [`Limits::connections`] entries: an address without a connection is
/// not in it.
#[derive(Clone, Debug)]
pub(crate) struct Gate {
    limits: Limits,
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// Connections by the place that they come from.
    open: Mutex<HashMap<IpAddr, usize>>,
    accepted: AtomicU64,
    refused: AtomicU64,
}

/// A connection's right to exist; given back when dropped.
#[derive(Debug)]
pub(crate) struct Pass {
    place: IpAddr,
    inner: Arc<Inner>,
}

impl Gate {
    pub(crate) fn new(limits: Limits) -> Self {
        Self { limits, inner: Arc::default() }
    }

    /// Lets one in, or says no by `None`.
    pub(crate) fn enter(&self, address: IpAddr) -> Option<Pass> {
        let place = place(address);
        let mut open = self.inner.open.lock().unwrap_or_else(PoisonError::into_inner);
        let here = open.get(&place).copied().unwrap_or(0);
        let all: usize = open.values().sum();
        if all >= self.limits.connections || here >= self.limits.connections_per_address {
            self.inner.refused.fetch_add(1, Ordering::Relaxed);
            return None;
        }
        open.insert(place, here + 1);
        self.inner.accepted.fetch_add(1, Ordering::Relaxed);
        let inner = Arc::clone(&self.inner);
        Some(Pass { place, inner })
    }

    /// Connections open now, let in and refused so far.
    pub(crate) fn counts(&self) -> (u64, u64, u64) {
        let open = self.inner.open.lock().unwrap_or_else(PoisonError::into_inner);
        (
            open.values().map(|&n| n as u64).sum(),
            self.inner.accepted.load(Ordering::Relaxed),
            self.inner.refused.load(Ordering::Relaxed),
        )
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        let mut open = self.inner.open.lock().unwrap_or_else(PoisonError::into_inner);
        match open.get_mut(&self.place) {
            Some(here) if *here > 1 => *here -= 1,
            Some(_) | None => {
                open.remove(&self.place);
            }
        }
    }
}

/// One machine has as many IPv6 addresses in its /64 as it likes. Addresses of the link and of the house are whole places:
/// all of the office share one such network, and a stranger elsewhere has none.
pub(crate) fn place(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            if address.is_unicast_link_local() || address.is_unique_local() {
                return IpAddr::V6(address);
            }
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_place_gets_its_share_and_not_more() {
        let gate = gate(4, 2);
        let first = gate.enter(ip("192.0.2.1"));
        let second = gate.enter(ip("::ffff:192.0.2.1"));
        assert!(first.is_some() && second.is_some());
        assert!(gate.enter(ip("192.0.2.1")).is_none());
        drop(first);
        assert!(gate.enter(ip("192.0.2.1")).is_some());
    }

    #[test]
    fn a_whole_ipv6_network_is_one_place() {
        let gate = gate(4, 1);
        let held = gate.enter(ip("2001:db8::1"));
        assert!(held.is_some());
        assert!(gate.enter(ip("2001:db8::2")).is_none());
        assert!(gate.enter(ip("2001:db8:0:1::1")).is_some());
    }

    #[test]
    fn neighbours_on_the_link_and_in_the_house_are_places_of_their_own() {
        for (one, other) in [("fe80::1", "fe80::2"), ("fd00::1", "fd00::2"), ("fc00::1", "fc00::2")] {
            let gate = gate(4, 1);
            let held = gate.enter(ip(one));
            assert!(held.is_some() && gate.enter(ip(one)).is_none(), "{one}");
            assert!(gate.enter(ip(other)).is_some(), "{other}");
        }
    }

    #[test]
    fn all_together_have_a_bound_and_leave_nothing_behind() {
        let gate = gate(3, 2);
        let held: Vec<_> = (1..=5).map(|n| gate.enter(ip(&format!("192.0.2.{n}")))).collect();
        assert_eq!(held.iter().flatten().count(), 3);
        assert_eq!(gate.counts(), (3, 3, 2));
        drop(held);
        assert_eq!(gate.counts(), (0, 3, 2));
        assert!(gate.inner.open.lock().unwrap().is_empty());
    }

    fn gate(connections: usize, connections_per_address: usize) -> Gate {
        Gate::new(Limits { connections, connections_per_address, ..Limits::default() })
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }
}
