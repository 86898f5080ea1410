//! The messages that are damaged: the torture messages where they are present, and some of our own.

use std::path::Path;

/// All seeds; the order is the same on every machine that has the shared data.
pub(crate) fn messages() -> Vec<Vec<u8>> {
    let mut messages: Vec<Vec<u8>> =
        BUILT_IN.iter().map(|text| text.replace('\n', "\r\n").into_bytes()).collect();
    messages.push(world::invite());
    for dir in ["data/sip/rfc4475", "data/sip/rfc5118"] {
        if let Some(dir) = world::shared(dir) {
            messages.extend(files(&dir));
        }
    }
    messages
}

fn files(dir: &Path) -> Vec<Vec<u8>> {
    let entries = std::fs::read_dir(dir).expect("a readable directory");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ext| ext == "dat" || ext == "sip"));
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).expect("a readable file")).collect()
}

const BUILT_IN: &[&str] = &[
    "REGISTER sip:office.example SIP/2.0
Via: SIP/2.0/UDP 192.168.10.21:5060;branch=z9hG4bK1;rport
Max-Forwards: 70
From: \"201\" <sip:201@office.example>;tag=1
To: <sip:201@office.example>
Call-ID: 1@192.168.10.21
CSeq: 2 REGISTER
Contact: <sip:201@192.168.10.21:5060;transport=udp>;expires=300;+sip.instance=\"<urn:uuid:0>\", *
Authorization: Digest username=\"201\", realm=\"bellbox\", nonce=\"a\\\"b\", uri=\"sip:office.example\", response=\"0\"
Expires: 300
Require: gruu, \"a,b\" , path
Supported: path,,outbound
Content-Length: 0

",
    "SIP/2.0 200 OK
v: SIP/2.0/UDP [2001:db8::1]:5060;branch=z9hG4bK2;received=2001:db8::2;rport=4 , SIP/2.0/TCP b;x=\"1,2\"
Record-Route: <sip:p1.example;lr>, <sip:p2.example;lr>
f: Anna <sip:201@office.example;user=phone>;tag=1
t: \"B\\\\ob\" <sips:%31202:pw@[::1]:5061;lr?Subject=a%20b&x=y>;tag=2
i: 2
CSeq: 0001 INVITE
m: \"x, y\" <tel:+4989123;phone-context=office.example>;q=0.5
s: folded
 over
\tthree lines
Accept: application/*;q=0.1, text/plain
c: application/sdp
l: 4

v=0
",
    "OPTIONS tel:+49 SIP/2.0\nVia: SIP/2.0/WSS a\nFrom: <sip:a>\nTo: <sip:b>\nCall-ID: c\nCSeq: 1 OPTIONS\n\n",
];
