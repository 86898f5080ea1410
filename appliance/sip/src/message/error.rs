//! Why bytes are no message, and what to answer.

use std::fmt;
use std::net::SocketAddr;

use super::refusal;
use crate::header::HeaderError;
use crate::{HeaderName, UriError};

/// Why bytes are no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// What is wrong.
    pub kind: ParseErrorKind,
}

/// What can be wrong with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParseErrorKind {
    /// Content-Length promises more than there is.
    ContentLength {
        /// What it promises.
        stated: u64,
        /// What there is.
        present: usize,
    },
    /// The method in CSeq is not that of the request.
    CSeqMethod,
    /// Nothing but line ends: a keep-alive.
    Empty,
    /// A header that must be right is not.
    Header(HeaderError),
    /// A header line has no colon, no proper name, or a carriage return in it.
    HeaderLine {
        /// Which line, the start line being the first.
        number: usize,
    },
    /// A line is longer than [`crate::MAX_LINE`].
    LineTooLong {
        /// Which line, the start line being the first.
        number: usize,
    },
    /// The Request-URI is none.
    RequestUri(UriError),
    /// The first line is neither a request's nor a response's.
    StartLine,
    /// It is longer than [`crate::MAX_MESSAGE`].
    TooLarge,
    /// It has more header lines than [`crate::MAX_HEADERS`].
    TooManyHeaders,
    /// The empty line behind the headers is missing.
    Unfinished,
    /// It is SIP of another version.
    Version,
}

impl ParseError {
    /// The status code that says it.
    pub fn status(&self) -> u16 {
        match self.kind {
            ParseErrorKind::LineTooLong { .. }
            | ParseErrorKind::TooLarge
            | ParseErrorKind::TooManyHeaders => 513,
            ParseErrorKind::Version => 505,
            _ => 400,
        }
    }

    /// The stateless answer to the datagram that this error came from, and where to send it. None for
    /// responses, ACKs and everything without a usable Via: those are dropped.
    pub fn reply(&self, datagram: &[u8], source: SocketAddr) -> Option<(SocketAddr, Vec<u8>)> {
        refusal::refuse(datagram, source, self)
    }
}

impl From<ParseErrorKind> for ParseError {
    fn from(kind: ParseErrorKind) -> Self {
        Self { kind }
    }
}

impl From<HeaderError> for ParseError {
    fn from(error: HeaderError) -> Self {
        ParseErrorKind::Header(error).into()
    }
}

impl ParseError {
    pub(crate) fn malformed(name: HeaderName) -> Self {
        HeaderError::Malformed(name).into()
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)
    }
}

impl std::error::Error for ParseError {}

impl fmt::Display for ParseErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ContentLength { stated, present } => {
                write!(f, "Content-Length {stated} with {present} bytes of body")
            }
            Self::CSeqMethod => f.write_str("the method in CSeq differs"),
            Self::Empty => f.write_str("empty"),
            Self::Header(error) => error.fmt(f),
            Self::HeaderLine { number } => write!(f, "line {number} is no header"),
            Self::LineTooLong { number } => write!(f, "line {number} is too long"),
            Self::RequestUri(error) => write!(f, "Request-URI: {error}"),
            Self::StartLine => f.write_str("malformed start line"),
            Self::TooLarge => f.write_str("too large"),
            Self::TooManyHeaders => f.write_str("too many headers"),
            Self::Unfinished => f.write_str("no empty line after the headers"),
            Self::Version => f.write_str("another version of SIP"),
        }
    }
}
