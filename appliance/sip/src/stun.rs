//! STUN on the SIP port: what telephones keep their way through a router open with, and learn by it whether the router
//! has changed it (RFC 5626 §4.4.2 and §8; RFC 8489).

use std::net::{IpAddr, SocketAddr};

const COOKIE: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];
const BINDING_REQUEST: [u8; 2] = [0x00, 0x01];
const BINDING_SUCCESS: [u8; 2] = [0x01, 0x01];
const XOR_MAPPED_ADDRESS: [u8; 2] = [0x00, 0x20];
const FINGERPRINT: u16 = 0x8028;

/// The answer to a Binding request: the address that it came from, as seen here. None for all else, and for a
/// request that wants what nobody needs on a SIP port, such as an answer from another address.
///
/// Over IPv4 a request of 20 octets gets 32, over IPv6 44: more than one and a half times as many. On the wire,
/// with the headers of IP and UDP, it is 60 for 48 and 92 for 68, which is less.
pub fn answer(datagram: &[u8], remote: SocketAddr) -> Option<Vec<u8>> {
    let (head, attributes) = datagram.split_first_chunk::<20>()?;
    let [t0, t1, l0, l1, c0, c1, c2, c3, transaction @ ..] = head;
    let length = usize::from(u16::from_be_bytes([*l0, *l1]));
    if [*t0, *t1] != BINDING_REQUEST || [*c0, *c1, *c2, *c3] != COOKIE || length != attributes.len() {
        return None;
    }
    let has_fingerprint = check(datagram, attributes)?;

    let address = xored(remote, transaction);
    let address_length = u16::try_from(address.len()).ok()?;
    let all = address_length + 4 + if has_fingerprint { 8 } else { 0 };
    let mut out = Vec::with_capacity(64);
    out.extend_from_slice(&BINDING_SUCCESS);
    out.extend_from_slice(&all.to_be_bytes());
    out.extend_from_slice(&COOKIE);
    out.extend_from_slice(transaction);
    out.extend_from_slice(&XOR_MAPPED_ADDRESS);
    out.extend_from_slice(&address_length.to_be_bytes());
    out.extend_from_slice(&address);
    if has_fingerprint {
        let value = fingerprint(&out);
        out.extend_from_slice(&FINGERPRINT.to_be_bytes());
        out.extend_from_slice(&4_u16.to_be_bytes());
        out.extend_from_slice(&value.to_be_bytes());
    }
    Some(out)
}

/// Walks the attributes: none when they are malformed, or one must be understood and is not; otherwise whether the last
/// one is a FINGERPRINT, which must be right then.
fn check(datagram: &[u8], attributes: &[u8]) -> Option<bool> {
    let mut rest = attributes;
    while let Some(([t0, t1, l0, l1], behind)) = rest.split_first_chunk::<4>() {
        let length = usize::from(u16::from_be_bytes([*l0, *l1]));
        let (value, next) = (behind.get(..length)?, behind.get(length.next_multiple_of(4)..)?);
        match u16::from_be_bytes([*t0, *t1]) {
            FINGERPRINT => {
                let before = datagram.get(..datagram.len().checked_sub(rest.len())?)?;
                let is_right = next.is_empty() && value == fingerprint(before).to_be_bytes();
                return is_right.then_some(true);
            }
            // USERNAME, MESSAGE-INTEGRITY, REALM, NONCE, their SHA-256 forms, PRIORITY and USE-CANDIDATE: who sends
            // them is known better by SIP.
            0x0006 | 0x0008 | 0x0014 | 0x0015 | 0x001c..=0x001e | 0x0024 | 0x0025 => {}
            0x0000..=0x7fff => return None,
            0x8000..=0xffff => {}
        }
        rest = next;
    }
    rest.is_empty().then_some(false)
}

/// Family, port and address, hidden from routers that rewrite addresses wherever they see them (RFC 8489 §14.2).
fn xored(remote: SocketAddr, transaction: &[u8]) -> Vec<u8> {
    let ip = remote.ip().to_canonical();
    let (family, address) = match ip {
        IpAddr::V4(v4) => (1, v4.octets().to_vec()),
        IpAddr::V6(v6) => (2, v6.octets().to_vec()),
    };
    let mut value = vec![0, family];
    let mask = || COOKIE.iter().chain(transaction);
    value.extend(remote.port().to_be_bytes().iter().zip(mask()).map(|(byte, mask)| byte ^ mask));
    value.extend(address.iter().zip(mask()).map(|(byte, mask)| byte ^ mask));
    value
}

