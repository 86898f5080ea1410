//! What the values of rows may be; each answer says what is expected.

pub mod rule;
#[cfg(test)]
mod tests;

use std::net::IpAddr;

use self::rule::TEXT_MAX;
use crate::error::Error;
use crate::wrong::Wrong;

/// Longest SIP secret, characters.
const SECRET_MAX: usize = 128;
/// Networks that a site or a login may name.
const SUBNETS_MAX: usize = 64;
/// Accounts or keys a telephone set may have; the largest known sets have 140 keys with side cars.
const POSITION_MAX: u32 = 1_000;

pub(crate) fn invalid(what: &str, field: &'static str, why: Wrong) -> Error {
    Error::Invalid { what: what.trim_end().to_owned(), field, why }
}

/// Text that may be empty.
pub(crate) fn text(what: &str, field: &'static str, value: &str) -> Result<(), Error> {
    rule::text(value).map_err(|why| invalid(what, field, why))
}

/// Text that may not be empty.
pub(crate) fn name(what: &str, field: &'static str, value: &str) -> Result<(), Error> {
    if value.trim().is_empty() {
        return Err(invalid(what, field, Wrong::Empty));
    }
    text(what, field, value)
}

/// An email address; may be empty.
pub(crate) fn email(what: &str, value: &str) -> Result<(), Error> {
    email_in(what, "email", value)
}

/// As [`email`], in a field of another name.
pub(crate) fn email_in(what: &str, field: &'static str, value: &str) -> Result<(), Error> {
    if value.is_empty() {
        return Ok(());
    }
    rule::email(value).map_err(|why| invalid(what, field, why))
}

/// A login.
pub(crate) fn login(what: &str, value: &str) -> Result<(), Error> {
    rule::login(value).map_err(|why| invalid(what, "login", why))
}

pub(crate) fn country(what: &str, value: &str) -> Result<(), Error> {
    if value.is_empty() || (value.len() == 2 && value.bytes().all(|byte| byte.is_ascii_uppercase())) {
        return Ok(());
    }
    let why = Wrong::NotACountry { value: value.to_owned() };
    Err(invalid(what, "country", why))
}

pub(crate) fn timezone(what: &str, value: &str) -> Result<(), Error> {
    match jiff::tz::db().get(value) {
        Ok(_) => Ok(()),
        Err(_) => {
            let why = Wrong::NotATimeZone { value: value.to_owned() };
            Err(invalid(what, "timezone", why))
        }
    }
}

/// The domain of email addresses; may be empty.
pub(crate) fn domain(what: &str, value: &str) -> Result<(), Error> {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if value.is_empty() || (value.len() <= TEXT_MAX && value.split('.').all(label)) {
        return Ok(());
    }
    Err(invalid(what, "email_domain", Wrong::NotADomain { value: value.to_owned() }))
}

/// The address under which people reach the portal; may be empty.
pub(crate) fn portal_url(what: &str, value: &str) -> Result<(), Error> {
    let rest = value.strip_prefix("https://");
    let host = rest.map(|rest| rest.split('/').next().unwrap_or_default());
    let good = host.is_some_and(|host| !host.is_empty() && !host.starts_with(':') && !host.contains('@'))
        && value.len() <= TEXT_MAX
        && value.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\"\\?#".contains(&byte));
    if value.is_empty() || good {
        return Ok(());
    }
    let why = Wrong::NotAUrl { value: value.to_owned() };
    Err(invalid(what, "portal_url", why))
}

pub(crate) fn prefix(what: &str, value: &str) -> Result<(), Error> {
    if value.len() <= 8 && value.bytes().all(dialable) {
        return Ok(());
    }
    let why = Wrong::NotAPrefix { value: value.to_owned() };
    Err(invalid(what, "outside_prefix", why))
}

pub(crate) fn networks(what: &str, field: &'static str, values: &[String]) -> Result<(), Error> {
    if values.len() > SUBNETS_MAX {
        return Err(invalid(what, field, Wrong::TooMany { max: SUBNETS_MAX }));
    }
    match values.iter().find(|value| !is_subnet(value)) {
        None => Ok(()),
        Some(value) => {
            let why = Wrong::NotANetwork { value: value.to_owned() };
            Err(invalid(what, field, why))
        }
    }
}

