//! Makes certificates: ECDSA P-256, which every browser and telephone of the last ten years knows, and which is made
//! in a millisecond on a small board, and RSA-2048 for older ones.

use anyhow::{Context, ensure};
use jiff::{Timestamp, ToSpan, civil, tz::TimeZone};
use rand::TryRng;
use rand::rngs::SysRng;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, ExtendedKeyUsagePurpose,
    IsCa, Issuer, KeyPair, KeyUsagePurpose, PKCS_RSA_SHA256, RsaKeySize, SanType, SerialNumber,
    date_time_ymd,
};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use sha2::{Digest, Sha256};

use super::Names;

/// Browsers refuse server certificates of more than 398 days when they come from a public authority; the box keeps
/// to that.
const LEAF_DAYS: i64 = 396;
const CA_YEARS: i64 = 20;
/// Nearer to [`LAST_SAFE_DAY`] than this, an authority lives beyond it.
const RENEWAL_YEARS: i64 = 10;
/// Telephones that count seconds in 32 bits take a later day for one before 1970.
const LAST_SAFE_DAY: civil::Date = civil::date(2037, 12, 31);

/// The box's certificate authority.
pub(super) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: CertificateDer<'static>,
    pem: String,
}

/// The two kinds of keys of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// P-256.
    Ecdsa,
    /// 2,048 bits.
    Rsa,
}

impl Kind {
    /// A key for a new certificate. Of RSA, which takes a small board seconds to make, the one that there was is used
    /// again.
    pub(super) fn key(self, kept: Option<&Leaf>) -> anyhow::Result<KeyPair> {
        match self {
            Self::Ecdsa => Ok(KeyPair::generate()?),
            Self::Rsa => {
                let der = kept.map(|leaf| PrivateKeyDer::Pkcs8(leaf.key.clone_key()));
                let kept = der.and_then(|der| KeyPair::from_der_and_sign_algo(&der, &PKCS_RSA_SHA256).ok());
                kept.map_or_else(|| Ok(KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048)?), Ok)
            }
        }
    }
}

/// A server's key and certificate chain.
pub(crate) struct Leaf {
    pub(super) certificate: CertificateDer<'static>,
    pub(super) authority: CertificateDer<'static>,
    pub(super) key: PrivatePkcs8KeyDer<'static>,
}

impl Leaf {
    /// What a browser shows of it, for people to compare: the SHA-256, "A1:B2...".
    pub(crate) fn fingerprint(&self) -> String {
        let digest = Sha256::digest(&self.certificate);
        digest.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
    }
}

impl Authority {
    /// Reads an authority back; fails unless the key is that of the certificate.
    pub(super) fn from_pem(pem: &str, key: &KeyPair) -> anyhow::Result<Self> {
        let certificate = CertificateDer::from_pem_slice(pem.as_bytes()).context("not a certificate")?;
        let (_, parsed) = x509_parser::parse_x509_certificate(&certificate).context("not a certificate")?;
        let public = &parsed.public_key().subject_public_key.data;
        ensure!(public.as_ref() == key.public_key_raw(), "the key is of another certificate");
        let key = KeyPair::from_pem(&key.serialize_pem())?;
        Ok(Self { issuer: Issuer::from_ca_cert_der(&certificate, key)?, certificate, pem: pem.to_owned() })
    }

    pub(super) fn der(&self) -> &CertificateDer<'static> {
        &self.certificate
    }

    pub(super) fn pem(&self) -> &str {
        &self.pem
    }

    pub(super) fn key_pem(&self) -> String {
        self.issuer.key().serialize_pem()
    }
}

/// Makes an authority. With the subject of an earlier one of the same key, certificates under either are good under
/// both.
pub(super) fn authority(
    key: KeyPair,
    subject: Option<DistinguishedName>,
    names: &Names,
    now: Timestamp,
) -> anyhow::Result<Authority> {
    let today = now.to_zoned(TimeZone::UTC).date();
    let short = today.checked_add(RENEWAL_YEARS.years())? < LAST_SAFE_DAY;
    let end = if short { LAST_SAFE_DAY } else { today.checked_add(CA_YEARS.years())? };
    let mut params = params(civil::date(2020, 1, 1).min(today), end)?;
    // Two boxes with authorities of one name would confuse a browser that knows both.
    let [a, b, c] = random()?;
    params.distinguished_name = subject
        .unwrap_or_else(|| name(&format!("Bellbox {} authority {a:02x}{b:02x}{c:02x}", names.first())));
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let made = CertifiedIssuer::self_signed(params, key)?;
    let (certificate, pem) = (made.der().clone(), made.pem());
    let key = KeyPair::from_pem(&made.key().serialize_pem())?;
    Ok(Authority { issuer: Issuer::from_ca_cert_der(&certificate, key)?, certificate, pem })
}

