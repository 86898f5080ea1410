//! The SIP side of one telephone's part of a call.

use std::sync::Arc;
use std::time::Instant;

use calls::LegId;
use model::Account;
use sdp::Session;
use sip::{Binding, ClientId, Dialog, Flow, HeaderName, Message, Method, Reliable, ServerId, SessionTimer};

use super::early::Early;
use super::session::LegSession;

/// An INVITE that has passed every check: somebody wants to call.
pub(crate) struct Invitation {
    pub(crate) id: ServerId,
    pub(crate) message: Message,
    pub(crate) flow: Flow,
    pub(crate) account: Arc<Account>,
    /// None when the offer is to come with the answer, and the answer with the ACK.
    pub(crate) offer: Option<Session>,
    pub(crate) dialog: Dialog,
}

/// One leg: a dialog of its own, descriptions of its own, streams of its own.
pub(crate) struct Leg {
    pub(crate) id: LegId,
    /// Our tag in its dialog; the key of the exchange's table of dialogs.
    pub(crate) tag: String,
    /// The account that it is registered on.
    pub(crate) aor: String,
    /// Where the telephone is.
    pub(crate) flow: Flow,
    /// Its connection is gone; a registration of the telephone brings a new one.
    pub(crate) lost: bool,
    pub(crate) dialog: Option<Dialog>,
    /// Dialogs of a called telephone that has not answered yet.
    pub(crate) early: Vec<Early>,
    pub(crate) session: LegSession,
    /// Provisional responses that the caller wants to acknowledge.
    pub(crate) reliable: Option<Reliable>,
    /// The answer that waits for the caller's PRACK.
    pub(crate) held_answer: Option<Vec<u8>>,
    pub(crate) timer: Option<SessionTimer>,
    /// Whether the telephone takes UPDATE, by what it last said in Allow (RFC 3311 §4).
    pub(crate) allows_update: bool,
    /// Our re-INVITE or UPDATE to it, answered or not.
    pub(crate) asked: Option<Asked>,
    /// Our last ACK of a 2xx and the number of its INVITE: each 2xx that comes again gets it again.
    pub(crate) last_ack: Option<(u32, Vec<u8>)>,
    /// An offer that came with a 2xx to our INVITE of this number; our ACK waits for the answer to it.
    pub(crate) owes_ack: Option<(u32, Box<Session>)>,
    /// 2xx answers by CSeq number, until their ACK comes.
    pub(crate) unacked: Vec<(u32, ServerId)>,
    /// INFOs and MESSAGEs of it that were passed on and have no answer yet.
    pub(crate) relaying: usize,
    /// Further 2xx to our INVITE that were answered with a BYE.
    pub(crate) superfluous: u32,
    /// A BYE went one way or the other, or its INVITE was refused.
    pub(crate) ended: bool,
    /// A BYE is to be sent as soon as the ACK is here (RFC 3261 §15).
    pub(crate) bye_waits: bool,
    /// Its streams are closed or closing.
    pub(crate) silent: bool,
    pub(crate) side: Side,
}

/// Our last re-INVITE or UPDATE in a leg's dialog.
pub(crate) struct Asked {
    pub(crate) client: ClientId,
    pub(crate) purpose: Purpose,
    /// No final response has come yet.
    pub(crate) open: bool,
    /// Whether it had an offer; otherwise that is in the 2xx.
    pub(crate) has_offer: bool,
}

/// What our own re-INVITE or UPDATE is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The other leg wants another session.
    Negotiation,
    /// The session timer.
    Refresh,
}

/// What only a caller, or only a called telephone has.
pub(crate) enum Side {
    Callee(Box<Called>),
    Caller { invite: ServerId, request: Box<Message>, answered: bool },
}

/// A called telephone and our INVITE to it.
pub(crate) struct Called {
    pub(crate) binding: Binding,
    /// The Call-ID of its dialog.
    pub(crate) call_id: String,
    /// The session interval that is proposed to it, once it has refused a shorter one; seconds.
    pub(crate) interval: Option<u32>,
    /// The INVITE's transaction for good.
    pub(crate) asked: Option<ClientId>,
    /// The same while it has no final answer.
    pub(crate) client: Option<ClientId>,
    pub(crate) request: Option<Message>,
}

impl Leg {
    pub(crate) fn caller(id: LegId, invitation: Invitation, session_id: u32) -> Self {
        let Invitation { id: invite, message, flow, account, offer, dialog } = invitation;
        let allows_update = allows_update(&message).unwrap_or(false);
        let side = Side::Caller { invite, request: Box::new(message), answered: false };
        let tag = dialog.id.local_tag.clone();
        let mut leg = Self::new(id, flow, account.username.as_str(), &tag, session_id, side);
        leg.dialog = Some(dialog);
        leg.session.remote = offer;
        leg.allows_update = allows_update;
        leg
    }

