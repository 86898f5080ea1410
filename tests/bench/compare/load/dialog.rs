//! A caller's side of one call: how far it is, and its messages.

use std::time::Instant;

use super::super::office::{FIRST, PHONES};
use super::super::udp::ROOM;
use super::callee::write_sound;
use super::message::{Writer, find, headers, value};

/// How far a call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Calling,
    /// The challenge was answered.
    Proved,
    Talking,
    HangingUp,
    Ended,
}

/// One call.
pub(crate) struct Call {
    pub(crate) stage: Stage,
    /// When it should have begun.
    pub(crate) due: Instant,
    /// There is one since the 200.
    pub(crate) dialog: Option<Dialog>,
}

/// What a 200 leaves for requests to come (RFC 3261 §12.1.2).
pub(crate) struct Dialog {
    target: Vec<u8>,
    /// Values of `Route`, in order.
    routes: Vec<Vec<u8>>,
    to: Vec<u8>,
    /// That of the INVITE which was answered.
    pub(crate) cseq: u32,
}

impl Dialog {
    pub(crate) fn read(answer: &[u8], cseq: u32) -> Option<Self> {
        let (mut target, mut routes, mut to) = (None, Vec::new(), None);
        for line in headers(answer) {
            if let Some(contact) = value(line, b"Contact", b'm') {
                target = Some(in_brackets(contact).to_owned());
            } else if let Some(record_route) = value(line, b"Record-Route", 0) {
                routes
                    .extend(record_route.split(|byte| *byte == b',').map(|one| one.trim_ascii().to_owned()));
            } else if let Some(value) = value(line, b"To", b't') {
                to = Some(value.to_owned());
            }
        }
        routes.reverse();
        Some(Self { target: target?, routes, to: to?, cseq })
    }
}

fn in_brackets(contact: &[u8]) -> &[u8] {
    let Some(from) = contact.iter().position(|byte| *byte == b'<') else { return contact };
    let uri = &contact[from + 1..];
    &uri[..uri.iter().position(|byte| *byte == b'>').unwrap_or(uri.len())]
}

/// Which call a message belongs to.
#[derive(Clone, Copy)]
pub(crate) struct Who {
    pub(crate) run: u32,
    pub(crate) index: u32,
}

impl Who {
    /// The telephone that calls.
    pub(crate) fn caller(self) -> u32 {
        FIRST + self.index % (PHONES / 2)
    }

    /// What it calls.
    pub(crate) fn uri(self) -> Vec<u8> {
        format!("sip:u{}@127.0.0.1", self.caller() + PHONES / 2).into_bytes()
    }

    /// INVITE; with credentials it is the second one.
    pub(crate) fn invite(self, room: &mut [u8; ROOM], credentials: &[u8]) -> usize {
        let (step, cseq) = if credentials.is_empty() { (b'i', 1) } else { (b'j', 2) };
        let mut message = Writer::new(room);
        self.head(&mut message, "INVITE", &self.uri(), step);
        message.text("To: <").put(&self.uri()).text(">\r\n");
        self.foot(&mut message, "INVITE", cseq);
        message.text("Contact: <sip:a@");
        super::write_address(&mut message, super::CALLERS);
        message
            .text(">\r\nAllow: INVITE, ACK, BYE, CANCEL, OPTIONS\r\nUser-Agent: bench\r\n")
            .put(credentials);
        write_sound(&mut message, Some(("127.0.0.4", 31_000 + self.index % 8_000 * 2)));
        message.length()
    }

    /// The ACK to a refusal, in the transaction of its INVITE (RFC 3261 §17.1.1.3).
    pub(crate) fn ack_of_refusal(self, room: &mut [u8; ROOM], refusal: &[u8], step: u8) -> usize {
        let to = headers(refusal).find_map(|line| value(line, b"To", b't')).unwrap_or(b"");
        let mut message = Writer::new(room);
        self.head(&mut message, "ACK", &self.uri(), step);
        message.text("To: ").put(to).text("\r\n");
        self.foot(&mut message, "ACK", if step == b'i' { 1 } else { 2 });
        write_sound(&mut message, None);
        message.length()
    }

    /// ACK to the 200, or BYE.
    pub(crate) fn within(self, room: &mut [u8; ROOM], dialog: &Dialog, method: &str) -> usize {
        let (step, cseq) = if method == "ACK" { (b'a', dialog.cseq) } else { (b'b', dialog.cseq + 1) };
        let mut message = Writer::new(room);
        self.head(&mut message, method, &dialog.target, step);
        for route in &dialog.routes {
            message.text("Route: ").put(route).text("\r\n");
        }
        message.text("To: ").put(&dialog.to).text("\r\n");
        self.foot(&mut message, method, cseq);
        write_sound(&mut message, None);
        message.length()
    }

    fn head(self, message: &mut Writer<'_>, method: &str, uri: &[u8], step: u8) {
        message.text(method).text(" ").put(uri).text(" SIP/2.0\r\nVia: SIP/2.0/UDP ");
        super::write_address(message, super::CALLERS);
        message.branch(self.run, step, self.index).text(";rport\r\nFrom: <sip:u").number(self.caller());
        message.text("@127.0.0.1>;tag=f").number(self.index).text("\r\n");
    }

    fn foot(self, message: &mut Writer<'_>, method: &str, cseq: u32) {
        message.text("Call-ID: ").hex(self.run).hex(self.index).text("@bench\r\nCSeq: ").number(cseq);
        message.text(" ").text(method).text("\r\nMax-Forwards: 70\r\n");
    }
}

/// Whether a message is a request, and not an ACK, which nobody answers.
pub(crate) fn wants_answer(message: &[u8]) -> bool {
    !message.starts_with(b"SIP/2.0") && !message.starts_with(b"ACK ") && find(message, b" SIP/2.0").is_some()
}
