//! `bellbox.toml`: what an installer decides. The file `bellbox.toml` beside the crate's manifest documents each key;
//! a test holds it against the defaults here.

mod read;
mod values;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::num::{NonZeroU32, NonZeroUsize};
use std::ops::RangeInclusive;
use std::time::Duration;

use serde::Deserialize;

pub(crate) use read::{ConfigError, load};

/// All settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(crate) struct Config {
    pub(crate) log: Log,
    pub(crate) rtp: Rtp,
    pub(crate) sip: Sip,
    pub(crate) web: Web,
}

/// `[sip]`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(crate) struct Sip {
    #[serde(deserialize_with = "values::addresses")]
    pub(crate) udp: Vec<SocketAddr>,
    #[serde(deserialize_with = "values::addresses_or_none")]
    tcp: Option<Vec<SocketAddr>>,
    #[serde(deserialize_with = "values::addresses_or_none")]
    tls: Option<Vec<SocketAddr>>,
    #[serde(deserialize_with = "values::domain")]
    pub(crate) domain: Vec<String>,
    pub(crate) limits: SipLimits,
}

/// `[sip.limits]`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(crate) struct SipLimits {
    #[serde(deserialize_with = "values::a_second")]
    pub(crate) per_source: NonZeroU32,
    #[serde(deserialize_with = "values::a_second")]
    pub(crate) in_all: NonZeroU32,
    #[serde(deserialize_with = "values::calls")]
    pub(crate) calls: NonZeroUsize,
    #[serde(deserialize_with = "values::transactions")]
    pub(crate) transactions: NonZeroUsize,
}

/// `[rtp]`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(crate) struct Rtp {
    #[serde(deserialize_with = "values::ports")]
    pub(crate) ports: RangeInclusive<u16>,
    #[serde(deserialize_with = "values::silence")]
    silence_s: u32,
    #[serde(deserialize_with = "values::threads")]
    pub(crate) threads: usize,
}

/// `[web]`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(crate) struct Web {
    #[serde(deserialize_with = "values::web")]
    pub(crate) https: SocketAddr,
}

/// `[log]`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(crate) struct Log {
    pub(crate) format: LogFormat,
    #[serde(deserialize_with = "values::level")]
    pub(crate) level: String,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogFormat {
    /// An object a line, for programs.
    Json,
    /// For people.
    #[default]
    Text,
}

impl Default for Sip {
    fn default() -> Self {
        Self {
            udp: vec![
                SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 5060),
                SocketAddr::new(IpAddr::V6(Ipv6Addr::UNSPECIFIED), 5060),
            ],
            tcp: None,
            tls: None,
            domain: Vec::new(),
            limits: SipLimits::default(),
        }
    }
}

impl Rtp {
    /// How long a telephone may send no sound before its call ends; none: for ever.
    pub(crate) fn silence(&self) -> Option<Duration> {
        (self.silence_s > 0).then(|| Duration::from_secs(self.silence_s.into()))
    }
}

impl Sip {
    /// Addresses for TCP: those of UDP unless others are given.
    pub(crate) fn tcp(&self) -> Vec<SocketAddr> {
        self.tcp.clone().unwrap_or_else(|| self.udp.clone())
    }

    /// Addresses for TLS: those of UDP, one port higher, unless others are given (RFC 3261 §19.1.2: 5061 beside 5060).
    pub(crate) fn tls(&self) -> Vec<SocketAddr> {
        let tcp = self.tcp();
        let one_higher = |address: &SocketAddr| match address.port() {
            0 => Some(*address),
            port => {
                let higher = SocketAddr::new(address.ip(), port.checked_add(1)?);
                (!tcp.contains(&higher)).then_some(higher)
            }
        };
        self.tls.clone().unwrap_or_else(|| self.udp.iter().filter_map(one_higher).collect())
    }
}

impl Default for SipLimits {
    fn default() -> Self {
        Self {
            per_source: const { NonZeroU32::new(1_000).expect("not zero") },
            in_all: const { NonZeroU32::new(20_000).expect("not zero") },
            calls: const { NonZeroUsize::new(2_000).expect("not zero") },
            transactions: const { NonZeroUsize::new(50_000).expect("not zero") },
        }
    }
}

impl Default for Rtp {
    fn default() -> Self {
        Self { ports: 10_000..=19_999, silence_s: 60, threads: 1 }
    }
}

impl Default for Web {
    fn default() -> Self {
        Self { https: SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 8443) }
    }
}

impl Default for Log {
    fn default() -> Self {
        Self { format: LogFormat::default(), level: "info".to_owned() }
    }
}

#[cfg(test)]
mod tests;
