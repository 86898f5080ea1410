//! Digests of the RFCs' own examples, and damaged credentials.

use super::*;

#[test]
fn agrees_with_the_examples_of_the_standards() {
    let rfc_7616 = r#"Digest username="Mufasa", realm="http-auth@example.org", uri="/dir/index.html",
        algorithm=MD5, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", nc=00000001,
        cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", qop=auth,
        response="8ca523f5e9506fed4657c9700eebdbec", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS""#;
    let rfc_7616_sha = rfc_7616.replace("MD5", "SHA-256").replace(
        "8ca523f5e9506fed4657c9700eebdbec",
        "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
    );
    let rfc_2617 = r#"Digest username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093",
        uri="/dir/index.html", qop=auth, nc=00000001, cnonce="0a4f113b",
        response="6629fae49393a05397450978507c4ef1", opaque="5ccc069c403ebaf9f0171e9517f40e41""#;
    // RFC 2069 as corrected by its erratum 749.
    let rfc_2069 = r#"Digest username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093",
        uri="/dir/index.html", response="1949323746fe6a43ef61f9606e7febea""#;
    for (name, text, secret) in [
        ("RFC 7616 §3.9.1 MD5", rfc_7616, "Circle of Life"),
        ("RFC 7616 §3.9.1 SHA-256", &rfc_7616_sha, "Circle of Life"),
        ("RFC 2617 §3.5", rfc_2617, "Circle Of Life"),
        ("RFC 2069 §2.4", rfc_2069, "CircleOfLife"),
    ] {
        let credentials = Credentials::parse(text.as_bytes()).expect(name);
        let good = ha1(credentials.algorithm, "Mufasa", &credentials.realm, secret);
        assert!(verify(&credentials, &good, "GET"), "{name}");
        assert!(!verify(&credentials, &good, "POST"), "{name}");
        let bad = ha1(credentials.algorithm, "Mufasa", &credentials.realm, "another");
        assert!(!verify(&credentials, &bad, "GET"), "{name}");
    }
}

#[test]
fn reads_what_phones_send() {
    let good = r#"Digest username="u",realm="r",nonce="n",uri="sip:x",response="d""#;
    for (name, text, nc) in [
        ("without qop", good.to_owned(), Some(0)),
        ("scheme in capitals", good.replace("Digest", "DIGEST"), Some(0)),
        ("tabs, empty elements and a comma at the end", good.replace(',', " ,\t, ") + " , ", Some(0)),
        ("unknown parameters", format!("{good}, auts=\"a,b\", x=y"), Some(0)),
        ("quoted qop", format!("{good}, qop=\"auth\", cnonce=\"c\", nc=0000000A"), Some(10)),
        ("spaces around =", good.replace('=', " = "), Some(0)),
        ("nc with more than eight digits", format!("{good}, qop=auth, cnonce=c, nc=000000001"), None),
        ("nc with a sign", format!("{good}, qop=auth, cnonce=c, nc=+1"), None),
        ("qop without cnonce", format!("{good}, qop=auth, nc=00000001"), None),
        ("qop without nc", format!("{good}, qop=auth, cnonce=c"), None),
        ("a parameter twice", format!("{good}, Username=\"v\""), None),
        ("no closing quote", good.replace("\"d\"", "\"d"), None),
        ("text after the quote", good.replace("\"n\"", "\"n\"x"), None),
        ("no response", good.replace("response", "answer"), None),
        ("another scheme", good.replace("Digest", "Basic"), None),
        ("session algorithm", format!("{good}, algorithm=MD5-sess"), None),
        ("no parameter", "Digest ".to_owned(), None),
        ("nothing", String::new(), None),
        ("a backslash at the end", "Digest username=\"\\".to_owned(), None),
        ("too many", format!("{good}{}", (0..30).map(|i| format!(",p{i}=1")).collect::<String>()), None),
    ] {
        assert_eq!(Credentials::parse(text.as_bytes()).map(|c| c.nc), nc, "{name}");
    }
    assert!(Credentials::parse(b"Digest username=\"\xff\"").is_none());
}

