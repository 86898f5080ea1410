//! MESSAGE, in the dialog of the call and out of it (RFC 3428).

use std::time::Instant;

use sip::{ClientId, Flow, Message, Method, ServerId};

use super::messages::Draft;
use super::{Asked, Phone};

/// A MESSAGE out of any dialog that has no answer yet.
pub(super) struct Text {
    target: String,
    call_id: String,
    text: String,
    cseq: u32,
}

impl Phone {
    /// Sends a text to a number.
    pub(crate) fn text(&mut self, number: &str, text: &str, now: Instant) {
        let target = format!("sip:{number}@{}", self.exchange.ip());
        let text = Text { target, call_id: self.token(), text: text.to_owned(), cseq: 1 };
        self.send_text(text, None, now);
    }

    /// Sends a text in its call.
    pub(crate) fn text_in_call(&mut self, text: &str, now: Instant) {
        if self.talks() {
            self.in_dialog(Method::Message, "text/plain", text.as_bytes(), Asked::Other, now);
        }
    }

    fn send_text(&mut self, text: Text, challenge: Option<&Message>, now: Instant) {
        let draft = Draft {
            method: "MESSAGE",
            uri: &text.target,
            to: &text.target,
            call_id: &text.call_id,
            tag: "text",
            cseq: text.cseq,
        };
        let bytes = self.new_request(&draft, challenge).finish_with("text/plain", text.text.as_bytes());
        let client = self.ask(bytes, Asked::Text, now);
        self.texts.insert(client, text);
    }

    pub(super) fn text_answered(&mut self, id: ClientId, message: &Message, now: Instant) {
        if message.status() < 200 {
            return;
        }
        let Some(text) = self.texts.remove(&id) else { return };
        match message.status() {
            401 if text.cseq == 1 => self.send_text(Text { cseq: 2, ..text }, Some(message), now),
            status => self.seen.push(format!("MESSAGE {status}")),
        }
    }

    pub(super) fn texted(&mut self, id: ServerId, message: &Message, flow: Flow, now: Instant) {
        self.seen.push(format!("text {}", String::from_utf8_lossy(message.body())));
        self.reply(id, message, flow, 200, now);
    }
}
