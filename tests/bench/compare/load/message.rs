//! Messages of the load: written into the room of a datagram, and read by place, no more of them than is needed.

use super::super::udp::ROOM;

/// What every branch begins with (RFC 3261 §8.1.1.7).
const COOKIE: &[u8] = b"z9hG4bK";

/// Writes a message; what does not fit is cut off.
pub(crate) struct Writer<'a> {
    room: &'a mut [u8; ROOM],
    length: usize,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(room: &'a mut [u8; ROOM]) -> Self {
        Self { room, length: 0 }
    }

    pub(crate) fn put(&mut self, bytes: &[u8]) -> &mut Self {
        let end = (self.length + bytes.len()).min(ROOM);
        self.room[self.length..end].copy_from_slice(&bytes[..end - self.length]);
        self.length = end;
        self
    }

    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        self.put(text.as_bytes())
    }

    /// A number in decimal digits.
    pub(crate) fn number(&mut self, mut number: u32) -> &mut Self {
        let mut digits = [0; 10];
        let mut first = digits.len();
        loop {
            first -= 1;
            digits[first] = b'0' + (number % 10) as u8;
            number /= 10;
            if number == 0 {
                break;
            }
        }
        self.put(&digits[first..])
    }

    /// A number in eight hexadecimal digits.
    pub(crate) fn hex(&mut self, number: u32) -> &mut Self {
        let digit = |shift: u32| b"0123456789abcdef"[(number >> shift & 15) as usize];
        self.put(&[28, 24, 20, 16, 12, 8, 4, 0].map(digit))
    }

    /// `branch=`, by which the answer is known again.
    pub(crate) fn branch(&mut self, run: u32, step: u8, index: u32) -> &mut Self {
        self.text(";branch=").put(COOKIE).hex(run).put(&[step]).hex(index)
    }

    pub(crate) fn length(&self) -> usize {
        self.length
    }
}

/// Which request an answer is to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The letter that stands in the branch.
    pub(crate) step: u8,
    pub(crate) index: u32,
}

impl Answer {
    /// Reads an answer to a request of this run.
    pub(crate) fn read(bytes: &[u8], run: u32) -> Option<Self> {
        let status = bytes.strip_prefix(b"SIP/2.0 ")?.get(..3)?;
        let status = status.iter().fold(0, |sum, digit| sum * 10 + u16::from(digit.wrapping_sub(b'0')));
        let branch = bytes.get(find(bytes, COOKIE)? + COOKIE.len()..)?;
        if unhex(branch.get(..8)?)? != run {
            return None;
        }
        Some(Self { status, step: *branch.get(8)?, index: unhex(branch.get(9..17)?)? })
    }
}

fn unhex(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |sum, digit| Some(sum << 4 | char::from(*digit).to_digit(16)?))
}

/// Where this stands first.
pub(crate) fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    let (first, last) = (*what.first()?, text.len().checked_sub(what.len())?);
    let mut from = 0;
    while from <= last {
        from += text[from..=last].iter().position(|byte| *byte == first)?;
        if text[from..].starts_with(what) {
            return Some(from);
        }
        from += 1;
    }
    None
}

/// The lines of a message's head behind the first, without their ends.
pub(crate) fn headers(message: &[u8]) -> impl Iterator<Item = &[u8]> {
    let lines = message.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    lines.skip(1).take_while(|line| !line.is_empty())
}

/// The value of a header of this name, or of its short name, if this line is one.
pub(crate) fn value<'a>(line: &'a [u8], name: &[u8], short: u8) -> Option<&'a [u8]> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let (this, rest) = (line[..colon].trim_ascii_end(), &line[colon + 1..]);
    let is_it = this.eq_ignore_ascii_case(name) || (short != 0 && this.eq_ignore_ascii_case(&[short]));
    is_it.then(|| rest.trim_ascii())
}
