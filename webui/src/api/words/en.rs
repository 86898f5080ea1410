//! What refusals say in English.

use super::amounts::{bytes, span};
use super::may::may;
use super::things::thing;
use crate::api::fact::Fact;
use crate::language::Language::En;
use crate::sign_in::password::{CHARS_MAX, CHARS_MIN};

/// What is wrong.
pub(super) fn detail(fact: &Fact) -> String {
    match fact {
        Fact::AddressNotAllowed { address } => {
            format!("This login may not be used from the address {address}. An owner can allow it.")
        }
        Fact::AllowListUnreadable => {
            "The list of addresses from which this login may be used cannot be read. Until an owner has put it right, \
             nobody can sign in with it."
                .into()
        }
        Fact::Busy => "A great deal is going on right now. Please try again in a moment.".into(),
        Fact::ChangedElsewhere { .. } => {
            "This is changed in another place, which does what belongs to it.".into()
        }
        Fact::ChangedSince => {
            "This cannot be taken back, because some of it has been changed again since.".into()
        }
        Fact::ClockImpossible { from, until } => {
            format!("That time cannot be right: it is not between {from} and {until}. \
                 Please check the clock of this computer.")
        }
        Fact::ClockNotSet { why } => format!("The clock of the box could not be set: “{why}”."),
        Fact::ClockWrong { phone_ahead_s } => {
            let by = span(phone_ahead_s.unsigned_abs(), En);
            let way = if *phone_ahead_s < 0 { "slow" } else { "fast" };
            format!("The code is right, but the clock of your phone is {by} {way}. Please set it to automatic time.")
        }
        Fact::CodeNeeded => "Please also enter the code that your authenticator app shows.".into(),
        Fact::CodeUsed => "This code has been used already. Please wait for the next one.".into(),
        Fact::CodeWrong => "The code is not right. Please enter the one that the app shows now.".into(),
        Fact::ConsentNeeded => "Something would be lost by this. Please confirm that you agree.".into(),
        Fact::ConsentOfPeopleNeeded => {
            "Please confirm that all people in the file expect to hear from you and that you have prior relationships with them.".into()
        }
        Fact::CrossSite => {
            "This request came from another website and was stopped. Please use the page of the telephone system itself."
                .into()
        }
        Fact::Expired => "This login has expired. An owner can extend it.".into(),
        Fact::HostBits { address, network } => {
            format!("“{address}” with this length is no network: either {address} alone is meant, or {network}.")
        }
        Fact::InUse { what } => {
            format!("Others still use this ({}), so it cannot be deleted yet.", thing(what, En))
        }
        Fact::Invalid => "Please check what you have entered.".into(),
        Fact::LastOwner => "This is the last owner who can sign in. Please make somebody with a password another owner first.".into(),
        Fact::LocksYouOut { address } => {
            format!("With this list you would lock yourself out: your own address {address} is not in it.")
        }
        Fact::MailFailed { why } => format!("The email could not be sent. The mail server says: “{why}”."),
        Fact::MailServerMissing => {
            "No mail server has been set up, so no email can be sent. You can do that in the settings.".into()
        }
        Fact::Malformed { why } => format!("What was sent cannot be read: “{why}”."),
        Fact::MalformedParameter { name, value } => format!("“{value}” cannot be used for “{name}”."),
        Fact::MethodNotAllowed { allowed } => {
            format!("This cannot be done here. What is possible: {allowed}.")
        }
        Fact::Missing => "Please fill this in.".into(),
        Fact::NameTaken { name, holder } if holder.is_empty() => format!("“{name}” is taken already."),
        Fact::NameTaken { name, holder } => format!("“{name}” is taken already: {}.", thing(holder, En)),
        Fact::NotFound => "This does not exist, or not any more.".into(),
        Fact::NotMoreThanYouMay => "You can only give others what you are permitted to do yourself.".into(),
        Fact::NotSignedIn => "Please sign in first.".into(),
        Fact::NotYetActive => "This login is not active yet. Its first day is still to come.".into(),
        Fact::NotYourself => "You cannot do this to your own login. Please ask somebody else.".into(),
        Fact::OwnersOnly => "Only an owner may do this, signed in with their own login.".into(),
        Fact::PasswordChangeNeeded => "Please choose a new password first.".into(),
        Fact::PasswordUnfit { code, chars } => password(code, *chars),
        Fact::PermissionMissing { permission } => {
            format!("You do not have permission to {}.", may(permission, En))
        }
        Fact::PreconditionFailed => {
            "Somebody has changed this in the meantime. Please look at it again before you change it.".into()
        }
        Fact::QueryTooLong => "What you are looking for is too long. Please make it shorter.".into(),
        Fact::ScanNeeded => "Please connect your authenticator app first.".into(),
        Fact::SetUpAlready => "This box has been set up already. Please sign in.".into(),
        Fact::SetupCodeWrong => "This is not the code that the console of the box shows.".into(),
        Fact::SignInRefused => "The name or the password is not right.".into(),
        Fact::Storage { why } => format!("The office's data cannot be reached at the moment: “{why}”."),
        Fact::TokenRefused => "This link has been used, is too old, or is not complete. Please ask for a new one.".into(),
        Fact::TooLarge { bytes_max } => format!("This is too large. At most {} are possible.", bytes(*bytes_max, En)),
        Fact::TooLate { time_s } => format!("This did not arrive within {}. Please try again.", span(*time_s, En)),
        Fact::TooManyTries { wait_s } => {
            format!("There were too many wrong tries. Please wait {}.", span(*wait_s, En))
        }
        Fact::UnknownParameter { name } => format!("“{name}” is unknown here, or given twice."),
        Fact::UnsupportedType { expected } => format!("A file of the type {expected} is expected."),
        Fact::Wrong(wrong) => super::wrong_en::detail(wrong),
    }
}

fn password(code: &str, chars: usize) -> String {
    match code {
        "password-control-character" => {
            "The password contains characters that cannot be seen. Please leave them out.".into()
        }
        "password-same" => "This is your old password. Please choose a new one.".into(),
        "password-too-long" => {
            format!("The password has {chars} characters. At most {CHARS_MAX} are possible.")
        }
        "password-too-short" => {
            format!("The password has {chars} characters. At least {CHARS_MIN} are needed.")
        }
        // password-weak.
        _ => "This password is too easy to guess. Several words that do not belong together make a good one."
            .into(),
    }
}
