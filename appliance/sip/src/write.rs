//! Writing messages: one growing buffer, headers in the order they are given.

use std::io::Write as _;
use std::net::SocketAddr;

use crate::header::via::Via;
use crate::{HeaderName, Message, Method, chars, reason_phrase, scan};

/// Builds one message. Nothing that is passed in can start a line of its own: carriage returns, line feeds
/// and NUL within values become blanks.
#[derive(Clone, Debug)]
pub struct Writer {
    out: Vec<u8>,
}

impl Writer {
    /// Starts a request. What cannot stand in a URI is escaped.
    pub fn request(method: &str, uri: &str) -> Self {
        let mut out = Vec::with_capacity(1536);
        out.extend(method.bytes().filter(|b| chars::is_token_byte(*b)));
        out.push(b' ');
        let mut rest = uri.as_bytes();
        while !rest.is_empty() {
            let (plain, odd) = chars::cut(rest, |b| !chars::is_uri_byte(b));
            out.extend_from_slice(plain);
            if let Some(byte) = odd.first() {
                push_fmt(&mut out, format_args!("%{byte:02X}"));
            }
            rest = odd.get(1..).unwrap_or_default();
        }
        out.extend_from_slice(b" SIP/2.0\r\n");
        Self { out }
    }

    /// Starts the response to a request that came from `source`, by RFC 3261 §8.2.6.2 and §12.1.1: every Via, the
    /// top one with `received` and `rport`, From, To with the tag where it has none, Call-ID, CSeq,
    /// Timestamp in a 100, and Record-Route where the response may form a dialog. An empty reason is the default one.
    pub fn response(
        request: &Message,
        source: SocketAddr,
        status: u16,
        reason: &str,
        to_tag: Option<&str>,
    ) -> Self {
        let reason = if reason.is_empty() { reason_phrase(status) } else { reason };
        let mut writer = Self { out: Vec::with_capacity(768) };
        status_line(&mut writer.out, status, reason.as_bytes());
        for (index, via) in request.all(HeaderName::Via).enumerate() {
            if index == 0 {
                push_stamped(&mut writer.out, via, &request.top_via(), source);
            } else {
                push_verbatim(&mut writer.out, HeaderName::Via, via);
            }
        }
        writer.copy(request, HeaderName::From);
        let to = request.header(HeaderName::To).unwrap_or_default();
        push_to(&mut writer.out, to, to_tag.filter(|_| request.to_tag().is_none()));
        writer.copy(request, HeaderName::CallId).copy(request, HeaderName::CSeq);
        if status == 100 {
            writer.copy(request, HeaderName::Timestamp);
        }
        let forms_dialog =
            matches!(request.method(), Method::Invite | Method::Notify | Method::Refer | Method::Subscribe);
        if forms_dialog && (101..300).contains(&status) {
            writer.copy(request, HeaderName::RecordRoute);
        }
        writer
    }

    /// Adds a header. [`HeaderName::Other`] has no name to write and adds nothing.
    pub fn header(&mut self, name: HeaderName, value: impl AsRef<[u8]>) -> &mut Self {
        if name != HeaderName::Other {
            self.out.extend_from_slice(name.prefix().as_bytes());
            push_clean(&mut self.out, value.as_ref());
            self.out.extend_from_slice(b"\r\n");
        }
        self
    }

    /// Adds a header by any name; one that is no token adds nothing.
    pub fn raw_header(&mut self, name: &str, value: impl AsRef<[u8]>) -> &mut Self {
        if chars::is_token(name.as_bytes()) {
            push_name(&mut self.out, name);
            push_clean(&mut self.out, value.as_ref());
            self.out.extend_from_slice(b"\r\n");
        }
        self
    }

    /// Adds all lines of that name of another message, in order, as they are; of [`HeaderName::Other`] none.
    pub fn copy(&mut self, message: &Message, name: HeaderName) -> &mut Self {
        if name != HeaderName::Other {
            for value in message.all(name) {
                push_verbatim(&mut self.out, name, value);
            }
        }
        self
    }

    /// Adds the header lines of another message that are wanted, in order, as they came.
    pub fn keep(&mut self, message: &Message, wanted: impl Fn(HeaderName) -> bool) -> &mut Self {
        for (_, line) in message.lines().filter(|(name, _)| wanted(*name)) {
            self.out.extend_from_slice(line);
            self.out.extend_from_slice(b"\r\n");
        }
        self
    }

