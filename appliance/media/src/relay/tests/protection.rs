//! Streams with keys: one side, both, other keys, wrong ones.

use super::*;
use crate::srtp::{Inbound, MAX_OVERHEAD, MasterKey, Outbound, Profile};

#[test]
fn encrypted_sound_meets_plain_sound_and_other_keys() {
    let profiles = [None].into_iter().chain(Profile::ALL.map(Some));
    for from in profiles.clone() {
        for to in profiles.clone() {
            let (mut relay, now) = pair();
            let mut phone_a = from.map(|profile| Outbound::new(&key(profile, 1)));
            let mut phone_b = to.map(|profile| Inbound::new(&key(profile, 2)));
            protect(&mut relay, A, from.map(|profile| key(profile, 1)), None, now);
            protect(&mut relay, B, None, to.map(|profile| key(profile, 2)), now);
            relay.handle_command(Command::Payloads { stream: A, to: vec![(8, 96)] }, now);
            for kind in [Kind::Rtp, Kind::Rtcp] {
                for number in [1, 2, 3] {
                    let (plain, expected) = (bytes(kind, number, 8), bytes(kind, number, 96));
                    let mut packet = seal(phone_a.as_mut(), kind, &plain);
                    let forward = relay_one(&mut relay, A, kind, &mut packet, now).unwrap();
                    assert_eq!((forward.stream, forward.kind), (B, kind));
                    assert_eq!(packet == expected, to.is_none(), "{from:?} {to:?}");
                    let opened = open_it(phone_b.as_mut(), kind, &packet);
                    assert_eq!(opened, Some(expected), "{from:?} {to:?} {kind:?} {number}");
                }
            }
            assert_eq!((report_of(&relay, A).unauthentic, report_of(&relay, B).unsent), (0, 0));
        }
    }
}

#[test]
fn what_is_not_authentic_changes_nothing_but_a_counter() {
    let (mut relay, now) = pair();
    let profile = Profile::AesCm128HmacSha1_80;
    protect(&mut relay, A, Some(key(profile, 1)), None, now);
    relay.handle_command(Command::Expect { stream: A, within: Some(Duration::from_secs(9)) }, now);
    let mut other = Outbound::new(&key(profile, 9));
    let later = now + Duration::from_secs(5);
    for kind in [Kind::Rtp, Kind::Rtcp] {
        let mut packets = vec![bytes(kind, 1, 8), seal(Some(&mut other), kind, &bytes(kind, 1, 8))];
        packets[0].extend([0; 14]);
        for mut packet in packets {
            assert_eq!(relay_one(&mut relay, A, kind, &mut packet, later), None);
        }
    }
    let report = report_of(&relay, A);
    let expected = Report { unauthentic: 4, codec: report.codec.clone(), ..Report::default() };
    assert_eq!(report, expected);
    relay.handle_timeout(now + Duration::from_secs(9));
    assert_eq!(relay.poll_event(), Some(Event::Silent { stream: A }));
}

#[test]
fn the_same_keys_again_change_nothing_and_others_begin_anew() {
    let (mut relay, now) = pair();
    let profile = Profile::AeadAes128Gcm;
    let both = |relay: &mut Relay, stream, seed| {
        protect(relay, stream, Some(key(profile, seed)), Some(key(profile, seed)), now);
    };
    both(&mut relay, A, 1);
    both(&mut relay, B, 2);
    let mut phone = Outbound::new(&key(profile, 1));
    let sealed = seal(Some(&mut phone), Kind::Rtp, &bytes(Kind::Rtp, 5, 8));
    for (seed, known) in [(1, true), (1, false), (3, true), (3, false)] {
        let mut phone = Outbound::new(&key(profile, seed));
        let mut packet = if seed == 1 {
            sealed.clone()
        } else {
            seal(Some(&mut phone), Kind::Rtp, &bytes(Kind::Rtp, 6, 8))
        };
        both(&mut relay, A, seed);
        // What was there is known to be repeated, whatever is said again.
        assert_eq!(relay_one(&mut relay, A, Kind::Rtp, &mut packet, now).is_some(), known, "{seed} {known}");
    }
    // The way out counts on too: number 5 was used with the second key.
    protect(&mut relay, A, None, None, now);
    both(&mut relay, B, 2);
    let before = report_of(&relay, B).unsent;
    assert_eq!(relay_one(&mut relay, A, Kind::Rtp, &mut bytes(Kind::Rtp, 5, 8), now), None);
    assert_eq!(report_of(&relay, B).unsent, before + 1);
}

