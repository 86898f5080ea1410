//! A client against a server of a few lines, in virtual time.

use std::net::Ipv4Addr;
use std::time::Duration;

use super::message::{self, Asked, Kind};
use super::{Client, Lease, Output};

const CARD: [u8; 6] = [0x52, 0x54, 0, 0x12, 0x34, 0x56];
const SERVER: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);
const ADDRESS: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 7);
const HOUR: u32 = 3600;
const OFFER: u8 = 2;
const ACK: u8 = 5;
const NAK: u8 = 6;

fn seconds(seconds: u32) -> Duration {
    Duration::from_secs(seconds.into())
}

/// What a server answers to this message: an address for an hour.
fn answer(asked: &[u8], kind: u8, address: Ipv4Addr) -> Vec<u8> {
    let mut answer = vec![2, 1, 6, 0];
    answer.extend(&asked[4..8]);
    answer.extend([0; 8]);
    answer.extend(address.octets());
    answer.extend([0; 8]);
    answer.extend(CARD);
    answer.resize(236, 0);
    answer.extend([99, 130, 83, 99, 53, 1, kind, 54, 4, 192, 0, 2, 1, 51, 4]);
    answer.extend(HOUR.to_be_bytes());
    answer.extend([1, 4, 255, 255, 255, 0, 3, 4, 192, 0, 2, 1, 6, 8, 192, 0, 2, 1, 192, 0, 2, 2, 255]);
    answer
}

/// A client with the world it sees.
struct World {
    client: Client,
    now: Duration,
}

impl World {
    fn plugged() -> Self {
        let mut world = Self { client: Client::new(CARD, 7), now: Duration::ZERO };
        world.client.handle_carrier(true, world.now);
        world
    }

    /// With an address, just got.
    fn bound() -> Self {
        let mut world = Self::plugged();
        let (_, discover) = world.sent();
        world.answers(&discover, OFFER);
        let (_, request) = world.sent();
        world.answers(&request, ACK);
        assert!(matches!(world.only(), Output::Bound(lease) if lease.address == ADDRESS));
        world
    }

    fn only(&mut self) -> Output {
        let output = self.client.poll_output().expect("nothing to do");
        assert_eq!(self.client.poll_output(), None);
        output
    }

    fn sent(&mut self) -> (Ipv4Addr, Vec<u8>) {
        match self.only() {
            Output::Send(to, message) => (to, message),
            other => panic!("{other:?}"),
        }
    }

    fn answers(&mut self, asked: &[u8], kind: u8) {
        self.client.handle_datagram(&answer(asked, kind, ADDRESS), self.now);
    }

    /// Lets time pass until the client wants to be called.
    fn waits(&mut self) -> Duration {
        let next = self.client.poll_timeout().expect("it waits for nothing");
        let waited = next.saturating_sub(self.now);
        self.now = next;
        self.client.handle_timeout(next);
        waited
    }
}

/// The value of an option.
fn option(message: &[u8], code: u8) -> Option<&[u8]> {
    let mut rest = &message[240..];
    while let [at, length, tail @ ..] = rest {
        let (value, tail) = tail.split_at(usize::from(*length));
        if *at == code {
            return Some(value);
        }
        rest = tail;
    }
    None
}

#[test]
fn an_address_is_asked_for_and_taken() {
    let mut world = World::plugged();
    let (to, discover) = world.sent();
    assert_eq!((to, option(&discover, 53)), (Ipv4Addr::BROADCAST, Some(&[1][..])));
    assert_eq!(&discover[10..12], [0x80, 0], "answers by broadcast");
    assert!(discover.len() >= 300);
    world.answers(&discover, OFFER);
    let (to, request) = world.sent();
    assert_eq!((to, option(&request, 53)), (Ipv4Addr::BROADCAST, Some(&[3][..])));
    assert_eq!(option(&request, 50), Some(&ADDRESS.octets()[..]));
    assert_eq!(option(&request, 54), Some(&SERVER.octets()[..]));
    assert_eq!(request[4..8], discover[4..8], "one transaction");
    world.answers(&request, ACK);
    let expected = Lease {
        address: ADDRESS,
        prefix: 24,
        router: Some(SERVER),
        name_servers: vec![SERVER, Ipv4Addr::new(192, 0, 2, 2)],
        server: SERVER,
        times: [seconds(1800), seconds(3150), seconds(3600)],
    };
    assert_eq!(world.only(), Output::Bound(expected));
}

#[test]
fn without_a_server_it_asks_for_ever_and_more_slowly() {
    let mut world = World::plugged();
    world.sent();
    let waited: Vec<u64> = (0..100)
        .map(|_| {
            let waited = world.waits();
            world.sent();
            waited.as_secs()
        })
        .collect();
    for (at, expected) in [4, 8, 16, 32, 64, 64].into_iter().enumerate() {
        assert!(waited[at].abs_diff(expected) <= 1, "{waited:?}");
    }
    assert!(waited[99].abs_diff(64) <= 1);
}

#[test]
fn an_offer_whose_server_goes_silent_is_given_up() {
    let mut world = World::plugged();
    let (_, discover) = world.sent();
    world.answers(&discover, OFFER);
    world.sent();
    for _ in 0..3 {
        world.waits();
        assert_eq!(option(&world.sent().1, 53), Some(&[3][..]));
    }
    world.waits();
    assert_eq!(option(&world.sent().1, 53), Some(&[1][..]));
}

