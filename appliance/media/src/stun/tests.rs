//! Binding requests: the samples of RFC 5769, and what is none.

use super::attributes::mac;
use super::write::fingerprint;
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
        ("[2001:db8:1234:5678:11:2233:4455:6677]:32853", "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9"),
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
    digits.chunks(2).map(|pair| u8::from_str_radix(&pair.iter().collect::<String>(), 16).unwrap()).collect()
}

fn remote() -> SocketAddr {
    "192.0.2.1:32853".parse().unwrap()
}

/// A Binding request of this transaction with these attributes, signed with this key.
pub(crate) fn request(transaction: u32, attributes: &[(u16, &[u8])], key: Option<&[u8]>) -> Vec<u8> {
    let mut out = bytes("000100002112a4420000000000000000");
    out.extend(transaction.to_be_bytes());
    let add = |out: &mut Vec<u8>, name: u16, value: &[u8]| {
        out.extend(name.to_be_bytes());
        out.extend(u16::try_from(value.len()).unwrap().to_be_bytes());
        out.extend_from_slice(value);
        out.resize(out.len().next_multiple_of(4), 0);
        let length = u16::try_from(out.len() - 20).unwrap();
        out[2..4].copy_from_slice(&length.to_be_bytes());
    };
    for (name, value) in attributes {
        add(&mut out, *name, value);
    }
    if let Some(key) = key {
        let code = mac(&out, key);
        add(&mut out, 0x0008, code.as_ref());
    }
    out
}

#[test]
fn the_sample_request_is_signed_with_its_password() {
    let request = bytes(REQUEST);
    let read = Request::read(&request).unwrap();
    assert_eq!(read.attributes.username, Some(&b"evtj:h6vY"[..]));
    assert!(read.attributes.is_controlled, "the sample is of a controlled agent");
    assert!(read.attributes.is_signed_by(b"VOkJxbRl1RmTxUk/WvJxBt"));
    assert!(!read.attributes.is_signed_by(b"VOkJxbRl1RmTxUk/WvJxBu"));
}

/// Whether an answer bears the code of this key.
pub(crate) fn is_signed_by(answer: &[u8], key: &[u8]) -> bool {
    Attributes::read(answer).is_some_and(|attributes| attributes.is_signed_by(key))
}

/// The same with a check sum behind it, of which these bits are wrong.
pub(crate) fn marked(mut request: Vec<u8>, wrong: u32) -> Vec<u8> {
    let length = u16::try_from(request.len() - 20 + 8).unwrap();
    request[2..4].copy_from_slice(&length.to_be_bytes());
    let value = fingerprint(&request) ^ wrong;
    [&request[..], &bytes("80280004"), &value.to_be_bytes()].concat()
}
