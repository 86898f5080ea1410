//! The real exchange over real sockets: two telephones register, call, hear each other and hang up.

use exchange::Settings;
use model::{
    ContactKind, ContactMethod, ContactMethodId, DigestAlgorithm, DirectoryBuilder, Ha1, Line, LineId,
    Office, OfficeId, Owner, PersonId, Username,
};
use sip::{HeaderName, Message, Writer};

use super::*;
use crate::{Config, start};

mod flows;

const REALM: &str = "office.example";
const SECRET: &str = "only-for-tests";

#[test]
fn two_telephones_call_and_hear_each_other() {
    let office = Site::start();
    let mut anna = Telephone::new(&office, "u201", "127.30.0.11");
    let mut bert = Telephone::new(&office, "u202", "127.30.0.12");
    anna.register();
    bert.register();
    assert_eq!([office.seen(), office.seen()], ["binding of u201", "binding of u202"]);

    anna.call("sip:202@office.example");
    let invite = bert.hear("INVITE");
    bert.answer(&invite, 180);
    anna.hear("180");
    bert.answer(&invite, 200);
    let answered = anna.hear("200");
    anna.acknowledge(&answered);
    bert.hear("ACK");

    let (to_anna, to_bert) = (sound_address(&answered), sound_address(&invite));
    let packet = [0x80, 8, 0, 1, 0, 0, 0, 160, 0, 0, 0, 7, 0xd5, 0xd5];
    for (from, through, to) in [(&anna, to_anna, &bert), (&bert, to_bert, &anna)] {
        from.sound.send_to(&packet, through).unwrap();
        let mut room = [0; 100];
        let (length, _) = to.sound.recv_from(&mut room).unwrap();
        assert_eq!(room[..length], packet);
    }

    anna.hang_up(&answered);
    let bye = bert.hear("BYE");
    bert.answer(&bye, 200);
    // The answer to the BYE waits for the word that the record is on disk, or its patience.
    anna.hear("200");
    let records: Vec<String> = std::iter::from_fn(|| Some(office.seen()))
        .take_while(|seen| !seen.contains("Some(Answered)"))
        .collect();
    assert!(records.iter().all(|record| record.starts_with("record of 202")), "{records:?}");
    office.handle.stop();
}

/// A switch with the real exchange.
struct Site {
    handle: Handle,
    seen: Receiver<String>,
}

impl Site {
    fn start() -> Self {
        let settings = Settings { domain: vec![REALM.to_owned()], ..Settings::default() };
        let config = Config {
            udp: vec![at("127.30.0.1:0")],
            tcp: vec![at("127.30.0.1:0")],
            tls: Vec::new(),
            streams: StreamLimits::default(),
            media_threads: 1,
            identity: None,
            settings,
        };
        let (say, seen) = channel();
        let handle = start(config, directory(), Vec::new(), Box::new(Heard(say))).unwrap();
        Self { handle, seen }
    }

    fn seen(&self) -> String {
        self.seen.recv_timeout(PATIENCE).unwrap()
    }
}

struct Heard(Sender<String>);

impl Sink for Heard {
    fn record(&mut self, record: Box<CallRecord>) {
        self.0.send(format!("record of {} {:?}", record.dialled, record.disposition)).unwrap();
    }

    fn binding(&mut self, change: BindingChange, _ticket: Option<u64>) {
        match change {
            BindingChange::Changed(binding) => {
                self.0.send(format!("binding of {}", binding.username)).unwrap();
            }
            BindingChange::Removed { username, .. } => {
                self.0.send(format!("{username} is gone")).unwrap();
            }
            BindingChange::Refreshed(_) => {}
        }
    }
}

struct Telephone {
    username: &'static str,
    office: SocketAddr,
    signalling: UdpSocket,
    sound: UdpSocket,
    sequence: u32,
}

impl Telephone {
    fn new(office: &Site, username: &'static str, ip: &str) -> Self {
        let (signalling, sound) = (phone(&format!("{ip}:0")), phone(&format!("{ip}:0")));
        Self { username, office: office.handle.addresses()[0], signalling, sound, sequence: 0 }
    }

    fn register(&mut self) {
        self.challenged("REGISTER", "sip:office.example", b"");
        self.hear("200");
    }

    fn call(&mut self, uri: &str) {
        let offer = self.description();
        self.challenged("INVITE", uri, &offer);
    }

    /// Sends a request, and again with credentials.
    fn challenged(&mut self, method: &str, uri: &str, body: &[u8]) {
        self.request(method, uri, None, None, body);
        let challenge = self.hear("401");
        if method == "INVITE" {
            self.request_with("ACK", uri, Some(&challenge), None, b"", self.sequence);
        }
        let value = challenge.header(HeaderName::WwwAuthenticate).unwrap();
        let credentials =
            sip::digest::answer(value, self.username, SECRET, method, uri, "cnonce", 1).unwrap();
        self.request(method, uri, None, Some(&credentials), body);
    }

    fn acknowledge(&self, answered: &Message) {
        self.request_with("ACK", &contact(answered), Some(answered), None, b"", answered.cseq());
    }

