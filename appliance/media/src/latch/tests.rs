//! Sources of packets, and which of them is the telephone.

use super::*;

const PRIVATE: &str = "10.0.0.5:4000";
const PUBLIC: &str = "198.51.100.7:61000";
const STRANGER: &str = "203.0.113.9:4000";

#[test]
fn sends_to_the_announced_address_until_a_packet_comes() {
    let mut latch = World::new(PRIVATE);
    assert_eq!(latch.destination(), PRIVATE);
    assert!(latch.rtp(PUBLIC, 1));
    assert_eq!(latch.destination(), PUBLIC);
}

#[test]
fn it_is_learned_once() {
    let mut latch = World::new(PRIVATE);
    assert!(!latch.rtp(STRANGER, 1));
    assert!(latch.rtp(PRIVATE, 1));
    assert!(!latch.rtp(STRANGER, 2));
    // Another port, and the address behind which it is no longer, but no silence.
    assert!(!latch.rtp("10.0.0.5:4002", 2));
    assert!(!latch.rtp(PUBLIC, 2));
    assert_eq!(latch.destination(), PRIVATE);
}

#[test]
fn a_declared_network_may_send() {
    let mut latch = World::new(PRIVATE);
    latch.permit.networks = vec![Network::new("203.0.113.0".parse().unwrap(), 24).unwrap()];
    assert!(!latch.rtp("203.0.114.1:4000", 1));
    assert!(latch.rtp(STRANGER, 1));
    assert_eq!(latch.destination(), STRANGER);
}

#[test]
fn the_announced_port_ousts_a_faster_neighbour() {
    let mut latch = World::new(PRIVATE);
    assert!(latch.rtp("10.0.0.5:9999", 1));
    assert!(latch.rtp(PRIVATE, 7));
    assert!(!latch.rtp("10.0.0.5:9999", 2));
    // Not so when the telephone has shown that it is elsewhere.
    let mut latch = World::new(PRIVATE);
    assert!(latch.rtp(PUBLIC, 1));
    assert!(!latch.rtp(PRIVATE, 7));
}

#[test]
fn a_router_that_rebinds_is_followed_after_a_second() {
    for (what, silence_ms, source, ssrc, sequence, follows) in [
        ("it goes on", 1_000, "198.51.100.7:61002", 7, 101, true),
        ("a little was lost", 5_000, "198.51.100.7:61002", 7, 1_100, true),
        ("round the end", 60_000, "198.51.100.7:61002", 7, 3_100, true),
        ("too soon", 999, "198.51.100.7:61002", 7, 101, false),
        ("another source", 1_000, "198.51.100.7:61002", 8, 101, false),
        ("a repeated number", 1_000, "198.51.100.7:61002", 7, 100, false),
        ("an older number", 1_000, "198.51.100.7:61002", 7, 99, false),
        ("a number far ahead", 1_000, "198.51.100.7:61002", 7, 3_101, false),
        ("another address", 1_000, "198.51.100.8:61000", 7, 101, false),
        ("the private address", 1_000, "10.0.0.5:4002", 7, 101, false),
    ] {
        let mut latch = World::new(PRIVATE);
        assert!(latch.rtp(PUBLIC, 100));
        latch.now += Duration::from_millis(silence_ms);
        assert_eq!(latch.accepts(source, Shown::Rtp { ssrc, sequence }), follows, "{what}");
        assert_eq!(latch.destination(), if follows { source } else { PUBLIC }, "{what}");
    }
}

#[test]
fn reports_follow_a_rebind_by_their_sender() {
    for (silence_ms, source, ssrc, follows) in [
        (1_000, "198.51.100.7:61003", 7, true),
        (999, "198.51.100.7:61003", 7, false),
        (5_000, "198.51.100.7:61003", 8, false),
        (5_000, "198.51.100.8:61003", 7, false),
    ] {
        let mut latch = World::new(PRIVATE);
        assert!(latch.accepts(PUBLIC, Shown::Rtcp { ssrc: 7 }));
        latch.now += Duration::from_millis(silence_ms);
        assert_eq!(latch.accepts(source, Shown::Rtcp { ssrc }), follows, "{silence_ms} {source} {ssrc}");
    }
}

#[test]
fn a_late_packet_does_not_set_the_count_back() {
    let mut latch = World::new(PRIVATE);
    assert!(latch.rtp(PUBLIC, 100) && latch.rtp(PUBLIC, 90));
    latch.now += REBIND_AFTER;
    assert!(!latch.rtp("198.51.100.7:61002", 95));
    assert!(latch.rtp("198.51.100.7:61002", 101));
}

