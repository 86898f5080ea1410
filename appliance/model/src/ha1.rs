//! What a registrar must know of a secret to check a digest, without the secret (RFC 8760, RFC 7616 §3.4.2).

use md5::{Digest, Md5};
use sha2::Sha256;

use crate::Username;

/// `H(username:realm:secret)` under both algorithms of a SIP digest.
#[derive(Clone, PartialEq, Eq)]
pub struct Ha1 {
    /// Under MD5, 16 bytes.
    pub md5: [u8; 16],
    /// Under SHA-256, 32 bytes.
    pub sha256: [u8; 32],
}

impl Ha1 {
    /// Computes both from the secret.
    pub fn new(username: &Username, realm: &str, secret: &str) -> Self {
        let text = format!("{username}:{realm}:{secret}");
        Self { md5: Md5::digest(&text).into(), sha256: Sha256::digest(&text).into() }
    }
}

impl std::fmt::Debug for Ha1 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ha1(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_example_of_rfc_7616() {
        let ha1 = Ha1::new(&"Mufasa".parse().unwrap(), "http-auth@example.org", "Circle of Life");
        let hex: String = ha1.md5.iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(hex, "3d78807defe7de2157e2b0b6573a855f");
        let hex: String = ha1.sha256.iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(hex, "7987c64c30e25f1b74be53f966b49b90f2808aa92faf9a00262392d7b4794232");
    }
}
