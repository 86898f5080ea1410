//! INVITE server transaction (RFC 3261 §17.2.1, with the Accepted state of RFC 6026 §7.1).
//!
//! Two duties of its user are taken over here, so that they are in one place: sending a 2xx again until
//! the ACK (RFC 3261 §13.3.1.4) and noticing that none comes. The user answers 100 itself, at once.

use std::time::Instant;

use super::timers::{Resend, SILENCE, T2, T4, TIMEOUT, linger};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Ringing.
    Proceeding { given_up_at: Instant },
    /// Answered 300 to 699, resent until the ACK.
    Completed { timer_g: Option<Resend>, timer_h: Instant },
    /// Acknowledged; more ACKs are absorbed.
    Confirmed { timer_i: Instant },
    /// Answered 2xx; `resend` until the user says that the ACK came.
    Accepted { resend: Option<Resend>, timer_l: Instant },
    /// To be thrown away.
    Terminated,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Input {
    /// The INVITE came again.
    Invite,
    /// An ACK of the same transaction came.
    Ack,
    /// The user answers with this status.
    Respond(u16),
    /// Time passed.
    Timer,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Nothing,
    /// The response just given is sent, and kept.
    Send,
    /// The response kept, if any, is sent again.
    SendAgain,
    /// The ACK is the user's.
    PassAck,
    /// The user hears that no ACK came.
    NoAck,
}

impl State {
    /// Whether an answer, or the ACK of a 2xx, is still awaited.
    pub(super) fn waits(&self) -> bool {
        matches!(self, Self::Proceeding { .. } | Self::Accepted { resend: Some(_), .. })
    }

    pub(super) fn new(now: Instant) -> State {
        State::Proceeding { given_up_at: now + SILENCE }
    }

    pub(super) fn handle(&mut self, input: Input, reliable: bool, now: Instant) -> Action {
        match (&mut *self, input) {
            (State::Proceeding { .. }, Input::Invite) => Action::SendAgain,
            (State::Proceeding { given_up_at }, Input::Respond(..200)) => {
                *given_up_at = now + SILENCE;
                Action::Send
            }
            (State::Proceeding { .. }, Input::Respond(200..300)) => {
                // A 2xx is resent whatever the transport: it may be carried on by one that loses it.
                *self = State::Accepted { resend: Some(Resend::starting(now)), timer_l: now + TIMEOUT };
                Action::Send
            }
            (State::Proceeding { .. }, Input::Respond(_)) => {
                *self = State::Completed { timer_g: Resend::unless(reliable, now), timer_h: now + TIMEOUT };
                Action::Send
            }
            (State::Proceeding { given_up_at }, Input::Timer) if *given_up_at <= now => {
                *self = State::Terminated;
                Action::NoAck
            }
            (State::Proceeding { .. }, Input::Ack | Input::Timer) => Action::Nothing,

            (State::Completed { .. }, Input::Invite) => Action::SendAgain,
            (State::Completed { .. }, Input::Ack) => {
                *self = match linger(reliable, T4, now) {
                    Some(timer_i) => State::Confirmed { timer_i },
                    None => State::Terminated,
                };
                Action::Nothing
            }
            (State::Completed { timer_h, .. }, Input::Timer) if *timer_h <= now => {
                *self = State::Terminated;
                Action::NoAck
            }
            (State::Completed { timer_g: Some(timer_g), .. }, Input::Timer) => again(timer_g.is_due(now, T2)),
            (State::Completed { timer_g: None, .. }, Input::Timer) => Action::Nothing,
            (State::Completed { .. }, Input::Respond(_)) => Action::Nothing,

            (State::Confirmed { timer_i }, Input::Timer) => {
                if *timer_i <= now {
                    *self = State::Terminated;
                }
                Action::Nothing
            }
            (State::Confirmed { .. }, Input::Invite | Input::Ack | Input::Respond(_)) => Action::Nothing,

            // Absorbed: the 2xx is on its way again anyway (RFC 6026 §7.1).
            (State::Accepted { .. }, Input::Invite) => Action::Nothing,
            // Some telephones give the ACK of a 2xx the branch of the INVITE.
            (State::Accepted { .. }, Input::Ack) => Action::PassAck,
            (State::Accepted { .. }, Input::Respond(200..300)) => Action::Send,
            (State::Accepted { .. }, Input::Respond(_)) => Action::Nothing,
            (State::Accepted { resend, timer_l }, Input::Timer) if *timer_l <= now => {
                let acked = resend.is_none();
                *self = State::Terminated;
                if acked { Action::Nothing } else { Action::NoAck }
            }
            (State::Accepted { resend: Some(resend), .. }, Input::Timer) => again(resend.is_due(now, T2)),
            (State::Accepted { resend: None, .. }, Input::Timer) => Action::Nothing,

            (State::Terminated, Input::Invite | Input::Ack | Input::Respond(_) | Input::Timer) => {
                Action::Nothing
            }
        }
    }

