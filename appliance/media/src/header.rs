//! Telling RTP and RTCP from everything else by the first bytes (RFC 3550 §5.1, §6.1, RFC 5761 §4, RFC 7983).

use rtp_rs::RtpReader;

/// RTCP packet types; the second byte of RTP may look the same only with payload types that nobody uses.
const RTCP_TYPES: std::ops::RangeInclusive<u8> = 200..=207;

/// What a packet is on a port that several protocols share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protocol {
    Stun,
    Dtls,
    Rtp,
    Rtcp,
}

/// Tells what shares a port by the first octet (RFC 7983 §7), RTCP by the second (RFC 5761 §4: those payload types are
/// not given to RTP there).
pub(crate) fn protocol(packet: &[u8]) -> Option<Protocol> {
    match packet {
        [0..=3, ..] => Some(Protocol::Stun),
        [20..=63, ..] => Some(Protocol::Dtls),
        [128..=191, 192..=223, ..] => Some(Protocol::Rtcp),
        [128..=191, ..] => Some(Protocol::Rtp),
        _ => None,
    }
}

/// Reads the header of an RTP packet. STUN (first byte 0 to 3), DTLS (20 to 63), ZRTP and RTCP that strayed to
/// this port are none, nor is a packet whose header is longer than itself.
pub(crate) fn rtp(packet: &[u8]) -> Option<RtpReader<'_>> {
    if packet.get(1).is_some_and(|kind| RTCP_TYPES.contains(kind)) {
        return None;
    }
    RtpReader::new(packet).ok()
}

/// The sender (SSRC) of what begins like RTCP: version 2, and a packet type of RTCP's range. What the reports say is
/// between the telephones.
pub(crate) fn rtcp_sender(packet: &[u8]) -> Option<u32> {
    match packet {
        &[first, 192..=223, _, _, a, b, c, d, ..] if first >> 6 == 2 => {
            Some(u32::from_be_bytes([a, b, c, d]))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rtp_is_rtp() {
        let rtp_packet = [0x80, 0, 0, 1, 0, 0, 0, 160, 1, 2, 3, 4, 0xd5, 0xd5];
        assert!(rtp(&rtp_packet).is_some());
        for (what, change) in [
            ("STUN", (0, 0x00)),
            ("ZRTP", (0, 0x10)),
            ("DTLS", (0, 22)),
            ("TURN channel", (0, 64)),
            ("RTCP sender report", (1, 200)),
            ("RTCP bye", (1, 203)),
            ("more sources than bytes", (0, 0x8f)),
            ("an extension beyond the end", (0, 0x90)),
            ("padding beyond the end", (0, 0xa0)),
        ] {
            let mut packet = rtp_packet;
            packet[change.0] = change.1;
            assert!(rtp(&packet).is_none(), "{what}");
        }
    }

    #[test]
    fn a_shared_port_is_told_apart_by_the_first_octets() {
        for (packet, expected) in [
            (&[0, 1][..], Some(Protocol::Stun)),
            (&[3, 1], Some(Protocol::Stun)),
            (&[4, 1], None),
            (&[19, 254], None),
            (&[20, 254], Some(Protocol::Dtls)),
            (&[63, 254], Some(Protocol::Dtls)),
            (&[64, 0], None),
            (&[127, 0], None),
            (&[128, 8], Some(Protocol::Rtp)),
            (&[128, 0x80 | 63], Some(Protocol::Rtp)),
            (&[128, 0x80 | 64], Some(Protocol::Rtcp)),
            (&[0x81, 201], Some(Protocol::Rtcp)),
            (&[191, 223], Some(Protocol::Rtcp)),
            (&[191, 224], Some(Protocol::Rtp)),
            (&[128], Some(Protocol::Rtp)),
            (&[192, 200], None),
            (&[255], None),
            (&[], None),
        ] {
            assert_eq!(protocol(packet), expected, "{packet:?}");
        }
    }

    #[test]
    fn no_length_panics() {
        for first in [0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xb0, 0xbf] {
            for second in [0, 200] {
                for length in 0..100 {
                    let mut packet = vec![0xff; length];
                    packet.iter_mut().zip([first, second]).for_each(|(byte, value)| *byte = value);
                    let _ = rtp(&packet).map(|header| header.payload().len());
                    let _ = rtcp_sender(&packet);
                }
            }
        }
    }

    #[test]
    fn rtcp_needs_its_header_and_a_sender() {
        assert_eq!(rtcp_sender(&[0x81, 201, 0, 7, 1, 2, 3, 4]), Some(0x0102_0304));
        assert_eq!(rtcp_sender(&[0x81, 201, 0, 7]), None);
        assert_eq!(rtcp_sender(&[0x80, 0, 0, 1, 0, 0, 0, 160, 1, 2, 3, 4]), None);
        assert_eq!(rtcp_sender(b"\x00\x01\x00\x00\x21\x12\xa4\x42"), None);
    }
}
