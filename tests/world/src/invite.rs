//! An INVITE of 1.3 kB, as a desk phone sends it through one proxy: what parsing is measured with.

use sip::{HeaderName, Message, Writer};

const HEAD: &str = "\
INVITE sip:202@office.example;user=phone SIP/2.0\r
Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-524287-1---a1b2c3d4e5f60718;rport\r
Via: SIP/2.0/UDP 192.168.10.21:49152;branch=z9hG4bK2d4790f1a7;received=192.168.10.21;rport=49152\r
Record-Route: <sip:192.0.2.1:5060;lr;ftag=as58f4a1c2>\r
Max-Forwards: 69\r
From: \"Anna Bell\" <sip:201@office.example;user=phone>;tag=as58f4a1c2\r
To: <sip:202@office.example;user=phone>\r
Contact: \"Anna Bell\" <sip:201@192.168.10.21:49152;transport=udp;line=1>;+sip.instance=\"<urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>\"\r
Call-ID: 7f3b2a1c-5e6d-4f80-9a1b-2c3d4e5f6071@192.168.10.21\r
CSeq: 1 INVITE\r
Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, REFER, NOTIFY, SUBSCRIBE, PRACK, MESSAGE\r
Supported: replaces, 100rel, timer, path, outbound\r
Session-Expires: 1800;refresher=uac\r
Min-SE: 90\r
Allow-Events: talk, hold, conference, refer, check-sync\r
Accept: application/sdp, multipart/mixed\r
User-Agent: Desk Phone 5 v4.2.1\r
Content-Type: application/sdp\r
";

const BODY: &str = "\
v=0\r
o=- 3724394400 3724394405 IN IP4 192.168.10.21\r
s=-\r
c=IN IP4 192.168.10.21\r
t=0 0\r
m=audio 11780 RTP/AVP 9 8 0 101\r
a=rtpmap:9 G722/8000\r
a=rtpmap:8 PCMA/8000\r
a=rtpmap:0 PCMU/8000\r
a=rtpmap:101 telephone-event/8000\r
a=fmtp:101 0-16\r
a=ptime:20\r
a=sendrecv\r
";

/// The INVITE.
pub fn invite() -> Vec<u8> {
    format!("{HEAD}Content-Length: {}\r\n\r\n{BODY}", BODY.len()).into_bytes()
}

/// The message written anew: start line, headers one by one, body.
pub fn rewrite(message: &Message) -> Vec<u8> {
    let mut writer = Writer::request(message.method_token(), message.request_uri());
    writer.keep(message, |name| !matches!(name, HeaderName::ContentLength | HeaderName::ContentType));
    writer.finish_with(message.header(HeaderName::ContentType).unwrap_or_default(), message.body())
}
