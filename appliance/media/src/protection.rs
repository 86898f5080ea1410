//! The encryption of one stream: as it comes from the telephone and as it goes there.

use crate::latch::Shown;
use crate::srtp::{Inbound, MasterKey, Outbound, SrtpError};
use crate::{Kind, Packet};

/// The keys of a stream and what became of them; none: in clear, unless they are still to come.
#[derive(Debug, Default)]
pub(crate) struct Protection {
    inbound: Option<Box<Inbound>>,
    outbound: Option<Box<Outbound>>,
    /// A handshake is to bring the keys: nothing passes before that.
    is_awaited: bool,
}

/// Why a packet from a telephone goes no further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It is malformed, was there before, or comes from elsewhere.
    Refused,
    /// It was not made with the key.
    Unauthentic,
}

impl Protection {
    /// Takes these keys. One that is the same keeps its counters: to begin anew with it would use keystream twice.
    pub(crate) fn set(&mut self, receive: Option<&MasterKey>, send: Option<&MasterKey>) {
        self.is_awaited = false;
        if self.inbound.as_ref().map(|inbound| inbound.key()) != receive {
            self.inbound = receive.map(|key| Box::new(Inbound::new(key)));
        }
        if self.outbound.as_ref().map(|outbound| outbound.key()) != send {
            self.outbound = send.map(|key| Box::new(Outbound::new(key)));
        }
    }

    /// Awaits keys; those that were there are no longer any.
    pub(crate) fn expect_keys(&mut self) {
        *self = Self { is_awaited: true, ..Self::default() };
    }

    /// Whether keys are still to come.
    pub(crate) fn is_awaited(&self) -> bool {
        self.is_awaited
    }

    /// Decrypts a packet; what that shows of its sender, if there is a key.
    pub(crate) fn open(&mut self, kind: Kind, packet: &mut Packet<'_>) -> Result<Option<Shown>, Refusal> {
        if self.is_awaited {
            return Err(Refusal::Refused);
        }
        let Some(inbound) = &mut self.inbound else { return Ok(None) };
        let opened = match kind {
            Kind::Rtp => inbound.open_rtp(packet),
            Kind::Rtcp => inbound.open_rtcp(packet),
        };
        match opened {
            Ok(is_newest) => Ok(Some(Shown::Key { is_newest })),
            Err(SrtpError::Malformed | SrtpError::Replayed) => Err(Refusal::Refused),
            Err(_) => Err(Refusal::Unauthentic),
        }
    }

    /// Encrypts a packet, if there is a key.
    pub(crate) fn seal(&mut self, kind: Kind, packet: &mut Packet<'_>) -> Result<(), SrtpError> {
        match (&mut self.outbound, kind) {
            (None, _) => Ok(()),
            (Some(outbound), Kind::Rtp) => outbound.seal_rtp(packet),
            (Some(outbound), Kind::Rtcp) => outbound.seal_rtcp(packet),
        }
    }
}
