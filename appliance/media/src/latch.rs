//! Symmetric RTP (RFC 4961): where packets come from is where packets go, behind NAT too.

use std::collections::HashSet;
use std::net::{IpAddr, SocketAddr};

/// One socket's peer: what it announced, and from where it really sends.
#[derive(Debug)]
pub(crate) struct Latch {
    announced: SocketAddr,
    /// Whence the packets come; then this is where ours go.
    source: Option<SocketAddr>,
    /// Whether `source` holds. A renewed peer keeps its source until the first packet says otherwise, so that a
    /// session refresh makes no gap.
    settled: bool,
}

impl Latch {
    pub(crate) fn new(announced: SocketAddr) -> Self {
        Self { announced, source: None, settled: false }
    }

    /// The peer has announced an address again.
    pub(crate) fn renew(&mut self, announced: SocketAddr) {
        if announced == self.announced {
            self.settled = false;
        } else {
            *self = Self::new(announced);
        }
    }

    /// Whether a packet from `source` is the peer's. The first that comes from an `allowed` address settles it;
    /// after that only the announced address itself may take over, so that a stranger behind the same NAT who
    /// was faster is out as soon as the telephone speaks. Never is it one of our own addresses.
    pub(crate) fn accepts(
        &mut self,
        source: SocketAddr,
        allowed: [IpAddr; 2],
        own: &HashSet<SocketAddr>,
    ) -> bool {
        if self.settled && self.source == Some(source) {
            return true;
        }
        if !allowed.contains(&source.ip())
            || (self.settled && source != self.announced)
            || own.contains(&source)
        {
            return false;
        }
        self.source = Some(source);
        self.settled = true;
        true
    }

    /// Where packets to the peer go; none while it is on hold the old way, at address 0.0.0.0 (RFC 3264 §8.4).
    pub(crate) fn destination(&self) -> Option<SocketAddr> {
        if self.announced.ip().is_unspecified() || self.announced.port() == 0 {
            return None;
        }
        Some(self.source.unwrap_or(self.announced))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRIVATE: &str = "10.0.0.5:4000";
    const PUBLIC: &str = "198.51.100.7:61000";
    const ALLOWED: [&str; 2] = ["10.0.0.5", "198.51.100.7"];

    #[test]
    fn sends_to_the_announced_address_until_a_packet_comes() {
        let mut latch = Latch::new(at(PRIVATE));
        assert_eq!(latch.destination(), Some(at(PRIVATE)));
        assert!(latch.accepts(at(PUBLIC), allowed(), &none()));
        assert_eq!(latch.destination(), Some(at(PUBLIC)));
    }

    #[test]
    fn a_stranger_is_refused_in_every_order() {
        let stranger = at("203.0.113.9:4000");
        let mut latch = Latch::new(at(PRIVATE));
        assert!(!latch.accepts(stranger, allowed(), &none()));
        assert!(latch.accepts(at(PRIVATE), allowed(), &none()));
        assert!(!latch.accepts(stranger, allowed(), &none()));
        assert!(!latch.accepts(at("10.0.0.5:4002"), allowed(), &none()));
        assert_eq!(latch.destination(), Some(at(PRIVATE)));
    }

    #[test]
    fn the_announced_address_ousts_a_faster_neighbour() {
        let mut latch = Latch::new(at(PRIVATE));
        assert!(latch.accepts(at("10.0.0.5:9999"), allowed(), &none()));
        assert!(latch.accepts(at(PRIVATE), allowed(), &none()));
        assert!(!latch.accepts(at("10.0.0.5:9999"), allowed(), &none()));
    }

    #[test]
    fn a_refresh_keeps_the_path_and_lets_a_new_port_in() {
        let mut latch = Latch::new(at(PRIVATE));
        assert!(latch.accepts(at(PUBLIC), allowed(), &none()));
        latch.renew(at(PRIVATE));
        assert_eq!(latch.destination(), Some(at(PUBLIC)));
        assert!(latch.accepts(at("198.51.100.7:61002"), allowed(), &none()));
        assert!(!latch.accepts(at(PUBLIC), allowed(), &none()));
    }

    #[test]
    fn a_new_address_starts_anew() {
        let mut latch = Latch::new(at(PRIVATE));
        assert!(latch.accepts(at(PUBLIC), allowed(), &none()));
        latch.renew(at("10.0.0.6:4000"));
        assert_eq!(latch.destination(), Some(at("10.0.0.6:4000")));
    }

    #[test]
    fn our_own_address_is_never_the_peer() {
        let mut latch = Latch::new(at(PRIVATE));
        assert!(!latch.accepts(at(PRIVATE), allowed(), &HashSet::from([at(PRIVATE)])));
    }

    #[test]
    fn nothing_is_sent_to_one_who_holds_at_address_zero() {
        let mut latch = Latch::new(at("0.0.0.0:4000"));
        assert_eq!(latch.destination(), None);
        assert!(latch.accepts(at(PUBLIC), allowed(), &none()));
        assert_eq!(latch.destination(), None);
    }

    fn at(text: &str) -> SocketAddr {
        text.parse().unwrap()
    }

    fn none() -> HashSet<SocketAddr> {
        HashSet::new()
    }

    fn allowed() -> [IpAddr; 2] {
        ALLOWED.map(|text| text.parse().unwrap())
    }
}
