//! An address that a mail can be sent to (RFC 5321 §4.1.2).

use std::fmt;
use std::str::FromStr;

/// The longest address, octets (RFC 5321 §4.5.3.1.3, without its angle brackets).
const OCTETS_MAX: usize = 254;

/// An address that every mail server understands: ASCII, a domain with umlauts in its ASCII form (RFC 5890).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Address(lettre::Address);

/// A text that is no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnAddress;

impl Address {
    /// What stands behind the @.
    pub fn domain(&self) -> &str {
        self.0.domain()
    }

    pub(super) fn for_smtp(&self) -> lettre::Address {
        self.0.clone()
    }
}

impl FromStr for Address {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let (user, domain) = text.trim().rsplit_once('@').ok_or(NotAnAddress)?;
        // Quoted names before the @ are legal, unused, and a way to smuggle spaces and brackets.
        if !user.is_ascii() || user.contains(|c: char| c.is_control() || " \"\\<>()[],;:@".contains(c)) {
            return Err(NotAnAddress);
        }
        let domain = match domain.is_ascii() {
            true => domain.to_owned(),
            false => idna::domain_to_ascii(domain).map_err(|_| NotAnAddress)?,
        };
        let address = lettre::Address::new(user, domain).map_err(|_| NotAnAddress)?;
        let is_of_a_size = address.as_ref() as &str;
        if is_of_a_size.len() > OCTETS_MAX { Err(NotAnAddress) } else { Ok(Self(address)) }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({})", self.0)
    }
}

impl fmt::Display for NotAnAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an email address")
    }
}

impl std::error::Error for NotAnAddress {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_that_servers_understand() {
        for (text, expected) in [
            ("anna@example.net", "anna@example.net"),
            (" anna.b+c@mail.example.net ", "anna.b+c@mail.example.net"),
            ("o'hara@example.net", "o'hara@example.net"),
            ("anna@müller.example", "anna@xn--mller-kva.example"),
            ("root@[192.0.2.1]", "root@[192.0.2.1]"),
            ("anna@mailbox", "anna@mailbox"),
        ] {
            assert_eq!(text.parse::<Address>().unwrap().to_string(), expected);
        }
    }

    #[test]
    fn what_could_be_more_than_an_address_is_none() {
        let long = format!("{}@{}.example", "a".repeat(60), "b.".repeat(100));
        for text in [
            "",
            "anna",
            "@example.net",
            "anna@",
            "anna@exa mple.net",
            "an na@example.net",
            "\"an na\"@example.net",
            "anna@example.net\r\nRCPT TO:<x@example.net>",
            "anna\r\n@example.net",
            "anna@example.net>",
            "<anna@example.net>",
            "anna@example.net,bert@example.net",
            "anna@bert@example.net",
            "änna@example.net",
            "anna@example..net",
            "anna@example.net\0",
            &long,
        ] {
            assert_eq!(text.parse::<Address>(), Err(NotAnAddress), "{text:?}");
        }
    }
}
