//! What a soft-phone fetches is read again by an independent reader of XML.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::*;

#[test]
fn an_account_is_told_whole() {
    let read = read(&linphone_xml(&anna()));
    for ((section, entry), expected) in [
        (("sip", "default_proxy"), "0"),
        (("proxy_0", "reg_proxy"), "<sip:pbx.example.net:5061;transport=tls>"),
        (("proxy_0", "reg_identity"), "\"Anna Müller\" <sip:201@pbx.example.net>"),
        (("proxy_0", "reg_expires"), "600"),
        (("proxy_0", "reg_sendregister"), "1"),
        (("proxy_0", "realm"), "bellbox-7"),
        (("auth_info_0", "username"), "201"),
        (("auth_info_0", "userid"), "201"),
        (("auth_info_0", "passwd"), "s3cret"),
        (("auth_info_0", "realm"), "bellbox-7"),
        (("auth_info_0", "domain"), "pbx.example.net"),
    ] {
        assert_eq!(read[&(section.to_owned(), entry.to_owned())], expected, "{section} {entry}");
    }
    assert!(!read.contains_key(&("auth_info_0".to_owned(), "algorithm".to_owned())));
}

#[test]
fn what_somebody_typed_stays_a_value() {
    let name = "</entry><entry name=\"x\">\u{0}\r\n[sip]\u{ffff} & \"Co\" \\ ]]>";
    let told = read(&linphone_xml(&Account {
        display_name: name,
        username: "a<b>&\"c' d@e",
        secret: Secret::Password("<&>\"'\n%ü"),
        ..anna()
    }));
    assert_eq!(told.len(), read(&linphone_xml(&anna())).len());
    let of = |section: &str, entry: &str| told[&(section.to_owned(), entry.to_owned())].as_str();
    assert_eq!(
        of("proxy_0", "reg_identity"),
        "\"</entry><entry name=\\\"x\\\">[sip] & \\\"Co\\\" \\\\ ]]>\" <sip:a%3Cb%3E&%22c'%20d%40e@pbx.example.net>"
    );
    assert_eq!(of("auth_info_0", "username"), "a<b>&\"c' d@e");
    assert_eq!(of("auth_info_0", "passwd"), "<&>\"'%ü");
}

#[test]
fn transports_ports_and_addresses() {
    for (transport, port, domain, server) in [
        (Transport::Udp, None, "pbx", "<sip:pbx;transport=udp>"),
        (Transport::Tcp, Some(5070), "192.0.2.1", "<sip:192.0.2.1:5070;transport=tcp>"),
        (Transport::Tls, Some(5061), "[2001:db8::1]", "<sip:[2001:db8::1]:5061;transport=tls>"),
    ] {
        let read = read(&linphone_xml(&Account { transport, port, domain, ..anna() }));
        assert_eq!(read[&("proxy_0".to_owned(), "reg_proxy".to_owned())], server);
    }
}

#[test]
fn a_hash_is_enough() {
    for (secret, algorithm) in [(Secret::Ha1Md5("ab12"), "MD5"), (Secret::Ha1Sha256("ab12"), "SHA-256")] {
        let read = read(&linphone_xml(&Account { secret, ..anna() }));
        assert_eq!(read[&("auth_info_0".to_owned(), "ha1".to_owned())], "ab12");
        assert_eq!(read[&("auth_info_0".to_owned(), "algorithm".to_owned())], algorithm);
        assert!(!read.contains_key(&("auth_info_0".to_owned(), "passwd".to_owned())));
    }
}

#[test]
fn the_code_holds_an_address_of_ours() {
    let address = address("pbx.example.net:8443", &Token::new([0; 32]));
    let token = "A".repeat(43);
    assert_eq!(address, format!("https://pbx.example.net:8443/invitation/{token}/linphone.xml"));
    assert_eq!(link(&address), format!("linphone-config:{address}"));
    assert!(crate::qr::Code::of(&address).is_ok());
}

fn anna() -> Account<'static> {
    Account {
        display_name: "Anna Müller",
        username: "201",
        secret: Secret::Password("s3cret"),
        realm: "bellbox-7",
        domain: "pbx.example.net",
        port: Some(5061),
        transport: Transport::Tls,
        expires_s: 600,
    }
}

/// Values by section and entry; all are to be taken over, and none stands elsewhere.
fn read(xml: &str) -> BTreeMap<(String, String), String> {
    let mut reader = Reader::from_str(xml);
    let (mut path, mut values) = (Vec::new(), BTreeMap::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Start(element) => {
                let name = element.try_get_attribute("name").unwrap();
                path.push(name.map(|name| name.value.into_owned()));
                if path.len() == 3 {
                    assert!(element.try_get_attribute("overwrite").unwrap().is_some());
                    let text = reader.read_text(element.name()).unwrap();
                    let value = quick_xml::escape::unescape(&text).unwrap().into_owned();
                    let (section, entry) = (path[1].clone().unwrap(), path[2].clone().unwrap());
                    assert!(values.insert((section, entry), value).is_none());
                    path.pop();
                }
            }
            Event::End(_) => _ = path.pop(),
            Event::Text(text) => assert!(text.trim_ascii().is_empty()),
            Event::Decl(_) => {}
            other => panic!("{other:?}"),
        }
    }
    assert!(path.is_empty());
    values
}
