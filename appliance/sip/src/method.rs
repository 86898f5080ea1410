//! Request methods (RFC 3261 §7.1 and the RFCs that add to it).

use std::fmt;

/// What a request asks for. Any other token is a method too: [`Method::Other`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {
    /// RFC 3261 §13.
    Ack,
    /// RFC 3261 §15.
    Bye,
    /// RFC 3261 §9.
    Cancel,
    /// RFC 6086.
    Info,
    /// RFC 3261 §13.
    Invite,
    /// RFC 3428.
    Message,
    /// RFC 6665.
    Notify,
    /// RFC 3261 §11.
    Options,
    /// RFC 3262.
    Prack,
    /// RFC 3903.
    Publish,
    /// RFC 3515.
    Refer,
    /// RFC 3261 §10.
    Register,
    /// RFC 6665.
    Subscribe,
    /// RFC 3311.
    Update,
    /// One that this program does not know.
    Other,
}

impl Method {
    /// The method that a token names; methods are case-sensitive (RFC 3261 §7.1).
    pub fn of_token(token: &str) -> Self {
        Self::of_bytes(token.as_bytes())
    }

    pub(crate) fn of_bytes(token: &[u8]) -> Self {
        match token {
            b"ACK" => Self::Ack,
            b"BYE" => Self::Bye,
            b"CANCEL" => Self::Cancel,
            b"INFO" => Self::Info,
            b"INVITE" => Self::Invite,
            b"MESSAGE" => Self::Message,
            b"NOTIFY" => Self::Notify,
            b"OPTIONS" => Self::Options,
            b"PRACK" => Self::Prack,
            b"PUBLISH" => Self::Publish,
            b"REFER" => Self::Refer,
            b"REGISTER" => Self::Register,
            b"SUBSCRIBE" => Self::Subscribe,
            b"UPDATE" => Self::Update,
            _ => Self::Other,
        }
    }

    /// Its token; empty for [`Method::Other`], whose token only the message knows.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ack => "ACK",
            Self::Bye => "BYE",
            Self::Cancel => "CANCEL",
            Self::Info => "INFO",
            Self::Invite => "INVITE",
            Self::Message => "MESSAGE",
            Self::Notify => "NOTIFY",
            Self::Options => "OPTIONS",
            Self::Prack => "PRACK",
            Self::Publish => "PUBLISH",
            Self::Refer => "REFER",
            Self::Register => "REGISTER",
            Self::Subscribe => "SUBSCRIBE",
            Self::Update => "UPDATE",
            Self::Other => "",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_are_case_sensitive_and_never_unescaped() {
        assert_eq!(Method::of_token("INVITE"), Method::Invite);
        assert_eq!(Method::of_token("Invite"), Method::Other);
        assert_eq!(Method::of_token("RE%47IST%45R"), Method::Other);
        assert_eq!(Method::of_token(Method::Subscribe.as_str()), Method::Subscribe);
    }
}
