//! Any bytes as a session description, or two: what is written for the other leg can be read, and tells nothing of the first.

#![no_main]

use std::net::{IpAddr, SocketAddr};

use sdp::{Dtls, Ice, Kind, Origin, Ports, Security, Session, Setup, payload_map};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    // Two descriptions in one input, where it has an empty line.
    let cut = bytes.windows(2).position(|two| two == b"\n\n");
    let (one, other) = cut.map_or((bytes, bytes), |cut| (&bytes[..cut + 1], &bytes[cut + 2..]));
    let Ok(one) = Session::parse(one) else { return };
    assert!(one.asks_the_same(&one));
    let here = IpAddr::from([10, 0, 0, 1]);
    let mut ports = Ports::default();
    for (port, kind) in (10_000..).step_by(2).zip(Kind::ALL) {
        ports.set(kind, SocketAddr::new(here, port));
    }
    let origin = Origin { session_id: 7, version: 1, address: here };
    let offer = one.offer_towards(None, &ports, &origin);
    let offered = read(&offer, here);
    let other = Session::parse(other).unwrap_or_else(|_| one.clone());
    let again = one.offer_towards(Some(&other), &ports, &origin);
    read(&again, here);
    // The same towards a browser, to which nothing goes in clear.
    let ice = Ice { ufrag: "bell".to_owned(), pwd: "bellboxbellboxbellbox22".to_owned() };
    let dtls = Dtls { fingerprint: [7; 32], setup: Setup::Actpass, ice: Some(ice) };
    let mut sealed = ports.clone();
    for kind in [Kind::Audio, Kind::Video] {
        sealed.protect(kind, Security::Dtls, Vec::new());
        sealed.handshake(kind, Some(dtls.clone()));
    }
    let browser = one.offer_towards(Some(&other), &sealed, &origin);
    let answer = Session::answer_towards(&one, &other, &sealed, &origin);
    for session in [read(&browser, here), answer.ok().and_then(|answer| read(&answer, here))].into_iter().flatten() {
        for stream in session.streams().filter(|stream| stream.kind != Kind::Image) {
            let said = stream.dtls.as_ref();
            assert!(said.is_some_and(|said| said.fingerprint == dtls.fingerprint), "{stream:?}");
        }
    }
    ports.handshake(Kind::Audio, Some(dtls));
    if let (Some(offered), Ok(answer)) = (offered, Session::answer_towards(&one, &other, &ports, &origin)) {
        read(&answer, here);
        for kind in Kind::ALL {
            if let (Some(told), Some(own), Some(to)) = (offered.stream(kind), other.stream(kind), one.stream(kind)) {
                let _ = payload_map(told, own, to);
            }
        }
    }
});

/// What we write can be read, and all its addresses are ours. One in which everything is declined has no stream.
fn read(text: &[u8], here: IpAddr) -> Option<Session> {
    let session = Session::parse(text).ok()?;
    for stream in session.streams() {
        assert_eq!(stream.rtp.ip(), here, "{}", String::from_utf8_lossy(text));
    }
    Some(session)
}
