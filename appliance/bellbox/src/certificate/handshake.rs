//! The certificate with which streams shake hands (DTLS-SRTP), made at each start and kept in memory only: descriptions
//! name its fingerprint, so that nobody has to know it, or whose it is, beforehand (RFC 5763 §5; RFC 8827 §6.5 wants
//! no telephone recognised by it).

use anyhow::Context;
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use rcgen::KeyPair;
use switch::DtlsIdentity;

use super::issue;

/// Its fingerprint counts and not its time, which is long for those who look at it all the same.
const YEARS: i64 = 10;

/// A new one, ECDSA P-256.
pub(crate) fn identity(now: Timestamp) -> anyhow::Result<DtlsIdentity> {
    let key = KeyPair::generate().context("no key for handshakes")?;
    let today = now.to_zoned(TimeZone::UTC).date();
    let mut params = issue::params(today.checked_sub(1.day())?, today.checked_add(YEARS.years())?)?;
    params.distinguished_name = issue::name("Bellbox");
    let certificate = params.self_signed(&key).context("the certificate for handshakes cannot be made")?;
    Ok(DtlsIdentity::new(certificate.der().to_vec(), key.serialize_der()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_start_has_another() {
        let fingerprints = [(); 2].map(|()| identity(Timestamp::now()).unwrap().fingerprint());
        assert_ne!(fingerprints[0], fingerprints[1]);
    }
}
