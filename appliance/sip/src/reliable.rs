//! Reliability of provisional responses, the side that answers (RFC 3262 §3): each is sent again until its PRACK comes,
//! and the next one waits for that.

use std::collections::VecDeque;
use std::fmt;
use std::time::Instant;

use crate::transaction::timers::{Resend, TIMEOUT};
use crate::{HeaderName, Message, Method};

/// At most so many responses wait for the PRACK of the one before; a further one is left out. Responses that ring are
/// few: early sound and one or two of 18x.
const MAX_WAITING: usize = 8;

/// The value of RAck (RFC 3262 §7.2): which response is acknowledged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RAck {
    /// The number of the response.
    pub rseq: u32,
    /// The number of the request that it answered.
    pub cseq: u32,
    /// The method of that request.
    pub method: Method,
}

impl RAck {
    /// The one of a PRACK; none when it is absent or cannot be read.
    pub fn of(message: &Message) -> Option<RAck> {
        let mut words = message.text(HeaderName::RAck)?.split_ascii_whitespace();
        let rack = RAck {
            rseq: words.next()?.parse().ok()?,
            cseq: words.next()?.parse().ok()?,
            method: Method::of_token(words.next()?),
        };
        words.next().is_none().then_some(rack)
    }
}

impl fmt::Display for RAck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.rseq, self.cseq, self.method)
    }
}

/// The RSeq of a response that wants a PRACK: it says `Require: 100rel` (RFC 3262 §4).
pub fn rseq_of(response: &Message) -> Option<u32> {
    if !response.requires_option("100rel") {
        return None;
    }
    response.text(HeaderName::RSeq)?.trim().parse().ok()
}

/// A provisional response, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provisional {
    /// Its RSeq.
    pub rseq: u32,
    /// Its status, 101 to 199.
    pub status: u16,
    /// The whole message.
    pub bytes: Vec<u8>,
    /// Whether it has a description: until its PRACK comes, the 2xx must wait (RFC 3262 §3).
    pub describes: bool,
}

/// What is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReliableDue {
    /// No PRACK came for 64*T1: the INVITE is to be refused.
    GaveUp,
    /// This is to be sent again.
    SendAgain(u16, Vec<u8>),
}

/// The reliable provisional responses to one INVITE.
#[derive(Clone, Debug)]
pub struct Reliable {
    cseq: u32,
    next_rseq: u32,
    unacked: Option<(Provisional, Resend, Instant)>,
    waiting: VecDeque<Provisional>,
}

impl Reliable {
    /// For the INVITE of this number. `random` chooses the first RSeq (RFC 3262 §3: 1 to 2^31 - 1).
    pub fn new(cseq: u32, random: u32) -> Reliable {
        Reliable { cseq, next_rseq: (random >> 2).max(1), unacked: None, waiting: VecDeque::new() }
    }

    /// The number of the next response.
    pub fn next_rseq(&mut self) -> u32 {
        let rseq = self.next_rseq;
        self.next_rseq += 1;
        rseq
    }

    /// Whether one more response may be numbered and sent, or wait.
    pub fn has_room(&self) -> bool {
        self.waiting.len() < MAX_WAITING
    }

    /// Takes a response; gives it back when it is to be sent at once.
    pub fn send(&mut self, response: Provisional, now: Instant) -> Option<(u16, Vec<u8>)> {
        if self.unacked.is_some() {
            if self.has_room() {
                self.waiting.push_back(response);
            }
            return None;
        }
        let sent = (response.status, response.bytes.clone());
        self.unacked = Some((response, Resend::starting(now), now + TIMEOUT));
        Some(sent)
    }

    /// Takes a PRACK: false when it acknowledges nothing that waits (it is answered 481). The next response
    /// may then be due at once.
    pub fn prack(&mut self, rack: &RAck) -> bool {
        let fits = self.cseq == rack.cseq && rack.method == Method::Invite;
        self.unacked.take_if(|(response, ..)| fits && response.rseq == rack.rseq).is_some()
    }

    /// The response that waited for a PRACK and is now to be sent.
    pub fn next_to_send(&mut self, now: Instant) -> Option<(u16, Vec<u8>)> {
        if self.unacked.is_some() {
            return None;
        }
        let response = self.waiting.pop_front()?;
        self.send(response, now)
    }

    /// Whether the 2xx must still wait.
    pub fn holds_answer(&self) -> bool {
        let unacked = self.unacked.iter().map(|(response, ..)| response);
        unacked.chain(&self.waiting).any(|response| response.describes)
    }

    /// The final response is sent: nothing is sent again.
    pub fn stop(&mut self) {
        self.unacked = None;
        self.waiting.clear();
    }

    /// Says what is due.
    pub fn handle_timeout(&mut self, now: Instant) -> Option<ReliableDue> {
        let (response, resend, until) = self.unacked.as_mut()?;
        if *until <= now {
            self.stop();
            return Some(ReliableDue::GaveUp);
        }
        resend.is_due(now, TIMEOUT).then(|| ReliableDue::SendAgain(response.status, response.bytes.clone()))
    }

    /// Returns when [`Self::handle_timeout`] must next be called.
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.unacked.as_ref().map(|(_, resend, until)| resend.at.min(*until))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_response_is_sent_again_until_its_prack_comes() {
        let base = Instant::now();
        let at = |ms| base + Duration::from_millis(ms);
        let mut reliable = Reliable::new(7, 4 * 99);
        let first = provisional(&mut reliable, 183, true);
        assert_eq!(first.rseq, 99);
        assert!(reliable.send(first, base).is_some());
        let second = provisional(&mut reliable, 180, false);
        assert_eq!(reliable.send(second, at(100)), None, "it waits");
        assert!(reliable.holds_answer());
        let mut sent = Vec::new();
        for ms in 0..4_000 {
            if let Some(ReliableDue::SendAgain(183, _)) = reliable.handle_timeout(at(ms)) {
                sent.push(ms);
            }
        }
        assert_eq!(sent, [500, 1500, 3500]);
        for (rseq, cseq, method) in [(98, 7, "INVITE"), (99, 6, "INVITE"), (99, 7, "UPDATE")] {
            assert!(!reliable.prack(&RAck { rseq, cseq, method: Method::of_token(method) }));
        }
        assert!(reliable.prack(&RAck { rseq: 99, cseq: 7, method: Method::Invite }));
        assert!(!reliable.holds_answer());
        assert_eq!(reliable.next_to_send(at(4_000)).map(|(status, _)| status), Some(180));
        assert!(reliable.prack(&RAck { rseq: 100, cseq: 7, method: Method::Invite }));
        assert_eq!((reliable.next_to_send(at(4_001)), reliable.poll_timeout()), (None, None));
    }

    #[test]
    fn without_a_prack_it_is_given_up() {
        let base = Instant::now();
        let mut reliable = Reliable::new(1, 1);
        let response = provisional(&mut reliable, 180, false);
        reliable.send(response, base);
        assert!(!reliable.holds_answer());
        assert_eq!(reliable.handle_timeout(base + TIMEOUT), Some(ReliableDue::GaveUp));
        assert_eq!(reliable.poll_timeout(), None);
    }

    fn provisional(reliable: &mut Reliable, status: u16, describes: bool) -> Provisional {
        Provisional { rseq: reliable.next_rseq(), status, bytes: vec![1], describes }
    }
}
