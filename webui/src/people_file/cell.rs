//! One cell: from text to value, and back for an export.

use model::{Mac, Number};
use store::{Wrong, rule};

use super::dialling;
use super::existing::Existing;
use super::fold;
use super::plan::Fault;
use super::property::Property;
use super::values::{OutsideNumber, Pin, Values, WhenUnavailable};
use super::words;
use crate::language::Language;

/// Puts what a cell says into the values. An empty cell says nothing.
pub(super) fn read(
    values: &mut Values,
    property: Property,
    text: &str,
    existing: &Existing,
) -> Result<(), Fault> {
    if text.is_empty() {
        return Ok(());
    }
    // People break lines in cells; other control characters come from files that were damaged.
    if text.chars().any(|letter| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t')) {
        return Err(Fault::ControlCharacter);
    }
    match property {
        Property::FirstName => values.first_name = Some(free(text)?),
        Property::LastName => values.last_name = Some(free(text)?),
        Property::Email => values.email = Some(email(text)?),
        Property::Department => values.department = Some(free(text)?),
        Property::JobTitle => values.job_title = Some(free(text)?),
        Property::TimeSchedule => {
            values.time_schedule = Some(known(&existing.schedules, text).ok_or(Fault::UnknownSchedule)?);
        }
        Property::CrmUserId => values.crm_user_id = Some(free(text)?),
        Property::Login => values.login = Some(login(text)?),
        Property::Site => values.site = Some(known(&existing.sites, text).ok_or(Fault::UnknownSite)?),
        Property::Number => values.number = Some(number(text)?),
        Property::DirectNumbers => values.direct_numbers = outside_numbers(text, existing)?,
        Property::OutsideCalls => values.outside_calls = Some(yes_no(text)?),
        Property::CallerIds => values.caller_ids = outside_numbers(text, existing)?,
        Property::InternalCallerId => values.internal_caller_id = Some(free(text)?),
        Property::WhenUnavailable => values.when_unavailable = Some(when_unavailable(text)?),
        Property::VoicemailPin => {
            values.voicemail_pin = Some(Pin::of_text(text).ok_or(Fault::InvalidPin)?);
        }
        Property::VoicemailEmail => values.voicemail_email = Some(email(text)?),
        Property::RecordInboundInternal => values.record_inbound_internal = Some(yes_no(text)?),
        Property::RecordInboundExternal => values.record_inbound_external = Some(yes_no(text)?),
        Property::RecordOutboundInternal => values.record_outbound_internal = Some(yes_no(text)?),
        Property::RecordOutboundExternal => values.record_outbound_external = Some(yes_no(text)?),
        Property::Mac => values.mac = Some(mac(text)?),
        Property::Model => values.model = Some(free(text)?),
    }
    Ok(())
}

/// The text of a cell that [`read`] reads as the same value.
pub(super) fn write(values: &Values, property: Property, language: Language) -> String {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let yes_no = |value: Option<bool>| value.map_or("", |yes| words::of_yes_no(yes, language)).to_owned();
    let numbers = |value: &Option<Vec<OutsideNumber>>| {
        let numbers = value.iter().flatten().map(OutsideNumber::as_str);
        numbers.collect::<Vec<_>>().join(", ")
    };
    match property {
        Property::FirstName => text(&values.first_name),
        Property::LastName => text(&values.last_name),
        Property::Email => text(&values.email),
        Property::Department => text(&values.department),
        Property::JobTitle => text(&values.job_title),
        Property::TimeSchedule => text(&values.time_schedule),
        Property::CrmUserId => text(&values.crm_user_id),
        Property::Login => text(&values.login),
        Property::Site => text(&values.site),
        Property::Number => shown(values.number.as_ref()),
        Property::DirectNumbers => numbers(&values.direct_numbers),
        Property::OutsideCalls => yes_no(values.outside_calls),
        Property::CallerIds => numbers(&values.caller_ids),
        Property::InternalCallerId => text(&values.internal_caller_id),
        Property::WhenUnavailable => match &values.when_unavailable {
            None => String::new(),
            Some(WhenUnavailable::Busy) => words::busy(language).to_owned(),
            Some(WhenUnavailable::Number(number)) => number.to_string(),
            Some(WhenUnavailable::Outside(number)) => number.to_string(),
            Some(WhenUnavailable::Voicemail) => words::voicemail(language).to_owned(),
        },
        Property::VoicemailPin => values.voicemail_pin.as_ref().map_or("", Pin::reveal).to_owned(),
        Property::VoicemailEmail => text(&values.voicemail_email),
        Property::RecordInboundInternal => yes_no(values.record_inbound_internal),
        Property::RecordInboundExternal => yes_no(values.record_inbound_external),
        Property::RecordOutboundInternal => yes_no(values.record_outbound_internal),
        Property::RecordOutboundExternal => yes_no(values.record_outbound_external),
        Property::Mac => shown(values.mac.as_ref()),
        Property::Model => text(&values.model),
    }
}

