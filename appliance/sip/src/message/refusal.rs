//! The stateless answer to a malformed request, from what can be read of it (RFC 3261 §8.2.6).

use std::net::{IpAddr, SocketAddr};

use super::error::ParseError;
use super::limits::{MAX_HEADERS, MAX_LINE, MAX_MESSAGE};
use super::lines::Lines;
use crate::header::via::{Via, reply_address};
use crate::write::{push_echo, push_stamped, push_to, status_line};
use crate::{HeaderName, chars, reason_phrase};

/// What an answer repeats of the request, as far as it is there.
#[derive(Default)]
struct Echo<'a> {
    /// All Via lines.
    vias: Vec<&'a [u8]>,
    from: Option<&'a [u8]>,
    to: Option<&'a [u8]>,
    call_id: Option<&'a [u8]>,
    cseq: Option<&'a [u8]>,
}

pub(crate) fn refuse(
    datagram: &[u8],
    source: SocketAddr,
    error: &ParseError,
) -> Option<(SocketAddr, Vec<u8>)> {
    if !may_be_answered(source) {
        return None;
    }
    let mut lines = Lines::new(datagram.get(..MAX_MESSAGE).unwrap_or(datagram));
    let (method, _) = chars::cut(lines.next()?.text, chars::is_lws);
    if !chars::is_token(method) || method == b"ACK" {
        return None;
    }
    let echo = Echo::read(lines);
    let via = Via::parse_lenient(echo.vias.first()?)?;
    let status = error.status();
    let mut out = Vec::with_capacity(512);
    status_line(&mut out, status, format!("{} ({error})", reason_phrase(status)).as_bytes());
    echo.write(&mut out, &via, source);
    (out.len() <= MAX_MESSAGE).then(|| (reply_address(&via, source), out))
}

/// Nobody may make the exchange talk to a whole network.
fn may_be_answered(source: SocketAddr) -> bool {
    let ip = source.ip();
    let broadcast = matches!(ip.to_canonical(), IpAddr::V4(v4) if v4.is_broadcast());
    source.port() != 0 && !broadcast && !ip.to_canonical().is_multicast() && !ip.is_unspecified()
}

impl<'a> Echo<'a> {
    /// The first of each header, and all Vias; lines past the limits are not repeated.
    fn read(lines: Lines<'a>) -> Self {
        let mut echo = Self::default();
        for line in lines.take(MAX_HEADERS).filter(|line| line.text.len() <= MAX_LINE) {
            let Some((name, _, value)) = line.split() else {
                continue;
            };
            match name {
                HeaderName::Via => echo.vias.push(value),
                HeaderName::From => echo.from = echo.from.or(Some(value)),
                HeaderName::To => echo.to = echo.to.or(Some(value)),
                HeaderName::CallId => echo.call_id = echo.call_id.or(Some(value)),
                HeaderName::CSeq => echo.cseq = echo.cseq.or(Some(value)),
                _ => {}
            }
        }
        echo
    }

    fn write(&self, out: &mut Vec<u8>, via: &Via<'_>, source: SocketAddr) {
        let (top, others) =
            self.vias.split_first().map_or((&[][..], &[][..]), |(top, others)| (*top, others));
        push_stamped(out, top, via, source);
        for via in others {
            push_echo(out, "Via", via);
        }
        if let Some(from) = self.from {
            push_echo(out, "From", from);
        }
        if let Some(to) = self.to {
            push_to(out, to, Some(&self.tag()));
        }
        if let Some(call_id) = self.call_id {
            push_echo(out, "Call-ID", call_id);
        }
        if let Some(cseq) = self.cseq {
            push_echo(out, "CSeq", cseq);
        }
        out.extend_from_slice(b"Content-Length: 0\r\n\r\n");
    }

    /// The same for each retransmission of the request (RFC 3261 §8.2.7): FNV-1a over Via and Call-ID.
    fn tag(&self) -> String {
        let bytes = self.vias.first().into_iter().chain(&self.call_id).flat_map(|value| value.iter());
        let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
        format!("{hash:016x}")
    }
}