    pub(crate) fn callee(id: LegId, binding: Binding, tag: &str, call_id: String, session_id: u32) -> Self {
        let (flow, aor) = (binding.flow, binding.aor.clone());
        let called = Called { binding, call_id, interval: None, asked: None, client: None, request: None };
        Self::new(id, flow, &aor, tag, session_id, Side::Callee(Box::new(called)))
    }

    fn new(id: LegId, flow: Flow, aor: &str, tag: &str, session_id: u32, side: Side) -> Self {
        Self {
            id,
            tag: tag.to_owned(),
            aor: aor.to_owned(),
            flow,
            lost: false,
            dialog: None,
            early: Vec::new(),
            session: LegSession::new(session_id, flow.local.ip()),
            reliable: None,
            held_answer: None,
            timer: None,
            allows_update: false,
            asked: None,
            last_ack: None,
            owes_ack: None,
            unacked: Vec::new(),
            relaying: 0,
            superfluous: 0,
            ended: false,
            bye_waits: false,
            silent: false,
            side,
        }
    }

    /// The transaction of the caller's INVITE.
    pub(crate) fn invite(&self) -> Option<ServerId> {
        match &self.side {
            Side::Caller { invite, .. } => Some(*invite),
            Side::Callee(_) => None,
        }
    }

    /// The caller's INVITE, while it has no final answer; it then counts as answered.
    pub(crate) fn take_invite(&mut self) -> Option<(ServerId, Message)> {
        match &mut self.side {
            Side::Caller { invite, request, answered } if !*answered => {
                *answered = true;
                Some((*invite, Message::clone(request)))
            }
            Side::Caller { .. } | Side::Callee(_) => None,
        }
    }

    /// The caller's INVITE, while it has no final answer.
    pub(crate) fn open_invite(&self) -> Option<(ServerId, &Message)> {
        match &self.side {
            Side::Caller { invite, request, answered: false } => Some((*invite, request)),
            Side::Caller { .. } | Side::Callee(_) => None,
        }
    }

    /// The caller's INVITE, answered or not.
    pub(crate) fn callers_request(&self) -> Option<&Message> {
        match &self.side {
            Side::Caller { request, .. } => Some(request),
            Side::Callee(_) => None,
        }
    }

    /// A called telephone and our INVITE to it.
    pub(crate) fn called(&self) -> Option<&Called> {
        match &self.side {
            Side::Callee(called) => Some(called),
            Side::Caller { .. } => None,
        }
    }

    /// The same, to change it.
    pub(crate) fn called_mut(&mut self) -> Option<&mut Called> {
        match &mut self.side {
            Side::Callee(called) => Some(called),
            Side::Caller { .. } => None,
        }
    }

    /// Whether our INVITE to it has no offer: it makes its own with the 2xx.
    pub(crate) fn offers_late(&self) -> bool {
        self.called()
            .and_then(|called| called.request.as_ref())
            .is_some_and(|invite| invite.body().is_empty())
    }

    /// The transaction of our INVITE while it has no final answer.
    pub(crate) fn client(&self) -> Option<ClientId> {
        self.called()?.client
    }

    /// Notes that our INVITE has its final answer, or never will; the contact that it went to.
    pub(crate) fn invite_over(&mut self) -> Option<&Binding> {
        let called = self.called_mut()?;
        called.client = None;
        Some(&called.binding)
    }

    /// Whether its session is established and lasts.
    pub(crate) fn is_talking(&self) -> bool {
        !self.ended && !self.silent && self.dialog.is_some() && self.session.stands()
    }

    /// Whether a request of ours in its dialog has no answer yet.
    pub(crate) fn is_asked(&self) -> bool {
        self.asked.as_ref().is_some_and(|asked| asked.open)
    }

    /// Whether messages of it are still under way for which this leg is needed.
    pub(crate) fn is_busy(&self) -> bool {
        self.client().is_some() || self.bye_waits || self.is_asked()
    }

    /// When something of it is due: a response to send again, a session to refresh or to end.
    pub(crate) fn poll_timeout(&self) -> Option<Instant> {
        let provisional = self.reliable.as_ref().and_then(Reliable::poll_timeout);
        let session = self.timer.as_ref().filter(|_| !self.ended).map(SessionTimer::poll_timeout);
        [provisional, session].into_iter().flatten().min()
    }

    /// Learns from a message whether the telephone takes UPDATE.
    pub(crate) fn learn_methods(&mut self, message: &Message) {
        self.allows_update = allows_update(message).unwrap_or(self.allows_update);
    }
}

/// Whether Allow names UPDATE; none when there is no Allow.
fn allows_update(message: &Message) -> Option<bool> {
    message.header(HeaderName::Allow)?;
    Some(message.values(HeaderName::Allow).any(|method| method == Method::Update.as_str().as_bytes()))
}