#[test]
fn an_encrypted_stream_is_followed_wherever_it_goes() {
    let (mut relay, now) = pair();
    let profile = Profile::AesCm256HmacSha1_32;
    protect(&mut relay, A, Some(key(profile, 1)), None, now);
    let mut phone = Outbound::new(&key(profile, 1));
    for source in ["192.0.2.10:4000", "203.0.113.5:999", "[2001:db8::5]:6"] {
        let number = 1 + report_of(&relay, A).packets_received as u16;
        let mut packet = seal(Some(&mut phone), Kind::Rtp, &bytes(Kind::Rtp, number, 8));
        let length = packet.len();
        let forward =
            relay.handle_packet(A, Kind::Rtp, &mut Packet::new(&mut packet, length), at(source), now);
        assert!(forward.is_some());
        assert_eq!(send(&mut relay, B, PHONE_B, number, now), to(A, source));
    }
}

#[test]
fn a_packet_without_room_for_the_tag_is_not_sent() {
    let (mut relay, now) = pair();
    protect(&mut relay, B, None, Some(key(Profile::AesCm128HmacSha1_80, 2)), now);
    assert_eq!(send(&mut relay, A, PHONE_A, 1, now), None);
    let report = report_of(&relay, B);
    assert_eq!((report.packets_sent, report.unsent), (0, 1));
}

fn protect(
    relay: &mut Relay,
    stream: StreamId,
    receive: Option<MasterKey>,
    send: Option<MasterKey>,
    now: Instant,
) {
    assert_eq!(relay.handle_command(Command::Protect { stream, receive, send }, now), None);
}

fn key(profile: Profile, seed: u8) -> MasterKey {
    MasterKey::new(profile, &vec![seed; profile.key_length() + profile.salt_length()]).unwrap()
}

/// Gives it to the relay as from telephone A; what it became.
fn relay_one(
    relay: &mut Relay,
    stream: StreamId,
    kind: Kind,
    bytes: &mut Vec<u8>,
    now: Instant,
) -> Option<Forward> {
    let source = if kind == Kind::Rtp { PHONE_A } else { "192.0.2.10:4001" };
    change(bytes, |packet| relay.handle_packet(stream, kind, packet, at(source), now))
}

fn seal(key: Option<&mut Outbound>, kind: Kind, plain: &[u8]) -> Vec<u8> {
    let mut bytes = plain.to_vec();
    if let Some(key) = key {
        change(&mut bytes, |packet| match kind {
            Kind::Rtp => key.seal_rtp(packet),
            Kind::Rtcp => key.seal_rtcp(packet),
        })
        .unwrap();
    }
    bytes
}

fn open_it(key: Option<&mut Inbound>, kind: Kind, sealed: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = sealed.to_vec();
    if let Some(key) = key {
        change(&mut bytes, |packet| match kind {
            Kind::Rtp => key.open_rtp(packet),
            Kind::Rtcp => key.open_rtcp(packet),
        })
        .ok()?;
    }
    Some(bytes)
}

/// Does something to a packet that has room behind it.
fn change<T>(bytes: &mut Vec<u8>, act: impl FnOnce(&mut Packet<'_>) -> T) -> T {
    let length = bytes.len();
    bytes.resize(length + MAX_OVERHEAD, 0);
    let mut packet = Packet::new(bytes, length);
    let result = act(&mut packet);
    let length = packet.len();
    bytes.truncate(length);
    result
}

/// A packet with that payload number, which a report has not.
fn bytes(kind: Kind, number: u16, payload: u8) -> Vec<u8> {
    let [high, low] = number.to_be_bytes();
    match kind {
        Kind::Rtp => [&[0x80, payload, high, low, 0, 0, high, low, 0, 0, 0, 7][..], &[0xd5; 160]].concat(),
        Kind::Rtcp => [&[0x81, 201, 0, 7, 0, 0, 0, 7][..], &[low; 24]].concat(),
    }
}
