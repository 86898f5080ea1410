//! From bytes to a message: one pass over the lines, then the five headers that everything hangs on.

use super::error::{ParseError, ParseErrorKind};
use super::limits::{MAX_HEADERS, MAX_LINE, MAX_MESSAGE};
use super::lines::{Line, Lines};
use super::span::Span;
use super::start_line::StartLine;
use super::{AddressSpans, Field, Message, Start, ViaSpans};
use crate::header::HeaderError;
use crate::{HeaderName, Method, NameAddr, Via, chars};

pub(super) fn parse(datagram: &[u8]) -> Result<Message, ParseError> {
    let mut lines = Lines::new(datagram);
    let bytes = lines.rest;
    if bytes.is_empty() {
        return Err(ParseErrorKind::Empty.into());
    }
    if bytes.len() > MAX_MESSAGE {
        return Err(ParseErrorKind::TooLarge.into());
    }
    let start = start_line(&mut lines)?;
    let mut head = Head::new(bytes);
    for (index, line) in lines.by_ref().enumerate() {
        head.add(&line, index + 2)?;
    }
    if !lines.finished {
        return Err(ParseErrorKind::Unfinished.into());
    }
    let body = lines.rest.get(..head.body_len(lines.rest.len())?).unwrap_or_default();
    head.message(&start, bytes.len() - lines.rest.len(), body.len())
}

fn start_line<'a>(lines: &mut Lines<'a>) -> Result<StartLine<'a>, ParseError> {
    let line = lines.next().ok_or(ParseErrorKind::Empty)?;
    if line.text.len() > MAX_LINE {
        return Err(ParseErrorKind::LineTooLong { number: 1 }.into());
    }
    if line.folded || line.bare_cr {
        return Err(ParseErrorKind::StartLine.into());
    }
    StartLine::parse(line.text)
}

/// The header lines, collected without allocation.
struct Head<'a> {
    bytes: &'a [u8],
    fields: [Field; MAX_HEADERS],
    count: usize,
    /// Names that came, a bit each.
    seen: u128,
    folded: bool,
    via: Option<&'a [u8]>,
    from: Option<&'a [u8]>,
    to: Option<&'a [u8]>,
    call_id: Option<&'a [u8]>,
    cseq: Option<&'a [u8]>,
    content_length: Option<&'a [u8]>,
    max_forwards: Option<&'a [u8]>,
}

