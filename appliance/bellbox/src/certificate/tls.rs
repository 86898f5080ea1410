//! What rustls serves with; the certificate can be replaced while it runs.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use anyhow::Context;
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::PrivateKeyDer;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{ServerConfig, version};

use super::issue::Leaf;

/// The certificate that new connections get.
pub(crate) struct Certificates {
    current: RwLock<Arc<CertifiedKey>>,
}

impl Certificates {
    /// Begins with a certificate.
    pub(crate) fn new(leaf: &Leaf) -> anyhow::Result<Arc<Self>> {
        let current = RwLock::new(certified(leaf)?);
        Ok(Arc::new(Self { current }))
    }

    /// Gives another one to connections from now on; returns whether it is another one.
    pub(crate) fn replace(&self, leaf: &Leaf) -> anyhow::Result<bool> {
        let next = certified(leaf)?;
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let differs = current.cert != next.cert;
        *current = next;
        Ok(differs)
    }
}

impl fmt::Debug for Certificates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Certificates")
    }
}

impl ResolvesServerCert for Certificates {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner)))
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
