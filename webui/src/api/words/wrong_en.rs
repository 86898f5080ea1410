//! What the store refuses of a value, in English.

use store::Wrong;

use super::amounts::{bytes, hours};
use super::things::of_table;
use crate::language::Language::En;

/// What is wrong with a value.
pub(super) fn detail(wrong: &Wrong) -> String {
    match wrong {
        Wrong::AtSign => "Please leave out the @: it separates a login from the name of the office.".into(),
        Wrong::BeforeActivation => "The last day is before the first day.".into(),
        Wrong::Blank => "Please leave out the spaces.".into(),
        Wrong::BuiltInRole => {
            "A role with this name comes with the telephone system. Please choose another name.".into()
        }
        Wrong::ControlCharacter => {
            "This contains characters that cannot be seen. Please leave them out.".into()
        }
        Wrong::DeletedToo => {
            "What should replace it would be deleted as well. Please choose something else.".into()
        }
        Wrong::Empty => "Please enter something here.".into(),
        Wrong::InThePast => "This is in the past already. Please choose a later time.".into(),
        Wrong::LastOwner => {
            "At least one owner must be able to sign in from now on and without an end date.".into()
        }
        Wrong::NeedsFeatureCode => {
            "Recording on demand needs a feature code first. Please set one up.".into()
        }
        Wrong::NeedsOne => "At least one is needed.".into(),
        Wrong::NoSecretHere => "Only a SIP account has a password of this kind.".into(),
        Wrong::NoSuch { table } => {
            format!("What you have chosen does not exist, or not any more ({}).", of_table(table, En))
        }
        Wrong::NotACountry { value } => {
            format!("“{value}” is not a country code. It has two capital letters, for example DE.")
        }
        Wrong::NotADomain { value } => format!("“{value}” is not a domain. One looks like example.com."),
        Wrong::NotAHost { value } => {
            format!("“{value}” is not the name or address of a server. One looks like mail.example.com.")
        }
        Wrong::NotANetwork { value } => {
            format!("“{value}” is not an address or a network. A network looks like 192.168.1.0/24.")
        }
        Wrong::NotAnEmail { value } => {
            format!("“{value}” is not an email address. One looks like anna@example.com.")
        }
        Wrong::NotAnImage { media_type } => format!("The file is not a picture of the type {media_type}."),
        Wrong::NotAnOutsideNumber => {
            "Please enter a phone number of 1 to 32 digits. * and # are possible, and a + in front.".into()
        }
        Wrong::NotAnOutsideTarget => {
            "The number outside has 1 to 32 digits. * and # are possible, and a + in front.".into()
        }
        Wrong::NotAPin => "A PIN has 4 to 8 digits.".into(),
        Wrong::NotAPrefix { value } => {
            format!("“{value}” is not a prefix. It has at most 8 digits; * and # are possible.")
        }
        Wrong::NotAPublicNumber { value } => {
            format!("“{value}” is not a phone number with its country code. One looks like +4989123456.")
        }
        Wrong::NotASecret { chars_max } => {
            format!("This needs 1 to {chars_max} characters that can be seen.")
        }
        Wrong::NotASipAccount => "Only SIP accounts can be on a telephone.".into(),
        Wrong::NotASipUri => "Please enter a SIP address. One looks like sip:anna@example.com.".into(),
        Wrong::NotATimeZone { value } => {
            format!("“{value}” is not a time zone. One looks like Europe/London.")
        }
        Wrong::NotAUrl { value } => {
            format!("“{value}” is not the address of a page. One looks like https://pbx.example.com:8443/.")
        }
        Wrong::NotDeletable => "This can be changed but not deleted.".into(),
        Wrong::NotOneOf { words } => format!("Please choose one of these: {}.", words.join(", ")),
        Wrong::NotTheirs => "This belongs to somebody else.".into(),
        Wrong::OneAlready => "There is one already, and there can only be one.".into(),
        Wrong::OneOffice => "There is an office already, and there can only be one.".into(),
        Wrong::OutOfRange { min, max } => format!("Please enter a number from {min} to {max}."),
        Wrong::Overlap { one, other } => {
            format!("These hours overlap: {} and {}.", hours(one, En), hours(other, En))
        }
        Wrong::Position { max } => format!("Positions count from 1 to {max}."),
        Wrong::PositionTwice { position } => format!("Position {position} is given twice."),
        Wrong::TooLarge { bytes_max } => {
            format!("The file is too large. At most {} are possible.", bytes(*bytes_max, En))
        }
        Wrong::TooLong { chars_max } => {
            format!("This is too long. At most {chars_max} characters are possible.")
        }
        Wrong::TooMany { max } => format!("There are too many. At most {max} are possible."),
        Wrong::TooManyChanges { max } => {
            format!("More than {max} values were changed since then. Please choose a later moment.")
        }
        Wrong::TooManyTokens { max } => {
            format!("There are {max} keys already. Please revoke those that nobody uses.")
        }
        Wrong::ToItself => "This refers to itself. Please choose something else.".into(),
        Wrong::Twice => "The same is given twice.".into(),
    }
}
