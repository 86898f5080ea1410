//! Dialog: what two user agents know of each other between INVITE and BYE (RFC 3261 §12).

use std::net::{IpAddr, SocketAddr};

use crate::{Contacts, Flow, HeaderError, HeaderName, Message, Method, NameAddr, Uri, Writer};

/// What makes a dialog one of its kind (RFC 3261 §12).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DialogId {
    /// The Call-ID of all its messages.
    pub call_id: String,
    /// The tag on this side.
    pub local_tag: String,
    /// The tag on the other side; empty with one that knows RFC 2543 alone.
    pub remote_tag: String,
}

impl DialogId {
    /// The dialog that a request belongs to which came within one; without a To tag it is outside any.
    pub fn of_request(request: &Message) -> Option<DialogId> {
        Some(DialogId {
            call_id: request.call_id().to_owned(),
            local_tag: request.to_tag()?.to_owned(),
            remote_tag: request.from_tag().unwrap_or_default().to_owned(),
        })
    }

    /// The dialog that a response to an own request belongs to.
    pub fn of_response(response: &Message) -> Option<DialogId> {
        Some(DialogId {
            call_id: response.call_id().to_owned(),
            local_tag: response.from_tag()?.to_owned(),
            remote_tag: response.to_tag().unwrap_or_default().to_owned(),
        })
    }
}

/// One side of a dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dialog {
    /// Call-ID and tags.
    pub id: DialogId,
    /// The path to the other side.
    pub flow: Flow,
    /// The own From, tag included, as it stands in requests.
    pub local_uri: String,
    /// The other side's To, tag included if it has one.
    pub remote_uri: String,
    /// The URI of the other side's Contact.
    pub remote_target: String,
    /// Values of Route, the next hop first.
    pub route_set: Vec<String>,
    /// The number of the last own request; 0 before the first.
    pub local_seq: u32,
    /// The number of the last request from the other side.
    pub remote_seq: Option<u32>,
}

impl Dialog {
    /// The dialog that an answer with this To tag makes of a request that came (RFC 3261 §12.1.1).
    pub fn uas(request: &Message, local_tag: &str, flow: Flow) -> Result<Dialog, HeaderError> {
        let own = text(request, HeaderName::To)?;
        let local_uri = match request.to_tag() {
            Some(_) => own,
            None => format!("{own};tag={local_tag}"),
        };
        Ok(Dialog {
            id: DialogId {
                call_id: request.call_id().to_owned(),
                local_tag: request.to_tag().unwrap_or(local_tag).to_owned(),
                remote_tag: request.from_tag().unwrap_or_default().to_owned(),
            },
            flow,
            local_uri,
            remote_uri: text(request, HeaderName::From)?,
            remote_target: target(request)?.ok_or(HeaderError::Missing(HeaderName::Contact))?,
            route_set: record_route(request)?,
            local_seq: 0,
            remote_seq: Some(request.cseq()),
        })
    }

    /// The dialog that a response of 101 to 299 makes of an own request (RFC 3261 §12.1.2). Where the response forgot its
    /// Contact, the other side is where the request was sent to.
    pub fn uac(request: &Message, response: &Message, flow: Flow) -> Result<Dialog, HeaderError> {
        let mut dialog = Dialog {
            id: DialogId {
                call_id: request.call_id().to_owned(),
                local_tag: request.from_tag().unwrap_or_default().to_owned(),
                remote_tag: response.to_tag().unwrap_or_default().to_owned(),
            },
            flow,
            local_uri: text(request, HeaderName::From)?,
            remote_uri: text(response, HeaderName::To)?,
            remote_target: request.request_uri().to_owned(),
            route_set: Vec::new(),
            local_seq: request.cseq(),
            remote_seq: None,
        };
        // A telephone that answers with an unreadable Contact or route is still reached on its flow; refusing its answer
        // would leave it and the caller without an end.
        let _ = dialog.confirm(response);
        Ok(dialog)
    }

    /// Takes target and routes anew from the 2xx that makes an early dialog a confirmed one (RFC 3261 §13.2.2.4).
    pub fn confirm(&mut self, response: &Message) -> Result<(), HeaderError> {
        if let Some(target) = target(response)? {
            self.remote_target = target;
        }
        self.route_set = record_route(response)?;
        self.route_set.reverse();
        Ok(())
    }

    /// Starts the next request (RFC 3261 §12.2.1.1). `contact` is the whole value, for requests that refresh the target.
    pub fn request(&mut self, method: Method, branch: &str, contact: Option<&str>) -> Writer {
        self.local_seq = self.local_seq.saturating_add(1);
        let mut writer = self.start(method, self.local_seq, branch);
        if let Some(contact) = contact {
            writer.header(HeaderName::Contact, contact);
        }
        writer
    }

