//! Header fields: their names, and typed views of those that are more than text (RFC 3261 §20).

pub(crate) mod contact;
pub(crate) mod name;
pub(crate) mod name_addr;
pub(crate) mod params;
pub(crate) mod via;

use std::fmt;

use name::HeaderName;

/// What is wrong with a header field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderError {
    /// It must be there and is not.
    Missing(HeaderName),
    /// Its value breaks the grammar or is out of range.
    Malformed(HeaderName),
    /// It may be there once and is there more often.
    Repeated(HeaderName),
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(name) => write!(f, "no {name}"),
            Self::Malformed(name) => write!(f, "malformed {name}"),
            Self::Repeated(name) => write!(f, "more than one {name}"),
        }
    }
}

impl std::error::Error for HeaderError {}
