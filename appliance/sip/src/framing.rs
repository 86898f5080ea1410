//! A stream of bytes cut into messages by their Content-Length (RFC 3261 §18.3), with the pings between them
//! (RFC 5626 §4.4.1).

use std::net::SocketAddr;

use crate::header::HeaderError;
use crate::message::lines::Lines;
use crate::{HeaderName, MAX_MESSAGE, Message, chars};

/// Bytes of a head, the empty line included; a longer one breaks the stream.
const MAX_HEAD: usize = 64 * 1024;
/// Bytes of a body; a larger Content-Length breaks the stream. A message may be refused for its size before: more
/// than [`MAX_MESSAGE`] in all is answered 513, and the stream goes on.
const MAX_BODY: u64 = 64 * 1024;
/// A buffer that grew beyond this is given back when it is empty: most connections are idle.
const KEPT: usize = 8 * 1024;

/// What is found in a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    /// Head and body, not looked at yet.
    Message(Vec<u8>),
    /// A double CRLF between messages; it is to be answered by a single one.
    Ping,
    /// Where the next message begins cannot be known. [`refusal`] says it to the other end, then the connection ends.
    Broken {
        /// The head, as far as it was read.
        message: Vec<u8>,
    },
}

/// The bytes of one stream that are not cut into frames yet: at most a head, a body and what was pushed last.
#[derive(Debug, Default)]
pub struct Frames {
    bytes: Vec<u8>,
    /// Where the next frame begins.
    start: usize,
    /// Up to here no end of a head was found.
    searched: usize,
    /// Where the next message ends, once its head is there.
    end: Option<usize>,
    is_broken: bool,
}

impl Frames {
    /// At the beginning of a stream.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes bytes as they come; all frames are to be polled before the next ones.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.is_broken {
            return;
        }
        if self.start > 0 {
            self.bytes.drain(..self.start);
            self.searched = self.searched.saturating_sub(self.start);
            self.end = self.end.map(|end| end.saturating_sub(self.start));
            self.start = 0;
        }
        if self.bytes.is_empty() && self.bytes.capacity() > KEPT {
            self.bytes = Vec::new();
        }
        self.bytes.extend_from_slice(bytes);
    }

    /// Says whether a message has begun that is not whole yet.
    pub fn is_within_message(&self) -> bool {
        !self.is_broken && self.rest().iter().any(|byte| !matches!(byte, b'\r' | b'\n'))
    }

    /// The next frame, as far as it is there.
    pub fn poll(&mut self) -> Option<Frame> {
        if self.is_broken {
            return None;
        }
        if self.end.is_none() {
            if self.skip_blank() {
                return Some(Frame::Ping);
            }
            // A telephone that speaks TLS to the port for TCP (RFC 8446 §5.1) waits for an answer, and would for long.
            if let [0x16, 0x03, ..] = self.rest() {
                return Some(self.broken(None));
            }
            let head = self.head_end()?;
            let length = head.and_then(|head| content_length(self.bytes.get(self.start..head)?));
            let (Some(head), Some(length)) = (head, length) else {
                return Some(self.broken(head));
            };
            self.end = Some(head.saturating_add(length));
        }
        let end = self.end?;
        let message = self.bytes.get(self.start..end)?.to_vec();
        (self.start, self.searched, self.end) = (end, end, None);
        Some(Frame::Message(message))
    }

    fn rest(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }

    /// Passes over line ends in front of a message (RFC 3261 §7.5); true when they were a ping.
    fn skip_blank(&mut self) -> bool {
        loop {
            match self.rest() {
                [b'\r', b'\n', b'\r', b'\n', ..] => {
                    self.start += 4;
                    return true;
                }
                // It may become a ping.
                [] | [b'\r'] | [b'\r', b'\n'] | [b'\r', b'\n', b'\r'] => return false,
                [b'\r', b'\n', ..] => self.start += 2,
                [b'\r' | b'\n', ..] => self.start += 1,
                _ => return false,
            }
        }
    }

    /// Where the head ends: none when it has not come yet, none within when it is too long. A line feed alone ends
    /// a line as well, as it does in [`Message::parse`].
    fn head_end(&mut self) -> Option<Option<usize>> {
        let from = self.searched.max(self.start);
        let mut at = from;
        while let Some(found) = self.bytes.get(at..).unwrap_or_default().iter().position(|b| *b == b'\n') {
            let behind = at.saturating_add(found).saturating_add(1);
            let end = match self.bytes.get(behind..).unwrap_or_default() {
                // The first line has something in it: blank ones were passed over.
                [b'\n', ..] => behind.saturating_add(1),
                [b'\r', b'\n', ..] => behind.saturating_add(2),
                [] | [b'\r'] => {
                    // Not to be known yet: this line feed is looked at again.
                    at = behind.saturating_sub(1);
                    break;
                }
                _ => {
                    at = behind;
                    continue;
                }
            };
            return Some(Some(end).filter(|end| end - self.start <= MAX_HEAD));
        }
        let unfinished = self.bytes.get(at..).unwrap_or_default().first() == Some(&b'\n');
        self.searched = if unfinished { at } else { self.bytes.len() };
        (self.rest().len() > MAX_HEAD).then_some(None)
    }

    fn broken(&mut self, head: Option<usize>) -> Frame {
        let end = head.unwrap_or(self.bytes.len());
        let message = self.bytes.get(self.start..end).unwrap_or_default().to_vec();
        *self = Self { is_broken: true, ..Self::default() };
        Frame::Broken { message }
    }
}

/// The answer to the message that broke a stream, if it can have one: 513 for one that is too long, otherwise 400.
pub fn refusal(message: &[u8], remote: SocketAddr) -> Option<Vec<u8>> {
    // More than any message may have: only a head that never ended is as long.
    let message = message.get(..=MAX_MESSAGE).unwrap_or(message);
    let error = match Message::parse(message) {
        Ok(_) => HeaderError::Missing(HeaderName::ContentLength).into(),
        Err(error) => error,
    };
    error.reply(message, remote).map(|(_, answer)| answer)
}

/// The length of the body; none when it is not given, given twice, unreadable or too large.
fn content_length(head: &[u8]) -> Option<usize> {
    let mut lines = Lines::new(head);
    lines.next()?;
    let mut lengths =
        lines.filter_map(|line| line.split()).filter(|line| line.0 == HeaderName::ContentLength);
    let length = chars::number(lengths.next()?.2).filter(|length| *length <= MAX_BODY)?;
    // Two ends that read two lengths see two streams.
    if lengths.next().is_some() { None } else { usize::try_from(length).ok() }
}

#[cfg(test)]
mod tests;
