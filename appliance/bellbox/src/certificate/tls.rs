//! What rustls serves with, page and telephones alike; the certificates can be replaced while it runs.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use anyhow::Context;
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::PrivateKeyDer;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{ServerConfig, version};

use super::Leaves;
use super::issue::Leaf;

/// The certificates that new connections get.
pub(crate) struct Certificates {
    current: RwLock<Current>,
}

#[derive(Clone)]
struct Current {
    ecdsa: Arc<CertifiedKey>,
    /// For those who cannot check the other.
    rsa: Arc<CertifiedKey>,
}

impl Certificates {
    /// Begins with these.
    pub(crate) fn new(leaves: &Leaves) -> anyhow::Result<Arc<Self>> {
        let current = RwLock::new(Current::of(leaves)?);
        Ok(Arc::new(Self { current }))
    }

    /// Gives others to connections from now on; returns whether they are others.
    pub(crate) fn replace(&self, leaves: &Leaves) -> anyhow::Result<bool> {
        let next = Current::of(leaves)?;
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let differs = current.ecdsa.cert != next.ecdsa.cert || current.rsa.cert != next.rsa.cert;
        *current = next;
        Ok(differs)
    }
}

impl Current {
    fn of(leaves: &Leaves) -> anyhow::Result<Self> {
        Ok(Self { ecdsa: certified(&leaves.ecdsa)?, rsa: certified(&leaves.rsa)? })
    }
}

impl fmt::Debug for Certificates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Certificates")
    }
}

impl ResolvesServerCert for Certificates {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let Current { ecdsa, rsa } = self.current.read().unwrap_or_else(PoisonError::into_inner).clone();
        // With TLS 1.2 these are but the schemes that the offered cipher suites can use.
        let is_modern = ecdsa.key.choose_scheme(hello.signature_schemes()).is_some();
        Some(if is_modern { ecdsa } else { rsa })
    }
}

/// TLS 1.3 and 1.2 with the one provider of the program, by name and not by a global.
pub(crate) fn server_config(certificates: Arc<Certificates>) -> anyhow::Result<ServerConfig> {
    Ok(ServerConfig::builder_with_provider(provider())
        .with_protocol_versions(&[&version::TLS13, &version::TLS12])
        .context("TLS cannot be set up")?
        .with_no_client_auth()
        .with_cert_resolver(certificates))
}

fn certified(leaf: &Leaf) -> anyhow::Result<Arc<CertifiedKey>> {
    let chain = vec![leaf.certificate.clone(), leaf.authority.clone()];
    let key = PrivateKeyDer::Pkcs8(leaf.key.clone_key());
    let certified =
        CertifiedKey::from_der(chain, key, &provider()).context("the certificate does not fit its key")?;
    Ok(Arc::new(certified))
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(aws_lc_rs::default_provider())
}
