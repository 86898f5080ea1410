//! Contact: where somebody can be reached (RFC 3261 §20.10).

use super::HeaderError;
use super::name_addr::NameAddr;
use crate::{HeaderName, Message};

/// All Contact values of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contacts<'a> {
    /// `*`, alone: all bindings of the account (RFC 3261 §10.2.2).
    Star,
    /// Those listed, over all Contact lines in order; at most as many as a message has room for.
    List(Vec<NameAddr<'a>>),
}

impl<'a> Contacts<'a> {
    /// Reads the contacts; a star beside anything else is an error.
    pub(crate) fn of(message: &'a Message) -> Result<Self, HeaderError> {
        const MALFORMED: HeaderError = HeaderError::Malformed(HeaderName::Contact);
        let mut list = Vec::new();
        let mut star = false;
        for value in message.values(HeaderName::Contact) {
            if value == b"*" {
                star = true;
            } else {
                list.push(NameAddr::parse(value).ok_or(MALFORMED)?);
            }
        }
        match (star, list.is_empty()) {
            (false, _) => Ok(Self::List(list)),
            (true, true) => Ok(Self::Star),
            (true, false) => Err(MALFORMED),
        }
    }

    /// The first one listed.
    pub fn first(&self) -> Option<&NameAddr<'a>> {
        match self {
            Self::Star => None,
            Self::List(list) => list.first(),
        }
    }
}
