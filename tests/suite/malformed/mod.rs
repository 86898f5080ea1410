//! Malformed INVITEs of our own making: exceptional elements in the start line, in every header and in the session
//! description, and messages whose very shape is wrong. One number makes one message.

mod elements;
mod shapes;

use std::net::SocketAddr;

use world::Xorshift;

/// So many there are.
pub(crate) const COUNT: usize = 4_500;

/// Who sends them, and to whom.
pub(crate) struct Malformed {
    host: String,
    contact: String,
    elements: Vec<Vec<u8>>,
    head: Vec<Piece>,
    body: Vec<Piece>,
}

/// A part of a message: as it is, or in exchange for something exceptional.
#[derive(Clone, Debug)]
struct Piece {
    text: String,
    is_slot: bool,
}

impl Malformed {
    pub(crate) fn new(exchange: SocketAddr, from: SocketAddr) -> Self {
        Self {
            host: exchange.to_string(),
            contact: from.to_string(),
            elements: elements::all(),
            head: pieces(HEAD),
            body: pieces(BODY),
        }
    }

    /// The message of this number. With credentials, what is wrong is met behind the challenge.
    pub(crate) fn message(&self, number: usize, credentials: Option<&str>) -> Vec<u8> {
        let slots = self.slots();
        let single = slots * self.elements.len();
        let mut dice = Xorshift::new(number as u64);
        let message = if number < COUNT * 9 / 10 {
            // Spread over all pairs of a place and an element, each at most once.
            let pair = number * single / (COUNT * 9 / 10);
            let (slot, element) = (pair / self.elements.len(), pair % self.elements.len());
            self.build(number, &[(slot, &self.elements[element])])
        } else if number.is_multiple_of(2) {
            let first = dice.one_of::<Vec<u8>>(&self.elements).clone();
            let second = dice.one_of::<Vec<u8>>(&self.elements).clone();
            self.build(number, &[(dice.below(slots), &first), (dice.below(slots), &second)])
        } else {
            shapes::twist(&self.build(number, &[]), &mut dice)
        };
        with_credentials(message, credentials)
    }

    fn slots(&self) -> usize {
        self.head.iter().chain(&self.body).filter(|piece| piece.is_slot).count()
    }

    fn build(&self, number: usize, exceptions: &[(usize, &[u8])]) -> Vec<u8> {
        let behind_head = self.head.iter().filter(|piece| piece.is_slot).count();
        // Made first, since its length stands in the head.
        let body = self.write(&self.body, behind_head, exceptions, number, 0);
        let mut message = self.write(&self.head, 0, exceptions, number, body.len());
        message.extend(body);
        message
    }

    fn write(
        &self,
        pieces: &[Piece],
        first: usize,
        exceptions: &[(usize, &[u8])],
        number: usize,
        length: usize,
    ) -> Vec<u8> {
        let (mut out, mut slot) = (Vec::new(), first);
        for piece in pieces {
            match exceptions.iter().find(|(at, _)| piece.is_slot && *at == slot) {
                Some((_, element)) => out.extend_from_slice(element),
                None => out.extend(self.fill(&piece.text, number, length).into_bytes()),
            }
            slot += usize::from(piece.is_slot);
        }
        out
    }

    fn fill(&self, text: &str, number: usize, length: usize) -> String {
        text.replace("HOST", &self.host)
            .replace("CONTACT", &self.contact)
            .replace("NUMBER", &number.to_string())
            .replace("LENGTH", &length.to_string())
    }
}

/// The credentials go before everything else that might be read as credentials.
fn with_credentials(message: Vec<u8>, credentials: Option<&str>) -> Vec<u8> {
    let Some(credentials) = credentials else { return message };
    let Some(end) = message.windows(2).position(|two| two == b"\r\n") else { return message };
    let line = format!("Authorization: {credentials}\r\n");
    let mut out = message;
    out.splice(end + 2..end + 2, line.into_bytes());
    out
}

fn pieces(template: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for part in template.split('{') {
        let (slot, rest) = part.split_once('}').unwrap_or(("\0", part));
        if slot != "\0" {
            pieces.push(Piece { text: slot.to_owned(), is_slot: true });
        }
        pieces.push(Piece { text: rest.to_owned(), is_slot: false });
    }
    pieces
}

/// What stands in braces is exchanged.
const HEAD: &str = "{INVITE} {sip:202@HOST} {SIP/2.0}\r\n\
Via: {SIP/2.0/UDP} {CONTACT};branch={z9hG4bKmNUMBER};rport{}\r\n\
Max-Forwards: {70}\r\n\
From: {\"Anna\"} <{sip:u201@HOST}>;tag={tNUMBER}{}\r\n\
To: {Bert} <{sip:202@HOST}>{}\r\n\
Call-ID: {malformed-NUMBER}\r\n\
CSeq: {NUMBER} {INVITE}\r\n\
Contact: {\"A\"} <{sip:u201@CONTACT}>;expires={300}{}\r\n\
Accept: {application/sdp}\r\n\
Accept-Language: {en}\r\n\
Alert-Info: {<http://a.example/ring>}\r\n\
Allow: {INVITE, ACK, BYE}\r\n\
Date: {Sun, 22 Nov 2026 08:00:00 GMT}\r\n\
Expires: {120}\r\n\
Min-SE: {90}\r\n\
P-Asserted-Identity: {<sip:u201@HOST>}\r\n\
Priority: {normal}\r\n\
Proxy-Authorization: {Digest realm=\"x\"}\r\n\
Authorization: Digest username=\"{u201}\", realm=\"{virtual.example}\", nonce=\"{0123}\", uri=\"{sip:202@HOST}\", \
response=\"{0123456789abcdef0123456789abcdef}\", algorithm={MD5}, qop={auth}, nc={00000001}, cnonce=\"{c}\"\r\n\
Record-Route: {<sip:10.6.6.6;lr>}\r\n\
Session-Expires: {1800};refresher={uac}\r\n\
Subject: {lunch}\r\n\
Supported: {timer}\r\n\
Timestamp: {54}\r\n\
User-Agent: {phone}\r\n\
{X-Own}: {value}\r\n\
Content-Disposition: {session}\r\n\
Content-Encoding: {identity}\r\n\
Content-Type: {application/sdp}\r\n\
Content-Length: {LENGTH}\r\n\r\n";

const BODY: &str = "v={0}\r\no={-} {1} {1} {IN} {IP4} {10.0.0.10}\r\ns={-}\r\nc={IN} {IP4} {10.0.0.10}\r\nt={0} {0}\r\n\
m={audio} {40000} {RTP/AVP} {8 0 101}\r\na=rtpmap:{8} {PCMA}/{8000}\r\na=rtpmap:{101 telephone-event/8000}\r\n\
a=fmtp:{101} {0-16}\r\na=ptime:{20}\r\na={sendrecv}\r\n";
