//! A master key with its salt, which nobody sees (RFC 3711 §3.2.1).

use std::fmt;

use zeroize::Zeroizing;

use super::Profile;

/// The longest MKI, octets (RFC 3711 §3.1 sets no limit; RFC 4568 §9.1 has 128).
const MAX_MKI_LENGTH: usize = 128;

/// A master key with its salt. Its memory is wiped when it is dropped, and no output shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct MasterKey {
    profile: Profile,
    /// The key, then the salt.
    material: Zeroizing<Vec<u8>>,
    mki: Vec<u8>,
}

impl MasterKey {
    /// The key followed by the salt, as in a crypto attribute (RFC 4568 §6.1); none when they have not the profile's
    /// length.
    pub fn new(profile: Profile, material: &[u8]) -> Option<Self> {
        (material.len() == profile.key_length() + profile.salt_length()).then(|| Self {
            profile,
            material: Zeroizing::new(material.to_vec()),
            mki: Vec::new(),
        })
    }

    /// The same key, known by an MKI that stands in each packet; none when it is too long.
    pub fn with_mki(mut self, mki: &[u8]) -> Option<Self> {
        self.mki = mki.to_vec();
        (mki.len() <= MAX_MKI_LENGTH).then_some(self)
    }

    /// How it is used.
    pub fn profile(&self) -> Profile {
        self.profile
    }

    pub(crate) fn key(&self) -> &[u8] {
        self.material.get(..self.profile.key_length()).unwrap_or_default()
    }

    pub(crate) fn salt(&self) -> &[u8] {
        self.material.get(self.profile.key_length()..).unwrap_or_default()
    }

    pub(crate) fn mki(&self) -> &[u8] {
        &self.mki
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MasterKey").field("profile", &self.profile).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_key_of_the_right_length_is_one() {
        for (profile, length) in Profile::ALL.into_iter().zip([30, 30, 46, 46, 28, 44]) {
            for wrong in [0, length - 1, length + 1] {
                assert!(MasterKey::new(profile, &vec![1; wrong]).is_none(), "{profile:?} {wrong}");
            }
            let key = MasterKey::new(profile, &vec![1; length]).unwrap();
            assert_eq!(key.key().len() + key.salt().len(), length);
        }
    }

    #[test]
    fn it_is_never_shown() {
        let key =
            MasterKey::new(Profile::AesCm128HmacSha1_80, &[0xab; 30]).unwrap().with_mki(&[0xcd]).unwrap();
        assert_eq!(format!("{key:?}"), "MasterKey { profile: AesCm128HmacSha1_80, .. }");
    }

    #[test]
    fn an_endless_mki_is_refused() {
        let key = MasterKey::new(Profile::AeadAes128Gcm, &[0; 28]).unwrap();
        assert!(key.clone().with_mki(&[0; 128]).is_some());
        assert!(key.with_mki(&[0; 129]).is_none());
    }
}
