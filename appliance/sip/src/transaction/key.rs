//! Which transaction a message belongs to (RFC 3261 §17.1.3, §17.2.3, with the older rules of RFC 2543).

use std::hash::{DefaultHasher, Hasher};

use sha2::{Digest, Sha256};

use crate::{HeaderName, Message};

/// What a branch begins with that names a transaction by itself.
const COOKIE: &str = "z9hG4bK";

/// Longer keys are replaced by their hash, so that nobody fills the memory with long branches.
const MAX_KEY: usize = 160;

/// A branch for an own request (RFC 3261 §8.1.1.7). Whoever guesses it can answer in another's name: give it
/// good randomness.
pub fn branch(random: u64) -> String {
    format!("{COOKIE}{random:016x}")
}

/// A To tag for answers that the layer gives itself: the same for the same request, so that it need not be kept.
pub(super) fn tag(key: &[u8]) -> String {
    let mut hash = DefaultHasher::new();
    hash.write(key);
    format!("{:016x}", hash.finish())
}

/// Writes the key of the server transaction that this request with this method would be.
///
/// `method` is not the message's own where an ACK or a CANCEL looks for its INVITE.
pub(super) fn of_request(key: &mut Vec<u8>, message: &Message, method: &str) {
    let via = message.top_via();
    key.clear();
    key.extend_from_slice(method.as_bytes());
    match via.branch() {
        Some(branch) if branch.len() > COOKIE.len() && branch.starts_with(COOKIE) => {
            push(key, branch.as_bytes());
            push(key, via.host.as_bytes());
            push(key, &via.port.unwrap_or_default().to_be_bytes());
        }
        // RFC 2543. The To tag is left out: the ACK of a refusal has the one that we gave, its INVITE none, and
        // the number in CSeq already tells one INVITE of a dialog from the next.
        Some(_) | None => {
            push(key, message.request_uri().as_bytes());
            push(key, message.from_tag().unwrap_or_default().as_bytes());
            push(key, message.call_id().as_bytes());
            push(key, &message.cseq().to_be_bytes());
            push(key, message.values(HeaderName::Via).next().unwrap_or_default());
        }
    }
    shorten(key);
}

/// Writes the key of the client transaction of an own request, or of the one that this response answers.
pub(super) fn of_own(key: &mut Vec<u8>, message: &Message) {
    key.clear();
    key.extend_from_slice(message.method_token().as_bytes());
    push(key, message.top_via().branch().unwrap_or_default().as_bytes());
    shorten(key);
}

/// No part can contain a line feed, so that parts cannot run into each other.
fn push(key: &mut Vec<u8>, part: &[u8]) {
    key.push(b'\n');
    key.extend_from_slice(part);
}

fn shorten(key: &mut Vec<u8>) {
    if key.len() > MAX_KEY {
        let hash = Sha256::digest(&key);
        key.clear();
        key.extend_from_slice(&hash);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INVITE: &str = "INVITE sip:202@pbx SIP/2.0|Via: SIP/2.0/UDP 10.0.0.1:5062;branch=z9hG4bKa|From: <sip:201@pbx>;tag=f|\
        To: <sip:202@pbx>|Call-ID: c|CSeq: 1 INVITE";

    #[test]
    fn what_tells_two_requests_apart() {
        for (name, from, to, same) in [
            ("itself", "", "", true),
            ("another branch", "bKa", "bKb", false),
            ("another host", "10.0.0.1", "10.0.0.2", false),
            ("another port", "5062", "5063", false),
            ("no port", ":5062", "", false),
            ("another Call-ID with the same branch", "Call-ID: c", "Call-ID: d", true),
            ("another method", "INVITE", "OPTIONS", false),
        ] {
            assert_eq!(key(INVITE) == key(&INVITE.replace(from, to)), same, "{name}");
        }
    }

    #[test]
    fn without_the_cookie_the_headers_tell() {
        for branch in [";branch=z9hG4bK", ";branch=1", ""] {
            let old = INVITE.replace(";branch=z9hG4bKa", branch);
            for (name, from, to, same) in [
                ("itself", "", "", true),
                ("another Via", "5062", "5063", false),
                ("another Call-ID", "Call-ID: c", "Call-ID: d", false),
                ("another number", "CSeq: 1", "CSeq: 2", false),
                ("another From tag", "tag=f", "tag=g", false),
                ("another URI", "INVITE sip:202", "INVITE sip:203", false),
                ("the To tag of its ACK", "To: <sip:202@pbx>", "To: <sip:202@pbx>;tag=t", true),
            ] {
                assert_eq!(key(&old) == key(&old.replace(from, to)), same, "{name} {branch}");
            }
        }
    }

    #[test]
    fn long_branches_make_no_long_keys() {
        let long = |last: &str| INVITE.replace("bKa", &format!("bK{}{last}", "x".repeat(5000)));
        assert_eq!(key(&long("a")).len(), 32);
        assert_ne!(key(&long("a")), key(&long("b")));
    }

    fn key(text: &str) -> Vec<u8> {
        let message = Message::parse(format!("{}\r\n\r\n", text.replace('|', "\r\n")).as_bytes()).unwrap();
        let mut key = Vec::new();
        of_request(&mut key, &message, message.method_token());
        key
    }
}