/// Things of which none is named twice.
pub(crate) fn once<T: PartialEq>(what: &str, field: &'static str, values: &[T]) -> Result<(), Error> {
    let twice =
        values.iter().enumerate().any(|(place, value)| values.iter().skip(place + 1).any(|v| v == value));
    if twice { Err(invalid(what, field, Wrong::Twice)) } else { Ok(()) }
}

/// A number of the public network (E.164): a plus, a country code, at most 15 digits.
pub(crate) fn e164(what: &str, value: &str) -> Result<(), Error> {
    let digits = value.strip_prefix('+').unwrap_or_default();
    let good = (4..=15).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    if good {
        return Ok(());
    }
    let why = Wrong::NotAPublicNumber { value: value.to_owned() };
    Err(invalid(what, "number", why))
}

/// The number of a forward to the outside.
pub(crate) fn outside_number(value: &str) -> Result<(), Error> {
    let digits = value.strip_prefix('+').unwrap_or(value);
    if (1..=32).contains(&digits.len()) && digits.bytes().all(dialable) {
        return Ok(());
    }
    Err(invalid(&format!("forward to {value:?}"), "number", Wrong::NotAnOutsideNumber))
}

/// The address of a forward to another exchange.
pub(crate) fn sip_uri(value: &str) -> Result<(), Error> {
    let lower = value.to_ascii_lowercase();
    let rest = lower.strip_prefix("sips:").or_else(|| lower.strip_prefix("sip:"));
    let good = rest.is_some_and(|rest| !rest.is_empty())
        && value.len() <= TEXT_MAX
        && value.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\"".contains(&byte));
    if good {
        return Ok(());
    }
    Err(invalid(&format!("forward to {value:?}"), "uri", Wrong::NotASipUri))
}

/// Positions on a telephone set: from 1, each once.
pub(crate) fn positions(what: &str, field: &'static str, of: impl Iterator<Item = u32>) -> Result<(), Error> {
    let mut positions: Vec<u32> = of.collect();
    positions.sort_unstable();
    if positions.iter().any(|position| !(1..=POSITION_MAX).contains(position)) {
        return Err(invalid(what, field, Wrong::Position { max: POSITION_MAX }));
    }
    match positions.windows(2).find(|pair| pair.first() == pair.last()) {
        None => Ok(()),
        Some(pair) => {
            let position = pair.first().copied().unwrap_or_default();
            Err(invalid(what, field, Wrong::PositionTwice { position }))
        }
    }
}

/// A SIP secret that somebody wrote.
pub(crate) fn secret(what: &str, value: &str) -> Result<(), Error> {
    if value.is_empty() || value.chars().count() > SECRET_MAX || value.chars().any(char::is_control) {
        return Err(invalid(what, "secret", Wrong::NotASecret { chars_max: SECRET_MAX }));
    }
    Ok(())
}

/// The name or address of another machine.
pub(crate) fn host(what: &str, value: &str) -> Result<(), Error> {
    let good = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.:_".contains(&byte));
    if good && (1..=253).contains(&value.len()) {
        return Ok(());
    }
    let why = Wrong::NotAHost { value: value.to_owned() };
    Err(invalid(what, "host", why))
}

/// A password that somebody else wants of us.
pub(crate) fn password(what: &str, value: &str) -> Result<(), Error> {
    if value.is_empty() || value.chars().count() > TEXT_MAX || value.chars().any(char::is_control) {
        return Err(invalid(what, "password", Wrong::NotASecret { chars_max: TEXT_MAX }));
    }
    Ok(())
}

/// What opens a mailbox from a telephone.
pub(crate) fn pin(what: &str, value: &str) -> Result<(), Error> {
    if (4..=8).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(());
    }
    Err(invalid(what, "pin", Wrong::NotAPin))
}

fn dialable(byte: u8) -> bool {
    byte.is_ascii_digit() || byte == b'*' || byte == b'#'
}

fn is_subnet(value: &str) -> bool {
    let (address, bits) = match value.split_once('/') {
        Some((address, bits)) => (address, bits.parse().ok()),
        None => (value, Some(0)),
    };
    let max: u32 = match address.parse() {
        Ok(IpAddr::V4(_)) => 32,
        Ok(IpAddr::V6(_)) => 128,
        Err(_) => return false,
    };
    bits.is_some_and(|bits: u32| bits <= max)
}