/// Of all in front of the attribute, whose length counts already (RFC 8489 §14.7): a CRC-32 as in Ethernet.
fn fingerprint(before: &[u8]) -> u32 {
    let crc = before.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg()))
    });
    !crc ^ 0x5354_554e
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The request of RFC 5769 §2.1: SOFTWARE, PRIORITY, ICE-CONTROLLED, USERNAME, MESSAGE-INTEGRITY, FINGERPRINT.
    const REQUEST: &str = "000100582112a442 b7e7a701bc34d686fa87dfae 802200105354554e207465737420636c69656e74
        002400046e0001ff 80290008932ff9b151263b36 000600096576746a3a68367659202020
        000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2 80280004e57a3bcf";
    const TRANSACTION: &str = "b7e7a701bc34d686fa87dfae";

    #[test]
    fn the_sample_request_gets_the_address_of_the_sample_responses() {
        for (from, address) in [
            ("192.0.2.1:32853", "002000080001a147e112a643"),
            ("[::ffff:192.0.2.1]:32853", "002000080001a147e112a643"),
            (
                "[2001:db8:1234:5678:11:2233:4455:6677]:32853",
                "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9",
            ),
        ] {
            let length = address.len() / 2;
            let plain = bytes(&format!("000100002112a442{TRANSACTION}"));
            let expected = bytes(&format!("0101{length:04x}2112a442{TRANSACTION}{address}"));
            assert_eq!(answer(&plain, from.parse().unwrap()), Some(expected));

            let marked = answer(&bytes(REQUEST), from.parse().unwrap()).expect(from);
            let (before, mark) = marked.split_at(marked.len() - 8);
            assert_eq!(before, bytes(&format!("0101{:04x}2112a442{TRANSACTION}{address}", length + 8)));
            assert_eq!(mark, [&bytes("80280004")[..], &fingerprint(before).to_be_bytes()].concat());
        }
    }

    #[test]
    fn a_check_sum_is_that_of_everyone_else() {
        assert_eq!(fingerprint(b"123456789") ^ 0x5354_554e, 0xcbf4_3926);
    }

    #[test]
    fn all_else_is_not_answered() {
        let head = |start: &str| format!("{start}{TRANSACTION}");
        for (name, datagram) in [
            ("nothing", String::new()),
            ("SIP", "4f5054494f4e53207369703a6120534950 2f322e300d0a".to_owned()),
            ("a response", head("010100002112a442")),
            ("an indication", head("001100002112a442")),
            ("without the cookie", head("0001000021120000")),
            ("shorter than it says", head("000100042112a442")),
            ("longer than it says", head("000100002112a442") + "00"),
            ("too short", "000100002112a442".to_owned()),
            ("half an attribute", head("000100022112a442") + "8022"),
            ("an attribute longer than the rest", head("000100042112a442") + "80220001"),
            ("from another address, please (RFC 5780)", head("000100082112a442") + "0003000400000006"),
            ("a wrong check sum", REQUEST.replace("e57a3bcf", "e57a3bce")),
            ("a check sum of five octets", head("0001000c2112a442") + "802800050000000000000000"),
        ] {
            assert_eq!(answer(&bytes(&datagram), remote()), None, "{name}");
        }
    }

    #[test]
    fn damage_anywhere_is_survived() {
        let request = bytes(REQUEST);
        for at in 0..request.len() {
            let mut damaged = request.clone();
            for value in 0..=255 {
                damaged[at] = value;
                if let Some(answer) = answer(&damaged, remote()) {
                    assert!(answer.len() < request.len());
                }
            }
            assert_eq!(answer(&request[..at], remote()), None);
        }
    }

    fn bytes(hex: &str) -> Vec<u8> {
        let digits: Vec<char> = hex.chars().filter(|c| !c.is_whitespace()).collect();
        digits
            .chunks(2)
            .map(|pair| u8::from_str_radix(&pair.iter().collect::<String>(), 16).unwrap())
            .collect()
    }

    fn remote() -> SocketAddr {
        "192.0.2.1:32853".parse().unwrap()
    }
}
