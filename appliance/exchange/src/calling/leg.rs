//! The SIP side of one telephone's part of a call.

use std::sync::Arc;

use calls::LegId;
use model::Account;
use sdp::{Origin, Ports, Session};
use sip::{Binding, ClientId, Dialog, Flow, Message, ServerId};

/// An INVITE that has passed every check: somebody wants to call.
pub(crate) struct Invitation {
    pub(crate) id: ServerId,
    pub(crate) message: Message,
    pub(crate) flow: Flow,
    pub(crate) account: Arc<Account>,
    pub(crate) offer: Session,
    pub(crate) dialog: Dialog,
}

/// One leg: a dialog of its own, a description of its own, a stream of its own.
pub(crate) struct Leg {
    pub(crate) id: LegId,
    /// Our tag in its dialog; the key of the exchange's table of dialogs.
    pub(crate) tag: String,
    /// The account that it is registered on.
    pub(crate) aor: String,
    /// Where the telephone is.
    pub(crate) flow: Flow,
    pub(crate) dialog: Option<Dialog>,
    /// What the telephone described last.
    pub(crate) remote: Option<Session>,
    /// What it was told last.
    pub(crate) description: Vec<u8>,
    pub(crate) origin: Origin,
    /// Where its streams come to, once they are open.
    pub(crate) local: Option<Ports>,
    /// 2xx answers by CSeq number, until their ACK comes.
    pub(crate) unacked: Vec<(u32, ServerId)>,
    /// Further 2xx to our INVITE that were answered with a BYE.
    pub(crate) superfluous: u32,
    /// A BYE went one way or the other, or its INVITE was refused.
    pub(crate) ended: bool,
    /// A BYE is to be sent as soon as the ACK is here (RFC 3261 §15).
    pub(crate) bye_waits: bool,
    /// Its stream is closed or closing.
    pub(crate) silent: bool,
    side: Side,
}

enum Side {
    /// `client` is the transaction while it has no final answer, `asked` the same for good.
    Callee {
        binding: Box<Binding>,
        asked: Option<ClientId>,
        client: Option<ClientId>,
        request: Option<Box<Message>>,
    },
    Caller {
        invite: ServerId,
        request: Box<Message>,
        answered: bool,
    },
}

impl Leg {
    pub(crate) fn caller(id: LegId, invitation: Invitation, local: Option<Ports>, session_id: u32) -> Self {
        let Invitation { id: invite, message, flow, account, offer, dialog } = invitation;
        let side = Side::Caller { invite, request: Box::new(message), answered: false };
        let tag = dialog.id.local_tag.clone();
        let mut leg = Self::new(id, flow, account.username.as_str(), &tag, session_id, side);
        leg.dialog = Some(dialog);
        leg.remote = Some(offer);
        leg.local = local;
        leg
    }

    pub(crate) fn callee(id: LegId, binding: Binding, tag: &str, session_id: u32) -> Self {
        let (flow, aor) = (binding.flow, binding.aor.clone());
        let side = Side::Callee { binding: Box::new(binding), asked: None, client: None, request: None };
        Self::new(id, flow, &aor, tag, session_id, side)
    }

    fn new(id: LegId, flow: Flow, aor: &str, tag: &str, session_id: u32, side: Side) -> Self {
        let origin = Origin { session_id: u64::from(session_id), version: 1, address: flow.local.ip() };
        Self {
            id,
            tag: tag.to_owned(),
            aor: aor.to_owned(),
            flow,
            dialog: None,
            remote: None,
            description: Vec::new(),
            origin,
            local: None,
            unacked: Vec::new(),
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
            Side::Callee { .. } => None,
        }
    }

    /// The caller's INVITE, while it has no final answer; it then counts as answered.
    pub(crate) fn take_invite(&mut self) -> Option<(ServerId, Message)> {
        match &mut self.side {
            Side::Caller { invite, request, answered } if !*answered => {
                *answered = true;
                Some((*invite, Message::clone(request)))
            }
            Side::Caller { .. } | Side::Callee { .. } => None,
        }
    }

    /// The caller's INVITE, while it has no final answer.
    pub(crate) fn open_invite(&self) -> Option<(ServerId, &Message)> {
        match &self.side {
            Side::Caller { invite, request, answered: false } => Some((*invite, request)),
            Side::Caller { .. } | Side::Callee { .. } => None,
        }
    }

    /// The caller's INVITE, answered or not.
    pub(crate) fn callers_request(&self) -> Option<&Message> {
        match &self.side {
            Side::Caller { request, .. } => Some(request),
            Side::Callee { .. } => None,
        }
    }

    /// The contact through which a called telephone is reached.
    pub(crate) fn binding(&self) -> Option<&Binding> {
        match &self.side {
            Side::Callee { binding, .. } => Some(binding),
            Side::Caller { .. } => None,
        }
    }

    /// Notes our INVITE to a called telephone.
    pub(crate) fn invited(&mut self, id: ClientId, message: Message) {
        if let Side::Callee { asked, client, request, .. } = &mut self.side {
            *asked = Some(id);
            *client = Some(id);
            *request = Some(Box::new(message));
        }
    }

    /// The transaction of our INVITE, over or not.
    pub(crate) fn own_transaction(&self) -> Option<ClientId> {
        match &self.side {
            Side::Callee { asked, .. } => *asked,
            Side::Caller { .. } => None,
        }
    }

    /// Our INVITE to a called telephone.
    pub(crate) fn own_invite(&self) -> Option<&Message> {
        match &self.side {
            Side::Callee { request, .. } => request.as_deref(),
            Side::Caller { .. } => None,
        }
    }

    /// The transaction of our INVITE while it has no final answer.
    pub(crate) fn client(&self) -> Option<ClientId> {
        match &self.side {
            Side::Callee { client, .. } => *client,
            Side::Caller { .. } => None,
        }
    }

    /// Notes that our INVITE has its final answer, or never will; the contact that it went to.
    pub(crate) fn invite_over(&mut self) -> Option<&Binding> {
        match &mut self.side {
            Side::Callee { binding, client, .. } => {
                *client = None;
                Some(binding)
            }
            Side::Caller { .. } => None,
        }
    }

    /// Whether its session is established and lasts.
    pub(crate) fn is_talking(&self) -> bool {
        !self.ended && !self.silent && self.dialog.is_some() && !self.description.is_empty()
    }

    /// Whether messages of it are still under way for which this leg is needed.
    pub(crate) fn is_busy(&self) -> bool {
        self.client().is_some() || self.bye_waits
    }
}
