//! Who may connect: at most so many at once, and so many from one place.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

/// Counts connections. Its table has no more entries than there are connections.
#[derive(Clone, Debug)]
pub(crate) struct Gate {
    connections: usize,
    connections_per_place: usize,
    inner: Arc<Mutex<Inner>>,
}

#[derive(Debug, Default)]
struct Inner {
    all: usize,
    /// Connections by the place that they come from.
    by_place: HashMap<IpAddr, usize>,
}

/// A connection's right to exist; given back when dropped.
#[derive(Debug)]
pub(crate) struct Pass {
    place: IpAddr,
    inner: Arc<Mutex<Inner>>,
}

impl Gate {
    pub(crate) fn new(connections: usize, connections_per_place: usize) -> Self {
        Self { connections, connections_per_place, inner: Arc::default() }
    }

    /// Lets one in, or says no by `None`.
    pub(crate) fn enter(&self, address: IpAddr) -> Option<Pass> {
        let place = place(address);
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let here = inner.by_place.get(&place).copied().unwrap_or(0);
        if inner.all >= self.connections || here >= self.connections_per_place {
            return None;
        }
        inner.all += 1;
        inner.by_place.insert(place, here + 1);
        Some(Pass { place, inner: Arc::clone(&self.inner) })
    }

    #[cfg(test)]
    fn open(&self) -> (usize, usize) {
        let inner = self.inner.lock().unwrap();
        (inner.all, inner.by_place.len())
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.all = inner.all.saturating_sub(1);
        match inner.by_place.get_mut(&self.place) {
            Some(here) if *here > 1 => *here -= 1,
            Some(_) | None => {
                inner.by_place.remove(&self.place);
            }
        }
    }
}

/// One machine has as many IPv6 addresses in its /64 as it likes.
fn place(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_together_and_each_place_have_a_bound_and_leave_nothing_behind() {
        let gate = Gate::new(3, 2);
        let enter = |text: &str| gate.enter(text.parse().unwrap());
        let held = [enter("192.0.2.1"), enter("::ffff:192.0.2.1")];
        assert!(held.iter().all(Option::is_some));
        assert!(enter("192.0.2.1").is_none());
        let other = enter("2001:db8::1");
        assert!(other.is_some() && enter("192.0.2.2").is_none());
        drop(held);
        let more = enter("2001:db8::2");
        assert!(more.is_some());
        assert!(enter("2001:db8::3").is_none(), "one network is one place");
        assert!(enter("2001:db8:0:1::1").is_some());
        drop((other, more));
        assert_eq!(gate.open(), (0, 0));
    }
}
