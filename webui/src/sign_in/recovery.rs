//! Recovery codes: ten of them, shown once, each good for one sign-in without the authenticator app.

use std::fmt;

use sha2::{Digest, Sha256};

use super::readable;

/// Codes that are made at once.
pub const CODES: usize = 10;

/// A code as it is shown once.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(String);

/// What the box keeps of a code: its SHA-256. With 80 random bits behind it no slower hash is needed.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct RecoveryHash([u8; 32]);

/// Makes new codes; those from before are to be deleted.
pub fn make(random: &[[u8; 16]; CODES]) -> [RecoveryCode; CODES] {
    random.each_ref().map(|random| RecoveryCode(readable::write(random)))
}

/// Finds which of the kept codes was typed. The caller deletes that row and signs in only if it was still there, so
/// that a code is used once however many try at the same moment.
pub fn find(kept: &[RecoveryHash], typed: &str) -> Option<usize> {
    let typed = RecoveryCode(readable::read(typed)?).hash();
    kept.iter().position(|hash| *hash == typed)
}

impl RecoveryCode {
    /// The text that is shown: four groups of four.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    pub fn hash(&self) -> RecoveryHash {
        RecoveryHash(Sha256::digest(&self.0).into())
    }
}

impl RecoveryHash {
    /// Wraps the 32 bytes as they stand in the database.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes as they stand in the database.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(..)")
    }
}

impl fmt::Debug for RecoveryHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryHash(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_is_used_once() {
        let codes = codes();
        let mut kept: Vec<RecoveryHash> = codes.iter().map(RecoveryCode::hash).collect();
        for code in &codes {
            let at = find(&kept, &code.text().to_uppercase().replace('-', " ")).unwrap();
            assert_eq!(kept.remove(at), code.hash());
            assert_eq!(find(&kept, code.text()), None);
        }
        assert!(kept.is_empty());
    }

    #[test]
    fn what_is_no_code_is_none() {
        let kept = codes().map(|code| code.hash());
        for typed in ["", "123456", "aaaa-aaaa-aaaa-aaaa", "aaaa-aaaa-aaaa-aaa", "\0"] {
            assert_eq!(find(&kept, typed), None, "{typed:?}");
        }
    }

    #[test]
    fn a_code_does_not_show_itself() {
        let [code, ..] = codes();
        assert_eq!(format!("{code:?} {:?}", code.hash()), "RecoveryCode(..) RecoveryHash(..)");
        assert_eq!(RecoveryHash::from_bytes(*code.hash().as_bytes()), code.hash());
    }

    fn codes() -> [RecoveryCode; CODES] {
        make(&std::array::from_fn(|n| [n as u8 + 1; 16]))
    }
}
