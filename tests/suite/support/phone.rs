//! A telephone of a few lines over a real socket: registers, calls, answers, hangs up.

use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use super::PATIENCE;
use super::digest::Credentials;
use super::message::{self, Message};
use super::office::Account;
use super::site::Site;

/// The exchange does not answer any more.
#[derive(Debug)]
pub(crate) struct Gone;

/// One telephone with one account.
pub(crate) struct Phone {
    pub(crate) account: Account,
    socket: UdpSocket,
    /// What stands after the @ in the addresses of the office.
    pub(crate) domain: String,
    /// What it says about its sound in calls; at first something that nothing is played to.
    pub(crate) description: String,
    /// How often requests had to be sent again.
    pub(crate) sent_again: usize,
    /// Of its registrations.
    call_id: String,
    cseq: u32,
}

/// Makes tags, branches and Call-IDs differ.
static COUNT: AtomicU32 = AtomicU32::new(0);

/// A word that was not there before.
pub(crate) fn fresh() -> String {
    format!("{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

impl Phone {
    /// A telephone at a port of its own that knows the site's exchange.
    pub(crate) fn new(site: &Site, account: &Account) -> Self {
        Self::at(site.address().into(), site.sip(), account)
    }

    /// A telephone at this address that knows this exchange.
    pub(crate) fn at(own: IpAddr, exchange: SocketAddr, account: &Account) -> Self {
        let socket = UdpSocket::bind((own, 0)).unwrap();
        socket.connect(exchange).unwrap();
        let description = describe(SocketAddr::new(own, 40_000), "RTP/AVP", "");
        Self {
            account: account.clone(),
            socket,
            domain: exchange.to_string(),
            description,
            sent_again: 0,
            call_id: fresh(),
            cseq: 0,
        }
    }

    /// Its socket, which knows the exchange only.
    pub(crate) fn socket(&self) -> &UdpSocket {
        &self.socket
    }

    /// Its own address.
    pub(crate) fn address(&self) -> IpAddr {
        self.socket.local_addr().unwrap().ip()
    }

    /// Its Contact.
    pub(crate) fn contact(&self) -> String {
        format!("sip:{}@{}", self.account.username, self.socket.local_addr().unwrap())
    }

    /// The address of record of a number or username.
    pub(crate) fn aor(&self, user: &str) -> String {
        format!("sip:{user}@{}", self.domain)
    }

    /// Begins a request: request line, Via, From, To, Call-ID, CSeq and what every request has.
    pub(crate) fn head(
        &self,
        method: &str,
        uri: &str,
        from: &str,
        to: &str,
        call_id: &str,
        cseq: u32,
    ) -> String {
        format!(
            "{method} {uri} SIP/2.0\r\nVia: SIP/2.0/UDP {};branch=z9hG4bK{};rport\r\nMax-Forwards: 70\r\n\
             From: {from}\r\nTo: {to}\r\nCall-ID: {call_id}\r\nCSeq: {cseq} {method}\r\nContact: <{}>\r\n",
            self.socket.local_addr().unwrap(),
            fresh(),
            self.contact()
        )
    }

    /// REGISTER without credentials or, for this challenge, with them.
    pub(crate) fn register_request(&mut self, challenge: Option<&Message>) -> Message {
        self.cseq += 1;
        let aor = format!("<{}>", self.aor(&self.account.username));
        let uri = format!("sip:{}", self.domain);
        let from = format!("{aor};tag={}", fresh());
        let mut head = self.head("REGISTER", &uri, &from, &aor, &self.call_id, self.cseq);
        head += "Expires: 300\r\n";
        if let Some(challenge) = challenge {
            head += &self.authorization(challenge, "REGISTER", &uri);
        }
        message::finish(head, "")
    }

    /// The header that answers this challenge.
    pub(crate) fn authorization(&self, challenge: &Message, method: &str, uri: &str) -> String {
        let credentials = Credentials { username: &self.account.username, secret: &self.account.secret };
        let asked = challenge.header("WWW-Authenticate");
        format!("Authorization: {}\r\n", credentials.answer(asked, method, uri, 1))
    }

    /// Registers and returns the final answer to the request with credentials.
    pub(crate) fn register(&mut self) -> Result<Message, Gone> {
        let first = self.register_request(None);
        let challenge = self.transact(&first)?;
        assert_eq!(challenge.status(), 401, "{challenge}");
        let second = self.register_request(Some(&challenge));
        self.transact(&second)
    }

    /// Whether the exchange answers OPTIONS.
    pub(crate) fn ping(&mut self) -> Result<Message, Gone> {
        let uri = format!("sip:{}", self.domain);
        let from = format!("<{}>;tag={}", self.aor(&self.account.username), fresh());
        let head = self.head("OPTIONS", &uri, &from, &format!("<{uri}>"), &fresh(), 1);
        self.transact(&message::finish(head, ""))
    }

    /// Sends a request and waits for its final answer; sends it again as a telephone does.
    pub(crate) fn transact(&mut self, request: &Message) -> Result<Message, Gone> {
        self.send(request);
        self.receive_or_resend(Some(request), |answer| {
            is_answer_to(answer, request) && answer.status() >= 200
        })
    }

    pub(crate) fn send(&self, message: &Message) {
        // Refused while no exchange is there; the telephone notices by the silence.
        _ = self.socket.send(message.as_bytes());
    }

    /// Waits for a message; OPTIONS on the way are answered, others dropped.
    pub(crate) fn receive(&mut self, wanted: impl Fn(&Message) -> bool) -> Result<Message, Gone> {
        self.receive_or_resend(None, wanted)
    }

    fn receive_or_resend(
        &mut self,
        request: Option<&Message>,
        wanted: impl Fn(&Message) -> bool,
    ) -> Result<Message, Gone> {
        let deadline = Instant::now() + PATIENCE;
        let mut interval = Duration::from_millis(500);
        while Instant::now() < deadline {
            match self.next_within(interval) {
                Ok(Some(message)) if wanted(&message) => return Ok(message),
                Ok(Some(_)) => {}
                Ok(None) => {
                    interval = (interval * 2).min(Duration::from_secs(4));
                    if let Some(request) = request {
                        self.sent_again += 1;
                        self.send(request);
                    }
                }
                Err(Gone) => return Err(Gone),
            }
        }
        Err(Gone)
    }

    /// All that has come and was not read. What the exchange sent before its end is still here after it.
    pub(crate) fn unread(&mut self) -> Vec<Message> {
        let mut messages = Vec::new();
        self.socket.set_nonblocking(true).unwrap();
        // The system tells of a closed port once, before what had come earlier.
        for _ in 0..2 {
            while let Ok(Some(message)) = self.next() {
                messages.push(message);
            }
        }
        self.socket.set_nonblocking(false).unwrap();
        messages
    }

    /// The next message but OPTIONS, which it answers; none when nothing comes within this time.
    pub(crate) fn next_within(&mut self, time: Duration) -> Result<Option<Message>, Gone> {
        self.socket.set_read_timeout(Some(time)).unwrap();
        self.next()
    }

    fn next(&mut self) -> Result<Option<Message>, Gone> {
        let mut datagram = [0; 65_536];
        loop {
            let length = match self.socket.recv(&mut datagram) {
                Ok(length) => length,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(None),
                Err(error) if error.kind() == ErrorKind::ConnectionRefused => return Err(Gone),
                Err(error) => panic!("{error}"),
            };
            let message = Message::new(String::from_utf8_lossy(&datagram[..length]).into_owned());
            if !message.is_request("OPTIONS") {
                return Ok(Some(message));
            }
            self.send(&message::answer(&message, "200 OK", &fresh(), "", ""));
        }
    }
}

/// A description of sound in G.711 (RFC 4566) at this address, by this profile and with these further lines.
pub(crate) fn describe(at: SocketAddr, profile: &str, more: &str) -> String {
    let (host, port) = (at.ip(), at.port());
    let family = if host.is_ipv4() { "IP4" } else { "IP6" };
    format!(
        "v=0\r\no=- 1 1 IN {family} {host}\r\ns=-\r\nc=IN {family} {host}\r\nt=0 0\r\nm=audio {port} {profile} 8\r\n\
         a=rtpmap:8 PCMA/8000\r\n{more}"
    )
}

/// Whether this is an answer to that request.
pub(crate) fn is_answer_to(answer: &Message, request: &Message) -> bool {
    answer.status() > 0
        && answer.header("CSeq") == request.header("CSeq")
        && answer.header("Call-ID") == request.header("Call-ID")
}
