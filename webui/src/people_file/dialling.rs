//! Numbers as people write them at home, with their country code: "030 23125101" in Germany is "+493023125101".

use super::plan::Fault;
use super::values::OutsideNumber;

/// Country (ISO 3166-1), its calling code, what is dialled there before an area code, and before another country.
const COUNTRIES: [(&str, &str, &str, &str); 17] = [
    ("AT", "43", "0", "00"),
    ("BE", "32", "0", "00"),
    ("CA", "1", "1", "011"),
    ("CH", "41", "0", "00"),
    ("DE", "49", "0", "00"),
    ("DK", "45", "", "00"),
    ("ES", "34", "", "00"),
    ("FR", "33", "0", "00"),
    ("GB", "44", "0", "00"),
    ("IE", "353", "0", "00"),
    // Its area codes keep their zero behind the country code.
    ("IT", "39", "", "00"),
    ("LI", "423", "", "00"),
    ("LU", "352", "", "00"),
    ("NL", "31", "0", "00"),
    ("PL", "48", "", "00"),
    ("PT", "351", "", "00"),
    ("US", "1", "1", "011"),
];

/// The number with its country code. Of one without an area code, or in a country that is not known here, the plus is asked for.
pub(super) fn international(number: &OutsideNumber, country: &str) -> Result<OutsideNumber, Fault> {
    let text = number.as_str();
    let wrong = || Fault::NeedsCountryCode { text: text.to_owned() };
    let known = COUNTRIES.iter().find(|(code, ..)| *code == country);
    let whole = match (text.strip_prefix('+'), known) {
        (Some(_), _) => text.to_owned(),
        (None, None) => return Err(wrong()),
        (None, Some((_, calling, trunk, abroad))) => match text.strip_prefix(abroad) {
            Some(rest) => format!("+{rest}"),
            None if *calling == "1" => {
                // Ten digits, with or without what is dialled before them.
                let rest = text.strip_prefix(trunk).filter(|rest| rest.len() == 10).unwrap_or(text);
                if rest.len() != 10 {
                    return Err(wrong());
                }
                format!("+1{rest}")
            }
            None => format!("+{calling}{}", text.strip_prefix(trunk).ok_or_else(wrong)?),
        },
    };
    let digits = whole.trim_start_matches('+');
    let good = (4..=15).contains(&digits.len()) && !digits.starts_with('0');
    OutsideNumber::of_text(&whole)
        .filter(|_| good)
        .ok_or_else(|| Fault::InvalidOutsideNumber { text: text.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_get_the_code_of_their_country() {
        for (country, text, expected) in [
            ("DE", "030 23125101", Some("+493023125101")),
            ("DE", "0043 1 23456", Some("+43123456")),
            ("DE", "23125101", None),
            ("DE", "+49 (0)30 23125101", Some("+493023125101")),
            ("AT", "01 23456", Some("+43123456")),
            ("CH", "044 123 45 67", Some("+41441234567")),
            ("FR", "01 23 45 67 89", Some("+33123456789")),
            ("ES", "900 000 101", Some("+34900000101")),
            ("GB", "020 7946 0101", Some("+442079460101")),
            ("US", "(202) 555-0101", Some("+12025550101")),
            ("US", "1 202 555 0101", Some("+12025550101")),
            ("US", "011 49 30 1000", Some("+49301000")),
            ("US", "555 0101", None),
            ("IT", "06 1234567", Some("+39061234567")),
            ("NL", "020 123 4567", Some("+31201234567")),
            ("BE", "02 123 45 67", Some("+3221234567")),
            ("", "030 23125101", None),
            ("", "+493023125101", Some("+493023125101")),
            ("JP", "03 1234 5678", None),
            ("DE", "+0301234", None),
            ("DE", "+123", None),
        ] {
            let number = OutsideNumber::of_text(text).unwrap();
            let found = international(&number, country).ok();
            assert_eq!(found.as_ref().map(OutsideNumber::as_str), expected, "{country} {text}");
        }
    }
}
