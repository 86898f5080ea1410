//! What a virtual telephone does by itself: registers, calls, gives up, hangs up.

use std::time::Instant;

use sip::{ClientId, Dialog, Flow, Message, Method};

use super::messages::sound_of;
use super::{Conversation, Phone, Register, Stage};

impl Phone {
    /// Registers for this many seconds; 0 unregisters.
    pub(crate) fn register(&mut self, expires: u32, now: Instant) {
        let cseq = self.register.as_ref().map_or(1, |register| register.cseq + 1);
        self.send_register(expires, cseq, None, now);
    }

    fn send_register(&mut self, expires: u32, cseq: u32, challenge: Option<&Message>, now: Instant) {
        let uri = format!("sip:{}", self.exchange.ip());
        let to = format!("sip:u{}@{}", self.account, self.exchange.ip());
        let call_id = format!("register-{}", self.number);
        let mut request = self.new_request("REGISTER", &uri, &to, &call_id, "reg", cseq, challenge);
        request.header(sip::HeaderName::Expires, expires.to_string());
        let client =
            self.transactions.request(request.finish(), self.flow(), now).expect("room for a REGISTER");
        self.register = Some(Register { client, cseq, expires });
    }

    pub(super) fn registered(&mut self, message: &Message, now: Instant) {
        let Some((cseq, expires)) = self.register.as_ref().map(|register| (register.cseq, register.expires))
        else {
            return;
        };
        match message.status() {
            100..=199 => {}
            401 if !self.has_credentials(cseq) => self.send_register(expires, cseq + 1, Some(message), now),
            status => self.seen.push(format!("REGISTER {status}")),
        }
    }

    /// Each registration takes two requests: the odd ones ask, the even ones carry credentials.
    fn has_credentials(&self, cseq: u32) -> bool {
        cseq.is_multiple_of(2)
    }

    /// Dials.
    pub(crate) fn call(&mut self, number: &str, now: Instant) {
        let (call_id, tag) = (self.token(), self.token());
        let target = format!("sip:{number}@{}", self.exchange.ip());
        self.send_invite(&target, &call_id, &tag, 1, None, now);
    }

    fn send_invite(
        &mut self,
        target: &str,
        call_id: &str,
        tag: &str,
        cseq: u32,
        challenge: Option<&Message>,
        now: Instant,
    ) {
        let request = self.new_request("INVITE", target, target, call_id, tag, cseq, challenge);
        let request = request.finish_with("application/sdp", &self.description());
        let client = self.transactions.request(request, self.flow(), now).expect("room for an INVITE");
        self.call = Some(Conversation {
            dialog: None,
            stage: Stage::Calling(client),
            cseq,
            call_id: call_id.to_owned(),
            tag: tag.to_owned(),
            target: target.to_owned(),
            sound: None,
            unacked: None,
        });
    }

    pub(super) fn invite_answered(&mut self, id: ClientId, message: &Message, flow: Flow, now: Instant) {
        let status = message.status();
        if (200..=299).contains(&status) {
            return self.accepted(id, message, flow);
        }
        let Some(call) = self.call.as_ref().filter(|call| call.stage == Stage::Calling(id)) else {
            return;
        };
        let (target, call_id, tag, cseq) =
            (call.target.clone(), call.call_id.clone(), call.tag.clone(), call.cseq);
        match status {
            100 => {}
            101..=199 => self.seen.push(format!("INVITE {status}")),
            401 if cseq == 1 => self.send_invite(&target, &call_id, &tag, 2, Some(message), now),
            _ => {
                self.seen.push(format!("INVITE {status}"));
                self.call = None;
            }
        }
    }

    fn accepted(&mut self, id: ClientId, message: &Message, flow: Flow) {
        let branch = self.branch();
        let Some(call) = self.call.as_mut() else { return };
        if call.dialog.is_none() && call.stage == Stage::Calling(id) {
            // What a dialog takes from our request are our own URIs; the response has them too.
            let text = format!(
                "INVITE {target} SIP/2.0\r\nVia: SIP/2.0/UDP {local};branch={branch}\r\nFrom: <sip:x@y>;tag={tag}\r\n\
                 To: <{target}>\r\nCall-ID: {call_id}\r\nCSeq: {cseq} INVITE\r\nContact: <sip:x@{local}>\r\n\
                 Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n",
                target = call.target,
                local = self.address,
                tag = call.tag,
                call_id = call.call_id,
                cseq = call.cseq,
            );
            let request = Message::parse(text.as_bytes()).expect("an INVITE");
            call.dialog = Dialog::uac(&request, message, flow).ok();
            call.stage = Stage::Talking;
            call.sound = sound_of(message);
            self.seen.push("INVITE 200".to_owned());
        }
        if let Some(dialog) = &call.dialog {
            self.transactions.send(flow, dialog.ack(call.cseq, &branch).finish());
        }
        self.next_frame = None;
    }

    /// Gives up an unanswered call.
    pub(crate) fn cancel(&mut self, now: Instant) {
        if let Some(Stage::Calling(client)) = self.call.as_ref().map(|call| call.stage) {
            self.transactions.cancel(client, now);
        }
    }

    /// Sends the session that stands again, and never acknowledges the answer.
    pub(crate) fn refresh(&mut self, now: Instant) {
        let (branch, description) = (self.branch(), self.description());
        let Some(dialog) = self.call.as_mut().and_then(|call| call.dialog.as_mut()) else { return };
        let contact = format!("<sip:u{}@{}>", self.number, self.address);
        let request = dialog.request(Method::Invite, &branch, Some(&contact));
        let flow = dialog.flow;
        let request = request.finish_with("application/sdp", &description);
        self.transactions.request(request, flow, now).expect("room for an INVITE");
    }

    /// Hangs up an answered call.
    pub(crate) fn hang_up(&mut self, now: Instant) {
        self.in_dialog(Method::Bye, "", now);
    }

    /// Sends a digit by INFO.
    pub(crate) fn info(&mut self, content_type: &str, now: Instant) {
        self.in_dialog(Method::Info, content_type, now);
    }

    fn in_dialog(&mut self, method: Method, content_type: &str, now: Instant) {
        let branch = self.branch();
        let Some(call) = self.call.as_mut().filter(|call| call.stage == Stage::Talking) else {
            return;
        };
        let Some(dialog) = call.dialog.as_mut() else {
            return;
        };
        let request = dialog.request(method, &branch, None);
        let flow = dialog.flow;
        let request = match content_type {
            "" => request.finish(),
            _ => request.finish_with(content_type, b"Signal=5\r\nDuration=160\r\n"),
        };
        let client = self.transactions.request(request, flow, now).expect("room for a request");
        if method == Method::Bye {
            call.stage = Stage::Leaving(client);
        }
    }
}