#[test]
fn what_is_opaque_is_never_learned_again() {
    let mut latch = World::new(PRIVATE);
    assert!(latch.accepts(PUBLIC, Shown::Nothing));
    latch.now += Duration::from_secs(60);
    assert!(!latch.accepts("198.51.100.7:61002", Shown::Nothing));
    assert!(latch.accepts(PUBLIC, Shown::Nothing));
}

#[test]
fn who_has_the_key_is_the_peer_wherever_it_is() {
    let mut latch = World::new(PRIVATE);
    assert!(latch.accepts(STRANGER, Shown::Key { is_newest: true }));
    assert!(latch.accepts(PUBLIC, Shown::Key { is_newest: true }));
    assert_eq!(latch.destination(), PUBLIC);
    // A late one is its own too, but comes from where it was.
    assert!(latch.accepts(STRANGER, Shown::Key { is_newest: false }));
    assert_eq!(latch.destination(), PUBLIC);
    // That it says its address again changes nothing.
    latch.renew(PRIVATE);
    assert_eq!(latch.destination(), PUBLIC);
}

#[test]
fn a_refresh_opens_nothing() {
    let mut latch = World::new(PRIVATE);
    assert!(latch.rtp(PUBLIC, 1));
    latch.renew(PRIVATE);
    assert_eq!(latch.destination(), PUBLIC);
    assert!(!latch.rtp("198.51.100.7:61002", 2));
    assert!(latch.rtp(PUBLIC, 2));
}

#[test]
fn another_description_is_learned_anew() {
    let mut latch = World::new(PRIVATE);
    assert!(latch.rtp(PUBLIC, 1));
    latch.renew("10.0.0.6:4000");
    assert_eq!(latch.destination(), "10.0.0.6:4000");
    assert!(!latch.rtp(STRANGER, 2));
    assert!(latch.rtp("198.51.100.7:61002", 9));
}

#[test]
fn one_that_has_moved_is_learned_anew() {
    let mut latch = World::new(PRIVATE);
    assert!(latch.rtp(PUBLIC, 1));
    latch.permit.registered = Some("198.51.100.99".parse().unwrap());
    latch.renew(PRIVATE);
    assert_eq!(latch.destination(), PRIVATE);
    assert!(!latch.rtp(PUBLIC, 2));
    assert!(latch.rtp("198.51.100.99:5000", 2));
    // Where it may still send from, it is not asked again.
    latch.permit.networks = vec![Network::new("198.51.100.0".parse().unwrap(), 24).unwrap()];
    latch.renew(PRIVATE);
    assert!(!latch.rtp(PUBLIC, 3));
    assert_eq!(latch.destination(), "198.51.100.99:5000");
}

#[test]
fn our_own_address_is_never_the_peer() {
    let mut latch = World::new(PRIVATE);
    latch.own.insert(at(PRIVATE));
    assert!(!latch.rtp(PRIVATE, 1));
    assert!(!latch.accepts(PRIVATE, Shown::Key { is_newest: true }));
    assert!(latch.accepts(PUBLIC, Shown::Key { is_newest: true }));
    assert!(!latch.accepts(PRIVATE, Shown::Key { is_newest: false }));
}

#[test]
fn nothing_is_sent_to_one_who_holds_at_address_zero() {
    let mut latch = World::new("0.0.0.0:4000");
    assert_eq!(latch.latch.destination(), None);
    assert!(latch.rtp(PUBLIC, 1));
    assert_eq!(latch.latch.destination(), None);
    latch.renew(PRIVATE);
    assert!(latch.rtp(PUBLIC, 2));
    // Who holds and comes back is where it was.
    latch.renew("0.0.0.0:4000");
    assert_eq!(latch.latch.destination(), None);
    latch.renew(PRIVATE);
    assert_eq!(latch.destination(), PUBLIC);
}

/// A latch and what it is asked with.
struct World {
    latch: Latch,
    permit: Permit,
    own: HashSet<SocketAddr>,
    now: Instant,
}

impl World {
    fn new(announced: &str) -> Self {
        let permit = Permit { registered: Some(at(PUBLIC).ip()), networks: Vec::new() };
        Self { latch: Latch::new(at(announced)), permit, own: HashSet::new(), now: Instant::now() }
    }

    fn renew(&mut self, announced: &str) {
        self.latch.renew(at(announced), &self.permit);
    }

    fn rtp(&mut self, source: &str, sequence: u16) -> bool {
        self.accepts(source, Shown::Rtp { ssrc: 7, sequence })
    }

    fn accepts(&mut self, source: &str, shown: Shown) -> bool {
        self.latch.accepts(at(source), shown, &self.permit, &self.own, self.now)
    }

    fn destination(&self) -> String {
        self.latch.destination().unwrap().to_string()
    }
}

fn at(text: &str) -> SocketAddr {
    text.parse().unwrap()
}
