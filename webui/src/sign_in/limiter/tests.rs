//! The limiter under a clock of its own.

use std::net::{Ipv4Addr, Ipv6Addr};

use proptest::prelude::*;

use super::*;

const SMALL: Limits = Limits {
    pair: Rate { burst: 3, period: Duration::from_secs(60) },
    place: Rate { burst: 5, period: Duration::from_secs(30) },
    strangers: Rate { burst: 8, period: Duration::from_secs(10) },
    pairs: 16,
    places: 8,
    accounts: 8,
    known_accounts: 4,
    known_places: 2,
    known_for: Duration::from_secs(3600),
};

#[test]
fn a_thousand_strangers_do_not_delay_the_owner_at_a_known_place() {
    let mut office = Office::new(Limits::PASSWORDS);
    office.sign_in(owner(), home());
    for second in 0..3605 {
        for stranger in 0..1000 {
            if (stranger + second) % 97 == 0 {
                let _ = office.limiter.begin(owner(), street(stranger), office.now);
            }
        }
        office.after(1);
    }
    assert!(office.guess(owner(), street(4711)).is_err(), "strangers are slowed by now");
    for _ in 0..Limits::PASSWORDS.pair.burst {
        assert!(office.guess(owner(), home()).is_ok(), "the owner has a budget of his own");
    }
    assert!(office.limiter.entries() <= 4096 * 2 + 8192 + 1);
}

#[test]
fn wrong_guesses_of_one_pair_are_slowed() {
    let mut office = Office::new(SMALL);
    for (after_s, expected) in [
        (0, Ok(())),
        (0, Ok(())),
        (0, Ok(())),
        (0, Err(60)),
        (20, Err(40)),
        (39, Err(1)),
        (1, Ok(())),
        (0, Err(60)),
    ] {
        office.after(after_s);
        assert_eq!(office.guess(owner(), home()), expected, "after {after_s} s");
    }
    // Asking while waiting has cost nothing: the whole budget is back after three periods.
    office.after(180);
    for expected in [Ok(()), Ok(()), Ok(()), Err(60)] {
        assert_eq!(office.guess(owner(), home()), expected);
    }
}

#[test]
fn guesses_at_many_accounts_from_one_place_are_slowed() {
    let mut office = Office::new(SMALL);
    let through = (0..100).filter(|&n| office.guess(account(n), home()).is_ok()).count();
    assert_eq!(through, 5);
    assert_eq!(office.guess(account(200), home()), Err(30));
    assert_eq!(office.guess(account(200), street(1)), Ok(()));
}

#[test]
fn guesses_at_one_account_from_many_places_are_slowed() {
    let mut office = Office::new(Limits { places: 1000, pairs: 1000, ..SMALL });
    let through = (0..100).filter(|&n| office.guess(owner(), street(n)).is_ok()).count();
    assert_eq!(through, 8);
    assert_eq!(office.guess(owner(), street(200)), Err(10));
    assert_eq!(office.guess(account(1), street(200)), Ok(()));
}

#[test]
fn a_place_is_slowed_for_strangers_but_not_for_those_who_belong_there() {
    let mut office = Office::new(SMALL);
    office.sign_in(owner(), home());
    (0..20).for_each(|n| _ = office.guess(account(n), home()));
    assert_eq!(office.guess(account(30), home()), Err(30));
    assert_eq!(office.guess(owner(), home()), Ok(()));
}

#[test]
fn an_own_account_does_not_free_for_more_guesses() {
    let mut office = Office::new(SMALL);
    let mut through = 0;
    for _ in 0..50 {
        through += u32::from(office.guess(owner(), street(1)).is_ok());
        if let Ok(attempt) = office.limiter.begin(account(1), street(1), office.now) {
            office.limiter.succeeded(attempt, office.now);
        }
    }
    assert_eq!(through, SMALL.pair.burst);
    assert!(office.guess(account(2), street(1)).is_ok());
    assert!(office.guess(account(3), street(1)).is_ok());
    assert_eq!(office.guess(account(4), street(1)), Err(30));
}

#[test]
fn guesses_at_the_same_moment_are_paid_while_they_are_checked() {
    let mut office = Office::new(SMALL);
    let under_way: Vec<_> =
        (0..10).filter_map(|_| office.limiter.begin(owner(), home(), office.now).ok()).collect();
    assert_eq!(under_way.len(), 3);
    under_way.into_iter().for_each(|attempt| office.limiter.pay_back(attempt));
    assert_eq!(office.guess(owner(), home()), Ok(()));
}

#[test]
fn a_right_password_alone_makes_no_place_known() {
    let mut office = Office::new(SMALL);
    let attempt = office.limiter.begin(owner(), home(), office.now).unwrap();
    office.limiter.pay_back(attempt);
    (0..20).for_each(|n| _ = office.guess(owner(), street(n)));
    assert!(office.guess(owner(), home()).is_err());
}

#[test]
fn a_known_place_is_forgotten_after_its_time_and_on_demand() {
    let mut office = Office::new(Limits { places: 1000, pairs: 1000, ..SMALL });
    office.sign_in(owner(), home());
    (0..20).for_each(|n| _ = office.guess(owner(), street(n)));
    assert_eq!(office.guess(owner(), home()), Ok(()));
    office.limiter.forget(owner());
    assert!(office.guess(owner(), home()).is_err());

    office.after(3600);
    office.sign_in(owner(), home());
    office.after(3600);
    (0..20).for_each(|n| _ = office.guess(owner(), street(n)));
    assert!(office.guess(owner(), home()).is_err());
    office.limiter.sweep(office.now + Duration::from_secs(7200));
    assert_eq!(office.limiter.entries(), 0);
}

