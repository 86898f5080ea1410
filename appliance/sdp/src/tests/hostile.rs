//! Hostile input: 100,000 mutations of good descriptions, one seed, no panic, and nothing written that cannot
//! be read.

use crate::{Dtls, Ice, Kind, Origin, Ports, Session, Setup, payload_map};

const SEEDS: [&[u8]; 5] = [
    b"v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8 0 96 101\r\n\
      a=rtpmap:96 opus/48000/2\r\na=fmtp:96 useinbandfec=1\r\na=rtpmap:101 telephone-event/8000\r\n\
      a=fmtp:101 0-15\r\na=rtcp:4009 IN IP4 192.0.2.2\r\n\
      a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20|1:4 WSH=64\r\na=ptime:20\r\na=maxptime:60\r\na=sendonly\r\n",
    b"v=0\r\no=- 1 1 IN IP6 2001:db8::1\r\ns=-\r\nt=0 0\r\na=inactive\r\nm=audio 4000/2 RTP/AVPF 9 18\r\n\
      c=IN IP6 2001:db8::1\r\na=fmtp:18 annexb=no\r\nm=video 5000 RTP/AVP 31\r\nm=image 0 udptl t38\r\n",
    b"v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 0 96\r\na=rtpmap:96 VP8/8000\r\n\
      m=video 4002 RTP/AVPF 96 97\r\nb=AS:512\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1\r\n\
      a=rtpmap:97 VP8/90000\r\na=rtcp-fb:* ccm fir\r\na=rtcp-fb:96 nack\r\na=imageattr:97 recv *\r\na=framerate:15\r\n\
      m=image 4004 UDPTL t38\r\na=T38FaxVersion:0\r\na=T38FaxRateManagement:transferredTCF\r\na=T38FaxUdpEC:x\r\n",
    b"v=0\nm=audio 1 RTP/AVP 0\nc=IN IP4 0.0.0.0\nm=audio 2 RTP/SAVP 0\na=crypto:1 A inline:b\n",
    b"v=0\r\nc=IN IP4 0.0.0.0\r\na=fingerprint:sha-256 0B:0B:0B:0B:0B:0B:0B:0B:0B:0B:0B:0B:0B:0B:0B:0B:0B:0B:0B:0B:0B:\
      0B:0B:0B:0B:0B:0B:0B:0B:0B:0B:0B\r\nm=audio 9 UDP/TLS/RTP/SAVPF 8\r\na=mid:0\r\na=rtcp-mux\r\na=setup:actpass\r\n\
      a=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuv\r\nm=video 9 UDP/TLS/RTP/SAVP 34\r\na=mid:1\r\n\
      a=rtcp-mux\r\na=setup:passive\r\n",
];
/// Pieces that parsers stumble over.
const PIECES: [&[u8]; 20] = [
    b"\r\n",
    b"\n",
    b"\r",
    b"\0",
    b" ",
    b":",
    b"=",
    b"/",
    b"m=",
    b"a=rtpmap:8 ",
    b"65535",
    b"-1",
    b"99999999999999999999",
    b"\xff\xfe",
    b"a=rtcp:",
    b"c=IN IP4 ",
    b"a=fingerprint:sha-256 ",
    b"a=mid:",
    b"a=ice-lite\r\n",
    b":0B",
];

#[test]
fn mutated_descriptions_never_panic() {
    let mut random = Random(0x0bad_5eed);
    let mut read = 0;
    for round in 0..100_000 {
        let body = mutate(&mut random);
        let Ok(session) = Session::parse(&body) else {
            continue;
        };
        read += 1;
        for written in rewritten(&session) {
            let again = Session::parse(&written).unwrap();
            for kind in Kind::ALL {
                let (ours, theirs) = (again.stream(kind), session.stream(kind));
                assert_eq!(ours.is_some(), theirs.is_some(), "{round}: {:?}", String::from_utf8_lossy(&body));
                let streams = ours.zip(theirs).map(|(ours, theirs)| payload_map(ours, theirs, theirs));
                assert!(streams.is_none_or(|map| map.iter().all(|(from, to)| *from < 128 && *to < 128)));
            }
            assert!(written.len() < 4 * crate::MAX_BODY_BYTES);
        }
    }
    assert!(read > 1000, "{read} were still descriptions");
}

fn rewritten(session: &Session) -> [Vec<u8>; 3] {
    let mut ports = Ports::default();
    for (kind, port) in Kind::ALL.into_iter().zip([10_000, 10_002, 10_004]) {
        ports.set(kind, ([203, 0, 113, 5], port).into());
    }
    for kind in [Kind::Audio, Kind::Video] {
        let ice = Ice { ufrag: "bell".to_owned(), pwd: "bellboxbellboxbellbox22".to_owned() };
        ports.handshake(kind, Some(Dtls { fingerprint: [1; 32], setup: Setup::Actpass, ice: Some(ice) }));
    }
    let origin = Origin { session_id: 1, version: 1, address: [203, 0, 113, 5].into() };
    let first = session.offer_towards(None, &ports, &origin);
    let answered = Session::answer_towards(session, session, &ports, &origin);
    [session.offer_towards(Some(session), &ports, &origin), answered.unwrap_or_else(|_| first.clone()), first]
}

fn mutate(random: &mut Random) -> Vec<u8> {
    let mut body = SEEDS[random.below(SEEDS.len())].to_vec();
    for _ in 0..=random.below(4) {
        let place = random.below(body.len() + 1);
        match random.below(5) {
            0 if place < body.len() => body[place] = random.next() as u8,
            1 => drop(body.splice(place..place, PIECES[random.below(PIECES.len())].iter().copied())),
            2 => body.truncate(place),
            3 => drop(body.drain(place..(place + random.below(9)).min(body.len()))),
            _ => {
                let from = random.below(place + 1);
                let copy = body[from..place].to_vec();
                drop(body.splice(place..place, copy));
            }
        }
    }
    body
}

/// Xorshift (Marsaglia 2003): enough for places and bytes.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 >> 16
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }
}
