//! Crypto suites of SDES (RFC 4568 §6.2, RFC 6188 §4, RFC 7714 §14).

/// A crypto suite: the cipher, the tag, and how long a key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Suite {
    /// AES_CM_128_HMAC_SHA1_80.
    AesCm128HmacSha1_80,
    /// AES_CM_128_HMAC_SHA1_32.
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

/// The registered names, then those that telephones used before there were any.
const NAMES: [(&str, Suite); 8] = [
    ("AES_CM_128_HMAC_SHA1_80", Suite::AesCm128HmacSha1_80),
    ("AES_CM_128_HMAC_SHA1_32", Suite::AesCm128HmacSha1_32),
    ("AES_256_CM_HMAC_SHA1_80", Suite::AesCm256HmacSha1_80),
    ("AES_256_CM_HMAC_SHA1_32", Suite::AesCm256HmacSha1_32),
    ("AEAD_AES_128_GCM", Suite::AeadAes128Gcm),
    ("AEAD_AES_256_GCM", Suite::AeadAes256Gcm),
    ("AES_CM_256_HMAC_SHA1_80", Suite::AesCm256HmacSha1_80),
    ("AES_CM_256_HMAC_SHA1_32", Suite::AesCm256HmacSha1_32),
];

impl Suite {
    /// Every suite.
    pub const ALL: [Self; 6] = [
        Self::AesCm128HmacSha1_80,
        Self::AesCm128HmacSha1_32,
        Self::AesCm256HmacSha1_80,
        Self::AesCm256HmacSha1_32,
        Self::AeadAes128Gcm,
        Self::AeadAes256Gcm,
    ];

    /// Its registered name.
    pub fn as_str(self) -> &'static str {
        NAMES.iter().find(|(_, suite)| *suite == self).map_or("", |(name, _)| name)
    }

    /// Octets of master key and salt together.
    pub fn key_length(self) -> usize {
        match self {
            Self::AesCm128HmacSha1_80 | Self::AesCm128HmacSha1_32 => 30,
            Self::AesCm256HmacSha1_80 | Self::AesCm256HmacSha1_32 => 46,
            Self::AeadAes128Gcm => 28,
            Self::AeadAes256Gcm => 44,
        }
    }

    /// The suite of a name, and the name as it is to be repeated.
    pub(crate) fn of(name: &str) -> Option<(&'static str, Self)> {
        NAMES.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name))
    }
}
