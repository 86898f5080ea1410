//! An independent SRTP, that of webrtc-rs, agrees with ours: every profile, both directions, with loss, reordering,
//! repeats, damage and wraps, made from a seed.

use std::collections::HashSet;

use media::Packet;
use media::srtp::{Inbound, MAX_OVERHEAD, MasterKey, Outbound, Profile};
use webrtc_srtp::context::Context;
use webrtc_srtp::option::{srtcp_replay_protection, srtp_replay_protection};
use webrtc_srtp::protection_profile::ProtectionProfile;
use world::Xorshift;

const SEEDS: u64 = 20;
/// Packets of a run; their numbers go round about four times.
const PACKETS: usize = 800;

#[test]
fn both_open_what_we_seal() {
    run(|profile, random| {
        let ends = Ends::new(profile, random);
        let mut outbound = Outbound::new(&ends.key);
        exchange(ends, random, |packet, is_rtcp| {
            let mut sealed = packet.to_vec();
            change(&mut sealed, |packet| match is_rtcp {
                false => outbound.seal_rtp(packet),
                true => outbound.seal_rtcp(packet),
            })
            .ok()?;
            Some(sealed)
        });
    });
}

#[test]
fn both_open_what_the_other_seals() {
    run(|profile, random| {
        let ends = Ends::new(profile, random);
        let mut sender = ends.oracle();
        exchange(ends, random, |packet, is_rtcp| {
            let sealed = if is_rtcp { sender.encrypt_rtcp(packet) } else { sender.encrypt_rtp(packet) };
            Some(sealed.unwrap().to_vec())
        });
    });
}

#[test]
fn both_seal_alike() {
    run(|profile, random| {
        let ends = Ends::new(profile, random);
        let (mut ours, mut theirs) = (Outbound::new(&ends.key), ends.oracle());
        // Where no number is changed by us.
        for sequence in 1..200 {
            let mut sealed = rtp(random, 7, sequence);
            let expected = theirs.encrypt_rtp(&sealed).unwrap();
            change(&mut sealed, |packet| ours.seal_rtp(packet)).unwrap();
            assert_eq!(sealed, expected);
        }
    });
}

/// The key and who opens with it.
struct Ends {
    profile: Profile,
    material: Vec<u8>,
    key: MasterKey,
}

impl Ends {
    fn new(profile: Profile, random: &mut Xorshift) -> Self {
        let length = profile.key_length() + profile.salt_length();
        let material: Vec<u8> = (0..length).map(|_| random.below(256) as u8).collect();
        let key = MasterKey::new(profile, &material).expect("the length of the profile");
        Self { profile, material, key }
    }

    fn oracle(&self) -> Context {
        let profile = match self.profile {
            Profile::AesCm128HmacSha1_80 => ProtectionProfile::Aes128CmHmacSha1_80,
            Profile::AesCm128HmacSha1_32 => ProtectionProfile::Aes128CmHmacSha1_32,
            Profile::AesCm256HmacSha1_80 => ProtectionProfile::Aes256CmHmacSha1_80,
            Profile::AesCm256HmacSha1_32 => ProtectionProfile::Aes256CmHmacSha1_32,
            Profile::AeadAes128Gcm => ProtectionProfile::AeadAes128Gcm,
            Profile::AeadAes256Gcm => ProtectionProfile::AeadAes256Gcm,
        };
        let (key, salt) = self.material.split_at(self.profile.key_length());
        let (rtp, rtcp) = (srtp_replay_protection(128), srtcp_replay_protection(128));
        Context::new(key, salt, profile, Some(rtp), Some(rtcp)).expect("a key of that length")
    }
}

/// Every profile with every seed.
fn run(mut test: impl FnMut(Profile, &mut Xorshift)) {
    for profile in Profile::ALL {
        for seed in 0..SEEDS {
            println!("{profile:?} seed {seed}");
            test(profile, &mut Xorshift::new(seed));
        }
    }
}

