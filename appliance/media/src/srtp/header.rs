//! The parts of a packet that stay in clear (RFC 3711 §3.1, §3.4), read without trusting what is encrypted.

/// What SRTP reads of an RTP header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RtpHeader {
    /// Octets with sources and extension.
    pub(crate) length: usize,
    pub(crate) sequence: u16,
    pub(crate) ssrc: u32,
}

/// The clear part of an RTCP packet: header and sender.
pub(crate) const RTCP_CLEAR: usize = 8;

/// Reads an RTP header; none when the packet is shorter. The padding, if there is any, is encrypted.
pub(crate) fn rtp(packet: &[u8]) -> Option<RtpHeader> {
    let &[first, _, s0, s1, _, _, _, _, c0, c1, c2, c3, ..] = packet else { return None };
    if first >> 6 != 2 {
        return None;
    }
    let mut length = 12 + 4 * usize::from(first & 0x0f);
    if first & 0x10 != 0 {
        let &[_, _, high, low] = packet.get(length..)?.first_chunk()?;
        length += 4 + 4 * usize::from(u16::from_be_bytes([high, low]));
    }
    (length <= packet.len()).then_some(RtpHeader {
        length,
        sequence: u16::from_be_bytes([s0, s1]),
        ssrc: u32::from_be_bytes([c0, c1, c2, c3]),
    })
}

/// The sender of an RTCP packet.
pub(crate) fn rtcp_ssrc(packet: &[u8]) -> Option<u32> {
    let &[first, _, _, _, s0, s1, s2, s3, ..] = packet else { return None };
    (first >> 6 == 2).then_some(u32::from_be_bytes([s0, s1, s2, s3]))
}

/// Writes another sequence number.
pub(crate) fn set_sequence(packet: &mut [u8], sequence: u16) {
    if let Some(place) = packet.get_mut(2..4) {
        place.copy_from_slice(&sequence.to_be_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_and_extension_belong_to_the_header() {
        let mut packet = [0; 40];
        packet[..12].copy_from_slice(&[0x80, 8, 1, 2, 0, 0, 0, 0, 9, 8, 7, 6]);
        for (first, extension, length) in [
            (0x80, 0, Some(12)),
            (0xa0, 0, Some(12)),
            (0x82, 0, Some(20)),
            (0x90, 0, Some(16)),
            (0x90, 6, Some(40)),
            (0x90, 7, None),
            (0x90, 0xffff, None),
            (0x87, 0, Some(40)),
            (0x88, 0, None),
            (0x97, 0, None),
            (0x40, 0, None),
        ] {
            packet[0] = first;
            packet[14..16].copy_from_slice(&u16::to_be_bytes(extension));
            let read = rtp(&packet);
            assert_eq!(read.map(|header| header.length), length, "{first:x} {extension}");
            assert!(read.is_none_or(|header| (header.sequence, header.ssrc) == (0x0102, 0x0908_0706)));
        }
        for length in 0..12 {
            assert_eq!(rtp(&packet[..length]), None);
        }
    }

    #[test]
    fn a_report_has_a_sender() {
        assert_eq!(rtcp_ssrc(&[0x81, 201, 0, 1, 1, 2, 3, 4]), Some(0x0102_0304));
        assert_eq!(rtcp_ssrc(&[0x81, 201, 0, 1, 1, 2, 3]), None);
        assert_eq!(rtcp_ssrc(&[0x01, 201, 0, 1, 1, 2, 3, 4]), None);
    }
}
