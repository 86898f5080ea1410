//! Names of header fields, long and compact (RFC 3261 §7.3.3 and the IANA registry).

use std::fmt;

macro_rules! names {
    ($($variant:ident = $text:literal,)*) => {
        /// The header fields that this program knows by name. Every other one is kept all the same.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        // Of the width of a range's ends, so that a field has no padding and many are cleared at once.
        #[repr(u16)]
        #[allow(missing_docs, reason = "as_str says it")]
        pub enum HeaderName { $($variant,)* Other }

        const ALL: &[HeaderName] = &[$(HeaderName::$variant,)*];

        impl HeaderName {
            /// The canonical long name; empty for [`HeaderName::Other`], whose name only the message knows.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Other => "",
                }
            }

            /// The canonical name as a line begins with it.
            pub(crate) const fn prefix(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!($text, ": "),)*
                    Self::Other => "",
                }
            }
        }
    };
}

names! {
    Accept = "Accept",
    AcceptEncoding = "Accept-Encoding",
    AcceptLanguage = "Accept-Language",
    AlertInfo = "Alert-Info",
    Allow = "Allow",
    AllowEvents = "Allow-Events",
    AuthenticationInfo = "Authentication-Info",
    Authorization = "Authorization",
    CallId = "Call-ID",
    CallInfo = "Call-Info",
    Contact = "Contact",
    ContentDisposition = "Content-Disposition",
    ContentEncoding = "Content-Encoding",
    ContentLanguage = "Content-Language",
    ContentLength = "Content-Length",
    ContentType = "Content-Type",
    CSeq = "CSeq",
    Date = "Date",
    Diversion = "Diversion",
    ErrorInfo = "Error-Info",
    Event = "Event",
    Expires = "Expires",
    FlowTimer = "Flow-Timer",
    From = "From",
    HistoryInfo = "History-Info",
    InReplyTo = "In-Reply-To",
    MaxForwards = "Max-Forwards",
    MimeVersion = "MIME-Version",
    MinExpires = "Min-Expires",
    MinSe = "Min-SE",
    Organization = "Organization",
    PAssertedIdentity = "P-Asserted-Identity",
    PPreferredIdentity = "P-Preferred-Identity",
    Path = "Path",
    Priority = "Priority",
    Privacy = "Privacy",
    ProxyAuthenticate = "Proxy-Authenticate",
    ProxyAuthorization = "Proxy-Authorization",
    ProxyRequire = "Proxy-Require",
    RAck = "RAck",
    RSeq = "RSeq",
    Reason = "Reason",
    RecordRoute = "Record-Route",
    ReferTo = "Refer-To",
    ReferredBy = "Referred-By",
    RemotePartyId = "Remote-Party-ID",
    Replaces = "Replaces",
    Require = "Require",
    RetryAfter = "Retry-After",
    Route = "Route",
    Server = "Server",
    SessionExpires = "Session-Expires",
    SipEtag = "SIP-ETag",
    SipIfMatch = "SIP-If-Match",
    Subject = "Subject",
    SubscriptionState = "Subscription-State",
    Supported = "Supported",
    Timestamp = "Timestamp",
    To = "To",
    Unsupported = "Unsupported",
    UserAgent = "User-Agent",
    Via = "Via",
    Warning = "Warning",
    WwwAuthenticate = "WWW-Authenticate",
}

impl HeaderName {
    /// The field that a name stands for, in any case of letters, long or compact.
    pub fn of(name: &str) -> Self {
        Self::of_bytes(name.as_bytes())
    }

    pub(crate) fn of_bytes(name: &[u8]) -> Self {
        if let (Some(first), Some(last)) = (name.first_chunk(), name.last_chunk()) {
            let (candidate, text) = SLOTS[slot(*first, *last)];
            let text = text.as_bytes();
            return if same(text, name) || text.eq_ignore_ascii_case(name) { candidate } else { Self::Other };
        }
        match *name {
            [letter] => Self::of_compact(letter.to_ascii_lowercase()),
            [b'T' | b't', b'O' | b'o'] => Self::To,
            [b'V' | b'v', b'I' | b'i', b'A' | b'a'] => Self::Via,
            _ => Self::Other,
        }
    }

    /// The name as text, which is this field's or, of another field, a token.
    pub(crate) fn text(self, written: &[u8]) -> &str {
        let canonical = self.as_str();
        if same(canonical.as_bytes(), written) {
            canonical
        } else {
            str::from_utf8(written).unwrap_or_default()
        }
    }

    fn of_compact(letter: u8) -> Self {
        match letter {
            b'b' => Self::ReferredBy,
            b'c' => Self::ContentType,
            b'e' => Self::ContentEncoding,
            b'f' => Self::From,
            b'i' => Self::CallId,
            b'k' => Self::Supported,
            b'l' => Self::ContentLength,
            b'm' => Self::Contact,
            b'o' => Self::Event,
            b'r' => Self::ReferTo,
            b's' => Self::Subject,
            b't' => Self::To,
            b'u' => Self::AllowEvents,
            b'v' => Self::Via,
            b'x' => Self::SessionExpires,
            _ => Self::Other,
        }
    }
}

impl fmt::Display for HeaderName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if *self == Self::Other { "another header" } else { self.as_str() })
    }
}

/// Whether two short names are equal, compared in overlapping words: most come in their canonical spelling.
fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    match a.len() {
        8..=16 => a.first_chunk::<8>() == b.first_chunk() && a.last_chunk::<8>() == b.last_chunk(),
        4..=7 => a.first_chunk::<4>() == b.first_chunk() && a.last_chunk::<4>() == b.last_chunk(),
        _ => a == b,
    }
}

/// The one field that a name of four letters or more can be, by [`slot`]: a perfect hash, proved when it is
/// compiled.
const SLOTS: [(HeaderName, &str); 256] = {
    let mut slots = [(HeaderName::Other, ""); 256];
    let mut i = 0;
    while i < ALL.len() {
        let text = ALL[i].as_str();
        if let (Some(first), Some(last)) = (text.as_bytes().first_chunk(), text.as_bytes().last_chunk()) {
            let at = slot(*first, *last);
            assert!(slots[at].1.is_empty(), "two header names share a slot: change the factors");
            slots[at] = (ALL[i], text);
        }
        i += 1;
    }
    slots
};

/// From the first and the last four letters, in any case. The factors were found by trying.
const fn slot(first: [u8; 4], last: [u8; 4]) -> usize {
    let first = (u32::from_le_bytes(first) | 0x2020_2020).wrapping_mul(0x8c93_547b);
    let last = (u32::from_le_bytes(last) | 0x2020_2020).wrapping_mul(0x2214_68e5);
    (first.wrapping_add(last) >> 24) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_in_any_case_of_letters() {
        for name in ALL {
            assert_eq!(HeaderName::of(name.as_str()), *name);
            assert_eq!(HeaderName::of(&name.as_str().to_uppercase()), *name);
            assert_eq!(HeaderName::of(&name.as_str().to_lowercase()), *name);
        }
    }

    #[test]
    fn compact_names_are_the_registered_ones() {
        let known: String =
            ('a'..='z').filter(|c| HeaderName::of(&c.to_string()) != HeaderName::Other).collect();
        assert_eq!(known, "bcefiklmorstuvx");
        assert_eq!(HeaderName::of("V"), HeaderName::Via);
    }

    #[test]
    fn other_names_are_other() {
        for name in ["", "z", "X-Foo", "Viaa", "C%6Fntact", "Via "] {
            assert_eq!(HeaderName::of(name), HeaderName::Other, "{name}");
        }
    }
}
