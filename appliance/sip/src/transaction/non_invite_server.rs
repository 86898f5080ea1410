//! Server transaction of every method but INVITE and ACK (RFC 3261 §17.2.2).

use std::time::Instant;

use super::timers::{TIMEOUT, linger};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Not answered yet. Who asked waits no longer than this (its timer F).
    Trying { given_up_at: Instant },
    /// Answered provisionally.
    Proceeding { given_up_at: Instant },
    /// Answered; the answer is kept for repeated requests.
    Completed { timer_j: Instant },
    /// To be thrown away.
    Terminated,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Input {
    /// The request came again.
    Request,
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
    /// The response kept is sent again.
    SendAgain,
}

impl State {
    pub(super) fn new(now: Instant) -> State {
        State::Trying { given_up_at: now + TIMEOUT }
    }

    pub(super) fn handle(&mut self, input: Input, reliable: bool, now: Instant) -> Action {
        match (&mut *self, input) {
            (State::Trying { .. }, Input::Request) => Action::Nothing,
            (State::Proceeding { .. } | State::Completed { .. }, Input::Request) => Action::SendAgain,

            (State::Trying { given_up_at } | State::Proceeding { given_up_at }, Input::Respond(..200)) => {
                *self = State::Proceeding { given_up_at: *given_up_at };
                Action::Send
            }
            (State::Trying { .. } | State::Proceeding { .. }, Input::Respond(_)) => {
                *self = match linger(reliable, TIMEOUT, now) {
                    Some(timer_j) => State::Completed { timer_j },
                    None => State::Terminated,
                };
                Action::Send
            }
            (State::Completed { .. }, Input::Respond(_)) => Action::Nothing,

            (
                State::Trying { given_up_at: end }
                | State::Proceeding { given_up_at: end }
                | State::Completed { timer_j: end },
                Input::Timer,
            ) => {
                if *end <= now {
                    *self = State::Terminated;
                }
                Action::Nothing
            }

            (State::Terminated, Input::Request | Input::Respond(_) | Input::Timer) => Action::Nothing,
        }
    }

    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        match *self {
            State::Trying { given_up_at } | State::Proceeding { given_up_at } => Some(given_up_at),
            State::Completed { timer_j } => Some(timer_j),
            State::Terminated => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::script::{self, Machine};
    use super::*;

    #[test]
    fn a_repeated_request_gets_the_same_answer() {
        check(
            "0 request | 10 respond 200 | 500 request | 600 respond 404 | 1500 request | end",
            "10 send, 10 completed, 500 again, 1500 again, 32010 terminated",
        );
    }

    #[test]
    fn a_provisional_answer_is_repeated_until_the_final_one() {
        check(
            "0 respond 100 | 500 request | 600 respond 100 | 700 respond 500 | end",
            "0 send, 0 proceeding, 500 again, 600 send, 700 send, 700 completed, 32700 terminated",
        );
    }

    #[test]
    fn over_a_stream_nothing_stays_behind() {
        check("tcp | 10 respond 200 | 11 request | 12 respond 200", "10 send, 10 terminated");
    }

    #[test]
    fn what_is_never_answered_does_not_stay() {
        check("end", "32000 terminated");
        check("100 respond 100 | end", "100 send, 100 proceeding, 32000 terminated");
    }

    fn check(input: &str, output: &str) {
        script::check(State::new, input, output);
    }

    impl Machine for State {
        fn input(&mut self, words: &[&str], reliable: bool, now: Instant) -> &'static str {
            let input = match words {
                ["request"] => Input::Request,
                ["respond", status] => Input::Respond(status.parse().unwrap()),
                ["timer"] => Input::Timer,
                other => panic!("{other:?}"),
            };
            match self.handle(input, reliable, now) {
                Action::Nothing => "",
                Action::Send => "send",
                Action::SendAgain => "again",
            }
        }

        fn due(&self) -> Option<Instant> {
            self.poll_timeout()
        }
    }
}