    /// The user saw the ACK of the 2xx, which is a transaction of its own.
    pub(super) fn acked(&mut self) {
        match self {
            State::Accepted { resend, .. } => *resend = None,
            State::Proceeding { .. }
            | State::Completed { .. }
            | State::Confirmed { .. }
            | State::Terminated => {}
        }
    }

    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        match *self {
            State::Proceeding { given_up_at } => Some(given_up_at),
            State::Completed { timer_g, timer_h } => Some(timer_g.map_or(timer_h, |g| g.at.min(timer_h))),
            State::Confirmed { timer_i } => Some(timer_i),
            State::Accepted { resend, timer_l } => {
                Some(resend.map_or(timer_l, |resend| resend.at.min(timer_l)))
            }
            State::Terminated => None,
        }
    }
}

fn again(due: bool) -> Action {
    if due { Action::SendAgain } else { Action::Nothing }
}

#[cfg(test)]
mod tests {
    use super::super::script::{self, Machine};
    use super::*;

    #[test]
    fn busy_is_resent_until_acked() {
        check(
            "0 respond 486 | 1600 ack | end",
            "0 send, 0 completed, 500 again, 1500 again, 1600 confirmed, 6600 terminated",
        );
    }

    #[test]
    fn ringing_is_repeated_to_a_repeated_invite_alone() {
        check("0 invite | 10 respond 180 | 500 invite | 900 ack", "0 again, 10 send, 500 again");
    }

    #[test]
    fn busy_that_is_never_acked_is_given_up() {
        check(
            "0 respond 603 | 5000 invite | 5001 respond 200 | 5002 acked | end",
            "0 send, 0 completed, 500 again, 1500 again, 3500 again, 5000 again, 7500 again, 11500 again, 15500 again, \
             19500 again, 23500 again, 27500 again, 31500 again, 32000 no ack, 32000 terminated",
        );
    }

    #[test]
    fn leftovers_of_an_acked_refusal_are_absorbed() {
        check(
            "0 respond 404 | 1 ack | 2 ack | 3 invite | 4 respond 200 | 5 acked | end",
            "0 send, 0 completed, 1 confirmed, 5001 terminated",
        );
    }

    #[test]
    fn an_answer_is_resent_until_the_dialog_saw_the_ack() {
        check(
            "0 respond 180 | 3000 respond 200 | 3700 invite | 5000 ack | 5000 acked | 6000 respond 486 | end",
            "0 send, 3000 send, 3000 accepted, 3500 again, 4500 again, 5000 pass ack, 35000 terminated",
        );
    }

    #[test]
    fn an_answer_that_is_never_acked_is_told() {
        check(
            "0 respond 200 | 100 respond 200 | end",
            "0 send, 0 accepted, 100 send, 500 again, 1500 again, 3500 again, 7500 again, 11500 again, 15500 again, \
             19500 again, 23500 again, 27500 again, 31500 again, 32000 no ack, 32000 terminated",
        );
    }

    #[test]
    fn over_a_stream_only_the_answer_is_resent() {
        check("tcp | 0 respond 486 | 9000 ack | 9000 invite", "0 send, 0 completed, 9000 terminated");
        check("tcp | 0 respond 486 | end", "0 send, 0 completed, 32000 no ack, 32000 terminated");
        check("tcp | 0 respond 200 | 1000 acked | end", "0 send, 0 accepted, 500 again, 32000 terminated");
    }

    #[test]
    fn an_invite_that_its_user_forgot_does_not_stay() {
        check("500000 respond 180 | end", "500000 send, 1100000 no ack, 1100000 terminated");
    }

    fn check(input: &str, output: &str) {
        script::check(State::new, input, output);
    }

    impl Machine for State {
        fn input(&mut self, words: &[&str], reliable: bool, now: Instant) -> &'static str {
            let input = match words {
                ["invite"] => Input::Invite,
                ["ack"] => Input::Ack,
                ["respond", status] => Input::Respond(status.parse().unwrap()),
                ["acked"] => {
                    self.acked();
                    return "";
                }
                ["timer"] => Input::Timer,
                other => panic!("{other:?}"),
            };
            match self.handle(input, reliable, now) {
                Action::Nothing => "",
                Action::Send => "send",
                Action::SendAgain => "again",
                Action::PassAck => "pass ack",
                Action::NoAck => "no ack",
            }
        }

        fn due(&self) -> Option<Instant> {
            self.poll_timeout()
        }
    }
}