#[test]
fn quoted_pairs_are_the_character_they_stand_for() {
    let credentials = Credentials::parse(
        br#"Digest username="a\"b\\c", realm="r, s", nonce="n", uri="sip:x;y=\"1,2\"", response="d""#,
    )
    .unwrap();
    assert_eq!(credentials.username, r#"a"b\c"#);
    assert_eq!(credentials.realm, "r, s");
    assert_eq!(credentials.uri, "sip:x;y=\"1,2\"");
}

#[test]
fn what_the_client_side_answers_the_server_side_takes() {
    for algorithm in [Algorithm::Md5, Algorithm::Sha256] {
        let realm = r#"Büro "1" \ x"#;
        let asked = challenge(realm, "abc", algorithm, false);
        let said =
            answer(asked.as_bytes(), "2\"0\\1", "s:ecret", "INVITE", "sip:202@pbx", "c\"n", 255).unwrap();
        let credentials = Credentials::parse(said.as_bytes()).unwrap();
        assert_eq!((credentials.algorithm, credentials.nc, &*credentials.realm), (algorithm, 255, realm));
        assert!(verify(&credentials, &ha1(algorithm, "2\"0\\1", realm, "s:ecret"), "INVITE"));
    }
}

#[test]
fn answers_the_challenge_that_it_understands() {
    let plain = r#"Digest realm="r", nonce="n""#;
    for (name, challenge, answered) in [
        ("RFC 2069", plain.to_owned(), true),
        ("several qops", format!("{plain}, qop=\"auth-int, auth\""), true),
        ("auth-int alone", format!("{plain}, qop=\"auth-int\""), false),
        ("unknown algorithm", format!("{plain}, algorithm=SHA-512-256"), false),
        ("opaque", format!("{plain}, opaque=\"o\""), true),
    ] {
        let said = answer(challenge.as_bytes(), "u", "s", "REGISTER", "sip:r", "c", 1);
        assert_eq!(said.is_some(), answered, "{name}");
        if let Some(said) = said {
            let credentials = Credentials::parse(said.as_bytes()).unwrap();
            assert!(verify(&credentials, &ha1(credentials.algorithm, "u", "r", "s"), "REGISTER"), "{name}");
        }
    }
}

#[test]
fn challenges_in_the_form_that_phones_expect() {
    assert_eq!(
        challenge("office", "12", Algorithm::Md5, false),
        r#"Digest realm="office", nonce="12", algorithm=MD5, qop="auth""#
    );
    assert_eq!(
        challenge("office", "12", Algorithm::Sha256, true),
        r#"Digest realm="office", nonce="12", algorithm=SHA-256, qop="auth", stale=true"#
    );
}

#[test]
fn a_digest_in_capitals_is_taken_and_any_other_length_is_not() {
    let said = answer(b"Digest realm=\"r\", nonce=\"n\"", "u", "s", "BYE", "sip:x", "", 0).unwrap();
    let mut credentials = Credentials::parse(said.as_bytes()).unwrap();
    let ha1 = ha1(Algorithm::Md5, "u", "r", "s");
    let good = credentials.response.clone().into_owned();
    for (response, right) in [
        (good.to_uppercase(), true),
        (good[..31].to_owned(), false),
        (format!("{good}0"), false),
        (String::new(), false),
    ] {
        credentials.response = response.into();
        assert_eq!(verify(&credentials, &ha1, "BYE"), right);
    }
}

#[test]
fn protection_that_was_not_offered_is_refused() {
    let text = r#"Digest username="u", realm="r", nonce="n", uri="x", response="d", qop=auth-int, nc=00000001, cnonce="c""#;
    assert!(!verify(&Credentials::parse(text.as_bytes()).unwrap(), &[0; 16], "BYE"));
}

#[test]
fn damaged_credentials_are_read_or_refused_but_never_a_panic() {
    let asked = challenge("r\"\\", "n", Algorithm::Sha256, true);
    let said = answer(asked.as_bytes(), "u\\", "s", "BYE", "sip:x", "c", 1).unwrap();
    for text in [asked.as_bytes(), said.as_bytes()] {
        for at in 0..text.len() {
            for byte in *b"\"\\,= \xff\0a" {
                let mut damaged = text.to_vec();
                damaged[at] = byte;
                for bytes in [&damaged[..], &damaged[..at], &damaged[at..]] {
                    let _ = answer(bytes, "u", "s", "BYE", "sip:x", "c", 1);
                    let _ =
                        Credentials::parse(bytes).map(|credentials| verify(&credentials, &[0; 32], "BYE"));
                }
            }
        }
    }
}