    /// Starts the ACK of the 2xx to the own INVITE with this number: a transaction of its own (RFC 3261 §13.2.2.4).
    pub fn ack(&self, cseq: u32, branch: &str) -> Writer {
        self.start(Method::Ack, cseq, branch)
    }

    /// Says whether a request comes in order, and remembers its number (RFC 3261 §12.2.2); otherwise it gets 500.
    /// ACK and CANCEL have the number of their INVITE.
    pub fn accepts(&mut self, request: &Message) -> bool {
        if matches!(request.method(), Method::Ack | Method::Cancel) {
            return true;
        }
        if self.remote_seq.is_some_and(|last| request.cseq() < last) {
            return false;
        }
        self.remote_seq = Some(request.cseq());
        true
    }

    /// Takes the new Contact of a request, or of a 2xx, that may change it: INVITE, UPDATE (RFC 3261 §12.2). One
    /// that cannot be read changes nothing.
    pub fn refresh_target(&mut self, message: &Message) {
        if let Ok(Some(target)) = target(message) {
            self.remote_target = target;
        }
    }

    fn start(&self, method: Method, cseq: u32, branch: &str) -> Writer {
        let (uri, routes) = self.way();
        let mut writer = Writer::request(method.as_str(), without_headers(uri));
        writer.header(HeaderName::Via, via(self.flow, branch)).header(HeaderName::MaxForwards, "70");
        for route in routes {
            writer.header(HeaderName::Route, route);
        }
        writer
            .header(HeaderName::From, &self.local_uri)
            .header(HeaderName::To, &self.remote_uri)
            .header(HeaderName::CallId, &self.id.call_id)
            .header(HeaderName::CSeq, format!("{cseq} {method}"));
        writer
    }

    /// Request-URI and Route. A first hop without `lr` is a strict router of RFC 2543: it becomes the
    /// Request-URI, and the target the last Route (RFC 3261 §12.2.1.1).
    fn way(&self) -> (&str, Vec<String>) {
        let strict = self.route_set.split_first().and_then(|(first, others)| {
            let first = NameAddr::parse(first.as_bytes())?.uri;
            let loose = Uri::parse(first).ok()?.params.get("lr").is_some();
            (!loose).then_some((first, others))
        });
        match strict {
            None => (&self.remote_target, self.route_set.clone()),
            Some((first, others)) => {
                let mut routes = others.to_vec();
                routes.push(format!("<{}>", self.remote_target));
                (first, routes)
            }
        }
    }
}

/// The value of an own Via: where the answer shall come, `rport` in case a NAT is in between.
pub fn via(flow: Flow, branch: &str) -> String {
    format!("SIP/2.0/{} {};branch={branch};rport", flow.transport, authority(flow.local))
}

/// Address and port as they stand in a URI or a Via: IPv6 in brackets and without a scope, which the other side
/// could not use.
pub fn authority(address: SocketAddr) -> String {
    match address.ip().to_canonical() {
        IpAddr::V4(ip) => format!("{ip}:{}", address.port()),
        IpAddr::V6(ip) => format!("[{ip}]:{}", address.port()),
    }
}

/// A Contact's URI as a Request-URI: headers may stand in the one but not in the other (RFC 3261 §19.1.1).
pub fn without_headers(uri: &str) -> &str {
    let headers = Uri::parse(uri).ok().and_then(|uri| uri.headers);
    headers.and_then(|headers| uri.strip_suffix(headers)?.strip_suffix('?')).unwrap_or(uri)
}

/// The URI of the one Contact, if there is any.
fn target(message: &Message) -> Result<Option<String>, HeaderError> {
    match message.contacts()? {
        Contacts::Star => Err(HeaderError::Malformed(HeaderName::Contact)),
        Contacts::List(contacts) => Ok(contacts.first().map(|contact| contact.uri.to_owned())),
    }
}

/// All values of Record-Route in order, each checked, since it decides where requests go.
fn record_route(message: &Message) -> Result<Vec<String>, HeaderError> {
    let malformed = HeaderError::Malformed(HeaderName::RecordRoute);
    let values = message.values(HeaderName::RecordRoute).map(|value| {
        NameAddr::parse(value).ok_or(malformed)?;
        std::str::from_utf8(value).map(str::to_owned).map_err(|_| malformed)
    });
    values.collect()
}

/// A From or To as text; what is not UTF-8 in the name becomes U+FFFD.
fn text(message: &Message, name: HeaderName) -> Result<String, HeaderError> {
    let value = message.header(name).ok_or(HeaderError::Missing(name))?;
    Ok(String::from_utf8_lossy(value).into_owned())
}

#[cfg(test)]
mod tests;
