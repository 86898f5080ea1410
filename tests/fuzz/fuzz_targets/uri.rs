//! Any text as a URI, an address and a hop.

#![no_main]

use sip::{NameAddr, Uri, Via};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(address) = NameAddr::parse(bytes) {
        assert!(Uri::parse(address.uri).is_ok());
        let _ = (address.display_text(), address.tag(), address.params.iter().count());
    }
    if let Some(via) = Via::parse(bytes) {
        let _ = (via.branch(), via.received(), via.ip(), via.has_rport());
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(uri) = Uri::parse(text) else { return };
    assert_eq!(text, format!("{}:{}", uri.scheme, uri.opaque));
    assert_eq!(uri.is_sip(), !uri.host.is_empty());
    let _ = (uri.user_text(), uri.ip());
    for (name, _) in uri.params.iter() {
        assert!(uri.params.get(name).is_some());
    }
    // In angle brackets it is an address, and the whole of it.
    let angled = format!("<{text}>");
    assert_eq!(NameAddr::parse(angled.as_bytes()).map(|address| address.uri), Some(text));
});
