//! What can be wrong with a value, with what a person needs to put it right. The words here are for the command line; pages
//! make theirs, in four languages, from the variants.

#[cfg(test)]
mod tests;

use model::Hours;

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// It has an @, but stands after one in a login.
    #[error("without @, please: it stands after one")]
    AtSign,
    /// A login ends before it begins.
    #[error("before the activation")]
    BeforeActivation,
    /// It has blanks inside.
    #[error("no blanks, please")]
    Blank,
    /// A role of the program has this name.
    #[error("a role of this name comes with the program")]
    BuiltInRole,
    /// It has characters that nobody sees.
    #[error("no control characters, please")]
    ControlCharacter,
    /// What is to take the place of something that is deleted is deleted too.
    #[error("what replaces it is deleted too")]
    DeletedToo,
    /// There is nothing in it.
    #[error("must not be empty")]
    Empty,
    /// A moment that is to come is over.
    #[error("that is past already")]
    InThePast,
    /// No owner would be left who may sign in from now on and for ever.
    #[error("the last owner must stay one, from now on and without an end")]
    LastOwner,
    /// Nobody could begin a recording that the line may begin on demand.
    #[error("a feature code for recording is needed first")]
    NeedsFeatureCode,
    /// There is none of what it cannot be without.
    #[error("it needs one at least")]
    NeedsOne,
    /// A secret is given to what is no SIP account.
    #[error("only a SIP account has one")]
    NoSecretHere,
    /// What it refers to is not there.
    #[error("there is no such {}", table.replace('_', " "))]
    NoSuch {
        /// The table in which it would be.
        table: &'static str,
    },
    /// No country code of ISO 3166-1.
    #[error("{value:?} is not a country code (two capital letters, as DE)")]
    NotACountry {
        /// What was given.
        value: String,
    },
    /// No domain of email addresses.
    #[error("{value:?} is not a domain (as example.com)")]
    NotADomain {
        /// What was given.
        value: String,
    },
    /// Neither the name nor the address of a machine.
    #[error("{value:?} is not the name or address of a machine (as mail.example.com)")]
    NotAHost {
        /// What was given.
        value: String,
    },
    /// Neither a network in CIDR notation nor an address.
    #[error("{value:?} is not a network (as 192.168.1.0/24)")]
    NotANetwork {
        /// What was given.
        value: String,
    },
    /// No email address.
    #[error("{value:?} is not an email address")]
    NotAnEmail {
        /// What was given.
        value: String,
    },
    /// A file that does not begin as one of its kind does.
    #[error("it does not begin as a file of the kind {media_type} does")]
    NotAnImage {
        /// What it was said to be.
        media_type: &'static str,
    },
    /// Not what can be dialled outside: 1 to 32 of the digits 0-9, * and #, with a plus before or without.
    #[error("1 to 32 of the digits 0-9, * and #, after a + if it is international")]
    NotAnOutsideNumber,
    /// The same of where a call goes that nobody takes.
    #[error("outside: 1 to 32 of the digits 0-9, * and #, after a + if it is international")]
    NotAnOutsideTarget,
    /// Not 4 to 8 digits.
    #[error("4 to 8 digits")]
    NotAPin,
    /// Not at most 8 of the digits 0-9, * and #.
    #[error("{value:?} is not a prefix (at most 8 of the digits 0-9, * and #)")]
    NotAPrefix {
        /// What was given.
        value: String,
    },
    /// No E.164 number with a plus.
    #[error("{value:?} is not a number with its country code (as +4989123456)")]
    NotAPublicNumber {
        /// What was given.
        value: String,
    },
    /// Empty, too long, or with control characters.
    #[error("1 to {chars_max} characters without control characters")]
    NotASecret {
        /// Its longest, characters.
        chars_max: usize,
    },
    /// A telephone set has something else than SIP accounts.
    #[error("a phone can only have SIP accounts")]
    NotASipAccount,
    /// Neither a `sip:` nor a `sips:` URI.
    #[error("a sip: or sips: URI is expected, as sip:anna@example.com")]
    NotASipUri,
    /// No zone of the IANA database.
    #[error("{value:?} is not a time zone (as Europe/Berlin)")]
    NotATimeZone {
        /// What was given.
        value: String,
    },
    /// No https URL of a page.
    #[error("{value:?} is not the address of a page (as https://pbx.example.com:8443/)")]
    NotAUrl {
        /// What was given.
        value: String,
    },
    /// The first building stays.
    #[error("it can be changed but not deleted")]
    NotDeletable,
    /// It is none of these words.
    #[error("one of {}", words.join(", "))]
    NotOneOf {
        /// All that it may be.
        words: &'static [&'static str],
    },
    /// What somebody is invited to belongs to somebody else.
    #[error("it belongs to somebody else")]
    NotTheirs,
    /// What there is one of has one already.
    #[error("there is one already")]
    OneAlready,
    /// A second office.
    #[error("a database has one office")]
    OneOffice,
    /// A number out of its range.
    #[error("{min} to {max}")]
    OutOfRange {
        /// The smallest.
        min: u32,
        /// The greatest.
        max: u32,
    },
    /// Two spans of a time frame share minutes.
    #[error("{one} and {other} overlap")]
    Overlap {
        /// The first of the two as they are given.
        one: Hours,
        /// The second.
        other: Hours,
    },
    /// A position on a telephone set that no set has.
    #[error("positions count from 1 to {max}")]
    Position {
        /// The last.
        max: u32,
    },
    /// Two things on the same position of a telephone set.
    #[error("position {position} is given twice")]
    PositionTwice {
        /// Which.
        position: u32,
    },
    /// Too large a file.
    #[error("at most {bytes_max} bytes")]
    TooLarge {
        /// Its greatest size.
        bytes_max: usize,
    },
    /// Too long.
    #[error("at most {chars_max} characters")]
    TooLong {
        /// Its longest, characters.
        chars_max: usize,
    },
    /// Too many of them.
    #[error("at most {max}")]
    TooMany {
        /// As many there may be.
        max: usize,
    },
    /// More is to be taken back than is done at once.
    #[error("more than {max} values were changed: choose a later moment")]
    TooManyChanges {
        /// As many as are.
        max: usize,
    },
    /// There are as many tokens as may be.
    #[error("there are {max} already: revoke those that nobody uses")]
    TooManyTokens {
        /// How many those are.
        max: usize,
    },
    /// It refers to itself.
    #[error("not to itself")]
    ToItself,
    /// The same is named more than once.
    #[error("the same is given twice")]
    Twice,
}

