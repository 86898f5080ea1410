//! What a virtual telephone does in the dialog of its call, and how that ends.

use std::time::Instant;

use sip::{ClientId, Message, Method, ServerId};

use super::conversation::Stage;
use super::manners::Told;
use super::{Asked, Phone};

impl Phone {
    /// Whether a request belongs to the call.
    pub(super) fn is_in_dialog(&mut self, message: &Message) -> bool {
        let dialog = self.call.as_mut().and_then(|call| call.dialog.as_mut());
        dialog.is_some_and(|dialog| {
            dialog.id.call_id == message.call_id()
                && message.to_tag() == Some(&dialog.id.local_tag)
                && message.from_tag() == Some(&dialog.id.remote_tag)
                && dialog.accepts(message)
        })
    }

    /// Whether the call has not ended on this side.
    pub(super) fn talks_or_rings(&self) -> bool {
        self.call.as_ref().is_some_and(|call| !matches!(call.stage, Stage::Leaving(_)))
    }

    /// Sends a request in the dialog, if there is one.
    pub(super) fn in_dialog(
        &mut self,
        method: Method,
        content_type: &str,
        body: &[u8],
        what: Asked,
        now: Instant,
    ) -> Option<ClientId> {
        let branch = self.branch();
        let dialog = self.call.as_mut()?.dialog.as_mut()?;
        let request = dialog.request(method, &branch, None);
        let bytes = match content_type {
            "" => request.finish(),
            _ => request.finish_with(content_type, body),
        };
        Some(self.ask(bytes, what, now))
    }

    /// Sends a digit by INFO.
    pub(crate) fn info(&mut self, content_type: &str, now: Instant) {
        if self.talks() {
            let body: &[u8] = if content_type.is_empty() { b"" } else { b"Signal=5\r\nDuration=160\r\n" };
            self.in_dialog(Method::Info, content_type, body, Asked::Other, now);
        }
    }

    pub(super) fn acked(&mut self, message: &Message, now: Instant) {
        // The ACK of an earlier call's answer may come late: its dialog is not ours any more.
        let Some(call) = self.call.as_mut().filter(|call| call.call_id == message.call_id()) else {
            return;
        };
        let Some(at) = call.unacked.iter().position(|(number, ..)| *number == message.cseq()) else { return };
        let (_, answered, awaits) = call.unacked.remove(at);
        self.transactions.acked(answered);
        if awaits && message.body().is_empty() {
            self.complaints.push("an ACK that does not answer the offer".to_owned());
        } else if awaits {
            let wrong = call.session.takes(message.body(), true, self.is_strict);
            self.complaints.extend(wrong);
        }
        self.next_frame = Some(now);
    }

    /// Nobody acknowledged its answer: it hangs up (RFC 3261 §13.3.1.4).
    pub(super) fn not_acked(&mut self, id: ServerId, now: Instant) {
        self.seen.push("no ACK".to_owned());
        let Some(call) = self.call.as_mut() else { return };
        let before = call.unacked.len();
        call.unacked.retain(|(_, invite, _)| *invite != id);
        if call.unacked.len() < before {
            self.hang_up(now);
        }
    }

    /// The call is over for this telephone.
    pub(super) fn end_call(&mut self, now: Instant) {
        let Some(call) = self.call.take() else { return };
        self.next_frame = None;
        // An early call that it forgets must not be answered later.
        if let (Stage::Rung { invite, .. }, Some((_, message))) = (call.stage, &call.invite) {
            let message = message.clone();
            self.reply(invite, &message, self.flow(), 480, now);
        }
        let since = |at: Instant| at.duration_since(self.dawn);
        self.past.push(Told {
            ticket: call.ticket,
            is_caller: call.calling.is_some(),
            began: since(call.began),
            answered: call.answered.map(since),
            ended: since(now),
            heard: call.heard,
            spoken: call.spoken,
        });
    }
}
