//! What holds for any two telephones, generated from a fixed seed.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::{all, origin, session, text_of};
use crate::{Dtls, Format, Ice, Kind, Ports, Security, Session, Setup, Stream, payload_map};

const CODECS: [&str; 10] = [
    "PCMU/8000",
    "PCMA/8000",
    "opus/48000/2",
    "iLBC/8000",
    "telephone-event/8000",
    "telephone-event/48000",
    "G722/8000",
    "CN/8000",
    "H264/90000",
    "VP8/90000",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, rng_seed: RngSeed::Fixed(20_261_203), ..ProptestConfig::default() })]

    #[test]
    fn an_answer_fits_its_offer(offer in description(), answer in description()) {
        let [offer, answer] = [&offer, &answer].map(|text| session(text));
        let Ok(written) = Session::answer_towards(&offer, &answer, &all(), &origin()) else { return Ok(()) };
        let read = Session::parse(&written).unwrap();
        prop_assert_eq!(read.lines.len(), offer.lines.len());
        for (line, offered) in read.lines.iter().zip(&offer.lines) {
            prop_assert_eq!((&line.media, &line.protocol), (&offered.media, &offered.protocol));
            prop_assert!(line.is_declined || offered.stream.is_some());
            let (Some(ours), Some(theirs)) = (&line.stream, &offered.stream) else { continue };
            for format in &ours.formats {
                prop_assert!(theirs.formats.iter().any(|one| one.payload == format.payload && one.is_same_codec(format)));
            }
            prop_assert!(!ours.direction.sends() || theirs.direction.receives());
            prop_assert!(!ours.direction.receives() || theirs.direction.sends());
        }
    }

    #[test]
    fn a_later_offer_fits_what_was_before(offer in description(), before in description()) {
        let [offer, before] = [&offer, &before].map(|text| session(text));
        let read = Session::parse(&offer.offer_towards(Some(&before), &all(), &origin())).unwrap();
        prop_assert!(read.lines.len() >= before.lines.len());
        for kind in Kind::ALL {
            prop_assert_eq!(read.stream(kind).is_some(), offer.stream(kind).is_some(), "{:?}", kind);
            let (Some(ours), Some(theirs)) = (read.stream(kind), before.stream(kind)) else { continue };
            prop_assert!(numbers(ours).len() == ours.formats.len());
            for format in &ours.formats {
                let known = theirs.formats.iter().find(|one| one.payload == format.payload);
                prop_assert!(known.is_none_or(|known| known.is_same_codec(format)), "{} {:?}", format, known);
            }
            // Where it was, there it is.
            let place = |session: &Session| session.lines.iter().position(|line| line.stream.as_ref().is_some_and(|one| one.kind == kind));
            prop_assert_eq!(place(&read), place(&before));
        }
    }

    #[test]
    fn a_first_offer_says_the_same_as_the_telephone(offer in description()) {
        let offer = session(&offer);
        let written = offer.offer_towards(None, &all(), &origin());
        let read = Session::parse(&written).unwrap();
        prop_assert!(read.asks_the_same(&offer) || offer.streams().next().is_none());
        prop_assert_eq!(read.offer_towards(None, &all(), &origin()), written);
    }

    #[test]
    fn a_handshake_keeps_its_lines_names_and_numbers(offers in prop::collection::vec(handshakes(), 1..4), other in description(), ice in any::<bool>()) {
        let (other, ports, mut remote) = (session(&other), handshake(ice), None::<Session>);
        for offer in &offers {
            // The telephone offers, however often.
            let mut offer = session(offer);
            if let Ok(written) = Session::answer_towards(&offer, &other, &ports, &origin()) {
                let read = Session::parse(&written).unwrap();
                prop_assert_eq!(read.lines.len(), offer.lines.len());
                let is_named = offer.lines.iter().any(|line| handshake_of(line).is_some());
                for (line, offered) in read.lines.iter().zip(&offer.lines) {
                    prop_assert_eq!((&line.protocol, &line.mid), (&offered.protocol, &offered.mid.clone().filter(|_| is_named)));
                    prop_assert!(line.is_declined || handshake_of(line).is_some() == handshake_of(offered).is_some());
                    let (Some(said), Some(theirs)) = (handshake_of(line), handshake_of(offered)) else { continue };
                    prop_assert_eq!((said.setup, said.fingerprint), (theirs.setup.answer(), [0x0b; 32]));
                }
                let asks = offer.lines.iter().filter_map(handshake_of).any(|dtls| dtls.ice.is_some());
                prop_assert!(asks || !text_of(&written).contains("a=ice-"));
            }
            // We offer, twice the same.
            remote.iter().for_each(|earlier| offer.remember(earlier));
            let written = other.offer_towards(Some(&offer), &ports, &origin());
            prop_assert_eq!(&other.offer_towards(Some(&offer), &ports, &origin()), &written);
            let read = Session::parse(&written).unwrap();
            let names: Vec<_> = read.lines.iter().filter_map(|line| line.mid.as_ref()).collect();
            prop_assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{:?}", names);
            let is_named = read.lines.iter().any(|line| handshake_of(line).is_some());
            prop_assert_eq!(names.len(), if is_named { read.lines.len() } else { 0 });
            for (index, line) in read.lines.iter().enumerate() {
                let own = offer.lines.get(index).and_then(|line| line.mid.as_ref());
                prop_assert!(own.is_none() || line.mid.is_none() || own == line.mid.as_ref());
                let is_sealed = line.stream.as_ref().is_none_or(|one| one.kind == Kind::Image || one.secure == Security::Dtls);
                prop_assert!(is_sealed);
                for format in line.stream.iter().flat_map(|stream| &stream.formats) {
                    let kind = line.stream.as_ref().map(|stream| stream.kind).unwrap();
                    let known = offer.known(kind).find(|one| one.payload == format.payload);
                    prop_assert!(known.is_none_or(|known| known.is_same_codec(format)), "{} {:?}", format, known);
                }
            }
            remote = Some(offer);
        }
    }

    #[test]
    fn a_map_never_makes_two_codecs_one(told in formats(), own in formats(), to in formats()) {
        let [told, own, to] = [told, own, to].map(|formats| audio(&formats));
        let map = payload_map(&told, &own, &to);
        let numbers = numbers(&told).into_iter().chain(numbers(&own)).collect::<BTreeSet<_>>();
        let becomes = |number: u8| map.iter().find(|(from, _)| *from == number).map_or(number, |(_, to)| *to);
        for one in &numbers {
            let meant = meaning(&told, &own, *one);
            let arrives = to.formats.iter().find(|format| format.payload == becomes(*one));
            // What the other knows by that number is the same codec.
            prop_assert!(arrives.is_none_or(|arrives| arrives.is_same_codec(meant)), "{one} {map:?}");
            // What it could understand it does.
            prop_assert_eq!(arrives.is_some(), to.formats.iter().any(|format| format.is_same_codec(meant)));
            for other in &numbers {
                let same = meaning(&told, &own, *other).is_same_codec(meant);
                prop_assert!(same || becomes(*one) != becomes(*other), "{one} {other} {map:?}");
            }
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), head in any::<bool>()) {
        let head: &[u8] = if head { b"v=0\r\nc=IN IP4 1.2.3.4\r\nm=audio 4 RTP/AVP 8 96\r\na=" } else { b"" };
        if let Ok(session) = Session::parse(&[head, &bytes].concat()) {
            let written = session.offer_towards(Some(&session), &all(), &origin());
            prop_assert!(Session::parse(&written).is_ok(), "{:?}", written);
        }
    }
}

