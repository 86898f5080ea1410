//! Who changes something, for the audit log.

use std::fmt;
use std::net::IpAddr;

use crate::hex;

/// By which way a change comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhoKind {
    /// A sub-command on the box.
    Cli,
    /// The cloud instance.
    Cloud,
    /// Somebody signed in to the portal.
    Portal,
    /// The program itself.
    System,
}

impl WhoKind {
    /// The word in the audit log.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cli => "cli",
            Self::Cloud => "cloud",
            Self::Portal => "portal",
            Self::System => "system",
        }
    }
}

/// Who changes something, for the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// By which way.
    pub kind: WhoKind,
    /// A name for people: a login, a user of the box, a part of the program.
    pub name: String,
    /// The key of the portal user or token, if it is one.
    pub id: Option<[u8; 16]>,
    /// From where, if it came over a network.
    pub address: Option<IpAddr>,
}

impl Who {
    /// Somebody at a sub-command.
    pub fn cli(name: impl Into<String>) -> Self {
        Self { kind: WhoKind::Cli, name: name.into(), id: None, address: None }
    }

    /// A part of the program.
    pub fn system(name: impl Into<String>) -> Self {
        Self { kind: WhoKind::System, name: name.into(), id: None, address: None }
    }

    /// Somebody signed in to the portal, or a program with a token, by login or name and key.
    pub fn portal(name: impl Into<String>, id: [u8; 16], address: IpAddr) -> Self {
        Self { kind: WhoKind::Portal, name: name.into(), id: Some(id), address: Some(address) }
    }

    /// Somebody on the network of whom nothing is known but a name that they typed.
    pub fn stranger(name: impl Into<String>, address: IpAddr) -> Self {
        Self { kind: WhoKind::Portal, name: name.into(), id: None, address: Some(address) }
    }

    /// The key as the audit log has it: hexadecimal digits, or nothing.
    pub(crate) fn id_text(&self) -> String {
        self.id.map(|id| hex::encode(&id)).unwrap_or_default()
    }

    /// The address as the audit log has it; or nothing.
    pub(crate) fn address_text(&self) -> String {
        self.address.map(|address| address.to_canonical().to_string()).unwrap_or_default()
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name, self.kind.as_str())
    }
}