    /// Ends the message without a body.
    pub fn finish(mut self) -> Vec<u8> {
        self.out.extend_from_slice(b"Content-Length: 0\r\n\r\n");
        self.out
    }

    /// Ends the message with a body; an empty type adds no Content-Type.
    pub fn finish_with(mut self, content_type: impl AsRef<[u8]>, body: &[u8]) -> Vec<u8> {
        if !content_type.as_ref().is_empty() {
            self.header(HeaderName::ContentType, content_type);
        }
        push_fmt(&mut self.out, format_args!("Content-Length: {}\r\n\r\n", body.len()));
        self.out.extend_from_slice(body);
        self.out
    }
}

pub(crate) fn status_line(out: &mut Vec<u8>, status: u16, reason: &[u8]) {
    push_fmt(out, format_args!("SIP/2.0 {status:03} "));
    push_clean(out, reason);
    out.extend_from_slice(b"\r\n");
}

/// A header that repeats a value of a parsed message, which has no line ends.
fn push_verbatim(out: &mut Vec<u8>, name: HeaderName, value: &[u8]) {
    out.extend_from_slice(name.prefix().as_bytes());
    out.extend_from_slice(value);
    out.extend_from_slice(b"\r\n");
}

/// A header that repeats what came, as it came: only line ends become blanks, so that quoted NULs in From and To
/// stay what they were (RFC 4475 §3.1.1.2).
pub(crate) fn push_echo(out: &mut Vec<u8>, name: &str, value: &[u8]) {
    push_name(out, name);
    push_unfolded(out, value);
    out.extend_from_slice(b"\r\n");
}

/// To, with a tag behind it.
pub(crate) fn push_to(out: &mut Vec<u8>, to: &[u8], tag: Option<&str>) {
    push_name(out, "To");
    push_unfolded(out, to);
    if let Some(tag) = tag {
        out.extend_from_slice(b";tag=");
        out.extend(tag.bytes().filter(|b| chars::is_token_byte(*b)));
    }
    out.extend_from_slice(b"\r\n");
}

/// The first Via line with what the server saw in its first hop (RFC 3261 §18.2.1, RFC 3581 §4): `rport` gets the port if the
/// sender asked for it, and `received` the address if he asked or wrote another one. What the sender himself
/// wrote there is thrown away.
pub(crate) fn push_stamped(out: &mut Vec<u8>, line: &[u8], via: &Via<'_>, source: SocketAddr) {
    let params = via.params.as_bytes();
    let (before, behind) = around(line, params);
    push_name(out, "Via");
    push_unfolded(out, before);
    for param in via.params.raw() {
        if param.name.eq_ignore_ascii_case(b"received") {
            continue;
        }
        out.push(b';');
        if param.name.eq_ignore_ascii_case(b"rport") {
            push_fmt(out, format_args!("rport={}", source.port()));
        } else {
            push_unfolded(out, param.text);
        }
    }
    let ip = source.ip().to_canonical();
    if via.has_rport() || via.ip().is_none_or(|sent_by| sent_by.to_canonical() != ip) {
        push_fmt(out, format_args!(";received={ip}"));
    }
    push_unfolded(out, behind);
    out.extend_from_slice(b"\r\n");
}

/// What comes before and behind the parameters of the first hop of a line.
fn around<'a>(line: &'a [u8], params: &[u8]) -> (&'a [u8], &'a [u8]) {
    let (hop, _) = crate::list::split(line, b',');
    let behind = line.get(hop.len()..).unwrap_or_default();
    let (before, _) = if params.is_empty() { (hop, hop) } else { chars::cut(hop, |b| b == b';') };
    (chars::trim_end(before), behind)
}

fn push_name(out: &mut Vec<u8>, name: &str) {
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b": ");
}

fn push_clean(out: &mut Vec<u8>, value: &[u8]) {
    push_mapped(out, value, |b| matches!(b, b'\r' | b'\n' | 0));
}

fn push_unfolded(out: &mut Vec<u8>, value: &[u8]) {
    push_mapped(out, value, |b| matches!(b, b'\r' | b'\n'));
}

/// Appends with blanks for some control characters.
fn push_mapped(out: &mut Vec<u8>, value: &[u8], blank: impl Fn(u8) -> bool) {
    let start = out.len();
    out.extend_from_slice(value);
    if let Some(first) = scan::find_control(value) {
        for byte in out.iter_mut().skip(start + first) {
            if blank(*byte) {
                *byte = b' ';
            }
        }
    }
}

fn push_fmt(out: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a Vec takes every byte");
}

#[cfg(test)]
mod tests;
