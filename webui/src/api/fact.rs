//! The facts behind a refusal, with the data that a person needs, the status and the one word for programs.

use std::net::IpAddr;

use axum::http::StatusCode;
use jiff::civil::Date;
use store::Wrong;

/// Why a request, or a field of it, is refused. In the order of their codes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Fact {
    /// The login may not be used from this address.
    AddressNotAllowed {
        /// Where they are.
        address: IpAddr,
    },
    /// The list of addresses of this login cannot be read, and so denies everybody.
    AllowListUnreadable,
    /// Too many ask at once.
    Busy,
    /// It is changed by another route, which does what belongs to it.
    ChangedElsewhere {
        /// Which.
        route: &'static str,
    },
    /// No clock says that while this program runs.
    ClockImpossible {
        /// The first day that can be.
        from: Date,
        /// The first day after those that can be.
        until: Date,
    },
    /// The box's clock could not be set.
    ClockNotSet {
        /// What the system says.
        why: String,
    },
    /// The code of the authenticator is right for another time.
    ClockWrong {
        /// How far the phone is ahead of the box, in seconds.
        phone_ahead_s: i64,
    },
    /// A code of the authenticator app is needed too.
    CodeNeeded,
    /// The code was used before.
    CodeUsed,
    /// The code is wrong.
    CodeWrong,
    /// Something would be lost, and nobody has agreed to that.
    ConsentNeeded,
    /// Nobody has said that the people of a file expect to hear from the office.
    ConsentOfPeopleNeeded,
    /// Another site made the browser send this.
    CrossSite,
    /// The login's last day is over.
    Expired,
    /// The address is of no network of that length: either the one or the other is meant.
    HostBits {
        /// The address, for itself.
        address: IpAddr,
        /// The network that it is in.
        network: String,
    },
    /// Others need it.
    InUse {
        /// What should go.
        what: String,
    },
    /// Fields are wrong; they are listed.
    Invalid,
    /// The last owner stays owner.
    LastOwner,
    /// The list of addresses would deny the one that asks.
    LocksYouOut {
        /// Where they are.
        address: IpAddr,
    },
    /// The body is no JSON, or not of the form.
    Malformed {
        /// What the reader of JSON says.
        why: String,
    },
    /// A parameter cannot be that.
    MalformedParameter {
        /// Which.
        name: String,
        /// What it was.
        value: String,
    },
    /// The route knows other methods.
    MethodNotAllowed {
        /// Which.
        allowed: String,
    },
    /// The mail could not be sent.
    MailFailed {
        /// What the mail server or the way there said.
        why: String,
    },
    /// No mail server is set up.
    MailServerMissing,
    /// It must be there.
    Missing,
    /// Somebody has it already.
    NameTaken {
        /// What.
        name: String,
        /// Who has it; empty where the reader is not to know.
        holder: String,
    },
    /// The caller may do this, but not so much of it.
    NotMoreThanYouMay,
    /// The login's first day is still to come.
    NotYetActive,
    /// There is no such thing.
    NotFound,
    /// Nobody has signed in.
    NotSignedIn,
    /// One does not do that to oneself.
    NotYourself,
    /// Only an owner may do this.
    OwnersOnly,
    /// A new password is needed first.
    PasswordChangeNeeded,
    /// The password is too easily guessed, too short or too long.
    PasswordUnfit {
        /// One word for programs.
        code: &'static str,
        /// Characters that it has.
        chars: usize,
    },
    /// The role does not permit it.
    PermissionMissing {
        /// Which permission is needed.
        permission: &'static str,
    },
    /// The row is no longer as the caller has seen it.
    PreconditionFailed,
    /// The query is too long.
    QueryTooLong,
    /// The authenticator app must be connected first.
    ScanNeeded,
    /// Somebody has the box already.
    SetUpAlready,
    /// It is not the code of the console.
    SetupCodeWrong,
    /// Name or password is wrong.
    SignInRefused,
    /// The database cannot be read or written.
    Storage {
        /// What to do about it.
        why: String,
    },
    /// What is to be taken back has changed since.
    ChangedSince,
    /// The link is too old, was used, or never was.
    TokenRefused,
    /// The body is too large.
    TooLarge {
        /// How large it may be.
        bytes_max: usize,
    },
    /// The body did not arrive in time.
    TooLate {
        /// How long it had, in seconds.
        time_s: u64,
    },
    /// Too many wrong tries.
    TooManyTries {
        /// Seconds until the next may be made.
        wait_s: u64,
    },
    /// The route knows no such parameter, or it stands there twice.
    UnknownParameter {
        /// Which.
        name: String,
    },
    /// The body is of another type.
    UnsupportedType {
        /// What is expected.
        expected: &'static str,
    },
    /// What the store says of a value.
    Wrong(Wrong),
}

