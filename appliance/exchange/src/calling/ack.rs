//! ACKs: ours for the 2xx of telephones, theirs for ours (RFC 3261 §13.2.2.4).

use calls::LegId;
use model::Now;
use sdp::Session;
use sip::{Dialog, Message, ServerId, Writer};

use super::Leg;
use crate::Exchange;

impl Exchange {
    /// Takes the ACK of a 2xx; it may bring the answer to a late offer.
    pub(crate) fn ack(&mut self, message: &Message, now: Now) {
        let Some(id) = self.leg_of(message) else { return };
        let Some(leg) = self.leg_mut(id) else { return };
        let cseq = message.cseq();
        let acked: Vec<ServerId> =
            leg.unacked.extract_if(.., |(number, _)| *number == cseq).map(|(_, id)| id).collect();
        let was_waited_for = !acked.is_empty();
        for answer in acked {
            self.transactions.acked(answer);
            self.invites.remove(&answer);
        }
        if was_waited_for {
            self.late_answer(id, message, now);
        }
        self.send_waiting_bye(id, now);
    }

    /// Acknowledges the 2xx of a telephone to our INVITE of this number, with the answer to its offer if it made one.
    pub(crate) fn acknowledge_answer(&mut self, id: LegId, cseq: u32, answer: Option<&[u8]>) {
        let branch = self.branch();
        let Some(leg) = self.leg_mut(id) else { return };
        let Some(dialog) = &leg.dialog else { return };
        let ack = finish(dialog.ack(cseq, &branch), answer);
        let flow = dialog.flow;
        leg.last_ack = Some((cseq, ack.clone()));
        leg.owes_ack = None;
        self.transactions.send(flow, ack);
    }

    /// Acknowledges a 2xx that came again, as it was acknowledged before.
    pub(crate) fn acknowledge_again(&mut self, id: LegId, cseq: u32) {
        let Some(leg) = self.leg(id) else { return };
        if let (Some(dialog), Some((number, ack))) = (&leg.dialog, &leg.last_ack)
            && *number == cseq
        {
            self.transactions.send(dialog.flow, ack.clone());
        }
    }

    /// Acknowledges an offer to which there will be no answer: everything is declined, and a BYE follows.
    pub(crate) fn acknowledge_without_sound(&mut self, id: LegId) {
        let Some((cseq, offer)) = self.leg_mut(id).and_then(|leg| leg.owes_ack.take()) else { return };
        let declined = self.leg_mut(id).and_then(|leg| leg.session.decline(&offer));
        self.acknowledge_answer(id, cseq, declined.as_deref());
    }

    /// Acknowledges the 2xx to a re-INVITE of ours whose asker has hung up meanwhile.
    pub(crate) fn acknowledge_without_asker(&mut self, id: LegId, message: &Message) {
        let cseq = message.cseq();
        let offers = self.leg(id).and_then(|leg| leg.asked.as_ref()).is_some_and(|asked| !asked.has_offer);
        match Session::parse(message.body()) {
            Ok(offer) if offers => {
                if let Some(leg) = self.leg_mut(id) {
                    leg.owes_ack = Some((cseq, Box::new(offer)));
                }
                self.acknowledge_without_sound(id);
            }
            _ => self.acknowledge_answer(id, cseq, None),
        }
    }

    /// Acknowledges and ends a dialog that nobody wanted: a second telephone behind one contact answered too.
    pub(crate) fn end_superfluous(&mut self, mut dialog: Dialog, message: &Message, leg: LegId, now: Now) {
        let branch = self.branch();
        let late = self.leg(leg).is_some_and(Leg::offers_late);
        let declined = late.then(|| Session::parse(message.body()).ok()).flatten().and_then(|offer| {
            let origin = sdp::Origin { session_id: 1, version: 1, address: dialog.flow.local.ip() };
            offer.declined(&origin).ok()
        });
        let ack = finish(dialog.ack(message.cseq(), &branch), declined.as_deref());
        self.transactions.send(dialog.flow, ack);
        let bye = dialog.request(sip::Method::Bye, &format!("{branch}b"), None).finish();
        self.send_unheeded(bye, dialog.flow, now);
    }
}

fn finish(ack: Writer, body: Option<&[u8]>) -> Vec<u8> {
    match body {
        Some(body) => ack.finish_with("application/sdp", body),
        None => ack.finish(),
    }
}
