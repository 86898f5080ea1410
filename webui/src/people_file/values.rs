//! What the file says of one person, parsed.

use std::fmt;

use model::{Mac, Number};

/// What the file says of one person; where a cell is empty, nothing is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values {
    /// In every row of a plan.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// As written; two that differ in case are one.
    pub email: Option<String>,
    /// Department.
    pub department: Option<String>,
    /// Job title.
    pub job_title: Option<String>,
    /// The name of a time schedule, as it is called there.
    pub time_schedule: Option<String>,
    /// The key in the office's customer system.
    pub crm_user_id: Option<String>,
    /// At most 64 characters, none of them white space.
    pub login: Option<String>,
    /// The name of a site, as it is called there.
    pub site: Option<String>,
    /// Internal number.
    pub number: Option<Number>,
    /// Each once; never an empty list.
    pub direct_numbers: Option<Vec<OutsideNumber>>,
    /// Whether outside numbers may be called.
    pub outside_calls: Option<bool>,
    /// Each once; never an empty list.
    pub caller_ids: Option<Vec<OutsideNumber>>,
    /// Shown to colleagues.
    pub internal_caller_id: Option<String>,
    /// Where a call goes that nobody can take.
    pub when_unavailable: Option<WhenUnavailable>,
    /// Opens the mailbox.
    pub voicemail_pin: Option<Pin>,
    /// Where messages are sent.
    pub voicemail_email: Option<String>,
    /// Whether calls from colleagues are recorded.
    pub record_inbound_internal: Option<bool>,
    /// Whether calls from outside are recorded.
    pub record_inbound_external: Option<bool>,
    /// Whether calls to colleagues are recorded.
    pub record_outbound_internal: Option<bool>,
    /// Whether calls to the outside are recorded.
    pub record_outbound_external: Option<bool>,
    /// Of the telephone set.
    pub mac: Option<Mac>,
    /// Of the telephone set: "T54W".
    pub model: Option<String>,
}

/// A number of the public network: 3 to 15 digits as dialled from outside, after a plus when it is international.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OutsideNumber(Box<str>);

impl OutsideNumber {
    /// Takes what people write between digits out: "+49 (0)30 23125-101" is "+4930" and so on.
    pub fn of_text(text: &str) -> Option<Self> {
        let text = text.trim();
        let (plus, rest) = match text.strip_prefix('+') {
            // The zero in parentheses is what one dials at home instead of the country.
            Some(rest) => ("+", rest.replacen("(0)", "", 1)),
            None => ("", text.to_owned()),
        };
        let digits: String =
            rest.chars().filter(|letter| !letter.is_whitespace() && !"-./()".contains(*letter)).collect();
        let good = (3..=15).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
        good.then(|| Self([plus, digits.as_str()].concat().into()))
    }

    /// The digits, after a plus when it is international.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OutsideNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a call goes that nobody can take (F-104).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum WhenUnavailable {
    /// The caller hears that the line is busy.
    Busy,
    /// A number of the office.
    Number(Number),
    /// A number outside; it is written with a plus.
    Outside(OutsideNumber),
    /// The person's mailbox.
    Voicemail,
}

/// The digits that open a mailbox, 4 to 8; not shown by `Debug`, so that they reach no log.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin(Box<str>);

impl Pin {
    /// Nothing for what is no PIN.
    pub fn of_text(text: &str) -> Option<Self> {
        let good = (4..=8).contains(&text.len()) && text.bytes().all(|digit| digit.is_ascii_digit());
        good.then(|| Self(text.into()))
    }

    /// The digits.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, number) in [
            ("+49 (0)30 23125-101", Some("+493023125101")),
            ("(030) 23125 101", Some("03023125101")),
            ("030/23125101", Some("03023125101")),
            ("+33\u{a0}1.23.45.67.89", Some("+33123456789")),
            ("112", Some("112")),
            ("12", None),
            ("+", None),
            ("", None),
            ("1234567890123456", None),
            ("++49301234", None),
            ("0800 CALLME", None),
            ("٣٣٣٣", None),
        ] {
            assert_eq!(OutsideNumber::of_text(text).as_ref().map(OutsideNumber::as_str), number, "{text:?}");
        }
    }

    #[test]
    fn a_pin_is_in_no_log() {
        let pin = Pin::of_text("4711").expect("four digits");
        assert_eq!(format!("{pin:?}"), "Pin(..)");
        for text in ["", "123", "123456789", "12a4", "12 34", "-123"] {
            assert_eq!(Pin::of_text(text), None, "{text:?}");
        }
    }
}
