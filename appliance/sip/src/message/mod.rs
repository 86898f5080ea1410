//! A parsed message: its bytes, and ranges into them (RFC 3261 §7).

pub(crate) mod error;
pub(crate) mod fields;
pub(crate) mod limits;
pub(crate) mod lines;
mod parse;
mod refusal;
mod span;
mod start_line;

use std::fmt;

use crate::header::params::Params;
use crate::{HeaderName, Method, NameAddr, ParseError, Via};
use span::Span;

/// One parsed request or response. Its bytes are those that came, except that line ends within header lines
/// (folded ones) are blanks, and that blank lines in front and what follows the body are cut off.
///
/// Via (the top one), From, To, Call-ID and CSeq are there and well-formed; everything else is looked at when
/// it is asked for.
#[derive(Clone)]
pub struct Message {
    bytes: Box<[u8]>,
    fields: Box<[Field]>,
    start: Start,
    method: Method,
    /// Of a request in its start line, of a response in CSeq.
    method_token: Span,
    via: ViaSpans,
    from: AddressSpans,
    to: AddressSpans,
    call_id: Span,
    cseq: u32,
    body: u16,
}

#[derive(Clone, Copy)]
enum Start {
    Request { uri: Span },
    Response { status: u16, reason: Span },
}

/// One header line.
#[derive(Clone, Copy)]
struct Field {
    id: HeaderName,
    name: Span,
    value: Span,
}

#[derive(Clone, Copy)]
struct ViaSpans {
    transport: Span,
    host: Span,
    port: Option<u16>,
    params: Span,
}

#[derive(Clone, Copy)]
struct AddressSpans {
    display: Option<Span>,
    uri: Span,
    params: Span,
}

impl Message {
    /// Parses a datagram. [`ParseError::reply`] says what to answer when it is none.
    pub fn parse(bytes: &[u8]) -> Result<Self, ParseError> {
        parse::parse(bytes)
    }

    /// The whole message.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The whole message, without a copy.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes.into_vec()
    }

    /// Whether it is a request.
    pub fn is_request(&self) -> bool {
        matches!(self.start, Start::Request { .. })
    }

    /// The method; of a response that in CSeq.
    pub fn method(&self) -> Method {
        self.method
    }

    /// The method as written, for [`Method::Other`].
    pub fn method_token(&self) -> &str {
        self.method_token.text(&self.bytes)
    }

    /// The Request-URI, which [`crate::Uri::parse`] accepts; empty for a response.
    pub fn request_uri(&self) -> &str {
        match self.start {
            Start::Request { uri } => uri.text(&self.bytes),
            Start::Response { .. } => "",
        }
    }

    /// The status code, 100 to 699; 0 for a request.
    pub fn status(&self) -> u16 {
        match self.start {
            Start::Request { .. } => 0,
            Start::Response { status, .. } => status,
        }
    }

    /// The reason phrase; empty for a request.
    pub fn reason(&self) -> &[u8] {
        match self.start {
            Start::Request { .. } => &[],
            Start::Response { reason, .. } => reason.bytes(&self.bytes),
        }
    }

    /// The first hop of the first Via.
    pub fn top_via(&self) -> Via<'_> {
        Via {
            transport: self.via.transport.text(&self.bytes),
            host: self.via.host.text(&self.bytes),
            port: self.via.port,
            params: Params::unchecked(self.via.params.bytes(&self.bytes)),
        }
    }

    /// From.
    pub fn from(&self) -> NameAddr<'_> {
        self.address(&self.from)
    }

    /// To.
    pub fn to(&self) -> NameAddr<'_> {
        self.address(&self.to)
    }

    /// The tag of From; none with RFC 2543.
    pub fn from_tag(&self) -> Option<&str> {
        self.from().tag()
    }

    /// The tag of To.
    pub fn to_tag(&self) -> Option<&str> {
        self.to().tag()
    }

    /// Call-ID.
    pub fn call_id(&self) -> &str {
        self.call_id.text(&self.bytes)
    }

    /// The number of CSeq, below 2^31.
    pub fn cseq(&self) -> u32 {
        self.cseq
    }

    /// The body, cut to Content-Length.
    pub fn body(&self) -> &[u8] {
        self.bytes.get(usize::from(self.body)..).unwrap_or_default()
    }

    fn address(&self, spans: &AddressSpans) -> NameAddr<'_> {
        NameAddr {
            display: spans.display.map(|display| display.bytes(&self.bytes)),
            uri: spans.uri.text(&self.bytes),
            params: Params::unchecked(spans.params.bytes(&self.bytes)),
        }
    }
}

impl fmt::Debug for Message {
    /// The start line and the Call-ID: enough to find it in a trace.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.start {
            Start::Request { uri } => {
                write!(f, "{} {}", self.method_token(), uri.text(&self.bytes))?;
            }
            Start::Response { status, .. } => write!(f, "{status} to {}", self.method_token())?,
        }
        write!(f, " ({}, CSeq {})", self.call_id(), self.cseq)
    }
}

#[cfg(test)]
mod tests;
