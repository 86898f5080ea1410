//! What a message says, in words that both parsers can be brought to.

use rsip::headers::untyped::ToTypedHeader;
use rsip::message::{HasHeaders, HeadersExt};
use rsip::typed;
use sip::{Contacts, HeaderName, Message, NameAddr, Params, Uri};

#[derive(Debug, PartialEq)]
pub(crate) struct Reading {
    /// Method and Request-URI, or the status code.
    start: (String, Option<Place>, u16),
    via: (String, Place),
    vias: usize,
    from: Address,
    to: Address,
    call_id: String,
    cseq: (u32, String),
    contacts: Vec<Address>,
    headers: usize,
    body: Vec<u8>,
}

#[derive(Debug, PartialEq)]
struct Address {
    display: String,
    place: Place,
    params: Vec<String>,
}

#[derive(Debug, PartialEq)]
struct Place {
    user: Option<String>,
    host: String,
    port: Option<u16>,
    params: Vec<String>,
}

impl Reading {
    pub(crate) fn ours(message: &Message) -> Self {
        let via = message.top_via();
        let Ok(Contacts::List(contacts)) = message.contacts() else { panic!("contacts") };
        let uri = message.is_request().then(|| place(message.request_uri()));
        let method = if message.is_request() { message.method_token() } else { "" };
        Self {
            start: (method.to_owned(), uri, message.status()),
            via: (
                via.transport.to_owned(),
                Place { user: None, host: via.host.to_owned(), port: via.port, params: params(via.params) },
            ),
            vias: message.all(HeaderName::Via).count(),
            from: address(&message.from()),
            to: address(&message.to()),
            call_id: message.call_id().to_owned(),
            cseq: (message.cseq(), message.method_token().to_owned()),
            contacts: contacts.iter().map(address).collect(),
            headers: message.fields().count(),
            body: message.body().to_vec(),
        }
    }

    pub(crate) fn rsip(message: &rsip::SipMessage) -> Self {
        let start = match message {
            rsip::SipMessage::Request(request) => {
                (request.method.to_string(), Some(rsip_place(&request.uri)), 0)
            }
            rsip::SipMessage::Response(response) => (String::new(), None, response.status_code.code()),
        };
        let via = message.via_header().and_then(ToTypedHeader::typed).expect("Via");
        let from = message.from_header().and_then(ToTypedHeader::typed).expect("From");
        let to = message.to_header().and_then(ToTypedHeader::typed).expect("To");
        let cseq = message.cseq_header().and_then(ToTypedHeader::typed).expect("CSeq");
        let contacts = message.contact_headers().into_iter().map(|contact| {
            let typed::Contact { display_name, uri, params } = contact.typed().expect("Contact");
            rsip_address(display_name, &uri, &params)
        });
        let is_via = |header: &&rsip::Header| matches!(header, rsip::Header::Via(_));
        Self {
            start,
            via: (
                via.transport.to_string(),
                Place { params: rsip_params(&via.params), ..rsip_place(&via.uri) },
            ),
            vias: message.headers().iter().filter(is_via).count(),
            from: rsip_address(from.display_name, &from.uri, &from.params),
            to: rsip_address(to.display_name, &to.uri, &to.params),
            call_id: message.call_id_header().expect("Call-ID").to_string().replacen("Call-ID: ", "", 1),
            cseq: (cseq.seq, cseq.method.to_string()),
            contacts: contacts.collect(),
            headers: message.headers().iter().count(),
            body: message.body().clone(),
        }
    }
}

fn address(address: &NameAddr<'_>) -> Address {
    Address {
        display: address.display_text().into_owned(),
        place: place(address.uri),
        params: params(address.params),
    }
}

fn place(uri: &str) -> Place {
    let uri = Uri::parse(uri).expect("a URI");
    Place {
        user: uri.user.map(str::to_owned),
        host: uri.host.to_owned(),
        port: uri.port,
        params: params(uri.params),
    }
}

fn params(params: Params<'_>) -> Vec<String> {
    let text = |(name, value): (&str, Option<&str>)| {
        value.map_or(name.to_owned(), |value| format!("{name}={value}"))
    };
    params.iter().map(|param| text(param).to_lowercase()).collect()
}

fn rsip_address(display: Option<String>, uri: &rsip::Uri, params: &[rsip::Param]) -> Address {
    let display = display.unwrap_or_default();
    Address {
        display: display.trim_matches('"').to_owned(),
        place: rsip_place(uri),
        params: rsip_params(params),
    }
}

fn rsip_place(uri: &rsip::Uri) -> Place {
    Place {
        user: uri.user().map(str::to_owned),
        host: uri.host().to_string(),
        port: uri.port().map(|port| *port.value()),
        params: rsip_params(&uri.params),
    }
}

fn rsip_params(params: &[rsip::Param]) -> Vec<String> {
    params.iter().map(|param| param.to_string().trim_start_matches(';').to_lowercase()).collect()
}
