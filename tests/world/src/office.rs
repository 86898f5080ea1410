//! The office of the virtual world: one person a number, one account each, usernames `u` + number.

use jiff::Timestamp;
use model::{
    ContactKind, ContactMethod, ContactMethodId, DigestAlgorithm, Directory, DirectoryBuilder, Ha1, Line,
    LineId, Office, OfficeId, Owner, PersonId,
};

/// The digest realm of the virtual office.
pub const REALM: &str = "virtual.example";

/// An office with these numbers. The account of 201 is `u201`, its secret `secret-of-u201`.
pub fn office(numbers: &[&str]) -> Directory {
    office_with(numbers, DigestAlgorithm::Md5)
}

/// The same, challenged with this algorithm.
pub fn office_with(numbers: &[&str], algorithm: DigestAlgorithm) -> Directory {
    build(numbers, algorithm, secret)
}

/// The same, with another secret for one of them.
pub fn office_with_secret_of(numbers: &[&str], whose: &str, new: &str) -> Directory {
    build(
        numbers,
        DigestAlgorithm::Md5,
        |number| if number == whose { new.to_owned() } else { secret(number) },
    )
}

fn build(numbers: &[&str], algorithm: DigestAlgorithm, secret: impl Fn(&str) -> String) -> Directory {
    let office = Office {
        country: "DE".to_owned(),
        region: "BY".to_owned(),
        timezone: "Europe/Berlin".to_owned(),
        ..Office::named(OfficeId::new(1, [0; 10]), "Virtual Office")
    };
    let mut builder = DirectoryBuilder::new(1, REALM, office, Vec::new());
    for (n, number) in (0_u64..).zip(numbers) {
        let owner = Owner::Person(PersonId::new(n, [1; 10]));
        let line = Line::new(LineId::new(n, [2; 10]), owner, number.parse().expect("a number"));
        let line_id = line.id;
        builder.line(line, &format!("Person {number}")).expect("numbers differ");
        let username = format!("u{number}").parse().expect("a username");
        let ha1 = Ha1::new(&username, REALM, &secret(number));
        let method = ContactMethod {
            id: ContactMethodId::new(n, [3; 10]),
            line: line_id,
            position: 0,
            kind: ContactKind::Sip { username, algorithm },
        };
        builder.contact_method(method, Some(ha1)).expect("usernames differ");
    }
    builder.build()
}

/// The secret of a number's account.
pub fn secret(number: &str) -> String {
    format!("secret-of-u{number}")
}

/// The civil time at which every run begins.
pub(crate) fn dawn() -> Timestamp {
    "2026-11-22T08:00:00Z".parse().expect("a time of day")
}