fn shown(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

/// What the office keeps, by its own rules.
fn kept(text: &str, rule: fn(&str) -> Result<(), Wrong>, otherwise: Fault) -> Result<String, Fault> {
    match rule(text) {
        Ok(()) => Ok(text.to_owned()),
        Err(Wrong::TooLong { chars_max }) => Err(Fault::TooLong { most: chars_max }),
        Err(Wrong::ControlCharacter) => Err(Fault::ControlCharacter),
        Err(_) => Err(otherwise),
    }
}

/// Text on one line: the office keeps no other.
fn free(text: &str) -> Result<String, Fault> {
    let lines = text.split(['\n', '\r', '\t']).map(str::trim).filter(|line| !line.is_empty());
    kept(&lines.collect::<Vec<_>>().join(" "), rule::text, Fault::ControlCharacter)
}

fn login(text: &str) -> Result<String, Fault> {
    kept(text, rule::login, Fault::InvalidLogin)
}

fn email(text: &str) -> Result<String, Fault> {
    kept(text, rule::email, Fault::InvalidEmail)
}

/// The name as it is called there: as written, else but for its case.
fn known(names: &[String], text: &str) -> Option<String> {
    let folded = fold::name(text);
    let exactly = names.iter().find(|name| *name == text);
    exactly.or_else(|| names.iter().find(|name| fold::name(name) == folded)).cloned()
}

fn number(text: &str) -> Result<Number, Fault> {
    text.parse().map_err(|_| Fault::InvalidNumber)
}

fn yes_no(text: &str) -> Result<bool, Fault> {
    words::yes_no(text).ok_or(Fault::InvalidYesNo)
}

/// In any of the ways in which telephones and their boxes print it.
fn mac(text: &str) -> Result<Mac, Fault> {
    let digits: String = text.chars().filter(|letter| !matches!(letter, ':' | '-' | '.' | ' ')).collect();
    digits.to_ascii_lowercase().parse().map_err(|_| Fault::InvalidMac)
}

fn when_unavailable(text: &str) -> Result<WhenUnavailable, Fault> {
    if words::is_voicemail(text) {
        Ok(WhenUnavailable::Voicemail)
    } else if words::is_busy(text) {
        Ok(WhenUnavailable::Busy)
    } else if text.starts_with('+') {
        let number = OutsideNumber::of_text(text);
        number
            .map(WhenUnavailable::Outside)
            .ok_or_else(|| Fault::InvalidOutsideNumber { text: text.to_owned() })
    } else {
        number(text).map(WhenUnavailable::Number)
    }
}

/// Several numbers in a cell, each once. Commas, semicolons and line breaks stand between them; a space only does
/// where a plus follows or where every word is long enough for a number, since people write spaces in numbers too.
fn outside_numbers(text: &str, existing: &Existing) -> Result<Option<Vec<OutsideNumber>>, Fault> {
    let mut numbers = Vec::new();
    for part in text.split([',', ';', '\n', '\r', '\t']) {
        for written in several(part) {
            let number = OutsideNumber::of_text(&written)
                .ok_or_else(|| Fault::InvalidOutsideNumber { text: written.clone() })?;
            let number = dialling::international(&number, &existing.country)?;
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
    }
    Ok(if numbers.is_empty() { None } else { Some(numbers) })
}

/// The numbers of a part of a cell, as written.
fn several(part: &str) -> Vec<String> {
    let mut groups: Vec<Vec<&str>> = Vec::new();
    for word in part.split_whitespace() {
        match groups.last_mut() {
            Some(group) if !word.starts_with('+') => group.push(word),
            _ => groups.push(vec![word]),
        }
    }
    // 8: two such words are more digits than one number has.
    let long = |word: &&str| word.bytes().filter(u8::is_ascii_digit).count() >= 8;
    let mut numbers = Vec::new();
    for group in groups {
        if group.iter().all(long) {
            numbers.extend(group.into_iter().map(str::to_owned));
        } else {
            numbers.push(group.join(" "));
        }
    }
    numbers
}

#[cfg(test)]
mod tests;