fn handshake_of(line: &crate::session::MediaLine) -> Option<&Dtls> {
    line.stream.as_ref()?.dtls.as_ref()
}

/// Our side, with a handshake for sound and pictures.
fn handshake(ice: bool) -> Ports {
    let mut ports = all();
    for kind in [Kind::Audio, Kind::Video] {
        let agent = Ice { ufrag: "bell".to_owned(), pwd: "bellboxbellboxbellbox22".to_owned() };
        let dtls = Dtls { fingerprint: [0x0b; 32], setup: Setup::Actpass, ice: ice.then_some(agent) };
        ports.protect(kind, Security::Dtls, Vec::new());
        ports.handshake(kind, Some(dtls));
    }
    ports
}

/// What a number of a telephone means: what it was told, when it can send that, else what it says itself.
fn meaning<'a>(told: &'a Stream, own: &'a Stream, number: u8) -> &'a Format {
    let of = |stream: &'a Stream| stream.formats.iter().find(move |format| format.payload == number);
    let can = |format: &&Format| own.formats.iter().any(|one| one.is_same_codec(format));
    of(told).filter(can).or(of(own)).or(of(told)).unwrap()
}

fn numbers(stream: &Stream) -> BTreeSet<u8> {
    stream.formats.iter().map(|format| format.payload).collect()
}

