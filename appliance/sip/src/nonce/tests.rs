//! Nonces: used once, for one address, for a while.

use super::*;

#[test]
fn a_pair_is_accepted_once() {
    let (mut nonces, base) = nonces();
    let nonce = nonces.issue(ip("192.0.2.1"), base);
    for (nc, state) in [
        (1, NonceState::Fresh),
        (1, NonceState::Stale),
        (2, NonceState::Fresh),
        (9, NonceState::Fresh),
        (8, NonceState::Fresh),
        (8, NonceState::Stale),
        (0, NonceState::Fresh),
        (0, NonceState::Stale),
        (5000, NonceState::Fresh),
        (4936, NonceState::Stale),
        (4937, NonceState::Fresh),
        (u32::MAX, NonceState::Fresh),
        (u32::MAX, NonceState::Stale),
    ] {
        assert_eq!(nonces.check(&nonce, nc, ip("192.0.2.1"), base), state, "{nc}");
    }
}

#[test]
fn a_nonce_is_bound_to_the_address_in_either_form() {
    let (mut nonces, base) = nonces();
    let nonce = nonces.issue(ip("192.0.2.1"), base);
    assert_eq!(nonces.check(&nonce, 1, ip("192.0.2.2"), base), NonceState::Stale);
    assert_eq!(nonces.check(&nonce, 1, ip("::ffff:192.0.2.1"), base), NonceState::Fresh);
}

#[test]
fn expires_after_its_lifetime_and_is_forgotten() {
    let (mut nonces, base) = nonces();
    let nonce = nonces.issue(ip("2001:db8::1"), base);
    assert_eq!(nonces.check(&nonce, 1, ip("2001:db8::1"), base + NONCE_LIFETIME), NonceState::Fresh);
    let late = base + NONCE_LIFETIME + Duration::from_millis(1);
    assert_eq!(nonces.check(&nonce, 2, ip("2001:db8::1"), late), NonceState::Stale);
    assert!(nonces.is_empty());
}

#[test]
fn one_of_another_start_is_stale_and_any_other_text_foreign() {
    let (mut nonces, base) = nonces();
    let old = Nonces::new([8; 32], base).issue(ip("192.0.2.1"), base);
    assert_eq!(nonces.check(&old, 1, ip("192.0.2.1"), base), NonceState::Stale);
    let odd = format!("{}ä", "0".repeat(50));
    for text in ["", "abc", &old[1..], &old.replace(|c: char| c.is_ascii_digit(), "x"), &odd] {
        assert_eq!(nonces.check(text, 1, ip("192.0.2.1"), base), NonceState::Foreign, "{text:?}");
    }
}

#[test]
fn two_of_one_moment_differ() {
    let (nonces, base) = nonces();
    assert_ne!(nonces.issue(ip("192.0.2.1"), base), nonces.issue(ip("192.0.2.1"), base));
}

#[test]
fn a_full_table_shortens_lives_but_accepts_no_pair_twice() {
    let (mut nonces, base) = nonces();
    let first = nonces.issue(ip("192.0.2.1"), base);
    let unused = nonces.issue(ip("192.0.2.1"), base);
    assert_eq!(nonces.check(&first, 1, ip("192.0.2.1"), base), NonceState::Fresh);
    let mut last = String::new();
    for _ in 0..MAX_USED {
        last = nonces.issue(ip("192.0.2.1"), base);
        assert_eq!(nonces.check(&last, 1, ip("192.0.2.1"), base), NonceState::Fresh);
    }
    assert_eq!(nonces.len(), MAX_USED);
    assert_eq!(nonces.check(&first, 1, ip("192.0.2.1"), base), NonceState::Stale);
    assert_eq!(nonces.check(&unused, 1, ip("192.0.2.1"), base), NonceState::Fresh, "younger than the floor");
    assert_eq!(nonces.check(&last, 2, ip("192.0.2.1"), base), NonceState::Fresh);
}

fn nonces() -> (Nonces, Instant) {
    let base = Instant::now();
    (Nonces::new([7; 32], base), base)
}

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}
