//! Why a mail did not go out, as facts; the words for people are beside this.

use std::fmt;
use std::str::FromStr;

/// The server's own words are told up to here, characters.
const REPLY_CHARS: usize = 200;

/// Why a mail did not go out where no mail server is set up; beside [`Error`], in the audit log.
pub const NO_SERVER: &str = "no mail server";

/// Why the mail server has not taken a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// Its name is not known, or the name server does not answer.
    CannotResolve {
        /// The name.
        host: String,
    },
    /// Nobody listens there, or nobody lets us through.
    CannotConnect {
        /// The server.
        host: String,
        /// The port that was tried.
        port: u16,
    },
    /// Who answers does not prove to be the server.
    CertificateNotTrusted {
        /// The server.
        host: String,
        /// What is wrong.
        why: Distrust,
    },
    /// It was to speak TLS, and does not, or not as we do.
    NoTls {
        /// The server.
        host: String,
    },
    /// It offers no way of signing in that we know: neither PLAIN nor LOGIN.
    NoLogin {
        /// The server.
        host: String,
    },
    /// It refused user name and password.
    LoginRefused(Reply),
    /// It takes no mail from our address.
    SenderRefused(Reply),
    /// It takes no mail for that person.
    RecipientRefused(Reply),
    /// It refused us, or what the mail says.
    Refused(Reply),
    /// It did not answer in time.
    TimedOut {
        /// The server.
        host: String,
    },
    /// It broke off, or said what no mail server says.
    Broken {
        /// The server.
        host: String,
    },
}

/// What is wrong with a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distrust {
    /// It is for other names.
    OtherName,
    /// It is not valid now, by this box's clock.
    NotNow,
    /// Nobody known has signed it.
    UnknownIssuer,
    /// Something else.
    Other,
}

/// What the server said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The code, three digits (RFC 5321 §4.2).
    pub code: u16,
    /// Its words on one line, cut after 200 characters.
    pub text: String,
}

impl Error {
    /// Whether the same mail may go out later. So a certificate's time counts: the clock of a box may be set yet.
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::CannotResolve { .. }
            | Self::CannotConnect { .. }
            | Self::TimedOut { .. }
            | Self::Broken { .. }
            | Self::CertificateNotTrusted { why: Distrust::NotNow, .. } => true,
            Self::CertificateNotTrusted { .. } | Self::NoTls { .. } | Self::NoLogin { .. } => false,
            Self::LoginRefused(reply)
            | Self::SenderRefused(reply)
            | Self::RecipientRefused(reply)
            | Self::Refused(reply) => reply.is_temporary(),
        }
    }
}

impl Reply {
    /// Takes what a server says, whatever it is.
    pub(super) fn new(code: u16, text: &str) -> Self {
        Self { code, text: super::letter::one_line(text, REPLY_CHARS) }
    }

    fn is_temporary(&self) -> bool {
        self.code / 100 == 4
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code, self.text)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CannotResolve { host } => write!(f, "cannot resolve {host}"),
            Self::CannotConnect { host, port } => write!(f, "cannot connect to {host}:{port}"),
            Self::CertificateNotTrusted { host, why } => {
                write!(f, "the certificate of {host} is not trusted: {why}")
            }
            Self::NoTls { host } => write!(f, "{host} speaks no TLS there"),
            Self::NoLogin { host } => write!(f, "{host} offers no way of signing in that is known"),
            Self::LoginRefused(reply) => write!(f, "login refused: {reply}"),
            Self::SenderRefused(reply) => write!(f, "sender refused: {reply}"),
            Self::RecipientRefused(reply) => write!(f, "recipient refused: {reply}"),
            Self::Refused(reply) => write!(f, "refused: {reply}"),
            Self::TimedOut { host } => write!(f, "{host} did not answer in time"),
            Self::Broken { host } => write!(f, "{host} broke off, or speaks no SMTP"),
        }
    }
}

impl FromStr for Error {
    type Err = ();

    /// Reads what Display has written, as it is kept in the audit log.
    fn from_str(text: &str) -> Result<Self, ()> {
        let host = |host: &str| host.to_owned();
        let reply = |text: &str| {
            let (code, said) = text.split_once(' ')?;
            Some(Reply { code: code.parse().ok()?, text: said.to_owned() })
        };
        let begins = |with: &str| text.strip_prefix(with);
        let ends = |with: &str| text.strip_suffix(with).map(host);
        let found = if let Some(name) = begins("cannot resolve ") {
            Some(Self::CannotResolve { host: host(name) })
        } else if let Some(rest) = begins("cannot connect to ") {
            let parts = rest.rsplit_once(':');
            parts.and_then(|(name, port)| {
                Some(Self::CannotConnect { host: host(name), port: port.parse().ok()? })
            })
        } else if let Some(rest) = begins("the certificate of ") {
            let all = [Distrust::OtherName, Distrust::NotNow, Distrust::UnknownIssuer, Distrust::Other];
            rest.split_once(" is not trusted: ").and_then(|(name, said)| {
                let why = all.into_iter().find(|why| why.to_string() == said)?;
                Some(Self::CertificateNotTrusted { host: host(name), why })
            })
        } else if let Some(rest) = begins("login refused: ") {
            reply(rest).map(Self::LoginRefused)
        } else if let Some(rest) = begins("sender refused: ") {
            reply(rest).map(Self::SenderRefused)
        } else if let Some(rest) = begins("recipient refused: ") {
            reply(rest).map(Self::RecipientRefused)
        } else if let Some(rest) = begins("refused: ") {
            reply(rest).map(Self::Refused)
        } else {
            let no_tls = ends(" speaks no TLS there").map(|host| Self::NoTls { host });
            let no_login = || ends(" offers no way of signing in that is known");
            no_tls
                .or_else(|| no_login().map(|host| Self::NoLogin { host }))
                .or_else(|| ends(" did not answer in time").map(|host| Self::TimedOut { host }))
                .or_else(|| ends(" broke off, or speaks no SMTP").map(|host| Self::Broken { host }))
        };
        found.ok_or(())
    }
}

impl fmt::Display for Distrust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OtherName => "it is for another name",
            Self::NotNow => "it is not valid now",
            Self::UnknownIssuer => "nobody known has signed it",
            Self::Other => "it is broken",
        })
    }
}

impl std::error::Error for Error {}
