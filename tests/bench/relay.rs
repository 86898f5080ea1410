//! Relays packets of 20 ms G.711 in clear and encrypted, without the system calls around it: what one costs, and how
//! much of a processor 100 calls take. `cargo bench --bench relay [-- --short]`.

use std::hint::black_box;
use std::time::{Duration, Instant};

use media::srtp::{MAX_OVERHEAD, MasterKey, Outbound, Profile};
use media::{Command, Form, Kind, Packet, Relay, StreamId};
use world::{Counting, allocations};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const A: StreamId = StreamId(1);
const B: StreamId = StreamId(2);
/// Packets of 100 calls in a second: 50 each way.
const PACKETS_OF_100_CALLS: f64 = 10_000.0;
const BYTES: usize = 172;

const CM: Option<Profile> = Some(Profile::AesCm128HmacSha1_80);
const CM_256: Option<Profile> = Some(Profile::AesCm256HmacSha1_80);
const GCM: Option<Profile> = Some(Profile::AeadAes128Gcm);

/// From which encryption to which.
const CANDIDATES: [(&str, Option<Profile>, Option<Profile>); 9] = [
    ("plain to plain", None, None),
    ("plain to AES-CM 128", None, CM),
    ("AES-CM 128 to plain", CM, None),
    ("AES-CM 128 to AES-CM 128", CM, CM),
    ("plain to AES-CM 256", None, CM_256),
    ("AES-CM 256 to plain", CM_256, None),
    ("plain to GCM 128", None, GCM),
    ("GCM 128 to plain", GCM, None),
    ("GCM 128 to AES-CM 128", GCM, CM),
];

fn main() {
    let short = std::env::args().any(|argument| argument == "--short");
    let (rounds, packets) = if short { (3, 200) } else { (100, 5_000) };
    println!("packets of {BYTES} bytes, best of {rounds} rounds of {packets}");
    for (name, from, to) in CANDIDATES {
        measure(name, rounds, from, to, &sent(from, packets), true);
    }
    let mut forged = sent(CM, packets);
    forged.iter_mut().for_each(|packet| packet[20] ^= 1);
    measure("AES-CM 128, forged", rounds, CM, None, &forged, false);
}

fn measure(
    name: &str,
    rounds: u32,
    from: Option<Profile>,
    to: Option<Profile>,
    sent: &[Vec<u8>],
    good: bool,
) {
    let (mut best, mut allocated) = (Duration::MAX, 0);
    for _ in 0..rounds {
        let (mut relay, now) = pair(from, to);
        let mut room = [0; BYTES + 2 * MAX_OVERHEAD];
        let mut run = || {
            for bytes in sent {
                room[..bytes.len()].copy_from_slice(bytes);
                let mut packet = Packet::new(&mut room, bytes.len());
                let source = ([192, 0, 2, 10], 4000).into();
                let forward = relay.handle_packet(A, Kind::Rtp, &mut packet, source, now);
                assert_eq!(black_box(forward).is_some(), good, "{name}");
                black_box(packet.bytes());
            }
        };
        let start = Instant::now();
        (allocated, ()) = allocations(&mut run);
        best = start.elapsed().min(best);
    }
    let ns = best.as_nanos() as f64 / sent.len() as f64;
    let share = ns * PACKETS_OF_100_CALLS / 1e9 * 100.0;
    println!(
        "{name:26} {ns:>6.0} ns   {share:>5.2} % of a processor for 100 calls   {allocated} allocations"
    );
}

/// The telephone's packets as they are on the wire.
fn sent(profile: Option<Profile>, count: u16) -> Vec<Vec<u8>> {
    let mut key = profile.map(|profile| Outbound::new(&key(profile, 1)));
    let seal = |number: u16| {
        let mut bytes = vec![0xd5; BYTES + MAX_OVERHEAD];
        bytes[..12].copy_from_slice(&[0x80, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7]);
        bytes[2..4].copy_from_slice(&number.to_be_bytes());
        let mut packet = Packet::new(&mut bytes, BYTES);
        if let Some(key) = &mut key {
            key.seal_rtp(&mut packet).expect("a number of its own");
        }
        let length = packet.bytes().len();
        bytes.truncate(length);
        bytes
    };
    (0..count).map(seal).collect()
}

fn pair(from: Option<Profile>, to: Option<Profile>) -> (Relay, Instant) {
    let (mut relay, now) = (Relay::new(2), Instant::now());
    let mut order = |command| assert_eq!(relay.handle_command(command, now), None);
    for (stream, port) in [(A, 10_000), (B, 10_002)] {
        order(Command::Open { stream, local: ([192, 0, 2, 1], port).into(), form: Form::Rtp });
        let (rtp, rtcp) = (([192, 0, 2, 10], 4000).into(), ([192, 0, 2, 10], 4001).into());
        let (clocks, codec) = (vec![(8, 8000)], "PCMA/8000".to_owned());
        order(Command::Peer { stream, rtp, rtcp, registered: None, networks: Vec::new(), clocks, codec });
    }
    order(Command::Protect { stream: A, receive: from.map(|profile| key(profile, 1)), send: None });
    order(Command::Protect { stream: B, receive: None, send: to.map(|profile| key(profile, 2)) });
    order(Command::Join { a: A, b: B });
    (relay, now)
}

fn key(profile: Profile, seed: u8) -> MasterKey {
    let material = vec![seed; profile.key_length() + profile.salt_length()];
    MasterKey::new(profile, &material).expect("the length of the profile")
}
