//! What is a URI and what is none.

use super::*;

#[test]
fn sip_uris_come_in_parts() {
    for (text, user, host, port) in [
        ("sip:example.com", "", "example.com", None),
        ("SIP:201@example.com", "201", "example.com", None),
        ("sips:201@192.0.2.1:5061;transport=tcp", "201", "192.0.2.1", Some(5061)),
        ("sip:201:secret@h", "201", "h", None),
        ("sip:[2001:db8::10]", "", "2001:db8::10", None),
        ("sip:user@[2001:db8:::192.0.2.1]", "user", "2001:db8:::192.0.2.1", None),
        ("sip:[2001:db8::10]:5070", "", "2001:db8::10", Some(5070)),
        ("sip:sips%3Auser%40example.com@example.net", "sips:user@example.com", "example.net", None),
        ("sip:%75se%72@h", "user", "h", None),
        ("sip:null-%00-null@h", "null-\0-null", "h", None),
        ("sip:%fc@h", "\u{fffd}", "h", None),
        ("sip:user;par=u%40example.net@example.com", "user;par=u@example.net", "example.com", None),
        ("sip:*21#@h", "*21#", "h", None),
        (
            "sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com",
            "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*",
            "example.com",
            None,
        ),
    ] {
        let uri = Uri::parse(text).expect(text);
        assert!(uri.is_sip());
        assert_eq!((&*uri.user_text(), uri.host, uri.port), (user, host, port), "{text}");
    }
}

#[test]
fn parameters_and_headers_belong_to_the_uri() {
    let uri = Uri::parse("sip:a@b:5060;lr;transport=TCP;unknown?Route=%3Csip:c%3E&x=y").unwrap();
    assert_eq!(uri.params.value("transport"), Some("TCP"));
    assert_eq!(uri.params.get("lr"), Some(None));
    assert_eq!(uri.headers, Some("Route=%3Csip:c%3E&x=y"));
}

#[test]
fn any_absolute_uri_is_one() {
    for (text, scheme, opaque) in [
        ("tel:+49-89-123;phone-context=x", "tel", "+49-89-123;phone-context=x"),
        ("nobodyKnowsThisScheme:totallyopaquecontent", "nobodyKnowsThisScheme", "totallyopaquecontent"),
        ("soap.beep://192.0.2.103:3002", "soap.beep", "//192.0.2.103:3002"),
        ("urn:service:sos", "urn", "service:sos"),
        ("isbn:2983792873", "isbn", "2983792873"),
    ] {
        let uri = Uri::parse(text).expect(text);
        assert_eq!((uri.scheme, uri.opaque, uri.user, uri.host), (scheme, opaque, None, ""), "{text}");
        assert!(!uri.is_sip());
    }
}

#[test]
fn what_is_no_uri() {
    for (text, error) in [
        ("", UriError::NoScheme),
        ("alan@jasomi.com", UriError::NoScheme),
        ("sip:", UriError::NoScheme),
        (":x", UriError::NoScheme),
        ("1a:x", UriError::NoScheme),
        ("<sip:a@b>", UriError::Character),
        ("sip:a b@c", UriError::Character),
        ("sip:a@b\r\n", UriError::Character),
        ("sip:100%@h", UriError::Character),
        ("sip:%zz@h", UriError::Character),
        ("sip:@h", UriError::User),
        ("sip:a@b@c", UriError::User),
        ("sip:a@", UriError::Host),
        ("sip:a@b:", UriError::Host),
        ("sip:a@b:99999", UriError::Host),
        ("sip:2001:db8::10", UriError::Host),
        ("sip:[2001:db8::10", UriError::Host),
        ("sip:a@b;;", UriError::Params),
        ("sip:a@b;", UriError::Params),
    ] {
        assert_eq!(Uri::parse(text), Err(error), "{text}");
    }
}