/// The subject of a certificate, when it is one.
pub(super) fn subject_of(pem: &str) -> Option<DistinguishedName> {
    let der = CertificateDer::from_pem_slice(pem.as_bytes()).ok()?;
    let (_, parsed) = x509_parser::parse_x509_certificate(&der).ok()?;
    let text = parsed.subject().iter_common_name().next()?.as_str().ok()?;
    Some(name(text))
}

/// Makes a server's certificate for this key.
pub(super) fn leaf(
    key: KeyPair,
    authority: &Authority,
    names: &Names,
    now: Timestamp,
) -> anyhow::Result<Leaf> {
    let today = now.to_zoned(TimeZone::UTC).date();
    // From yesterday: the reader's clock may be behind.
    let mut params = params(today.checked_sub(1.day())?, today.checked_add(LEAF_DAYS.days())?)?;
    params.distinguished_name = name(names.first());
    // Key encipherment is for telephones that look for it beside RSA; nothing here uses it.
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    if key.is_compatible(&PKCS_RSA_SHA256) {
        params.key_usages.push(KeyUsagePurpose::KeyEncipherment);
    }
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    for host in &names.hosts {
        params.subject_alt_names.push(SanType::DnsName(host.as_str().try_into()?));
    }
    for address in &names.addresses {
        params.subject_alt_names.push(SanType::IpAddress(*address));
    }
    let certificate = params.signed_by(&key, &authority.issuer)?;
    Ok(Leaf {
        certificate: certificate.der().clone(),
        authority: authority.certificate.clone(),
        key: PrivatePkcs8KeyDer::from(key.serialize_der()),
    })
}

impl Leaf {
    /// Reads key and chain back.
    pub(super) fn from_pem(pem: &str) -> anyhow::Result<Self> {
        let mut chain = CertificateDer::pem_slice_iter(pem.as_bytes());
        let mut next = || anyhow::Ok(chain.next().context("a certificate is missing")??.into_owned());
        Ok(Self {
            certificate: next()?,
            authority: next()?,
            key: PrivatePkcs8KeyDer::from_pem_slice(pem.as_bytes())?.clone_key(),
        })
    }

    /// The same with the authority's certificate as it is now, which may have been renewed.
    pub(super) fn under(self, authority: &Authority) -> Self {
        Self { authority: authority.certificate.clone(), ..self }
    }

    /// Key and chain in one file, so that a crash cannot leave one without the other.
    pub(super) fn to_pem(&self) -> String {
        let key = PrivateKeyDer::Pkcs8(self.key.clone_key());
        let blocks = [
            ("PRIVATE KEY", key.secret_der()),
            ("CERTIFICATE", self.certificate.as_ref()),
            ("CERTIFICATE", self.authority.as_ref()),
        ];
        blocks.into_iter().map(|(label, der)| super::files::pem(label, der)).collect()
    }
}

/// What every certificate has.
pub(super) fn params(from: civil::Date, to: civil::Date) -> anyhow::Result<CertificateParams> {
    let day = |date: civil::Date| -> anyhow::Result<_> {
        let (month, day) = (u8::try_from(date.month())?, u8::try_from(date.day())?);
        Ok(date_time_ymd(i32::from(date.year()), month, day))
    };
    let mut params = CertificateParams::default();
    params.not_before = day(from)?;
    params.not_after = day(to)?;
    // Random: with rcgen's default, made from the key, a renewed certificate would have the number of the old one.
    let mut serial: [u8; 16] = random()?;
    // Positive, and never shortened for a leading zero (RFC 5280 §4.1.2.2).
    serial[0] = serial[0] & 0x3f | 0x40;
    params.serial_number = Some(SerialNumber::from_slice(&serial));
    Ok(params)
}

fn random<const N: usize>() -> anyhow::Result<[u8; N]> {
    let mut bytes = [0; N];
    SysRng.try_fill_bytes(&mut bytes).context("the system gives no random numbers")?;
    Ok(bytes)
}

pub(super) fn name(common_name: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    // 64: the bound of a common name (RFC 5280 appendix A.1); who checks names looks at the others.
    name.push(DnType::CommonName, common_name.chars().take(64).collect::<String>());
    name
}
