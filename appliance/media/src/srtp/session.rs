//! One direction's session keys, and what they do to a packet whose index is known (RFC 3711 §3.3, §3.4).

use super::cm::Cm;
use super::derivation::Label;
use super::gcm::Gcm;
use super::header::RTCP_CLEAR;
use super::{MasterKey, SrtpError};
use crate::Packet;

/// The most octets that a packet grows by: a tag and, of RTCP, the index.
pub const MAX_OVERHEAD: usize = 16 + TRAILER_LENGTH;

/// The word behind an RTCP packet: whether it is encrypted, and its index.
pub(crate) const TRAILER_LENGTH: usize = 4;
/// The bit of that word which says that the packet is encrypted.
pub(crate) const ENCRYPTED: u32 = 1 << 31;
/// The tag of RTCP in counter mode is never the short one (RFC 4568 §6.2, RFC 5764 §4.1.2).
const RTCP_TAG_LENGTH: usize = 10;

/// A source and the index of its packet.
pub(crate) type Place = (u32, u64);

/// Session keys by cipher.
#[expect(clippy::large_enum_variant, reason = "a stream has two at most, and they are boxed with it")]
pub(crate) enum Session {
    Cm { rtp: Cm, rtcp: Cm },
    Gcm { rtp: Gcm, rtcp: Gcm },
}

impl Session {
    pub(crate) fn new(master: &MasterKey) -> Self {
        if master.profile().is_gcm() {
            Self::Gcm {
                rtp: Gcm::new(master, [Label::RtpEncryption, Label::RtpSalt]),
                rtcp: Gcm::new(master, [Label::RtcpEncryption, Label::RtcpSalt]),
            }
        } else {
            let rtp = [Label::RtpEncryption, Label::RtpAuthentication, Label::RtpSalt];
            let rtcp = [Label::RtcpEncryption, Label::RtcpAuthentication, Label::RtcpSalt];
            Self::Cm {
                rtp: Cm::new(master, rtp, master.profile().rtp_tag_length()),
                rtcp: Cm::new(master, rtcp, RTCP_TAG_LENGTH),
            }
        }
    }

    /// Encrypts an RTP packet whose header is so long.
    pub(crate) fn seal_rtp(
        &self,
        packet: &mut Packet<'_>,
        header: usize,
        place: Place,
    ) -> Result<(), SrtpError> {
        match self {
            Self::Cm { rtp, .. } => rtp.seal(packet, header, place, &[], &rollover(place)),
            Self::Gcm { rtp, .. } => rtp.seal(packet, header, place, &[]),
        }
    }

    /// Decrypts an RTP packet.
    pub(crate) fn open_rtp(
        &self,
        packet: &mut Packet<'_>,
        header: usize,
        place: Place,
    ) -> Result<(), SrtpError> {
        match self {
            Self::Cm { rtp, .. } => rtp.open(packet, header, place, 0, &rollover(place)),
            Self::Gcm { rtp, .. } => rtp.open(packet, header, place, 0),
        }
    }

    /// Encrypts an RTCP packet and appends its index.
    pub(crate) fn seal_rtcp(&self, packet: &mut Packet<'_>, place: Place) -> Result<(), SrtpError> {
        // The index has 31 bits.
        let trailer = (ENCRYPTED | place.1 as u32).to_be_bytes();
        match self {
            Self::Cm { rtcp, .. } => rtcp.seal(packet, RTCP_CLEAR, place, &trailer, &[]),
            Self::Gcm { rtcp, .. } => rtcp.seal(packet, RTCP_CLEAR, place, &trailer),
        }
    }

    /// Decrypts an RTCP packet and takes its index off.
    pub(crate) fn open_rtcp(&self, packet: &mut Packet<'_>, place: Place) -> Result<(), SrtpError> {
        match self {
            Self::Cm { rtcp, .. } => rtcp.open(packet, RTCP_CLEAR, place, TRAILER_LENGTH, &[]),
            Self::Gcm { rtcp, .. } => rtcp.open(packet, RTCP_CLEAR, place, TRAILER_LENGTH),
        }
    }

    /// Octets of the tag between an MKI and the end, of RTP and of RTCP: that of GCM stands before it (RFC 7714 §6, §7).
    pub(crate) fn tag_behind_mki(&self, profile: super::Profile) -> (usize, usize) {
        match self {
            Self::Cm { .. } => (profile.rtp_tag_length(), RTCP_TAG_LENGTH),
            Self::Gcm { .. } => (0, 0),
        }
    }
}

/// The rollover counter, which the tag is over although it is not sent.
fn rollover((_, index): Place) -> [u8; 4] {
    // An index has 48 bits.
    ((index >> 16) as u32).to_be_bytes()
}
