//! Provisional responses of a called telephone: early dialogs (RFC 3261 §12.1.2), PRACK (RFC 3262 §4), early sound
//! (RFC 3960).

use calls::{Event, LegId};
use model::Now;
use sdp::Session;
use sip::{Dialog, Flow, HeaderName, Message, Method, RAck, rseq_of};

use crate::Exchange;

/// A dialog that a provisional response made.
pub(crate) struct Early {
    pub(crate) dialog: Dialog,
    /// The last reliable response of it.
    rseq: Option<u32>,
    /// How many reliable responses there were.
    count: u32,
}

/// Early dialogs of one telephone, which may be a server that calls several: those of further ones are left alone.
const MAX_EARLY: usize = 4;
/// Reliable responses of one early dialog, each of which costs us a PRACK with its transaction: further ones are left
/// alone. One a minute for as long as anything rings is less.
const MAX_RELIABLE: u32 = 32;

impl Exchange {
    /// Takes a response of 101 to 199.
    pub(crate) fn progressing(&mut self, id: LegId, message: &Message, flow: Flow, now: Now) {
        if let Some(rseq) = rseq_of(message)
            && !self.acknowledge(id, rseq, message, flow, now)
        {
            return;
        }
        let Some(leg) = self.leg_mut(id) else { return };
        leg.learn_methods(message);
        // Only an answer to our offer is sound; where the telephone is to make the offer, it comes with its 2xx.
        let described = (!leg.offers_late()).then(|| Session::parse(message.body()).ok()).flatten();
        match described.map(|answer| leg.session.accept(answer)) {
            Some(true) => {
                self.aim_streams(id);
                self.tell(id.serial(), Event::Progressing(id), now);
            }
            Some(false) | None => self.tell(id.serial(), Event::Ringing(id), now),
        }
    }

    /// Sends the PRACK of a reliable response; false when the response came before, or out of order.
    fn acknowledge(&mut self, id: LegId, rseq: u32, message: &Message, flow: Flow, now: Now) -> bool {
        let branch = self.branch();
        let Some(leg) = self.leg_mut(id) else { return false };
        let Some(request) = leg.called().and_then(|called| called.request.as_ref()) else { return false };
        let cseq = request.cseq();
        let tag = message.to_tag().unwrap_or_default();
        let known = leg.early.iter().position(|early| early.dialog.id.remote_tag == tag);
        let index = match known {
            Some(index) => index,
            None if leg.early.len() >= MAX_EARLY => return false,
            None => {
                let Ok(dialog) = Dialog::uac(request, message, flow) else { return false };
                leg.early.push(Early { dialog, rseq: None, count: 0 });
                leg.early.len() - 1
            }
        };
        let Some(early) = leg.early.get_mut(index) else { return false };
        let in_order = early.rseq.is_none_or(|last| Some(rseq) == last.checked_add(1));
        if !in_order || early.count >= MAX_RELIABLE {
            return false;
        }
        early.rseq = Some(rseq);
        early.count += 1;
        let mut prack = early.dialog.request(Method::Prack, &branch, None);
        prack.header(HeaderName::RAck, RAck { rseq, cseq, method: Method::Invite }.to_string());
        self.send_unheeded(prack.finish(), flow, now);
        true
    }
}
