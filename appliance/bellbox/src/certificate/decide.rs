//! Decides when a certificate is made anew. Nothing here reads a file or a clock.

use std::fmt;
use std::net::IpAddr;

use anyhow::{Context, anyhow};
use jiff::Timestamp;
use rustls::pki_types::CertificateDer;
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::FromDer;

use super::Names;

/// What a certificate says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) names: Names,
    pub(super) not_before: Timestamp,
    pub(super) not_after: Timestamp,
    /// Whether the authority that there is now signed it.
    pub(super) ours: bool,
}

/// Why a certificate is made anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// There was none, or nothing readable.
    Missing,
    /// Another authority signed it.
    OtherAuthority,
    /// The box has a name or an address that it does not name.
    Unnamed(String),
    /// The clock stands before its time: it was made under a wrong clock.
    NotYet,
    /// Its last third has begun.
    Ending,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("there is none yet"),
            Self::OtherAuthority => f.write_str("it is of another authority"),
            Self::Unnamed(name) => write!(f, "it does not name {name}"),
            Self::NotYet => f.write_str("it is not valid yet"),
            Self::Ending => f.write_str("it ends soon"),
        }
    }
}

/// Decides about the server's certificate. A name that the box no longer has is no reason: it does no harm, and
/// browsers that were told to accept this certificate need not be told again.
pub(super) fn leaf(facts: &Facts, wanted: &Names, now: Timestamp) -> Option<Reason> {
    if !facts.ours {
        return Some(Reason::OtherAuthority);
    }
    if let Some(reason) = authority(facts, now) {
        return Some(reason);
    }
    let host = wanted.hosts.difference(&facts.names.hosts).next().cloned();
    let address = wanted.addresses.difference(&facts.names.addresses).next().map(IpAddr::to_string);
    host.or(address).map(Reason::Unnamed)
}

/// Decides about a certificate by its time alone.
pub(super) fn authority(facts: &Facts, now: Timestamp) -> Option<Reason> {
    let (from, to) = (facts.not_before.as_second(), facts.not_after.as_second());
    if now.as_second() < from {
        Some(Reason::NotYet)
    } else if now.as_second() > to - (to - from) / 3 {
        Some(Reason::Ending)
    } else {
        None
    }
}

impl Facts {
    /// Reads a certificate; with an authority's, whether that one signed it.
    pub(super) fn of(
        der: &CertificateDer<'_>,
        authority: Option<&CertificateDer<'_>>,
    ) -> anyhow::Result<Self> {
        let certificate = parse(der)?;
        let ours = match authority {
            Some(authority) => {
                let authority = parse(authority)?;
                certificate.issuer().as_raw() == authority.subject().as_raw()
                    && certificate.verify_signature(Some(authority.public_key())).is_ok()
            }
            None => true,
        };
        let mut names = Names::default();
        for name in
            certificate.subject_alternative_name()?.iter().flat_map(|names| &names.value.general_names)
        {
            match name {
                GeneralName::DNSName(host) => names.hosts.extend([(*host).to_owned()]),
                GeneralName::IPAddress(bytes) => names.addresses.extend(address(bytes)),
                _ => {}
            }
        }
        let validity = certificate.validity();
        Ok(Self {
            names,
            not_before: Timestamp::from_second(validity.not_before.timestamp())?,
            not_after: Timestamp::from_second(validity.not_after.timestamp())?,
            ours,
        })
    }
}

fn parse<'a>(der: &'a CertificateDer<'_>) -> anyhow::Result<X509Certificate<'a>> {
    let (_, certificate) =
        X509Certificate::from_der(der).map_err(|error| anyhow!("{error}")).context("not a certificate")?;
    Ok(certificate)
}

fn address(bytes: &[u8]) -> Option<IpAddr> {
    match bytes.len() {
        4 => <[u8; 4]>::try_from(bytes).ok().map(IpAddr::from),
        16 => <[u8; 16]>::try_from(bytes).ok().map(IpAddr::from),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_made_anew_for_a_new_name_and_in_its_last_third() {
        let kept = facts(&["box", "localhost"], &["192.0.2.1"], true);
        let day = |day: i64| Timestamp::from_second(day * 86_400).unwrap();
        for (name, facts, wanted, now, reason) in [
            ("fits", &kept, names(&["box"], &["192.0.2.1"]), day(150), None),
            ("first two thirds", &kept, names(&[], &[]), day(299), None),
            ("last third", &kept, names(&[], &[]), day(301), Some(Reason::Ending)),
            ("over", &kept, names(&[], &[]), day(500), Some(Reason::Ending)),
            ("clock went back", &kept, names(&[], &[]), day(99), Some(Reason::NotYet)),
            ("new host", &kept, names(&["bell"], &[]), day(150), Some(Reason::Unnamed("bell".to_owned()))),
            (
                "new address",
                &kept,
                names(&["box"], &["192.0.2.2"]),
                day(150),
                Some(Reason::Unnamed("192.0.2.2".to_owned())),
            ),
            (
                "new authority",
                &facts(&["box"], &[], false),
                names(&["box"], &[]),
                day(150),
                Some(Reason::OtherAuthority),
            ),
        ] {
            assert_eq!(leaf(facts, &wanted, now), reason, "{name}");
        }
    }

    fn facts(hosts: &[&str], addresses: &[&str], ours: bool) -> Facts {
        Facts {
            names: names(hosts, addresses),
            not_before: Timestamp::from_second(100 * 86_400).unwrap(),
            not_after: Timestamp::from_second(400 * 86_400).unwrap(),
            ours,
        }
    }

    fn names(hosts: &[&str], addresses: &[&str]) -> Names {
        Names {
            hosts: hosts.iter().map(|&host| host.to_owned()).collect(),
            addresses: addresses.iter().map(|ip| ip.parse().unwrap()).collect(),
        }
    }
}
