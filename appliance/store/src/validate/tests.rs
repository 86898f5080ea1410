//! What values may be, and what is said of others.

use super::*;

#[test]
fn says_what_is_expected() {
    for (result, expected) in [
        (name("person", "first_name", " "), "person: first_name: must not be empty"),
        (text("site A", "region", "a\nb"), "site A: region: no control characters, please"),
        (email("person A", "a@"), "person A: email: \"a@\" is not an email address"),
        (
            country("the office", "de"),
            "the office: country: \"de\" is not a country code (two capital letters, as DE)",
        ),
        (
            timezone("the office", "Europe/Bern"),
            "the office: timezone: \"Europe/Bern\" is not a time zone (as Europe/Berlin)",
        ),
        (
            networks("site A", "subnets", &["10.0.0.0/33".to_owned()]),
            "site A: subnets: \"10.0.0.0/33\" is not a network (as 192.168.1.0/24)",
        ),
        (
            domain("the office", "example..com"),
            "the office: email_domain: \"example..com\" is not a domain (as example.com)",
        ),
        (
            portal_url("the office", "http://pbx"),
            "the office: portal_url: \"http://pbx\" is not the address of a page (as https://pbx.example.com:8443/)",
        ),
        (positions("phone A", "keys", [2, 1, 2].into_iter()), "phone A: keys: position 2 is given twice"),
        (positions("phone A", "keys", [0].into_iter()), "phone A: keys: positions count from 1 to 1000"),
        (secret("account a", ""), "account a: secret: 1 to 128 characters without control characters"),
    ] {
        assert_eq!(result.unwrap_err().to_string(), expected);
    }
}

#[test]
fn takes_what_offices_have() {
    for result in [
        email("", ""),
        email("", "anna@example.com"),
        country("", ""),
        country("", "DE"),
        timezone("", "Europe/Berlin"),
        timezone("", "UTC"),
        domain("", ""),
        domain("", "mail.ex-ample.com"),
        portal_url("", ""),
        portal_url("", "https://[2001:db8::1]:8443/portal"),
        prefix("", "0"),
        prefix("", ""),
        networks("", "", &["192.168.1.0/24".to_owned(), "2001:db8::/32".to_owned(), "10.0.0.1".to_owned()]),
        outside_number("+4989123456"),
        outside_number("0089123456"),
        sip_uri("sip:anna@[2001:db8::1]:5060;transport=tcp"),
        positions("", "keys", [3, 1].into_iter()),
    ] {
        result.unwrap();
    }
    for url in
        ["https://", "https:///a", "https://:1/", "https://a@b/", "https://a b/", "https://a/?x", "HTTPS://a"]
    {
        assert!(portal_url("", url).is_err(), "{url:?}");
    }
    for uri in ["", "sip:", "tel:1", "sip:a b", "sip:<a>"] {
        assert!(sip_uri(uri).is_err(), "{uri:?}");
    }
}
