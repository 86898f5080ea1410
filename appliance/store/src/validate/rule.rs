//! Rules for texts that people write, for everybody who takes such texts: what passes here, the office keeps.

use std::net::IpAddr;

use crate::wrong::Wrong;

/// Longest text of any kind, characters: fits every display and page, and bounds what a row can weigh.
pub const TEXT_MAX: usize = 200;
/// Longest login, characters (F-7).
pub const LOGIN_MAX: usize = 64;
/// Numbers that a line may show, at most.
pub const CALLER_IDS_MAX: usize = 50;
/// Longest text before the @ of an email address, characters (RFC 5321 §4.5.3.1.1).
const MAILBOX_MAX: usize = 64;

/// Text on one line; may be empty.
pub fn text(value: &str) -> Result<(), Wrong> {
    if value.chars().count() > TEXT_MAX {
        return Err(Wrong::TooLong { chars_max: TEXT_MAX });
    }
    if value.chars().any(char::is_control) { Err(Wrong::ControlCharacter) } else { Ok(()) }
}

/// With which somebody signs in: two that look the same are the same, so nothing in it is invisible.
pub fn login(value: &str) -> Result<(), Wrong> {
    if value.is_empty() {
        Err(Wrong::Empty)
    } else if value.chars().any(char::is_whitespace) {
        Err(Wrong::Blank)
    } else if value.chars().any(|letter| letter.is_control() || is_invisible(letter)) {
        Err(Wrong::ControlCharacter)
    } else if value.chars().count() > LOGIN_MAX {
        Err(Wrong::TooLong { chars_max: LOGIN_MAX })
    } else {
        Ok(())
    }
}

/// An email address, with no more than mail servers agree upon: something, an at sign, a host.
pub fn email(value: &str) -> Result<(), Wrong> {
    text(value)?;
    if value.chars().any(is_invisible) {
        return Err(Wrong::ControlCharacter);
    }
    let strange = |letter: char| letter.is_whitespace() || "\"(),:;<>@[\\]".contains(letter);
    let good = value.rsplit_once('@').is_some_and(|(user, host)| {
        (1..=MAILBOX_MAX).contains(&user.chars().count()) && !user.contains(strange) && is_mail_host(host)
    });
    if good { Ok(()) } else { Err(Wrong::NotAnEmail { value: value.to_owned() }) }
}

/// A name, or an address in brackets (RFC 5321 §4.1.3).
fn is_mail_host(host: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty() && label.chars().all(|letter| letter.is_alphanumeric() || letter == '-')
    };
    match host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(address) => address.strip_prefix("IPv6:").unwrap_or(address).parse::<IpAddr>().is_ok(),
        None => host.split('.').all(label),
    }
}

/// Characters that nobody sees: two names would look the same.
pub fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins_hold_nothing_that_nobody_sees() {
        for (value, expected) in [
            ("anna", Ok(())),
            ("Änne@Büro", Ok(())),
            ("", Err(Wrong::Empty)),
            ("an na", Err(Wrong::Blank)),
            (" anna", Err(Wrong::Blank)),
            ("an\u{200b}na", Err(Wrong::ControlCharacter)),
            ("an\u{1}na", Err(Wrong::ControlCharacter)),
            (&"a".repeat(65), Err(Wrong::TooLong { chars_max: 64 })),
        ] {
            assert_eq!(login(value), expected, "{value:?}");
        }
    }

    #[test]
    fn email_addresses_are_what_mail_servers_take() {
        for good in
            ["anna@example.com", "a+b@box", "änne@büro.example", "box@[192.0.2.1]", "a@[IPv6:2001:db8::1]"]
        {
            assert_eq!(email(good), Ok(()), "{good:?}");
        }
        for bad in
            ["", "a", "@b", "a@", "a@b@c", "a b@c", "a@b c", "a@b..c", "a,b@c", "a@b_c", "a@[x]", "<a@b>"]
        {
            assert_eq!(email(bad), Err(Wrong::NotAnEmail { value: bad.to_owned() }), "{bad:?}");
        }
        assert_eq!(email("a\u{200b}@example.com"), Err(Wrong::ControlCharacter));
        assert!(email(&format!("{}@b.de", "a".repeat(65))).is_err());
    }
}
