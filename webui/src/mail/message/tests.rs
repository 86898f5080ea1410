//! Headers hold what was typed and nothing follows from it. That a mail is read as it was meant is proved in the crate
//! `tests`, with another's reader.

use super::*;
use crate::Language;
use crate::mail::Trial;

#[test]
fn the_same_mail_is_the_same_octets() {
    assert_eq!(mail("Anna", "Büro").message(&from()), mail("Anna", "Büro").message(&from()));
    let other = Mail { id: [8; 16], ..mail("Anna", "Büro") };
    assert_ne!(other.message(&from()), mail("Anna", "Büro").message(&from()));
}

#[test]
fn headers_say_when_from_whom_and_that_no_answer_is_wanted() {
    let text = String::from_utf8(mail("Anna", "Süd, GmbH").message(&from())).unwrap();
    for line in [
        "To: Anna <anna@example.net>\r\n",
        "Date: Tue, 22 Sep 2026 13:33:20 +0000\r\n",
        "Message-ID: <07070707070707070707070707070707@example.org>\r\n",
        "Auto-Submitted: auto-generated\r\n",
        "Content-Language: de\r\n",
        "MIME-Version: 1.0\r\n",
    ] {
        assert!(text.contains(line), "{line:?} in {text}");
    }
    assert!(text.contains("<pbx@example.org>\r\n"), "{text}");
}

#[test]
fn nothing_that_was_typed_becomes_a_header() {
    for evil in [
        "Anna\r\nBcc: all@example.net",
        "Anna\nBcc: all@example.net",
        "Anna\rBcc: all@example.net",
        "Änna\r\nBcc: all@example.net",
        "Anna\u{85}Bcc: x",
        "Anna\" <all@example.net>, \"",
        "Anna <all@example.net>",
        "Anna, Bert; Group: x;",
        "=?utf-8?q?Anna?=\0\\",
        "\u{2028}Anna\u{2029}",
        &"Müller, ".repeat(1_000),
    ] {
        let octets = mail(evil, evil).message(&from());
        assert!(octets.is_ascii());
        let text = String::from_utf8(octets).unwrap();
        let (head, _) = text.split_once("\r\n\r\n").unwrap();
        let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        let names: Vec<&str> =
            unfolded.split("\r\n").filter_map(|line| Some(line.split_once(':')?.0)).collect();
        assert_eq!(names.len(), unfolded.split("\r\n").count(), "{unfolded}");
        let mut sorted = names.clone();
        sorted.sort_unstable();
        let expected = [
            "Auto-Submitted",
            "Content-Language",
            "Content-Type",
            "Date",
            "From",
            "MIME-Version",
            "Message-ID",
            "Subject",
            "To",
        ];
        assert_eq!(sorted, expected, "{unfolded}");
        assert!(!text.replace("\r\n", "").contains(['\r', '\n', '\0']));
        assert!(text.split("\r\n").all(|line| line.len() <= 998), "a line is too long for SMTP");
        let to = unfolded.split("\r\n").find(|line| line.starts_with("To: ")).unwrap();
        assert!(to.ends_with(" <anna@example.net>"), "{to}");
    }
}

#[test]
fn a_mail_without_names_has_addresses() {
    let text = String::from_utf8(mail("", " \r\n").message(&from())).unwrap();
    assert!(
        text.contains("To: anna@example.net\r\n") && text.contains("From: pbx@example.org\r\n"),
        "{text}"
    );
}

#[test]
fn a_clock_before_1970_does_not_stop_it() {
    let early = Mail { written: Timestamp::MIN, ..mail("", "") };
    assert!(String::from_utf8(early.message(&from())).unwrap().contains("Date: Thu, 01 Jan 1970"));
}

fn mail(to_name: &str, office: &str) -> Mail {
    Mail {
        to: "anna@example.net".parse().unwrap(),
        to_name: to_name.to_owned(),
        from_name: office.to_owned(),
        letter: Trial { office, server: "mail", from: "pbx" }.letter(Language::De),
        id: [7; 16],
        written: Timestamp::from_second(1_790_084_000).unwrap(),
    }
}

fn from() -> Address {
    "pbx@example.org".parse().unwrap()
}
