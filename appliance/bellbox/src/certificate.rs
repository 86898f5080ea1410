//! The box's own certificate authority and the certificate of its web server, kept in the data directory; and the
//! certificate with which its streams shake hands, which is kept nowhere.
//!
//! `ca.pem` is for browsers and telephones that should trust the box; `ca.key`, and `server.pem` and `server-rsa.pem`
//! (key and chain each) are readable for the program only. The second is for old telephones that know nothing but
//! RSA. Nothing here stops the program: what cannot be read is made anew with a warning,
//! and what cannot be written holds until the program ends.

mod decide;
mod files;
mod handshake;
mod issue;
mod names;
mod tls;

use std::path::Path;

use anyhow::Context;
use jiff::Timestamp;
use rcgen::KeyPair;

pub(crate) use handshake::identity;
pub(crate) use names::Names;
pub(crate) use tls::{Certificates, server_config};

use decide::{Facts, Reason};
use issue::{Authority, Kind, Leaf};

/// The authority's certificate, for everybody.
pub(crate) const CA_FILE: &str = "ca.pem";
const CA_KEY_FILE: &str = "ca.key";
const SERVER_FILE: &str = "server.pem";
const RSA_FILE: &str = "server-rsa.pem";

/// The certificates to serve with, of one authority and under the same names.
pub(crate) struct Leaves {
    pub(crate) ecdsa: Leaf,
    pub(crate) rsa: Leaf,
}

/// Returns the certificates to serve with: those on disk while they fit, else new ones.
pub(crate) fn open(directory: &Path, names: &Names, now: Timestamp) -> anyhow::Result<Leaves> {
    let authority = authority(directory, names, now)?;
    let open = |file, kind| leaf(&directory.join(file), kind, &authority, names, now);
    Ok(Leaves { ecdsa: open(SERVER_FILE, Kind::Ecdsa)?, rsa: open(RSA_FILE, Kind::Rsa)? })
}

fn leaf(
    file: &Path,
    kind: Kind,
    authority: &Authority,
    names: &Names,
    now: Timestamp,
) -> anyhow::Result<Leaf> {
    let kept = files::read(file).and_then(|text| Leaf::from_pem(&text).ok());
    let reason = match &kept {
        Some(leaf) => decide::leaf(&Facts::of(&leaf.certificate, Some(authority.der()))?, names, now),
        None => Some(Reason::Missing),
    };
    match (kept, reason) {
        (Some(leaf), None) => Ok(leaf.under(authority)),
        (kept, reason) => {
            let key = kind.key(kept.as_ref()).context("no key for the server's certificate")?;
            let leaf =
                issue::leaf(key, authority, names, now).context("the server's certificate cannot be made")?;
            tracing::info!(reason = reason.map(tracing::field::display), ?kind, "new server certificate");
            files::keep(file, &leaf.to_pem(), 0o600);
            Ok(leaf)
        }
    }
}

fn authority(directory: &Path, names: &Names, now: Timestamp) -> anyhow::Result<Authority> {
    let key = files::read(&directory.join(CA_KEY_FILE)).and_then(|text| KeyPair::from_pem(&text).ok());
    let kept = files::read(&directory.join(CA_FILE));
    let (key, key_is_new) = match key {
        Some(key) => (key, false),
        None => (KeyPair::generate().context("no key for the certificate authority")?, true),
    };
    if let Some(pem) = &kept
        && let Ok(authority) = Authority::from_pem(pem, &key)
        && decide::authority(&Facts::of(authority.der(), None)?, now).is_none()
    {
        return Ok(authority);
    }
    if kept.is_some() && key_is_new {
        tracing::warn!(
            "the key of the certificate authority is lost: a new authority takes its place, and whoever trusted the old one must be given the new {CA_FILE}"
        );
    }
    // The same key may have had a certificate before: whoever trusts that one goes on doing so.
    let subject = kept.as_deref().and_then(issue::subject_of);
    let authority =
        issue::authority(key, subject, names, now).context("the certificate authority cannot be made")?;
    if key_is_new {
        files::keep(&directory.join(CA_KEY_FILE), &authority.key_pem(), 0o600);
    }
    files::keep(&directory.join(CA_FILE), authority.pem(), 0o644);
    Ok(authority)
}

#[cfg(test)]
mod tests;
