//! A sequence of things that happen to the transaction layer, read from bytes, and what must hold of them.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use sip::{ClientId, Flow, Incoming, Message, ServerId, TransactionLimits, Transactions, Transport, Writer};

const METHODS: [&str; 8] = ["INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "REGISTER", "UPDATE", "FROB"];
const STATUSES: [u16; 8] = [100, 180, 183, 200, 202, 302, 486, 603];
/// Longer than every timer.
const AGES: Duration = Duration::from_secs(200);

/// The layer with what was seen of it.
pub(crate) struct Play {
    layer: Transactions,
    now: Instant,
    servers: Vec<Server>,
    clients: Vec<Client>,
    /// Which final answer each server transaction gave, by its number in `servers`, and whether it took an INVITE.
    finals: BTreeMap<usize, (usize, bool)>,
    requests: u32,
}

struct Server {
    id: ServerId,
    message: Message,
    flow: Flow,
    answers: usize,
    is_answered: bool,
    is_forgotten: bool,
}

struct Client {
    id: ClientId,
    is_invite: bool,
    /// Final responses and timeouts that were told.
    ends: u32,
    is_timed_out: bool,
    branch: String,
}

impl Play {
    /// Does all that the bytes say, then lets everything come to its end.
    pub(crate) fn all(bytes: &[u8]) {
        let mut play = Self {
            layer: Transactions::new(TransactionLimits { max: 24 }),
            now: Instant::now(),
            servers: Vec::new(),
            clients: Vec::new(),
            finals: BTreeMap::new(),
            requests: 0,
        };
        for step in bytes.chunks_exact(3).take(400) {
            play.step(step[0], step[1], step[2]);
            play.drain();
        }
        play.end();
    }

    fn step(&mut self, what: u8, which: u8, how: u8) {
        match what % 11 {
            0 | 1 => self.receive(&request(METHODS[usize::from(how) % 8], which % 12, flow(how)), flow(how)),
            2 => self.respond(which, STATUSES[usize::from(how) % 8]),
            3 => self.ask(METHODS[usize::from(how) % 8], flow(which)),
            4 => self.answer(which, STATUSES[usize::from(how) % 8]),
            5 => {
                if let Some(client) = pick(&self.clients, which) {
                    self.layer.cancel(client.id, self.now);
                }
            }
            6 => {
                if let Some(server) = pick(&self.servers, which) {
                    self.layer.acked(server.id);
                }
            }
            7 => self.forget(which),
            8 => self.layer.flow_closed(&flow(how)),
            9 => self.pass(Duration::from_millis(u64::from(how) << (which % 9))),
            // What comes next is looked at before the timers that are due.
            _ => self.now += Duration::from_millis(u64::from(how) << (which % 9)),
        }
    }

    fn receive(&mut self, bytes: &[u8], flow: Flow) {
        let message = Message::parse(bytes).expect("an own message");
        if let Some(incoming) = self.layer.handle_message(message, flow, self.now) {
            self.told(incoming);
        }
    }

    fn told(&mut self, incoming: Incoming) {
        match incoming {
            Incoming::Request { id, message, flow } => {
                assert!(self.servers.iter().all(|server| server.id != id), "a number is given twice");
                let server =
                    Server { id, message, flow, answers: 0, is_answered: false, is_forgotten: false };
                self.servers.push(server);
            }
            Incoming::Response { id, message, .. } => {
                let client = self.client(id);
                assert!(!client.is_timed_out, "a response after the timeout");
                let is_repeated = client.is_invite && (200..300).contains(&message.status());
                if message.status() >= 200 {
                    client.ends += 1;
                    assert!(client.ends == 1 || is_repeated, "a second final response is told");
                }
            }
            Incoming::Timeout { id } => {
                let client = self.client(id);
                assert!(client.ends == 0 && !client.is_timed_out, "a timeout after the end");
                client.is_timed_out = true;
            }
            Incoming::Cancelled { id, .. } | Incoming::NoAck { id } => {
                assert!(self.servers.iter().any(|server| server.id == id), "of an unknown INVITE");
            }
            Incoming::Ack { .. } => {}
        }
    }

    fn client(&mut self, id: ClientId) -> &mut Client {
        self.clients.iter_mut().find(|client| client.id == id).expect("news of an own request")
    }

    /// Answers a request; every answer says whose it is and which, so that it is known again on the wire.
    fn respond(&mut self, which: u8, status: u16) {
        let number = usize::from(which) % self.servers.len().max(1);
        let Some(server) = self.servers.get_mut(number) else { return };
        server.answers += 1;
        let tag = format!("mark-{number}-{}", server.answers);
        let bytes = Writer::response(&server.message, server.flow.remote, status, &tag, Some("t")).finish();
        server.is_answered |= status >= 200;
        self.layer.respond(server.id, status, bytes, self.now);
    }

    fn forget(&mut self, which: u8) {
        let Some(server) = pick(&self.servers, which) else { return };
        let bytes = Writer::response(&server.message, server.flow.remote, 401, "", Some("t")).finish();
        let id = server.id;
        self.layer.respond_and_forget(id, bytes);
        for server in self.servers.iter_mut().filter(|server| server.id == id) {
            server.is_forgotten = true;
        }
    }

    fn ask(&mut self, method: &str, flow: Flow) {
        self.requests += 1;
        let branch = format!("z9hG4bKown{}", self.requests);
        let bytes = own_request(method, &branch, flow);
        // ACK and CANCEL are not asked for; a full layer refuses.
        if matches!(method, "ACK" | "CANCEL") {
            return;
        }
        if let Ok(id) = self.layer.request(bytes, flow, self.now) {
            let is_invite = method == "INVITE";
            self.clients.push(Client { id, is_invite, ends: 0, is_timed_out: false, branch });
        }
    }

    /// Somebody answers an own request, perhaps one that is long over.
    fn answer(&mut self, which: u8, status: u16) {
        let Some(client) = pick(&self.clients, which) else { return };
        let method = if client.is_invite { "INVITE" } else { METHODS[3 + usize::from(which) % 5] };
        let flow = flow(which);
        let request = Message::parse(&own_request(method, &client.branch, flow)).expect("an own request");
        let bytes = Writer::response(&request, flow.remote, status, "", Some("far")).finish();
        self.receive(&bytes, flow);
    }

    fn pass(&mut self, time: Duration) {
        let end = self.now + time;
        let mut steps = 0;
        while let Some(next) = self.layer.poll_timeout().filter(|next| *next <= end) {
            steps += 1;
            assert!(steps < 20_000, "time stands still");
            self.now = self.now.max(next);
            self.layer.handle_timeout(self.now);
            self.drain();
        }
        self.now = end;
        self.layer.handle_timeout(self.now);
        self.drain();
    }

    /// Looks at everything that is sent and told.
    fn drain(&mut self) {
        while let Some((_, bytes)) = self.layer.poll_transmit() {
            let message = Message::parse(&bytes).expect("well-formed messages are sent");
            self.sent(&message);
        }
        while let Some(incoming) = self.layer.poll_incoming() {
            self.told(incoming);
        }
        assert!(self.layer.len() <= 24 + 24, "the table is bounded");
    }

    fn sent(&mut self, message: &Message) {
        if message.is_request() {
            let branch = message.top_via().branch().unwrap_or_default().to_owned();
            if let Some(client) = self.clients.iter().find(|client| client.branch == branch) {
                assert!(!client.is_timed_out, "{} is sent after the timeout", message.method_token());
                let is_ack = message.method_token() == "ACK";
                assert!(client.ends == 0 || is_ack || client.is_invite, "a request is sent after its end");
            }
            return;
        }
        let reason = String::from_utf8_lossy(message.reason()).into_owned();
        let mut mark = reason.split('-').skip(1).filter_map(|word| word.parse::<usize>().ok());
        let (Some(number), Some(answer)) = (mark.next(), mark.next()) else { return };
        let is_accepted = message.method_token() == "INVITE" && (200..300).contains(&message.status());
        match (self.finals.get(&number).copied(), message.status() >= 200) {
            // The user of an INVITE may give several 2xx (RFC 6026 §7.1).
            (Some((_, true)), true) if is_accepted => {}
            (Some((known, _)), true) => assert_eq!(known, answer, "a second final answer is sent"),
            (Some(_), false) => panic!("a provisional answer is sent after the final one"),
            (None, true) => _ = self.finals.insert(number, (answer, is_accepted)),
            (None, false) => {}
        }
    }

    /// Everybody answers or gives up: then nothing may be left.
    fn end(&mut self) {
        for number in 0..self.servers.len() {
            if !self.servers[number].is_answered && !self.servers[number].is_forgotten {
                self.respond(number as u8, 486);
            }
            // More than 256 are answered by their number alone.
            if number > 255 {
                let server = &self.servers[number];
                let bytes =
                    Writer::response(&server.message, server.flow.remote, 486, "", Some("t")).finish();
                self.layer.respond(server.id, 486, bytes, self.now);
            }
        }
        for number in 0..self.clients.len() {
            self.layer.cancel(self.clients[number].id, self.now);
        }
        self.drain();
        self.pass(AGES);
        self.pass(AGES);
        assert_eq!((self.layer.len(), self.layer.poll_timeout()), (0, None), "something is left");
        for client in &self.clients {
            assert!(client.ends > 0 || client.is_timed_out, "an own request has no end");
        }
    }
}

fn pick<T>(all: &[T], which: u8) -> Option<&T> {
    all.get(usize::from(which) % all.len().max(1))
}

/// Datagrams, or one of three connections.
fn flow(which: u8) -> Flow {
    let transport =
        [Transport::Udp, Transport::Udp, Transport::Tcp, Transport::Wss][usize::from(which >> 3) % 4];
    let far = SocketAddr::from(([192, 0, 2, 1 + (which >> 5) % 3], 5060));
    Flow { transport, local: SocketAddr::from(([192, 0, 2, 9], 5060)), remote: far }
}

fn request(method: &str, branch: u8, flow: Flow) -> Vec<u8> {
    let to = if branch.is_multiple_of(5) { ";tag=ours" } else { "" };
    text(method, &format!("z9hG4bKfar{branch}"), flow.remote, flow.transport, to)
}

fn own_request(method: &str, branch: &str, flow: Flow) -> Vec<u8> {
    text(method, branch, flow.local, flow.transport, "")
}

fn text(method: &str, branch: &str, sent_by: SocketAddr, transport: Transport, to: &str) -> Vec<u8> {
    format!(
        "{method} sip:202@pbx SIP/2.0\r\nVia: SIP/2.0/{transport} {sent_by};branch={branch};rport\r\nFrom: <sip:201@pbx>;tag=f\r\n\
         To: <sip:202@pbx>{to}\r\nCall-ID: c{branch}\r\nCSeq: 1 {method}\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
    )
    .into_bytes()
}
