//! Any bytes as SRTP and SRTCP: nothing is authentic but what was sealed, which opens once, to what it was.

#![no_main]

use media::Packet;
use media::srtp::{Inbound, MAX_OVERHEAD, MasterKey, Outbound, Profile};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let [profile, bytes @ ..] = bytes else { return };
    let profile = Profile::ALL[usize::from(*profile) % Profile::ALL.len()];
    let material = vec![7; profile.key_length() + profile.salt_length()];
    let key = MasterKey::new(profile, &material).expect("the length of the profile");
    let (mut outbound, mut inbound) = (Outbound::new(&key), Inbound::new(&key));
    let mut bytes = bytes;
    while let [length, manner, rest @ ..] = bytes {
        let (plain, after) = rest.split_at(rest.len().min((*length).into()));
        bytes = after;
        let is_rtcp = manner & 1 == 1;
        let open = |inbound: &mut Inbound, packet: &[u8]| {
            change(packet, |packet| if is_rtcp { inbound.open_rtcp(packet) } else { inbound.open_rtp(packet) })
        };
        // The short tag is found by chance once in four thousand million times.
        assert!(open(&mut inbound, plain).is_err());
        let sealed = change(plain, |packet| match is_rtcp {
            true => outbound.seal_rtcp(packet),
            false => outbound.seal_rtp(packet),
        });
        let Ok(((), sealed)) = sealed else { continue };
        let mut touched = sealed.clone();
        let place = usize::from(*manner) % touched.len();
        touched[place] ^= manner | 1;
        assert!(open(&mut inbound, &touched).is_err());
        // A number far away from the last may be of another round for who has missed some.
        if let Ok((_, opened)) = open(&mut inbound, &sealed) {
            assert_eq!((&opened[..2], &opened[4..]), (&plain[..2], &plain[4..]));
            assert!(open(&mut inbound, &sealed).is_err());
        }
    }
});

/// What a packet becomes that has room behind it.
fn change<T, E>(bytes: &[u8], act: impl FnOnce(&mut Packet<'_>) -> Result<T, E>) -> Result<(T, Vec<u8>), E> {
    let mut room = [bytes, &[0; MAX_OVERHEAD]].concat();
    let mut packet = Packet::new(&mut room, bytes.len());
    act(&mut packet).map(|result| (result, packet.bytes().to_vec()))
}