#[test]
fn a_lease_is_renewed_by_its_server_at_half_time() {
    let mut world = World::bound();
    assert_eq!(world.waits(), seconds(1800));
    let (to, renewal) = world.sent();
    assert_eq!(to, SERVER);
    assert_eq!(renewal[12..16], ADDRESS.octets());
    assert_eq!((option(&renewal, 50), option(&renewal, 54)), (None, None));
    world.answers(&renewal, ACK);
    assert!(matches!(world.only(), Output::Bound(_)));
    assert_eq!(world.waits(), seconds(1800));
}

#[test]
fn a_lease_that_nobody_renews_ends_and_the_search_begins() {
    let mut world = World::bound();
    let mut asked = Vec::new();
    let lost = loop {
        world.waits();
        match world.client.poll_output() {
            Some(Output::Send(to, _)) => asked.push((world.now, to)),
            Some(Output::Lost(lease)) => break lease,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!((lost.address, world.now), (ADDRESS, seconds(3600)));
    let first_to_all = asked.iter().find(|(_, to)| to.is_broadcast()).unwrap();
    assert_eq!(first_to_all.0, seconds(3150));
    assert!(asked.len() < 20, "{asked:?}");
    assert_eq!(option(&world.sent().1, 53), Some(&[1][..]));
}

#[test]
fn a_refused_address_is_given_back_and_another_is_sought_without_haste() {
    let mut world = World::bound();
    world.waits();
    let (_, renewal) = world.sent();
    world.answers(&renewal, NAK);
    assert!(matches!(world.only(), Output::Lost(_)));
    assert!(world.waits() >= seconds(3));
    assert_eq!(option(&world.sent().1, 53), Some(&[1][..]));
}

#[test]
fn a_cable_that_comes_back_keeps_the_address_if_it_may() {
    let mut world = World::bound();
    world.client.handle_carrier(false, seconds(100));
    assert_eq!((world.client.poll_timeout(), world.client.poll_output()), (None, None));
    world.now = seconds(130);
    world.client.handle_carrier(true, world.now);
    let (_, again) = world.sent();
    assert_eq!(option(&again, 50), Some(&ADDRESS.octets()[..]));
    assert_eq!((option(&again, 54), &again[12..16]), (None, &[0; 4][..]));
    world.answers(&again, ACK);
    assert!(matches!(world.only(), Output::Bound(_)));
}

#[test]
fn a_cable_that_comes_back_where_no_server_answers_keeps_the_address_to_its_end() {
    let mut world = World::bound();
    world.client.handle_carrier(false, seconds(100));
    world.now = seconds(130);
    world.client.handle_carrier(true, world.now);
    world.sent();
    while world.waits() < seconds(300) {
        world.client.poll_output();
    }
    // It has rested, and now renews.
    assert_eq!(world.now, seconds(1800));
    assert_eq!(world.sent().0, SERVER);
}

#[test]
fn a_cable_that_comes_back_too_late_has_lost_the_address() {
    let mut world = World::bound();
    world.client.handle_carrier(false, seconds(100));
    world.client.handle_carrier(true, seconds(4000));
    assert!(matches!(world.client.poll_output(), Some(Output::Lost(_))));
    assert_eq!(option(&world.sent().1, 53), Some(&[1][..]));
}

#[test]
fn answers_to_others_are_not_ours() {
    let mut world = World::plugged();
    let (_, discover) = world.sent();
    let mut offer = answer(&discover, OFFER, ADDRESS);
    offer[4] ^= 1;
    world.client.handle_datagram(&offer, world.now);
    let mut offer = answer(&discover, OFFER, ADDRESS);
    offer[28] ^= 1;
    world.client.handle_datagram(&offer, world.now);
    world.answers(&discover, ACK);
    assert_eq!(world.client.poll_output(), None);
}

#[test]
fn addresses_that_no_host_can_have_are_refused() {
    let asked = message::write(Asked::Discover, 1, 0, CARD);
    for octets in [[0; 4], [255; 4], [127, 0, 0, 1], [224, 0, 0, 1]] {
        assert_eq!(message::read(&answer(&asked, OFFER, octets.into()), 1, CARD), None, "{octets:?}");
    }
}

#[test]
fn every_cut_and_every_changed_octet_is_survived() {
    let asked = message::write(Asked::Discover, 1, 0, CARD);
    let whole = answer(&asked, ACK, ADDRESS);
    assert!(message::read(&whole, 1, CARD).is_some_and(|it| it.kind == Kind::Ack));
    for length in 0..whole.len() {
        let read = message::read(&whole[..length], 1, CARD);
        assert!(length >= 240 || read.is_none());
    }
    for at in 0..whole.len() {
        for octet in [0, 1, 2, 127, 128, 254, 255] {
            let mut changed = whole.clone();
            changed[at] = octet;
            let mut world = World::plugged();
            let (_, discover) = world.sent();
            changed[4..8].copy_from_slice(&discover[4..8]);
            world.client.handle_datagram(&changed, world.now);
            if let Some(lease) = message::read(&changed, 1, CARD).and_then(|it| it.lease) {
                assert!((1..=32).contains(&lease.prefix));
                let [renewal, rebinding, end] = lease.times;
                assert!(renewal > Duration::ZERO && renewal <= rebinding && rebinding <= end, "{lease:?}");
            }
        }
    }
}

#[test]
fn options_that_continue_in_other_fields_are_read() {
    let asked = message::write(Asked::Discover, 1, 0, CARD);
    let mut offer = answer(&asked, OFFER, ADDRESS);
    // The option for the mask moves to the field of the file's name.
    let at = offer.len() - 23;
    offer[at] = 52;
    offer[at + 1] = 4;
    offer[at + 2] = 1;
    offer[108..115].copy_from_slice(&[1, 4, 255, 255, 0, 0, 255]);
    let lease = message::read(&offer, 1, CARD).unwrap().lease.unwrap();
    assert_eq!(lease.prefix, 16);
}