    fn hang_up(&mut self, answered: &Message) {
        self.request("BYE", &contact(answered), Some(answered), None, b"");
    }

    fn request(
        &mut self,
        method: &str,
        uri: &str,
        dialog: Option<&Message>,
        credentials: Option<&str>,
        body: &[u8],
    ) {
        self.sequence += 1;
        self.request_with(method, uri, dialog, credentials, body, self.sequence);
    }

    fn request_with(
        &self,
        method: &str,
        uri: &str,
        dialog: Option<&Message>,
        credentials: Option<&str>,
        body: &[u8],
        sequence: u32,
    ) {
        let (me, local) = (self.username, self.signalling.local_addr().unwrap());
        let to = dialog.and_then(|message| message.text(HeaderName::To)).map(str::to_owned);
        let to = to.unwrap_or_else(|| {
            format!("<{}>", if method == "REGISTER" { "sip:u@office.example" } else { uri })
        });
        let branch = if method == "ACK" { sequence } else { 100 + sequence };
        let mut writer = Writer::request(method, uri);
        writer
            .header(HeaderName::Via, format!("SIP/2.0/UDP {local};rport;branch=z9hG4bK{me}{branch}"))
            .header(HeaderName::MaxForwards, "70")
            .header(HeaderName::From, format!("<sip:{me}@office.example>;tag={me}"))
            .header(HeaderName::To, to.replace("sip:u@", &format!("sip:{me}@")))
            .header(
                HeaderName::CallId,
                format!("{method}-{me}").replace("ACK", "INVITE").replace("BYE", "INVITE"),
            )
            .header(HeaderName::CSeq, format!("{sequence} {method}"))
            .header(HeaderName::Contact, format!("<sip:{me}@{local}>"));
        if let Some(credentials) = credentials {
            writer.header(HeaderName::Authorization, credentials);
        }
        self.send(&if body.is_empty() {
            writer.finish()
        } else {
            writer.finish_with("application/sdp", body)
        });
    }

    fn answer(&self, request: &Message, status: u16) {
        let mut writer = Writer::response(request, self.office, status, "", Some(self.username));
        let local = self.signalling.local_addr().unwrap();
        writer.header(HeaderName::Contact, format!("<sip:{}@{local}>", self.username));
        self.send(&if status == 200 && !request.body().is_empty() {
            writer.finish_with("application/sdp", &self.description())
        } else {
            writer.finish()
        });
    }

    fn send(&self, message: &[u8]) {
        self.signalling.send_to(message, self.office).unwrap();
    }

    /// The next message that is not a mere sign of life; it must be this request or have this status.
    fn hear(&self, expected: &str) -> Message {
        loop {
            let mut room = [0; 4096];
            let (length, _) = self.signalling.recv_from(&mut room).unwrap();
            let message = Message::parse(&room[..length]).unwrap();
            let is = if message.is_request() {
                message.method_token().to_owned()
            } else {
                message.status().to_string()
            };
            if is == "100" || is == "OPTIONS" {
                continue;
            }
            assert_eq!(is, expected, "{}", String::from_utf8_lossy(message.as_bytes()));
            return message;
        }
    }

    fn description(&self) -> Vec<u8> {
        let local = self.sound.local_addr().unwrap();
        let (ip, port) = (local.ip(), local.port());
        format!("v=0\r\no=- 1 1 IN IP4 {ip}\r\ns=-\r\nc=IN IP4 {ip}\r\nt=0 0\r\nm=audio {port} RTP/AVP 8\r\n")
            .into_bytes()
    }
}

fn contact(message: &Message) -> String {
    let contact = message.text(HeaderName::Contact).unwrap();
    contact.split(['<', '>']).nth(1).unwrap().to_owned()
}

/// Where a description wants its sound.
fn sound_address(message: &Message) -> SocketAddr {
    let text = String::from_utf8_lossy(message.body()).into_owned();
    let after = |start: &str| text.split(start).nth(1).unwrap().split([' ', '\r']).next().unwrap();
    SocketAddr::new(ip(after("c=IN IP4 ")), after("m=audio ").parse().unwrap())
}

/// An office with the lines 201 and 202.
pub(super) fn directory() -> Arc<Directory> {
    let office = Office {
        country: "DE".to_owned(),
        timezone: "Europe/Berlin".to_owned(),
        ..Office::named(OfficeId::new(1, [0; 10]), "Example Ltd")
    };
    let mut builder = DirectoryBuilder::new(1, REALM, office, Vec::new());
    for number in [201, 202] {
        let random = [(number - 200) as u8; 10];
        let line = LineId::new(1, random);
        let owner = Owner::Person(PersonId::new(1, random));
        builder.line(Line::new(line, owner, number.to_string().parse().unwrap()), "Somebody").unwrap();
        let username: Username = format!("u{number}").parse().unwrap();
        let ha1 = Ha1::new(&username, REALM, SECRET);
        let kind = ContactKind::Sip { username, algorithm: DigestAlgorithm::Md5 };
        let method = ContactMethod { id: ContactMethodId::new(1, random), line, position: 0, kind };
        builder.contact_method(method, Some(ha1)).unwrap();
    }
    Arc::new(builder.build())
}
