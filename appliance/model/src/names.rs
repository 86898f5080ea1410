//! What can be dialled and how a telephone is named: internal numbers, SIP usernames, MAC addresses.
//! Each is checked once, where it enters.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A text that cannot be a number, a username or a MAC address, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidName {
    /// The text as given.
    pub text: String,
    /// What is expected, for people.
    pub expected: &'static str,
}

impl fmt::Display for InvalidName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not {}", self.text, self.expected)
    }
}

impl std::error::Error for InvalidName {}

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident: $expected:literal, $pattern:literal, $valid:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "openapi", schema(value_type = String, pattern = $pattern))]
        pub struct $name(Box<str>);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidName;

            fn from_str(text: &str) -> Result<Self, InvalidName> {
                let valid: fn(&str) -> bool = $valid;
                if valid(text) {
                    Ok(Self(text.into()))
                } else {
                    Err(InvalidName { text: text.chars().take(80).collect(), expected: $expected })
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidName;

            fn try_from(text: String) -> Result<Self, InvalidName> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> String {
                name.0.into()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )*};
}

names! {
    /// An internal number, as dialled on a keypad.
    Number: "an internal number (1 to 15 of the digits 0-9, * and #)", "^[0-9*#]{1,15}$",
        |text| (1..=15).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit() || b == b'*' || b == b'#');

    /// The name with which a telephone registers. It can be dialled too.
    Username: "a SIP username (1 to 64 of the letters a-z and A-Z, digits, and . _ - + * #)", "^[0-9A-Za-z._+*#-]{1,64}$",
        |text| (1..=64).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-+*#".contains(&b));

    /// A MAC address: twelve lower-case hexadecimal digits.
    Mac: "a MAC address (twelve hexadecimal digits, lower case, without separators)", "^[0-9a-f]{12}$",
        |text| text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_a_keypad_can_dial() {
        for (text, good) in [
            ("201", true),
            ("*97", true),
            ("#1", true),
            ("", false),
            ("20a", false),
            ("+4989", false),
            ("1234567890123456", false),
            ("2 01", false),
        ] {
            assert_eq!(text.parse::<Number>().is_ok(), good, "{text:?}");
        }
    }

    #[test]
    fn usernames_need_no_escaping_in_a_uri_but_for_the_hash() {
        for (text, good) in [
            ("u201", true),
            ("anna.b-c_d", true),
            ("201", true),
            ("a b", false),
            ("a@b", false),
            ("ä", false),
        ] {
            assert_eq!(text.parse::<Username>().is_ok(), good, "{text:?}");
        }
    }

    #[test]
    fn says_what_is_expected() {
        assert_eq!(
            "2O1".parse::<Number>().unwrap_err().to_string(),
            "\"2O1\" is not an internal number (1 to 15 of the digits 0-9, * and #)"
        );
    }
}
