//! The test vectors of RFC 3711 appendix B, RFC 6188 §7 and RFC 7714 §16 and §17.

use zeroize::Zeroizing;

use super::super::cm::counter;
use super::super::derivation::{Label, counter_mode, fill, keystream};
use super::super::gcm::Gcm;
use super::super::header::{RTCP_CLEAR, rtp};
use super::*;

const KEY_128: &str = "E1F97A0D3E018BE0D64FA32C06DE4139";
const KEY_256: &str = "f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b6";

#[test]
fn keystreams_are_those_of_the_standards() {
    // RFC 3711 §B.2 and RFC 6188 §7.1: a salt, a source of zero, index zero.
    let salt = hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD");
    for (key, blocks) in [
        (
            "2B7E151628AED2A6ABF7158809CF4F3C",
            [
                (0x0000, "E03EAD0935C95E80E166B16DD92B4EB4"),
                (0x0001, "D23513162B02D0F72A43A2FE4A5F97AB"),
                (0x0002, "41E95B3BB0A2E8DD477901E4FCA894C0"),
                (0xfeff, "EC8CDF7398607CB0F2D21675EA9EA1E4"),
                (0xff00, "362B7C3C6773516318A077D7FC5073AE"),
                (0xff01, "6A2CC3787889374FBEB4C81B17BA6C44"),
            ],
        ),
        (
            "57f82fe3613fd170a85ec93c40b1f0922ec4cb0dc025b58272147cc438944a98",
            [
                (0x0000, "92bdd28a93c3f52511c677d08b5515a4"),
                (0x0001, "9da71b2378a854f67050756ded165bac"),
                (0x0002, "63c4868b7096d88421b563b8c94c9a31"),
                (0xfeff, "cea518c90fd91ced9cbb18c078a54711"),
                (0xff00, "3dbc4814f4da5f00a08772b63c6a046d"),
                (0xff01, "6eb246913062a16891433e97dd01a57f"),
            ],
        ),
    ] {
        let mut stream = vec![0; 16 * 0xff02];
        let start = counter(&salt.clone().try_into().unwrap(), 0, 0);
        keystream(&counter_mode(&hex(key)), start, &mut stream);
        for (number, expected) in blocks {
            assert_eq!(stream[16 * number..][..16], hex(expected), "{key} {number:x}");
        }
    }
}

#[test]
fn session_keys_are_those_of_the_standards() {
    for (profile, master, salt, expected) in [
        // RFC 3711 §B.3.
        (
            Profile::AesCm128HmacSha1_80,
            KEY_128,
            "0EC675AD498AFEEBB6960B3AABE6",
            [
                (Label::RtpEncryption, "C61E7A93744F39EE10734AFE3FF7A087"),
                (Label::RtpSalt, "30CBBC08863D8C85D49DB34A9AE1"),
                (
                    Label::RtpAuthentication,
                    "CEBE321F6FF7716B6FD4AB49AF256A156D38BAA48F0A0ACF3C34E2359E6CDBCE
                     E049646C43D9327AD175578EF72270986371C10C9A369AC2F94A8C5FBCDDDC25
                     6D6E919A48B610EF17C2041E474035766B68642C59BBFC2F34DB60DBDFB2",
                ),
            ],
        ),
        // RFC 6188 §7.4.
        (
            Profile::AesCm256HmacSha1_80,
            KEY_256,
            "3b04803de51ee7c96423ab5b78d2",
            [
                (Label::RtpEncryption, "5ba1064e30ec51613cad926c5a28ef731ec7fb397f70a960653caf06554cd8c4"),
                (Label::RtpSalt, "fa31791685ca444a9e07c6c64e93"),
                (Label::RtpAuthentication, "fd9c32d39ed5fbb5a9dc96b30818454d1313dc05"),
            ],
        ),
    ] {
        let master = MasterKey::new(profile, &[hex(master), hex(salt)].concat()).unwrap();
        for (label, expected) in expected {
            let expected = hex(expected);
            let mut derived = vec![0; expected.len()];
            fill(&master, label, &mut derived);
            assert_eq!(derived, expected, "{profile:?} {label:?}");
        }
    }
}

const RTP: &str = "8040f17b 8041f8d3 5501a0b2 47616c6c 69612065 7374206f 6d6e6973 20646976
    69736120 696e2070 61727465 73207472 6573";
const RTCP: &str = "81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61
    deadbeef deadbeef deadbeef deadbeef deadbeef";
const GCM_KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

#[test]
fn sound_is_encrypted_as_in_rfc_7714() {
    for (key_length, expected) in [
        // §16.1.1, §16.2.1.
        (
            16,
            "8040f17b 8041f8d3 5501a0b2 f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5
             0d294e6f 42a5f47a 51c7d19b 36de3adf 8833899d 7f27beb1 6a9152cf 765ee439 0cce",
        ),
        (
            32,
            "8040f17b 8041f8d3 5501a0b2 32b1de78 a822fe12 ef9f78fa 332e33aa b1801238
             9a58e2f3 b50b2a02 76ffae0f 1ba63799 b87b7aa3 db36dfff d6b0f9bb 7878d7a7 6c13",
        ),
    ] {
        let (gcm, mut bytes) = (gcm(key_length), hex(RTP));
        let header = rtp(&bytes).unwrap();
        let place = (header.ssrc, u64::from(header.sequence));
        change(&mut bytes, |packet| gcm.seal(packet, header.length, place, &[])).unwrap();
        assert_eq!(bytes, hex(expected));
        change(&mut bytes, |packet| gcm.open(packet, header.length, place, 0)).unwrap();
        assert_eq!(bytes, hex(RTP));
    }
}

#[test]
fn reports_are_encrypted_as_in_rfc_7714() {
    for (key_length, expected) in [
        // §17.1, §17.2.
        (
            16,
            "81c8000d 4d617273 63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d
             c676a5f1 730d6fda 4ce09b46 86303ded 0bb9275b c84aa458 96cf4d2f c5abf872 45d9eade 800005d4",
        ),
        (
            32,
            "81c8000d 4d617273 d50ae4d1 f5ce5d30 4ba297e4 7d470c28 2c3ece5d bffe0a50
             a2eaa5c1 110555be 8415f658 c61de047 6f1b6fad 1d1eb30c 4446839f 57ff6f6c b26ac3be 800005d4",
        ),
    ] {
        let (gcm, mut bytes) = (gcm(key_length), hex(RTCP));
        let place = (0x4d61_7273, 0x5d4);
        change(&mut bytes, |packet| gcm.seal(packet, RTCP_CLEAR, place, &hex("800005d4"))).unwrap();
        assert_eq!(bytes, hex(expected));
        change(&mut bytes, |packet| gcm.open(packet, RTCP_CLEAR, place, 4)).unwrap();
        assert_eq!(bytes, hex(RTCP));
    }
}

/// With those session keys, as the vectors name them.
fn gcm(key_length: usize) -> Gcm {
    let salt = Zeroizing::new(hex("517569642070726f2071756f").try_into().unwrap());
    Gcm::with_session_key(&hex(GCM_KEY)[..key_length], salt)
}
