//! Calls between telephones of [`super::phone`]: a dialog as each of the two sees it.

use super::message::{self, Message};
use super::phone::{Gone, Phone, fresh, is_answer_to};

/// One end of an established call (RFC 3261 §12).
pub(crate) struct Dialog {
    call_id: String,
    local: String,
    remote: String,
    target: String,
    cseq: u32,
}

/// An INVITE on its way, with credentials.
pub(crate) struct Ringing {
    pub(crate) invite: Message,
}

impl Phone {
    /// Dials a number and gets past the challenge. `name` is the User-Agent of this call, by which its record is
    /// found.
    pub(crate) fn dial(&mut self, number: &str, name: &str) -> Result<Ringing, Gone> {
        let uri = self.aor(number);
        let to = format!("<{uri}>");
        let from = format!("<{}>;tag={}", self.aor(&self.account.username), fresh());
        let (call_id, body) = (fresh(), self.description.clone());
        let agent = format!("User-Agent: {name}\r\n");
        let first = message::finish(self.head("INVITE", &uri, &from, &to, &call_id, 1) + &agent, &body);
        let challenge = self.transact(&first)?;
        assert_eq!(challenge.status(), 401, "{challenge}");
        self.send(&ack_of_failure(&first, &challenge));
        let authorization = self.authorization(&challenge, "INVITE", &uri);
        let head = self.head("INVITE", &uri, &from, &to, &call_id, 2);
        let invite = message::finish(head + &agent + &authorization, &body);
        self.send(&invite);
        Ok(Ringing { invite })
    }

    /// Waits for the final answer to its INVITE and acknowledges it.
    pub(crate) fn connected(&mut self, ringing: &Ringing) -> Result<(Message, Dialog), Gone> {
        let invite = &ringing.invite;
        let answer = self.receive(|answer| is_answer_to(answer, invite) && answer.status() >= 200)?;
        let dialog = Dialog {
            call_id: answer.header("Call-ID").to_owned(),
            local: answer.header("From").to_owned(),
            remote: answer.header("To").to_owned(),
            target: answer.uri("Contact").to_owned(),
            cseq: 2,
        };
        let ack = match answer.status() {
            200 => message::finish(self.in_dialog("ACK", &dialog), ""),
            _ => ack_of_failure(invite, &answer),
        };
        self.send(&ack);
        Ok((answer, dialog))
    }

    /// Waits for a call.
    pub(crate) fn called(&mut self) -> Result<Message, Gone> {
        self.receive(|message| message.is_request("INVITE"))
    }

    /// Answers a call and waits for the acknowledgement.
    pub(crate) fn answer(&mut self, invite: &Message) -> Result<Dialog, Gone> {
        let answer = message::answer(invite, "200 OK", &fresh(), &self.contact(), &self.description);
        self.send(&answer);
        self.receive(|message| {
            message.is_request("ACK") && message.header("Call-ID") == invite.header("Call-ID")
        })?;
        Ok(called(invite, &answer))
    }

    /// Answers a call and hangs up in the same moment, before the acknowledgement is here; what the BYE was answered.
    pub(crate) fn answer_and_hang_up(&mut self, invite: &Message) -> Result<Message, Gone> {
        let answer = message::answer(invite, "200 OK", &fresh(), &self.contact(), &self.description);
        self.send(&answer);
        let mut dialog = called(invite, &answer);
        let bye = self.bye(&mut dialog);
        self.transact(&bye)
    }

    /// A BYE for this call.
    pub(crate) fn bye(&self, dialog: &mut Dialog) -> Message {
        dialog.cseq += 1;
        message::finish(self.in_dialog("BYE", dialog), "")
    }

    /// Waits until the other side has hung up, and says that it heard.
    pub(crate) fn hung_up(&mut self) -> Result<(), Gone> {
        let bye = self.receive(|message| message.is_request("BYE"))?;
        self.send(&message::answer(&bye, "200 OK", &fresh(), "", ""));
        Ok(())
    }

    fn in_dialog(&self, method: &str, dialog: &Dialog) -> String {
        self.head(method, &dialog.target, &dialog.local, &dialog.remote, &dialog.call_id, dialog.cseq)
    }
}

/// The dialog of who answers a call.
fn called(invite: &Message, answer: &Message) -> Dialog {
    Dialog {
        call_id: invite.header("Call-ID").to_owned(),
        local: answer.header("To").to_owned(),
        remote: invite.header("From").to_owned(),
        target: invite.uri("Contact").to_owned(),
        cseq: 1,
    }
}

/// Connects two telephones: the caller's dialog and the callee's.
pub(crate) fn connect(caller: &mut Phone, callee: &mut Phone, name: &str) -> Result<(Dialog, Dialog), Gone> {
    let number = callee.account.number.clone();
    let ringing = caller.dial(&number, name)?;
    let invite = callee.called()?;
    // The exchange acknowledges the callee when it has the answer, not when the caller has acknowledged.
    let theirs = callee.answer(&invite)?;
    let (answer, ours) = caller.connected(&ringing)?;
    assert_eq!(answer.status(), 200, "{answer}");
    Ok((ours, theirs))
}

/// The ACK of a final answer that is not a 2xx: it goes the way of the INVITE (RFC 3261 §17.1.1.3).
fn ack_of_failure(invite: &Message, answer: &Message) -> Message {
    let uri = invite.to_string().split(' ').nth(1).unwrap_or("").to_owned();
    let cseq = invite.header("CSeq").replace("INVITE", "ACK");
    message::finish(
        format!(
            "ACK {uri} SIP/2.0\r\nVia: {}\r\nMax-Forwards: 70\r\nFrom: {}\r\nTo: {}\r\nCall-ID: {}\r\nCSeq: {cseq}\r\n",
            invite.header("Via"),
            invite.header("From"),
            answer.header("To"),
            invite.header("Call-ID"),
        ),
        "",
    )
}
