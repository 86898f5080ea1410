//! Which form of a file is sent, and how long it may be kept.

use super::*;

/// "plain", compressed.
const GZIP: &[u8] = b"\x1f\x8b\x08\0\0\0\0\0\x02\x03+\xc8I\xcc\xcc\x03\0\xcfb\x20\x19\x05\0\0\0";
const SCRIPT: Asset =
    Asset { path: "/assets/index-a1.js", content: Content::Packed { gzip: GZIP, brotli: b"brotli" } };
const PICTURE: Asset = Asset { path: "/bell.svg", content: Content::Plain(b"<svg/>") };

#[test]
fn the_smallest_form_that_the_reader_takes_is_sent() {
    for (accepted, expected) in [
        ("gzip, deflate, br, zstd", (b"brotli".as_slice(), Some("br"))),
        ("gzip", (GZIP, Some("gzip"))),
        ("GZIP;q=0.5", (GZIP, Some("gzip"))),
        ("br;q=0, gzip", (GZIP, Some("gzip"))),
        ("br;q=0", (b"plain", None)),
        ("identity", (b"plain", None)),
        ("", (b"plain", None)),
    ] {
        let chosen = encoding(&SCRIPT, accepted);
        assert_eq!((&*bytes(&SCRIPT, chosen), chosen), expected, "{accepted:?}");
        assert_eq!(encoding(&PICTURE, accepted), None);
        assert_eq!(&*bytes(&PICTURE, None), b"<svg/>");
    }
}

#[test]
fn names_with_a_hash_are_kept_for_ever_others_asked_for_again() {
    let none = HeaderMap::new();
    assert!(serve(&SCRIPT, &none).headers()[CACHE_CONTROL].to_str().unwrap().contains("immutable"));
    assert_eq!(serve(&PICTURE, &none).headers()[CACHE_CONTROL], "no-cache");
}

#[test]
fn what_the_reader_has_is_not_sent_again_and_forms_are_told_apart() {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("br"));
    let first = serve(&SCRIPT, &headers);
    assert_eq!(
        (first.status(), &first.headers()[CONTENT_ENCODING]),
        (StatusCode::OK, &HeaderValue::from_static("br"))
    );
    headers.insert(IF_NONE_MATCH, first.headers()[ETAG].clone());
    let again = serve(&SCRIPT, &headers);
    assert_eq!((again.status(), again.headers().get(CONTENT_TYPE)), (StatusCode::NOT_MODIFIED, None));
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
    assert_eq!(serve(&SCRIPT, &headers).status(), StatusCode::OK);
}

#[test]
fn every_file_that_is_carried_has_a_media_type_and_no_secret_source() {
    for asset in ASSETS {
        assert_ne!(media_type(asset.path), "application/octet-stream", "{}", asset.path);
        assert!(!asset.path.ends_with(".map"), "{}", asset.path);
        assert!(!bytes(asset, None).is_empty(), "{}", asset.path);
    }
}