impl<'a> Head<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        let empty = Field {
            // The variant that is zero: the array is one memset.
            id: HeaderName::Accept,
            name: Span::default(),
            value: Span::default(),
        };
        Self {
            bytes,
            fields: [empty; MAX_HEADERS],
            count: 0,
            seen: 0,
            folded: false,
            via: None,
            from: None,
            to: None,
            call_id: None,
            cseq: None,
            content_length: None,
            max_forwards: None,
        }
    }

    fn add(&mut self, line: &Line<'a>, number: usize) -> Result<(), ParseError> {
        if line.text.len() > MAX_LINE {
            return Err(ParseErrorKind::LineTooLong { number }.into());
        }
        let slot = self.fields.get_mut(self.count).ok_or(ParseErrorKind::TooManyHeaders)?;
        let (false, Some((id, name, value))) = (line.bare_cr, line.split()) else {
            return Err(ParseErrorKind::HeaderLine { number }.into());
        };
        *slot = Field { id, name: Span::within(self.bytes, name), value: Span::within(self.bytes, value) };
        self.count += 1;
        self.folded |= line.folded;
        self.remember(id, value)
    }

    /// Keeps the first of those that parsing needs, and refuses a second of those that may come once.
    fn remember(&mut self, id: HeaderName, value: &'a [u8]) -> Result<(), ParseError> {
        let kept = match id {
            HeaderName::Via => {
                self.via = self.via.or(Some(value));
                return Ok(());
            }
            HeaderName::From => Some(&mut self.from),
            HeaderName::To => Some(&mut self.to),
            HeaderName::CallId => Some(&mut self.call_id),
            HeaderName::CSeq => Some(&mut self.cseq),
            HeaderName::ContentLength => Some(&mut self.content_length),
            HeaderName::MaxForwards => Some(&mut self.max_forwards),
            HeaderName::ContentType => None,
            _ => return Ok(()),
        };
        let bit = 1 << (id as u32);
        if self.seen & bit != 0 {
            return Err(HeaderError::Repeated(id).into());
        }
        self.seen |= bit;
        if let Some(kept) = kept {
            *kept = Some(value);
        }
        Ok(())
    }

    /// The length of the body, with so many bytes behind the head; a datagram without Content-Length is all body
    /// (RFC 3261 §18.3).
    fn body_len(&self, present: usize) -> Result<usize, ParseError> {
        let Some(value) = self.content_length else {
            return Ok(present);
        };
        let stated = chars::number(value).ok_or(ParseError::malformed(HeaderName::ContentLength))?;
        match usize::try_from(stated) {
            Ok(length) if length <= present => Ok(length),
            _ => Err(ParseErrorKind::ContentLength { stated, present }.into()),
        }
    }

    fn message(&self, start: &StartLine<'a>, head: usize, body: usize) -> Result<Message, ParseError> {
        let missing = |name| ParseError::from(HeaderError::Missing(name));
        let via = self.via.ok_or(missing(HeaderName::Via))?;
        let from = self.from.ok_or(missing(HeaderName::From))?;
        let to = self.to.ok_or(missing(HeaderName::To))?;
        let call_id = self.call_id.ok_or(missing(HeaderName::CallId))?;
        let cseq = self.cseq.ok_or(missing(HeaderName::CSeq))?;

        let via = Via::parse(via).ok_or(ParseError::malformed(HeaderName::Via))?;
        let from = NameAddr::parse(from).ok_or(ParseError::malformed(HeaderName::From))?;
        let to = NameAddr::parse(to).ok_or(ParseError::malformed(HeaderName::To))?;
        if call_id.is_empty() || call_id.iter().any(|b| *b <= b' ') || !is_text(call_id) {
            return Err(ParseError::malformed(HeaderName::CallId));
        }
        let (cseq, cseq_method) = read_cseq(cseq).ok_or(ParseError::malformed(HeaderName::CSeq))?;
        let (start, method) = match *start {
            StartLine::Request { method, .. } if method != cseq_method => {
                return Err(ParseErrorKind::CSeqMethod.into());
            }
            StartLine::Request { method, uri } => (Start::Request { uri: self.span(uri) }, method),
            StartLine::Response { status, reason } => {
                let reason = self.span(reason);
                (Start::Response { status, reason }, cseq_method)
            }
        };
        if let (Start::Request { .. }, Some(value)) = (start, self.max_forwards)
            && chars::number(value).is_none_or(|number| number > 255)
        {
            return Err(ParseError::malformed(HeaderName::MaxForwards));
        }
        Ok(Message {
            bytes: self.copy(head + body),
            fields: self.fields.get(..self.count).unwrap_or_default().into(),
            start,
            method: Method::of_bytes(method),
            method_token: self.span(method),
            via: ViaSpans {
                transport: self.span(via.transport.as_bytes()),
                host: self.span(via.host.as_bytes()),
                port: via.port,
                params: self.span(via.params.as_bytes()),
            },
            from: self.address(&from),
            to: self.address(&to),
            call_id: self.span(call_id),
            cseq,
            body: u16::try_from(head).unwrap_or(u16::MAX),
        })
    }

    fn span(&self, part: &[u8]) -> Span {
        Span::of(self.bytes, part)
    }

    fn address(&self, address: &NameAddr<'_>) -> AddressSpans {
        AddressSpans {
            display: address.display.map(|display| self.span(display)),
            uri: self.span(address.uri.as_bytes()),
            params: self.span(address.params.as_bytes()),
        }
    }

    /// The first bytes of the datagram, with blanks for the line ends within header lines.
    fn copy(&self, length: usize) -> Box<[u8]> {
        let mut copy: Box<[u8]> = self.bytes.get(..length).unwrap_or(self.bytes).into();
        if self.folded {
            for field in self.fields.iter().take(self.count) {
                let line = usize::from(field.name.start)..usize::from(field.value.end);
                for byte in copy.get_mut(line).unwrap_or_default() {
                    if matches!(byte, b'\r' | b'\n') {
                        *byte = b' ';
                    }
                }
            }
        }
        copy
    }
}

fn is_text(bytes: &[u8]) -> bool {
    bytes.is_ascii() || str::from_utf8(bytes).is_ok()
}

/// Number and method; numbers end at 2^31 - 1 (RFC 3261 §8.1.1.5).
fn read_cseq(value: &[u8]) -> Option<(u32, &[u8])> {
    let (number, method) = chars::cut(value, chars::is_lws);
    let number = u32::try_from(chars::number(number)?).ok().filter(|number| *number < 1 << 31)?;
    let method = chars::trim(method);
    chars::is_token(method).then_some((number, method))
}
