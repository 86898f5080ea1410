//! A SIP message as lines of text. Deliberately not the parser of crate `sip`: what is proved here is proved by
//! something else.

use std::fmt;

/// One message.
#[derive(Clone)]
pub(crate) struct Message(String);

impl Message {
    pub(crate) fn new(text: String) -> Self {
        Self(text)
    }

    /// 0 for a request.
    pub(crate) fn status(&self) -> u16 {
        self.0.strip_prefix("SIP/2.0 ").and_then(|rest| rest.get(..3)).map_or(0, |code| code.parse().unwrap())
    }

    /// The method of a request, and of a response the one of its CSeq.
    pub(crate) fn method(&self) -> &str {
        self.header("CSeq").split_whitespace().nth(1).unwrap_or("")
    }

    pub(crate) fn is_request(&self, method: &str) -> bool {
        self.status() == 0 && self.method() == method
    }

    /// The first header of this name, "" without one. Bellbox writes long names.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers(name).next().unwrap_or("")
    }

    pub(crate) fn headers(&self, name: &str) -> impl Iterator<Item = &str> {
        let head = self.0.split("\r\n\r\n").next().unwrap_or("");
        head.split("\r\n").skip(1).filter_map(move |line| {
            let (this, value) = line.split_once(':')?;
            this.trim().eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }

    /// The URI between the angle brackets of a header.
    pub(crate) fn uri(&self, name: &str) -> &str {
        let value = self.header(name);
        value.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or(value, |(uri, _)| uri)
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An answer to this request, with the To tag of this telephone, perhaps a Contact and a session description.
pub(crate) fn answer(request: &Message, status: &str, tag: &str, contact: &str, body: &str) -> Message {
    let mut text = format!("SIP/2.0 {status}\r\n");
    for via in request.headers("Via") {
        text += &format!("Via: {via}\r\n");
    }
    for route in request.headers("Record-Route") {
        text += &format!("Record-Route: {route}\r\n");
    }
    let to = request.header("To");
    let tagged = if to.contains(";tag=") { to.to_owned() } else { format!("{to};tag={tag}") };
    text += &format!("From: {}\r\nTo: {tagged}\r\n", request.header("From"));
    text += &format!("Call-ID: {}\r\nCSeq: {}\r\n", request.header("Call-ID"), request.header("CSeq"));
    if !contact.is_empty() {
        text += &format!("Contact: <{contact}>\r\n");
    }
    finish(text, body)
}

/// Ends a head with the body's type and length, and adds the body.
pub(crate) fn finish(mut head: String, body: &str) -> Message {
    if !body.is_empty() {
        head += "Content-Type: application/sdp\r\n";
    }
    Message::new(format!("{head}Content-Length: {}\r\n\r\n{body}", body.len()))
}
