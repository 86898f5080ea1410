//! The tenant's key pair (X25519) in DIR/tenant.key: what secrets are sealed to and opened with.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, Serializable};
use sha2::{Digest, Sha256};

use crate::disk;
use crate::error::OpenError;
use crate::hex;
use crate::options::Options;

pub(crate) type PrivateKey = <X25519HkdfSha256 as Kem>::PrivateKey;
pub(crate) type PublicKey = <X25519HkdfSha256 as Kem>::PublicKey;

/// By which a sealed secret says whose it is: the first 8 bytes of the SHA-256 of the public key.
pub(crate) type KeyId = [u8; 8];

/// The line before the key, so that the file says what it is.
const TITLE: &str = "bellbox tenant key, X25519: whoever has it reads all secrets of this office";

/// The key pair of this office.
#[derive(Clone)]
pub(crate) struct TenantKey {
    pub(crate) private: PrivateKey,
    pub(crate) public: PublicKey,
    pub(crate) id: KeyId,
}

impl TenantKey {
    /// Where it lies.
    pub(crate) fn path(dir: &Path) -> PathBuf {
        dir.join("tenant.key")
    }

    /// Where a new one waits until the first rows are in the database.
    fn waiting_path(dir: &Path) -> PathBuf {
        dir.join("tenant.key.waiting")
    }

    /// Reads it; none when there is no file.
    pub(crate) fn read(dir: &Path) -> Result<Option<Self>, OpenError> {
        Self::read_file(Self::path(dir))
    }

    /// Reads one that has no name yet.
    pub(crate) fn read_waiting(dir: &Path) -> Result<Option<Self>, OpenError> {
        Self::read_file(Self::waiting_path(dir))
    }

    fn read_file(path: PathBuf) -> Result<Option<Self>, OpenError> {
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => {
                return Err(OpenError::File { action: "read", path, error });
            }
        };
        let bytes = text.lines().nth(1).and_then(|line| hex::decode(line.trim()));
        let key = bytes.and_then(|bytes| PrivateKey::from_bytes(&bytes).ok());
        match key {
            Some(private) => Ok(Some(Self::of(private))),
            None => Err(OpenError::KeyMalformed { path }),
        }
    }

    /// Makes a new one and writes it, but not under its name: see [`Self::settle`].
    pub(crate) fn make(dir: &Path, options: &Options) -> Result<Self, OpenError> {
        let key = Self::random(options);
        let text = format!("{TITLE}\n{}\n", hex::encode(&key.private.to_bytes()));
        disk::write_private(&Self::waiting_path(dir), text.as_bytes())?;
        Ok(key)
    }

    /// Gives the new one its name: from now on a database belongs to it.
    pub(crate) fn settle(dir: &Path) -> Result<(), OpenError> {
        disk::rename(&Self::waiting_path(dir), &Self::path(dir))
    }

    /// The public half, for whoever seals.
    pub(crate) fn public_bytes(&self) -> [u8; 32] {
        self.public.to_bytes().into()
    }

    pub(crate) fn random(options: &Options) -> Self {
        let (private, _) = X25519HkdfSha256::derive_keypair(&options.random::<32>());
        Self::of(private)
    }

    fn of(private: PrivateKey) -> Self {
        let public = X25519HkdfSha256::sk_to_pk(&private);
        let digest: [u8; 32] = Sha256::digest(public.to_bytes()).into();
        let [a, b, c, d, e, f, g, h, ..] = digest;
        Self { private, public, id: [a, b, c, d, e, f, g, h] }
    }
}

impl std::fmt::Debug for TenantKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TenantKey({})", hex::encode(&self.id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_gives_the_same_key_back() {
        let dir = tempfile::tempdir().unwrap();
        assert!(TenantKey::read(dir.path()).unwrap().is_none());
        let made = TenantKey::make(dir.path(), &Options::default()).unwrap();
        assert!(TenantKey::read(dir.path()).unwrap().is_none(), "it waits");
        assert_eq!(TenantKey::read_waiting(dir.path()).unwrap().unwrap().id, made.id);
        TenantKey::settle(dir.path()).unwrap();
        assert!(TenantKey::read_waiting(dir.path()).unwrap().is_none());
        let read = TenantKey::read(dir.path()).unwrap().unwrap();
        assert_eq!((made.id, made.private.to_bytes()), (read.id, read.private.to_bytes()));
    }

    #[test]
    fn a_file_without_a_key_is_said_to_be_none() {
        let dir = tempfile::tempdir().unwrap();
        for text in ["", "title", "title\nabc", "title\nzz"] {
            fs::write(TenantKey::path(dir.path()), text).unwrap();
            let error = TenantKey::read(dir.path()).unwrap_err().to_string();
            assert!(error.ends_with("does not hold a tenant key"), "{text:?}: {error}");
        }
    }
}