impl Wrong {
    /// A word for programs, the same for ever: `not-a-country`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::AtSign => "at-sign",
            Self::BeforeActivation => "before-activation",
            Self::Blank => "blank",
            Self::BuiltInRole => "built-in-role",
            Self::ControlCharacter => "control-character",
            Self::DeletedToo => "deleted-too",
            Self::Empty => "empty",
            Self::InThePast => "in-the-past",
            Self::LastOwner => "last-owner",
            Self::NeedsFeatureCode => "needs-feature-code",
            Self::NeedsOne => "needs-one",
            Self::NoSecretHere => "no-secret-here",
            Self::NoSuch { .. } => "no-such",
            Self::NotACountry { .. } => "not-a-country",
            Self::NotADomain { .. } => "not-a-domain",
            Self::NotAHost { .. } => "not-a-host",
            Self::NotANetwork { .. } => "not-a-network",
            Self::NotAnEmail { .. } => "not-an-email",
            Self::NotAnImage { .. } => "not-an-image",
            Self::NotAnOutsideNumber => "not-an-outside-number",
            Self::NotAnOutsideTarget => "not-an-outside-target",
            Self::NotAPin => "not-a-pin",
            Self::NotAPrefix { .. } => "not-a-prefix",
            Self::NotAPublicNumber { .. } => "not-a-public-number",
            Self::NotASecret { .. } => "not-a-secret",
            Self::NotASipAccount => "not-a-sip-account",
            Self::NotASipUri => "not-a-sip-uri",
            Self::NotATimeZone { .. } => "not-a-time-zone",
            Self::NotAUrl { .. } => "not-a-url",
            Self::NotDeletable => "not-deletable",
            Self::NotOneOf { .. } => "not-one-of",
            Self::NotTheirs => "not-theirs",
            Self::OneAlready => "one-already",
            Self::OneOffice => "one-office",
            Self::OutOfRange { .. } => "out-of-range",
            Self::Overlap { .. } => "overlap",
            Self::Position { .. } => "position",
            Self::PositionTwice { .. } => "position-twice",
            Self::TooLarge { .. } => "too-large",
            Self::TooLong { .. } => "too-long",
            Self::TooMany { .. } => "too-many",
            Self::TooManyChanges { .. } => "too-many-changes",
            Self::TooManyTokens { .. } => "too-many-tokens",
            Self::ToItself => "to-itself",
            Self::Twice => "twice",
        }
    }
}