fn audio(formats: &[(u8, &str)]) -> Stream {
    session(&format!("v=0|c=IN IP4 192.0.2.1|{}", line("audio 4000 RTP/AVP", formats)))
        .stream(Kind::Audio)
        .unwrap()
        .clone()
}

fn line(head: &str, formats: &[(u8, &str)]) -> String {
    let numbers: String = formats.iter().map(|(number, _)| format!(" {number}")).collect();
    let maps: String = formats.iter().map(|(number, codec)| format!("a=rtpmap:{number} {codec}|")).collect();
    format!("m={head}{numbers}|{maps}")
}

/// Some codecs by any numbers, each number once.
fn formats() -> impl Strategy<Value = Vec<(u8, &'static str)>> {
    let number = prop_oneof![Just(0u8), Just(8), Just(13), 94..104u8];
    prop::collection::btree_map(number, prop::sample::select(&CODECS[..]), 1..7)
        .prop_map(|formats| formats.into_iter().collect())
        .prop_shuffle()
}

/// A description whose sound and pictures have handshakes, most with a name, some with ICE.
fn handshakes() -> impl Strategy<Value = String> {
    let lines = prop::collection::vec((0..3usize, 0..4usize, any::<bool>()), 6);
    (description(), lines, 0..20usize).prop_map(|(text, lines, first)| {
        let mut parts = text.split("m=");
        let mut all = parts.next().unwrap().to_owned();
        for ((index, part), (setup, name, ice)) in parts.enumerate().zip(lines) {
            all += &format!("m={}", part.replace("RTP/", "UDP/TLS/RTP/S"));
            let setup = ["actpass", "active", "passive"][setup];
            all += &format!("a=rtcp-mux|a=setup:{setup}|a=fingerprint:sha-256 {}|", ["C0"; 32].join(":"));
            if name > 0 {
                all += &format!("a=mid:{}|", first + index);
            }
            if ice {
                all += "a=ice-ufrag:abcd|a=ice-pwd:abcdefghijklmnopqrstuv|";
            }
        }
        all
    })
}

/// Up to five lines of any kind, some declined, some held.
fn description() -> impl Strategy<Value = String> {
    let media = (0..5usize, any::<bool>(), formats(), 0..5usize);
    prop::collection::vec(media, 1..6).prop_map(|lines| {
        let mut text = "v=0|c=IN IP4 192.0.2.1|m=audio 4000 RTP/AVP 0|".to_owned();
        if lines.len() % 2 == 0 {
            text.truncate(text.len() - "m=audio 4000 RTP/AVP 0|".len());
            text.push_str("m=audio 0 RTP/AVP 0|");
        }
        for (kind, declined, formats, direction) in lines {
            let port = if declined { 0 } else { 4002 };
            text += &match kind {
                0 => line(&format!("audio {port} RTP/AVP"), &formats),
                1 => line(&format!("video {port} RTP/AVPF"), &formats),
                2 => format!("m=image {port} udptl t38|a=T38FaxVersion:0|"),
                3 => "m=text 0 RTP/AVP 98|".to_owned(),
                _ => line(&format!("video {port} RTP/AVP"), &formats),
            };
            text += ["a=sendonly|", "a=recvonly|", "a=inactive|", "", "c=IN IP4 0.0.0.0|"][direction];
        }
        text
    })
}
