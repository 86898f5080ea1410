//! Requests made from an own INVITE: the ACK of a refusal (RFC 3261 §17.1.1.3) and the CANCEL (§9.1).

use crate::{HeaderName, Message, Method, Writer};

/// The ACK of a response of 300 to 699: same branch, and To as in the response.
pub(super) fn ack(invite: &Message, response: &Message) -> Vec<u8> {
    from(invite, Method::Ack, response)
}

/// The CANCEL: same branch, and To as in the INVITE.
pub(super) fn cancel(invite: &Message) -> Vec<u8> {
    from(invite, Method::Cancel, invite)
}

fn from(invite: &Message, method: Method, to: &Message) -> Vec<u8> {
    let mut writer = Writer::request(method.as_str(), invite.request_uri());
    for (name, message) in [(HeaderName::Via, invite), (HeaderName::From, invite), (HeaderName::To, to)] {
        writer.header(name, message.header(name).unwrap_or_default());
    }
    writer
        .header(HeaderName::CallId, invite.call_id())
        .header(HeaderName::CSeq, format!("{} {method}", invite.cseq()))
        .header(HeaderName::MaxForwards, "70")
        .copy(invite, HeaderName::Route);
    writer.finish()
}