/// Sends packets of three sources over a bad network to both, who must agree about each.
fn exchange(ends: Ends, random: &mut Xorshift, mut seal: impl FnMut(&[u8], bool) -> Option<Vec<u8>>) {
    let (mut ours, mut theirs) = (Inbound::new(&ends.key), ends.oracle());
    let mut next = [10u16, 0xefff, 0x7ff0];
    let mut sent: Vec<(Vec<u8>, Vec<u8>, bool)> = Vec::new();
    let (mut begun, mut opened) = (HashSet::new(), 0);
    for _ in 0..PACKETS {
        let source = random.below(3);
        let is_rtcp = random.below(10) == 0;
        let plain = if is_rtcp {
            rtcp(random, source as u32)
        } else {
            let gap = if random.below(4) == 0 { random.below(2_500) } else { random.below(5) };
            next[source] = next[source].wrapping_add(gap as u16 + 1);
            rtp(random, source as u32, next[source])
        };
        let Some(sealed) = seal(&plain, is_rtcp) else { panic!("{} is not sealed", next[source]) };
        sent.push((plain, sealed, is_rtcp));
        // One in five is lost, or comes later.
        if random.below(5) == 0 {
            continue;
        }
        let back = if random.below(4) == 0 { random.below(200) } else { random.below(3) };
        let (plain, sealed, is_rtcp) = &sent[sent.len().saturating_sub(back + 1)];
        let mut bytes = sealed.clone();
        let source = (plain[if *is_rtcp { 4..8 } else { 8..12 }].to_vec(), *is_rtcp);
        // The other's replay list begins with the first packet of a source even when that is forged.
        let is_damaged = random.below(20) == 0 && begun.contains(&source);
        if is_damaged {
            let place = random.below(bytes.len());
            bytes[place] ^= 1 << random.below(8);
        }
        let expected = if *is_rtcp { theirs.decrypt_rtcp(&bytes) } else { theirs.decrypt_rtp(&bytes) };
        let result = change(&mut bytes, |packet| match is_rtcp {
            false => ours.open_rtp(packet),
            true => ours.open_rtcp(packet),
        });
        assert_eq!(result.is_ok(), expected.is_ok(), "{result:?} {expected:?}");
        let Ok(expected) = expected else { continue };
        assert_eq!(bytes, expected);
        // The number may be another.
        assert_eq!((&bytes[..2], &bytes[4..]), (&plain[..2], &plain[4..]));
        assert!(!is_damaged);
        begun.insert(source);
        opened += 1;
    }
    assert!(opened > PACKETS / 3, "{opened}");
}

/// Any RTP packet, with other sources and an extension at times.
fn rtp(random: &mut Xorshift, ssrc: u32, sequence: u16) -> Vec<u8> {
    let sources = if random.below(4) == 0 { random.below(16) as u8 } else { 0 };
    let has_extension = random.below(4) == 0;
    let mut packet = vec![0x80 | u8::from(has_extension) << 4 | sources, random.below(72) as u8];
    packet.extend(sequence.to_be_bytes());
    packet.extend(u32::to_be_bytes(random.number() as u32));
    packet.extend(ssrc.to_be_bytes());
    packet.extend((0..4 * sources).map(|_| random.below(256) as u8));
    if has_extension {
        let words = random.below(5) as u8;
        packet.extend([0x10, 0x05, 0, words]);
        packet.extend((0..4 * words).map(|_| random.below(256) as u8));
    }
    packet.extend((0..random.below(400)).map(|_| random.below(256) as u8));
    packet
}

/// Any report.
fn rtcp(random: &mut Xorshift, ssrc: u32) -> Vec<u8> {
    let words = 1 + random.below(20) as u8;
    let mut packet = vec![0x80, 200 + random.below(4) as u8, 0, words];
    packet.extend(ssrc.to_be_bytes());
    packet.extend((1..words).flat_map(|_| u32::to_be_bytes(random.number() as u32)));
    packet
}

/// Does something to a packet that has room behind it.
fn change<T>(bytes: &mut Vec<u8>, act: impl FnOnce(&mut Packet<'_>) -> T) -> T {
    let length = bytes.len();
    bytes.resize(length + MAX_OVERHEAD, 0);
    let mut packet = Packet::new(bytes, length);
    let result = act(&mut packet);
    let length = packet.bytes().len();
    bytes.truncate(length);
    result
}