#[test]
fn known_places_come_back_after_a_restart() {
    let mut office = Office::new(Limits { places: 1000, pairs: 1000, ..SMALL });
    for (place, ago_s) in [(1, 10), (2, 4000), (3, 20), (4, 30)] {
        office.limiter.remember(owner(), street(place), Duration::from_secs(ago_s), office.now);
    }
    (100..120).for_each(|n| _ = office.guess(owner(), street(n)));
    // Two places are kept: the latest; one was too long ago.
    for (place, is_known) in [(1, true), (2, false), (3, true), (4, false)] {
        assert_eq!(office.guess(owner(), street(place)).is_ok(), is_known, "{place}");
    }
}

#[test]
fn full_tables_slow_strangers_and_nobody_else() {
    let mut office = Office::new(SMALL);
    office.sign_in(owner(), home());
    let through = (0..1000).filter(|&n| office.guess(account(n), street(n)).is_ok()).count();
    // Eight have a row of their own; five more share what is left.
    assert_eq!(through, 8 + 5);
    assert!(office.limiter.entries() <= 1 + 8 + 8 + 16);
    assert!(office.guess(account(2000), street(2000)).is_err());
    assert_eq!(office.guess(owner(), home()), Ok(()));
    office.after(600);
    assert_eq!(office.guess(account(2000), street(2000)), Ok(()));
}

#[test]
fn the_accounts_that_are_known_have_a_bound() {
    let mut office = Office::new(SMALL);
    for n in 0..10 {
        office.sign_in(account(n), street(n));
        office.after(1);
    }
    assert_eq!(office.limiter.known.len(), 4);
    let known = |n| office.limiter.known.take(account(n), street(n), office.now).is_some();
    assert_eq!((0..10).map(known).collect::<Vec<_>>(), [[false; 6].as_slice(), &[true; 4]].concat());
}

#[test]
fn what_does_not_exist_is_limited_like_what_does() {
    assert_eq!(Account::nobody(" Anna@Example.com"), Account::nobody("anna@example.COM "));
    assert_ne!(Account::nobody("anna"), Account::nobody("berta"));
    let mut office = Office::new(SMALL);
    let nobody = Account::nobody("nobody");
    for expected in [Ok(()), Ok(()), Ok(()), Err(60)] {
        assert_eq!(office.guess(nobody, home()), expected);
        assert_eq!(office.guess(owner(), street(1)), expected);
    }
}

#[test]
fn a_whole_ipv6_network_is_one_place() {
    let place = |text: &str| Place::of(text.parse().unwrap());
    assert_eq!(place("2001:db8::1"), place("2001:db8::ffff:1"));
    assert_ne!(place("2001:db8::1"), place("2001:db8:0:1::1"));
    assert_eq!(place("::ffff:192.0.2.1"), place("192.0.2.1"));
    assert_ne!(place("192.0.2.1"), place("192.0.2.2"));
    assert_eq!(place("2001:db8::1"), Place(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0).into()));
}

proptest! {
    /// Whatever happens, one pair gets no more than its bursts and what time has brought back; tables stay in bounds;
    /// who has waited as told is let through when nobody else is about.
    #[test]
    fn nobody_gets_more_than_the_rate(
        steps in prop::collection::vec((0..6_u32, 0..6_u32, 0..90_u64, any::<bool>()), 1..200)
    ) {
        let mut office = Office::new(Limits { known_accounts: 6, ..SMALL });
        let (mut wrong, mut elapsed_s) = (0, 0);
        for (who, from, after_s, is_right) in steps {
            office.after(after_s);
            elapsed_s += after_s;
            let Ok(attempt) = office.limiter.begin(account(who), street(from), office.now) else { continue };
            if is_right && who == from {
                office.limiter.succeeded(attempt, office.now);
            } else if (who, from) == (0, 0) {
                wrong += 1;
            }
            prop_assert!(office.limiter.entries() <= 6 + 16 + 8 + 8);
        }
        // One burst as a stranger, one each time that the place becomes known.
        let (burst, period_s) = (u64::from(SMALL.pair.burst), SMALL.pair.period.as_secs());
        prop_assert!(wrong <= burst * (2 + elapsed_s / 3600) + 2 * (elapsed_s / period_s + 1));
        if let Err(wait_s) = office.guess(account(0), street(0)) {
            office.after(wait_s);
            prop_assert_eq!(office.guess(account(0), street(0)), Ok(()));
        }
    }
}

struct Office {
    limiter: Limiter,
    now: Instant,
}

impl Office {
    fn new(limits: Limits) -> Self {
        Self { limiter: Limiter::new(&limits), now: Instant::now() + Duration::from_secs(1_000_000) }
    }

    fn after(&mut self, seconds: u64) {
        self.now += Duration::from_secs(seconds);
    }

    /// A wrong guess: let through, or how many seconds to wait.
    fn guess(&mut self, account: Account, place: Place) -> Result<(), u64> {
        self.limiter.begin(account, place, self.now).map(drop).map_err(|refused| refused.wait.as_secs())
    }

    fn sign_in(&mut self, account: Account, place: Place) {
        let attempt = self.limiter.begin(account, place, self.now).expect("a right one is let through");
        self.limiter.succeeded(attempt, self.now);
    }
}

fn owner() -> Account {
    account(1_000_000)
}

fn account(n: u32) -> Account {
    Account::nobody(&n.to_string())
}

fn home() -> Place {
    Place::of(Ipv4Addr::new(192, 0, 2, 1).into())
}

fn street(n: u32) -> Place {
    Place::of(Ipv4Addr::from(0x0a00_0000 + n).into())
}