impl Fact {
    /// The status of an answer that is about this.
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::Malformed { .. } | Self::MalformedParameter { .. } | Self::UnknownParameter { .. } => {
                StatusCode::BAD_REQUEST
            }
            Self::ClockWrong { .. }
            | Self::CodeNeeded
            | Self::CodeUsed
            | Self::CodeWrong
            | Self::NotSignedIn
            | Self::SignInRefused => StatusCode::UNAUTHORIZED,
            Self::AddressNotAllowed { .. }
            | Self::AllowListUnreadable
            | Self::CrossSite
            | Self::Expired
            | Self::NotMoreThanYouMay
            | Self::NotYetActive
            | Self::NotYourself
            | Self::OwnersOnly
            | Self::PasswordChangeNeeded
            | Self::PermissionMissing { .. }
            | Self::ScanNeeded
            | Self::SetupCodeWrong => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed { .. } => StatusCode::METHOD_NOT_ALLOWED,
            Self::ChangedSince
            | Self::ConsentNeeded
            | Self::ConsentOfPeopleNeeded
            | Self::InUse { .. }
            | Self::LastOwner
            | Self::LocksYouOut { .. }
            | Self::MailServerMissing
            | Self::NameTaken { .. }
            | Self::SetUpAlready => StatusCode::CONFLICT,
            Self::PreconditionFailed => StatusCode::PRECONDITION_FAILED,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::QueryTooLong => StatusCode::URI_TOO_LONG,
            Self::UnsupportedType { .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::ChangedElsewhere { .. }
            | Self::ClockImpossible { .. }
            | Self::HostBits { .. }
            | Self::Invalid
            | Self::Missing
            | Self::PasswordUnfit { .. }
            | Self::TokenRefused
            | Self::Wrong(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooLate { .. } => StatusCode::REQUEST_TIMEOUT,
            Self::TooManyTries { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::MailFailed { .. } => StatusCode::BAD_GATEWAY,
            Self::Busy | Self::ClockNotSet { .. } | Self::Storage { .. } => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The one word for programs. It stays the same for ever.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::AddressNotAllowed { .. } => "address-not-allowed",
            Self::AllowListUnreadable => "allow-list-unreadable",
            Self::Busy => "busy",
            Self::ChangedElsewhere { .. } => "changed-elsewhere",
            Self::ChangedSince => "changed-since",
            Self::ClockImpossible { .. } => "clock-impossible",
            Self::ClockNotSet { .. } => "clock-not-set",
            Self::ClockWrong { .. } => "clock-wrong",
            Self::CodeNeeded => "code-needed",
            Self::CodeUsed => "code-used",
            Self::CodeWrong => "code-wrong",
            Self::ConsentNeeded | Self::ConsentOfPeopleNeeded => "consent-needed",
            Self::CrossSite => "cross-site",
            Self::Expired => "expired",
            Self::PasswordUnfit { code, .. } => code,
            Self::HostBits { .. } => "host-bits",
            Self::InUse { .. } => "in-use",
            Self::Invalid => "invalid",
            Self::LastOwner => "last-owner",
            Self::LocksYouOut { .. } => "locks-you-out",
            Self::MailFailed { .. } => "mail-failed",
            Self::MailServerMissing => "mail-server-missing",
            Self::Malformed { .. } => "malformed",
            Self::MalformedParameter { .. } => "malformed-parameter",
            Self::MethodNotAllowed { .. } => "method-not-allowed",
            Self::Missing => "missing",
            Self::NameTaken { .. } => "name-taken",
            Self::NotFound => "not-found",
            Self::NotMoreThanYouMay => "not-more-than-you-may",
            Self::NotSignedIn => "not-signed-in",
            Self::NotYetActive => "not-yet-active",
            Self::NotYourself => "not-yourself",
            Self::OwnersOnly => "owners-only",
            Self::PasswordChangeNeeded => "password-change-needed",
            Self::PermissionMissing { .. } => "permission-missing",
            Self::PreconditionFailed => "precondition-failed",
            Self::QueryTooLong => "query-too-long",
            Self::ScanNeeded => "scan-needed",
            Self::SetUpAlready => "set-up-already",
            Self::SetupCodeWrong => "setup-code-wrong",
            Self::SignInRefused => "sign-in-refused",
            Self::Storage { .. } => "storage",
            Self::TokenRefused => "token-refused",
            Self::TooLarge { .. } => "too-large",
            Self::TooLate { .. } => "too-late",
            Self::TooManyTries { .. } => "too-many-tries",
            Self::UnknownParameter { .. } => "unknown-parameter",
            Self::UnsupportedType { .. } => "unsupported-type",
            Self::Wrong(wrong) => wrong.code(),
        }
    }
}
