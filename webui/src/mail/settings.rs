//! Which mail server takes the box's mails, and how it is spoken to.

use std::fmt;

use rustls::pki_types::CertificateDer;

use super::Address;

/// How the way to the server is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Security {
    /// Not at all: for a server on the same machine or network.
    None,
    /// In clear at first, then TLS (RFC 3207), usually port 587. A server that cannot gets no mail.
    #[default]
    StartTls,
    /// TLS from the first octet (RFC 8314 §3.3), usually port 465.
    Tls,
}

/// A mail server and an account there.
#[derive(Clone, PartialEq, Eq)]
pub struct Settings {
    /// Name or address of the server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way is protected.
    pub security: Security,
    /// Who signs in there; empty when nobody has to.
    pub username: String,
    /// The password for it.
    pub password: String,
    /// From which address mails come.
    pub from: Address,
    /// Certificates that are trusted beside the roots of the Web, for an office's own server; one that cannot be read is
    /// passed over.
    pub trusted: Vec<CertificateDer<'static>>,
}

impl fmt::Debug for Settings {
    // Without the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port, security, username, from, .. } = self;
        write!(f, "Settings({username:?} at {host}:{port} by {security:?}, from {from})")
    }
}
