//! Telephones that register: REGISTER, the challenge, REGISTER with credentials, 200.

use std::net::{SocketAddr, SocketAddrV4, UdpSocket};
use std::os::fd::AsFd as _;
use std::time::{Duration, Instant};

use super::super::udp::{self, Batch, ROOM};
use super::digest::Digests;
use super::message::{Answer, Writer};
use super::pace::Pace;
use super::tally::Tally;

/// How long answers may come after the last request.
const GRACE: Duration = Duration::from_millis(2_500);
/// The Request-URI of every REGISTER.
const DOMAIN: &str = "sip:127.0.0.1";

/// Registers telephones `first..first + count` in turn, from where they are to be reached, at this rate.
pub(crate) struct Registrations {
    pub(crate) server: SocketAddr,
    pub(crate) contact: SocketAddrV4,
    pub(crate) first: u32,
    pub(crate) count: u32,
    pub(crate) rate: f64,
    pub(crate) total: u32,
}

/// How far a telephone has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Not yet, or without credentials.
    Asked,
    /// It has answered the challenge.
    Proved,
    Ended,
}

impl Registrations {
    /// Runs until every answer has come, or none comes any more.
    pub(crate) fn run(&self) -> Tally {
        let socket = udp::bind(self.contact).unwrap_or_else(|error| panic!("{}: {error}", self.contact));
        socket.connect(self.server).unwrap();
        let run = super::number_of_run();
        let mut pace = Pace::new(self.rate, self.total);
        let mut tally = Tally::new(self.total);
        let mut telephones = vec![(Stage::Asked, Instant::now()); self.total as usize];
        let (mut input, mut output, mut digests) = (Batch::default(), Batch::default(), Digests::default());
        let give_up = Instant::now() + pace.length() + GRACE;
        loop {
            let now = Instant::now();
            for (index, due) in pace.due(now) {
                telephones[index as usize].1 = due;
                tally.sent(due, now);
                output.push(&socket, None, |room| self.write(room, run, b'r', index, b""));
            }
            output.send(&socket);
            let count = input.receive(&socket);
            let now = Instant::now();
            for place in 0..count {
                let (bytes, _) = input.datagram(place);
                let Some(answer) = Answer::read(bytes, run) else { continue };
                let Some((stage, due)) = telephones.get_mut(answer.index as usize) else { continue };
                match (answer.status, *stage) {
                    (100..=199, _) | (_, Stage::Ended) => {}
                    (401 | 407, Stage::Asked) => {
                        *stage = Stage::Proved;
                        let user = self.user(answer.index);
                        let line = digests.answer(bytes, user, "REGISTER", DOMAIN.as_bytes());
                        output.push(&socket, None, |room| self.write(room, run, b's', answer.index, &line));
                    }
                    // The first challenge may come twice.
                    (401 | 407, Stage::Proved) if answer.step == b'r' => {}
                    (200, _) => {
                        *stage = Stage::Ended;
                        tally.done += 1;
                        tally.answered(*due, now);
                    }
                    (status, _) => {
                        *stage = Stage::Ended;
                        tally.refuse(status);
                    }
                }
            }
            output.send(&socket);
            if tally.is_over() || now > give_up {
                break;
            }
            if count == 0 {
                let next = pace.next().unwrap_or(give_up);
                udp::wait(&[socket.as_fd()], next.saturating_duration_since(Instant::now()));
            }
        }
        tally.close();
        tally
    }

    fn user(&self, index: u32) -> u32 {
        self.first + index % self.count
    }

    fn write(&self, room: &mut [u8; ROOM], run: u32, step: u8, index: u32, credentials: &[u8]) -> usize {
        write(room, self.contact, self.user(index), (run, step, index), credentials)
    }
}

/// A REGISTER of this telephone.
fn write(
    room: &mut [u8; ROOM],
    contact: SocketAddrV4,
    user: u32,
    (run, step, index): (u32, u8, u32),
    credentials: &[u8],
) -> usize {
    let mut message = Writer::new(room);
    message.text("REGISTER ").text(DOMAIN).text(" SIP/2.0\r\nVia: SIP/2.0/UDP ");
    super::write_address(&mut message, contact);
    message.branch(run, step, index).text(";rport\r\nFrom: <sip:u").number(user);
    message.text("@127.0.0.1>;tag=f").number(index).text("\r\nTo: <sip:u").number(user);
    message.text("@127.0.0.1>\r\nCall-ID: ").hex(run).hex(index).text("@bench\r\nCSeq: ");
    message.text(if credentials.is_empty() { "1" } else { "2" }).text(" REGISTER\r\nContact: <sip:u");
    message.number(user).text("@");
    super::write_address(&mut message, contact);
    message.text(">\r\nMax-Forwards: 70\r\nExpires: 3600\r\nUser-Agent: bench\r\n").put(credentials);
    message.text("Content-Length: 0\r\n\r\n");
    message.length()
}

/// Asks a server that may not be there yet, until a telephone is registered with it; when that was.
pub(crate) fn first(server: SocketAddr, user: u32, patience: Duration) -> Option<Instant> {
    let contact = super::CALLERS;
    let socket = UdpSocket::bind(contact).unwrap();
    socket.connect(server).unwrap();
    socket.set_read_timeout(Some(Duration::from_millis(1))).unwrap();
    let (run, began, mut digests) = (super::number_of_run(), Instant::now(), Digests::default());
    let (mut room, mut answer, mut credentials) = ([0; ROOM], [0; ROOM], Vec::new());
    for index in 0.. {
        // It may not be there to hear the first words; the last ones it has heard.
        let (step, wait) = if credentials.is_empty() { (b'r', 1) } else { (b's', 250) };
        let length = write(&mut room, contact, user, (run, step, index), &credentials);
        _ = socket.send(&room[..length]);
        let asked = Instant::now();
        while asked.elapsed() < Duration::from_millis(wait) {
            // While nobody listens, the system says so at once.
            let Ok(length) = socket.recv(&mut answer) else { continue };
            match Answer::read(&answer[..length], run) {
                Some(Answer { status: 200, .. }) => return Some(Instant::now()),
                Some(Answer { status: 401 | 407, step: now, .. }) if now == step => {
                    credentials = digests.answer(&answer[..length], user, "REGISTER", DOMAIN.as_bytes());
                    break;
                }
                _ => {}
            }
        }
        if began.elapsed() > patience {
            return None;
        }
    }
    None
}
