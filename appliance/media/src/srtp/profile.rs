//! What is encrypted how: the crypto suites of SDES (RFC 4568 §6.2, RFC 6188 §4, RFC 7714 §14) and the profiles of
//! DTLS-SRTP (RFC 5764 §4.1.2, RFC 7714 §14.2).

/// A cipher with its lengths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Profile {
    /// AES_CM_128_HMAC_SHA1_80.
    AesCm128HmacSha1_80,
    /// AES_CM_128_HMAC_SHA1_32: the short tag is for RTP alone, RTCP has the long one.
    AesCm128HmacSha1_32,
    /// AES_256_CM_HMAC_SHA1_80.
    AesCm256HmacSha1_80,
    /// AES_256_CM_HMAC_SHA1_32.
    AesCm256HmacSha1_32,
    /// AEAD_AES_128_GCM.
    AeadAes128Gcm,
    /// AEAD_AES_256_GCM.
    AeadAes256Gcm,
}

impl Profile {
    /// Every profile.
    pub const ALL: [Self; 6] = [
        Self::AesCm128HmacSha1_80,
        Self::AesCm128HmacSha1_32,
        Self::AesCm256HmacSha1_80,
        Self::AesCm256HmacSha1_32,
        Self::AeadAes128Gcm,
        Self::AeadAes256Gcm,
    ];

    /// Octets of the master key.
    pub const fn key_length(self) -> usize {
        match self {
            Self::AesCm128HmacSha1_80 | Self::AesCm128HmacSha1_32 | Self::AeadAes128Gcm => 16,
            Self::AesCm256HmacSha1_80 | Self::AesCm256HmacSha1_32 | Self::AeadAes256Gcm => 32,
        }
    }

    /// Octets of the master salt.
    pub const fn salt_length(self) -> usize {
        if self.is_gcm() { 12 } else { 14 }
    }

    pub(crate) const fn is_gcm(self) -> bool {
        matches!(self, Self::AeadAes128Gcm | Self::AeadAes256Gcm)
    }

    /// Octets of the tag behind an RTP packet.
    pub(crate) const fn rtp_tag_length(self) -> usize {
        match self {
            Self::AesCm128HmacSha1_80 | Self::AesCm256HmacSha1_80 => 10,
            Self::AesCm128HmacSha1_32 | Self::AesCm256HmacSha1_32 => 4,
            Self::AeadAes128Gcm | Self::AeadAes256Gcm => 16,
        }
    }
}
