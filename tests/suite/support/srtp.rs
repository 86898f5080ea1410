//! The keys of a telephone that encrypts its sound by SDES (RFC 4568), and its packets in SRTP (RFC 3711).

use media::Packet;
use media::srtp::{Inbound, MAX_OVERHEAD, MasterKey, Outbound, Profile};

/// The line that says which key a telephone sends by: AES_CM_128_HMAC_SHA1_80 with 30 octets that are all alike.
pub(crate) const CRYPTO: &str =
    "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH";
const OWN: [u8; 30] = [7; 30];

/// Both directions of one telephone.
pub(crate) struct Srtp {
    send: Outbound,
    receive: Inbound,
}

impl Srtp {
    /// Sends by [`CRYPTO`], receives by the key in this description.
    pub(crate) fn answered(description: &str) -> Self {
        let said = description.lines().find_map(|line| line.strip_prefix("a=crypto:"));
        let said = said.unwrap_or_else(|| panic!("no key in {description}"));
        let key = said.split_once("inline:").expect("a key is inline").1;
        let key = key.split(['|', ' ']).next().expect("something stands there");
        Self { send: Outbound::new(&key_of(&OWN)), receive: Inbound::new(&key_of(&decode(key))) }
    }

    pub(crate) fn seal(&mut self, packet: &mut Vec<u8>, is_rtcp: bool) {
        change(packet, |packet| match is_rtcp {
            false => self.send.seal_rtp(packet).unwrap(),
            true => self.send.seal_rtcp(packet).unwrap(),
        });
    }

    /// Whether it was authentic.
    pub(crate) fn open(&mut self, packet: &mut Vec<u8>, is_rtcp: bool) -> bool {
        change(packet, |packet| match is_rtcp {
            false => self.receive.open_rtp(packet).is_ok(),
            true => self.receive.open_rtcp(packet).is_ok(),
        })
    }
}

fn key_of(material: &[u8]) -> MasterKey {
    MasterKey::new(Profile::AesCm128HmacSha1_80, material).expect("a key and salt of 30 octets")
}

fn change<T>(bytes: &mut Vec<u8>, act: impl FnOnce(&mut Packet<'_>) -> T) -> T {
    let length = bytes.len();
    bytes.resize(length + MAX_OVERHEAD, 0);
    let mut packet = Packet::new(bytes, length);
    let result = act(&mut packet);
    let length = packet.bytes().len();
    bytes.truncate(length);
    result
}

/// Base64 (RFC 4648 §4) of a multiple of three octets.
fn decode(text: &str) -> Vec<u8> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let value = |digit: &u8| ALPHABET.iter().position(|known| known == digit).expect("base64") as u32;
    let group = |digits: &[u8]| digits.iter().fold(0, |sum, digit| sum << 6 | value(digit));
    text.as_bytes().chunks(4).flat_map(|digits| group(digits).to_be_bytes()[1..].to_vec()).collect()
}
