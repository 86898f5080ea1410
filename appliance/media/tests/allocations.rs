//! A relayed packet costs no allocation.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::time::{Duration, Instant};

use media::srtp::{MAX_OVERHEAD, MasterKey, Outbound, Profile};
use media::{Command, DtlsIdentity, DtlsRole, Form, Kind, Packet, Relay, StreamId};

const A: StreamId = StreamId(1);
const B: StreamId = StreamId(2);

#[test]
fn a_relayed_packet_allocates_nothing() {
    let (mut relay, now) = pair();
    let mut packet = [0x80; 172];
    let before = ALLOCATIONS.get();
    for number in 0..1000u16 {
        packet[1] = 8;
        packet[2..4].copy_from_slice(&number.to_be_bytes());
        let forward = give(&mut relay, &mut packet, 172, [192, 0, 2, 10], now).0;
        assert_eq!((forward, packet[1]), (Some(B), 96));
        // A stranger costs none either.
        give(&mut relay, &mut packet, 172, [203, 0, 113, 1], now);
    }
    assert_eq!(ALLOCATIONS.get() - before, 0);
}

#[test]
fn nor_does_an_encrypted_one() {
    for profile in Profile::ALL {
        let (mut relay, now) = pair();
        let key = |seed| {
            MasterKey::new(profile, &vec![seed; profile.key_length() + profile.salt_length()]).unwrap()
        };
        let (receive, send) = (Some(key(1)), Some(key(2)));
        relay.handle_command(Command::Protect { stream: A, receive, send: None }, now);
        relay.handle_command(Command::Protect { stream: B, receive: None, send }, now);
        let mut phone = Outbound::new(&key(1));
        let before = ALLOCATIONS.get();
        for number in 0..1000u16 {
            let mut room = [0x80; 172 + MAX_OVERHEAD];
            room[1] = 8;
            room[2..4].copy_from_slice(&number.to_be_bytes());
            let mut packet = Packet::new(&mut room, 172);
            phone.seal_rtp(&mut packet).unwrap();
            let length = packet.bytes().len();
            let (forward, sent) = give(&mut relay, &mut room, length, [192, 0, 2, 10], now);
            assert_eq!((forward, sent), (Some(B), length));
            // What is repeated, or not authentic, costs none either.
            assert_eq!(give(&mut relay, &mut room, length, [192, 0, 2, 10], now).0, None);
            room[3] ^= 0x80;
            assert_eq!(give(&mut relay, &mut room, length, [203, 0, 113, 1], now).0, None);
        }
        assert_eq!(ALLOCATIONS.get() - before, 0);
    }
}

#[test]
fn nor_does_one_after_a_handshake() {
    let [(mut near, ours), (mut far, theirs)] = [(); 2].map(|()| {
        let identity = identity();
        (pair().0.with_identity(identity.clone()), identity)
    });
    let now = Instant::now();
    for (relay, role, other) in [(&mut near, DtlsRole::Passive, &theirs), (&mut far, DtlsRole::Active, &ours)]
    {
        let fingerprint = other.fingerprint();
        relay.handle_command(Command::Handshake { stream: A, role, fingerprint, ice: None }, now);
    }
    let mut is_quiet = false;
    while !is_quiet {
        is_quiet = true;
        for is_near in [false, true] {
            let (from, to) = if is_near { (&mut near, &mut far) } else { (&mut far, &mut near) };
            while let Some((_, mut bytes)) = from.poll_packet() {
                is_quiet = false;
                let length = bytes.len();
                assert_eq!(give(to, &mut bytes, length, [192, 0, 2, 10], now).0, None);
            }
        }
    }
    let before = ALLOCATIONS.get();
    for number in 0..1000u16 {
        let mut room = [0x80; 172 + MAX_OVERHEAD];
        room[1] = 8;
        room[2..4].copy_from_slice(&number.to_be_bytes());
        let mut packet = Packet::new(&mut room, 172);
        let forward = far.handle_packet(B, Kind::Rtp, &mut packet, ([192, 0, 2, 10], 10_002).into(), now);
        assert_eq!(forward.map(|forward| forward.stream), Some(A));
        let length = packet.bytes().len();
        let mut strange = room;
        assert_eq!(give(&mut near, &mut room, length, [192, 0, 2, 10], now), (Some(B), 172));
        // What is repeated, or a stranger's check or hello, costs none either.
        for first in [0x80, 0, 22] {
            strange[0] = first;
            assert_eq!(give(&mut near, &mut strange, length, [203, 0, 113, 1], now).0, None);
        }
    }
    assert_eq!(ALLOCATIONS.get() - before, 0);
}

fn identity() -> DtlsIdentity {
    let key = rcgen::KeyPair::generate().expect("the system has randomness");
    let named = rcgen::CertificateParams::new(Vec::new()).expect("no name is none that is wrong");
    let certificate = named.self_signed(&key).expect("a key signs");
    DtlsIdentity::new(certificate.der().to_vec(), key.serialize_der())
}

/// Two streams whose telephones are known.
fn pair() -> (Relay, Instant) {
    let (mut relay, now) = (Relay::new(2), Instant::now());
    for (stream, port) in [(A, 10_000), (B, 10_002)] {
        let local = ([192, 0, 2, 1], port).into();
        relay.handle_command(Command::Open { stream, local, form: Form::Rtp }, now);
        let (rtp, rtcp) = (([192, 0, 2, 10], port).into(), ([192, 0, 2, 10], port + 1).into());
        let (registered, networks) = (None, Vec::new());
        let (clocks, codec) = (vec![(8, 8000)], String::new());
        relay.handle_command(Command::Peer { stream, rtp, rtcp, registered, networks, clocks, codec }, now);
    }
    relay.handle_command(Command::Join { a: A, b: B }, now);
    relay.handle_command(Command::Payloads { stream: A, to: vec![(8, 96)] }, now);
    relay.handle_command(Command::Expect { stream: A, within: Some(Duration::from_secs(30)) }, now);
    (relay, now)
}

/// To whom a packet goes, and how long it is then.
fn give(
    relay: &mut Relay,
    room: &mut [u8],
    length: usize,
    source: [u8; 4],
    now: Instant,
) -> (Option<StreamId>, usize) {
    let mut packet = Packet::new(room, length);
    let forward = relay.handle_packet(A, Kind::Rtp, &mut packet, (source, 10_000).into(), now);
    (forward.map(|forward| forward.stream), packet.bytes().len())
}

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

#[expect(unsafe_code, reason = "an allocator that counts can be had no other way")]
// SAFETY: every call is passed on unchanged to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: the caller keeps the promises of `GlobalAlloc::alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the pointer came from `System` with that layout.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;
