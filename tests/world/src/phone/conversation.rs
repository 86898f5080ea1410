//! One call of a telephone.

use std::time::Instant;

use sip::{ClientId, Dialog, Flow, Message, Reliable, ServerId, SessionTimer};

use super::manners::{By, Change};
use super::session::Session;

/// One call.
pub(super) struct Conversation {
    pub(super) dialog: Option<Dialog>,
    pub(super) stage: Stage,
    pub(super) call_id: String,
    /// Its own tag.
    pub(super) tag: String,
    /// The word that both telephones know it by.
    pub(super) ticket: String,
    pub(super) session: Session,
    /// Its own INVITE, when it calls.
    pub(super) calling: Option<Calling>,
    /// The INVITE that it rings for.
    pub(super) invite: Option<(ServerId, Message)>,
    /// Its reliable provisional responses.
    pub(super) reliable: Option<Reliable>,
    /// Its own 2xx until the ACK comes: number, transaction, whether the ACK must answer its offer.
    pub(super) unacked: Vec<(u32, ServerId, bool)>,
    /// The ACKs that it sent, by number: a 2xx that comes again wants them again.
    pub(super) acks: Vec<(u32, Flow, Vec<u8>)>,
    /// Its own INVITE or UPDATE in the dialog that has no answer yet.
    pub(super) change: Option<Pending>,
    /// What is tried again later, after a 491 (RFC 3261 §14.1), and how often it was.
    pub(super) retry: Option<(Instant, Change, By, u32)>,
    pub(super) timer: Option<SessionTimer>,
    /// Since when it must hear nothing.
    pub(super) silent_since: Option<Instant>,
    pub(super) began: Instant,
    pub(super) answered: Option<Instant>,
    pub(super) heard: u64,
    /// Packets of sound whose number it never described.
    pub(super) strange: u32,
    pub(super) spoken: u64,
    /// The sequence number of its sound.
    pub(super) numbered: u16,
}

/// A change that has no answer yet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pending {
    pub(super) client: ClientId,
    pub(super) change: Change,
    pub(super) by: By,
    pub(super) tries: u32,
    /// The number of its request.
    pub(super) cseq: u32,
    /// Nobody acknowledges its answer.
    pub(super) is_rude: bool,
}

/// Its own INVITE.
pub(super) struct Calling {
    pub(super) request: Message,
    pub(super) target: String,
    pub(super) cseq: u32,
    /// How often each kind of refusal was met with a new try.
    pub(super) challenged: bool,
    pub(super) session_expires: Option<u32>,
    /// The one To tag that the exchange has (RFC 3261 §12.1).
    pub(super) to_tag: Option<String>,
    /// The last RSeq that was acknowledged (RFC 3262 §4).
    pub(super) rseq: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Calling(ClientId),
    Rung {
        invite: ServerId,
        answer_at: Option<Instant>,
    },
    Talking,
    /// Our BYE is on its way.
    Leaving(ClientId),
}

impl Conversation {
    pub(super) fn new(
        stage: Stage,
        call_id: &str,
        tag: &str,
        ticket: &str,
        session: Session,
        now: Instant,
    ) -> Self {
        Self {
            dialog: None,
            stage,
            call_id: call_id.to_owned(),
            tag: tag.to_owned(),
            ticket: ticket.to_owned(),
            session,
            calling: None,
            invite: None,
            reliable: None,
            unacked: Vec::new(),
            acks: Vec::new(),
            change: None,
            retry: None,
            timer: None,
            silent_since: None,
            began: now,
            answered: None,
            heard: 0,
            strange: 0,
            spoken: 0,
            numbered: 0,
        }
    }

    /// Whether an offer of its own waits for an answer: another one must not come in between (RFC 3261 §14.2).
    pub(super) fn has_offered(&self) -> bool {
        self.change.is_some() || self.unacked.iter().any(|(_, _, awaits)| *awaits)
    }

    /// When it has something to do.
    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        let answer = match self.stage {
            Stage::Rung { answer_at, .. } => answer_at,
            Stage::Calling(_) | Stage::Talking | Stage::Leaving(_) => None,
        };
        let talks = self.stage == Stage::Talking;
        let retry = self.retry.as_ref().filter(|_| talks).map(|(at, ..)| *at);
        let timer = self.timer.as_ref().filter(|_| talks).map(SessionTimer::poll_timeout);
        let reliable = self.reliable.as_ref().and_then(Reliable::poll_timeout);
        [answer, retry, timer, reliable].into_iter().flatten().min()
    }
}
