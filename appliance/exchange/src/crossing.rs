//! What crosses from one leg of a call to the other. Each leg has a dialog of its own, with its own Call-ID,
//! tags, CSeq, Via, Contact and routes; whatever is not in these tables stays on its side.

use sip::{HeaderName, Message, Method, Writer};

/// Headers that cross, and in which requests.
///
/// Not among them, on purpose: Alert-Info and Call-Info (a telephone may answer by itself, or fetch, at their
/// word), anything about identity (the exchange presents the account's own), routes, credentials.
pub const HEADERS: &[(HeaderName, &[Method])] = &[
    (HeaderName::AcceptLanguage, &[Method::Invite]),
    (HeaderName::ContentDisposition, &[Method::Info, Method::Message]),
    (HeaderName::ContentLanguage, &[Method::Info, Method::Message]),
    (HeaderName::Organization, &[Method::Invite]),
    (HeaderName::Priority, &[Method::Invite, Method::Message]),
    (HeaderName::Subject, &[Method::Invite, Method::Message]),
];

/// Bodies that cross, and in which requests. A session description crosses rewritten (crate `sdp`), the others
/// as they are.
pub const BODIES: &[(&str, Method)] = &[
    ("application/dtmf", Method::Info),
    ("application/dtmf-relay", Method::Info),
    ("application/im-iscomposing+xml", Method::Message),
    ("application/media_control+xml", Method::Info),
    ("application/sdp", Method::Invite),
    ("application/sdp", Method::Prack),
    ("application/sdp", Method::Update),
    ("message/cpim", Method::Message),
    ("text/plain", Method::Message),
];

/// At most so many octets of a body cross.
pub const MAX_BODY: usize = 16 * 1024;

/// At most so many headers cross from one request, and none whose value is longer than so many octets: each is sent to
/// every telephone that is called.
pub const MAX_CROSSING: (usize, usize) = (16, 1024);

/// Copies what may cross from one request into the other leg's.
pub(crate) fn copy_headers(from: &Message, to: &mut Writer) {
    let (count, length) = MAX_CROSSING;
    let crossing = from.fields().filter(|(_, name, value)| {
        let is_listed = |(crosses, methods): &(HeaderName, &[Method])| {
            crosses == name && methods.contains(&from.method())
        };
        value.len() <= length && HEADERS.iter().any(is_listed)
    });
    for (_, name, value) in crossing.take(count) {
        let clean: Vec<u8> =
            value.iter().map(|byte| if byte.is_ascii_control() { b' ' } else { *byte }).collect();
        to.header(name, clean);
    }
}

/// Whether this message's body may cross. One without a body always may.
pub(crate) fn body_may_cross(message: &Message, method: Method) -> bool {
    let body = message.body();
    let is_plain =
        message.text(HeaderName::ContentEncoding).is_none_or(|how| how.eq_ignore_ascii_case("identity"));
    body.is_empty()
        || is_plain
            && body.len() <= MAX_BODY
            && message.text(HeaderName::ContentType).is_some_and(|value| {
                let media_type = value.split(';').next().unwrap_or("").trim();
                BODIES.iter().any(|(name, on)| *on == method && name.eq_ignore_ascii_case(media_type))
            })
}

/// The types of body that are understood in a request, for an `Accept` header.
pub(crate) fn accepted(method: Method) -> String {
    let types: Vec<_> = BODIES.iter().filter(|(_, on)| *on == method).map(|(name, _)| *name).collect();
    types.join(", ")
}
