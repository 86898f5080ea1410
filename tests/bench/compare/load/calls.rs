//! Telephones that call each other: INVITE, the challenge, INVITE with credentials, 180, 200, ACK, a while, BYE, 200.

use std::collections::VecDeque;
use std::net::{SocketAddr, UdpSocket};
use std::os::fd::AsFd as _;
use std::time::{Duration, Instant};

use super::super::udp::{self, Batch};
use super::callee::{self, Callees};
use super::dialog::{Call, Dialog, Stage, Who, wants_answer};
use super::digest::Digests;
use super::message::Answer;
use super::pace::Pace;
use super::tally::Tally;

/// How long answers may come after the last call should have ended.
const GRACE: Duration = Duration::from_millis(2_500);

/// Calls from telephones u1000 and following to u1500 and following, which must be registered where
/// [`CALLEES`](super::CALLEES) are.
#[derive(Clone, Copy)]
pub(crate) struct Calls {
    pub(crate) server: SocketAddr,
    pub(crate) rate: f64,
    pub(crate) total: u32,
    /// From the 200 to the BYE.
    pub(crate) hold: Duration,
}

/// What the loop owns.
struct Callers {
    socket: UdpSocket,
    run: u32,
    calls: Vec<Call>,
    tally: Tally,
    digests: Digests,
    output: Batch,
    hold: Duration,
    /// Calls that talk: when each is to end.
    talking: VecDeque<(Instant, u32)>,
}

impl Calls {
    /// Runs until all have ended, or nothing comes any more.
    pub(crate) fn run(self) -> Tally {
        self.run_with(None)
    }

    /// The same, but all are kept until the last is up; then this is done, and all end.
    pub(crate) fn run_up(self, mut when_up: impl FnMut()) -> Tally {
        self.run_with(Some(&mut when_up))
    }

    fn run_with(self, mut when_up: Option<&mut dyn FnMut()>) -> Tally {
        let socket = udp::bind(super::CALLERS).unwrap_or_else(|error| panic!("{}: {error}", super::CALLERS));
        socket.connect(self.server).unwrap();
        let mut callees = Callees::new(self.server);
        let mut pace = Pace::new(self.rate, self.total);
        let mut callers = Callers {
            socket,
            run: super::number_of_run(),
            calls: Vec::with_capacity(self.total as usize),
            tally: Tally::new(self.total),
            digests: Digests::default(),
            output: Batch::default(),
            hold: self.hold,
            talking: VecDeque::new(),
        };
        let mut input = Batch::default();
        let mut give_up = Instant::now() + pace.length() + self.hold + GRACE;
        loop {
            let now = Instant::now();
            for (index, due) in pace.due(now) {
                callers.call(index, due, now);
            }
            if when_up.is_none() {
                callers.hang_up(now);
            } else if callers.are_all_up() || now > give_up {
                if let Some(then) = when_up.take() {
                    then();
                }
                give_up = Instant::now() + GRACE;
            }
            callers.output.send(&callers.socket);
            let mut count = input.receive(&callers.socket);
            let now = Instant::now();
            for place in 0..count {
                callers.hear(input.datagram(place).0, now);
            }
            callers.output.send(&callers.socket);
            count += callees.serve();
            if callers.tally.is_over() || (when_up.is_none() && now > give_up) {
                break;
            }
            if count == 0 {
                let end = callers.talking.front().filter(|_| when_up.is_none()).map(|(at, _)| *at);
                let next = [pace.next(), end].into_iter().flatten().min().unwrap_or(give_up);
                let patience = next.saturating_duration_since(Instant::now());
                udp::wait(&[callers.socket.as_fd(), callees.socket()], patience);
            }
        }
        callers.tally.close();
        callers.tally
    }
}

impl Callers {
    fn call(&mut self, index: u32, due: Instant, now: Instant) {
        let who = Who { run: self.run, index };
        self.calls.push(Call { stage: Stage::Calling, due, dialog: None });
        self.tally.sent(due, now);
        self.output.push(&self.socket, None, |room| who.invite(room, b""));
    }

    /// Ends the calls whose time has come.
    fn hang_up(&mut self, now: Instant) {
        while let Some((_, index)) = self.talking.pop_front_if(|(at, _)| *at <= now) {
            let call = &mut self.calls[index as usize];
            let (Stage::Talking, Some(dialog)) = (call.stage, &call.dialog) else { continue };
            call.stage = Stage::HangingUp;
            let who = Who { run: self.run, index };
            self.output.push(&self.socket, None, |room| who.within(room, dialog, "BYE"));
        }
    }

    /// Whether every call has been answered, or has failed.
    fn are_all_up(&self) -> bool {
        self.calls.len() == self.tally.asked as usize
            && self.calls.iter().all(|call| matches!(call.stage, Stage::Talking | Stage::Ended))
    }

    fn hear(&mut self, message: &[u8], now: Instant) {
        if wants_answer(message) {
            self.output.push(&self.socket, None, |room| callee::answer(room, message, "200 OK", None));
            return;
        }
        let Some(answer) = Answer::read(message, self.run) else { return };
        let Some(call) = self.calls.get_mut(answer.index as usize) else { return };
        let who = Who { run: self.run, index: answer.index };
        match (answer.step, answer.status) {
            (_, 100..=199) => {}
            (b'i' | b'j', 200..=299) => {
                if call.stage == Stage::Calling || call.stage == Stage::Proved {
                    call.stage = Stage::Talking;
                    call.dialog = Dialog::read(message, if answer.step == b'i' { 1 } else { 2 });
                    self.tally.answered(call.due, now);
                    self.talking.push_back((now + self.hold, answer.index));
                }
                // A 200 that comes again wants its ACK again.
                if let Some(dialog) = &call.dialog {
                    self.output.push(&self.socket, None, |room| who.within(room, dialog, "ACK"));
                }
            }
            (b'i' | b'j', status) => {
                let step = answer.step;
                self.output.push(&self.socket, None, |room| who.ack_of_refusal(room, message, step));
                match (status, call.stage) {
                    (401 | 407, Stage::Calling) => {
                        call.stage = Stage::Proved;
                        let credentials = self.digests.answer(message, who.caller(), "INVITE", &who.uri());
                        self.output.push(&self.socket, None, |room| who.invite(room, &credentials));
                    }
                    // A refusal that comes again.
                    (_, Stage::Proved) if step == b'i' => {}
                    (_, Stage::Calling | Stage::Proved) => {
                        call.stage = Stage::Ended;
                        self.tally.refuse(status);
                    }
                    (_, Stage::Talking | Stage::HangingUp | Stage::Ended) => {}
                }
            }
            (b'b', status) if call.stage == Stage::HangingUp => {
                call.stage = Stage::Ended;
                if status < 300 { self.tally.done += 1 } else { self.tally.refuse(status) }
            }
            _ => {}
        }
    }
}
