//! Client transaction of every method but INVITE and ACK (RFC 3261 §17.1.2).

use std::time::Instant;

use super::timers::{Resend, T2, T4, TIMEOUT, linger};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Sent, nothing heard.
    Trying { timer_e: Option<Resend>, timer_f: Instant },
    /// A provisional response came; it is still resent, since what came may get lost again.
    Proceeding { timer_e: Option<Instant>, timer_f: Instant },
    /// Answered; repeated answers are absorbed.
    Completed { timer_k: Instant },
    /// To be thrown away.
    Terminated,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Input {
    /// A response with this status came.
    Response(u16),
    /// Time passed.
    Timer,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Nothing,
    /// The request is sent again.
    SendAgain,
    /// The response is the user's.
    Pass,
    /// The response came before.
    Absorb,
    /// The user hears that no answer came.
    Timeout,
}

impl State {
    /// Whether a final response is still awaited.
    pub(super) fn waits(&self) -> bool {
        matches!(self, Self::Trying { .. } | Self::Proceeding { .. })
    }

    pub(super) fn new(reliable: bool, now: Instant) -> State {
        State::Trying { timer_e: Resend::unless(reliable, now), timer_f: now + TIMEOUT }
    }

    pub(super) fn handle(&mut self, input: Input, reliable: bool, now: Instant) -> Action {
        match (&mut *self, input) {
            (State::Trying { timer_e, timer_f }, Input::Response(..200)) => {
                *self = State::Proceeding { timer_e: timer_e.map(|timer| timer.at), timer_f: *timer_f };
                Action::Pass
            }
            (State::Proceeding { .. }, Input::Response(..200)) => Action::Pass,
            (State::Trying { .. } | State::Proceeding { .. }, Input::Response(_)) => {
                *self = match linger(reliable, T4, now) {
                    Some(timer_k) => State::Completed { timer_k },
                    None => State::Terminated,
                };
                Action::Pass
            }
            (State::Completed { .. }, Input::Response(_)) => Action::Absorb,

            (State::Trying { timer_f, .. } | State::Proceeding { timer_f, .. }, Input::Timer)
                if *timer_f <= now =>
            {
                *self = State::Terminated;
                Action::Timeout
            }
            (State::Trying { timer_e: Some(timer_e), .. }, Input::Timer) => {
                if timer_e.is_due(now, T2) {
                    Action::SendAgain
                } else {
                    Action::Nothing
                }
            }
            (State::Proceeding { timer_e: Some(timer_e), .. }, Input::Timer) if *timer_e <= now => {
                *timer_e = now + T2;
                Action::SendAgain
            }
            (State::Trying { timer_e: None, .. } | State::Proceeding { .. }, Input::Timer) => Action::Nothing,
            (State::Completed { timer_k }, Input::Timer) => {
                if *timer_k <= now {
                    *self = State::Terminated;
                }
                Action::Nothing
            }

            (State::Terminated, Input::Response(_) | Input::Timer) => Action::Nothing,
        }
    }

    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        match *self {
            State::Trying { timer_e, timer_f } => Some(timer_e.map_or(timer_f, |e| e.at.min(timer_f))),
            State::Proceeding { timer_e, timer_f } => Some(timer_e.map_or(timer_f, |e| e.min(timer_f))),
            State::Completed { timer_k } => Some(timer_k),
            State::Terminated => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::script::{self, Machine};
    use super::*;

    #[test]
    fn a_request_is_sent_eleven_times_before_it_is_given_up() {
        check(
            "end",
            "500 again, 1500 again, 3500 again, 7500 again, 11500 again, 15500 again, 19500 again, 23500 again, \
             27500 again, 31500 again, 32000 timeout, 32000 terminated",
        );
        check_tcp("end", "32000 timeout, 32000 terminated");
    }

    #[test]
    fn a_provisional_response_slows_the_resending() {
        check(
            "100 response 100 | 1000 response 100 | 9000 response 200 | 9001 response 200 | end",
            "100 pass, 100 proceeding, 500 again, 1000 pass, 4500 again, 8500 again, 9000 pass, 9000 completed, \
             9001 absorb, 14000 terminated",
        );
        check_tcp("100 response 100 | end", "100 pass, 100 proceeding, 32000 timeout, 32000 terminated");
    }

    #[test]
    fn over_a_stream_nothing_stays_behind() {
        check_tcp("100 response 503 | 200 response 503", "100 pass, 100 terminated");
    }

    fn check(input: &str, output: &str) {
        script::check(|now| State::new(false, now), input, output);
    }

    fn check_tcp(input: &str, output: &str) {
        script::check(|now| State::new(true, now), &format!("tcp | {input}"), output);
    }

    impl Machine for State {
        fn input(&mut self, words: &[&str], reliable: bool, now: Instant) -> &'static str {
            let input = match words {
                ["response", status] => Input::Response(status.parse().unwrap()),
                ["timer"] => Input::Timer,
                other => panic!("{other:?}"),
            };
            match self.handle(input, reliable, now) {
                Action::Nothing => "",
                Action::SendAgain => "again",
                Action::Pass => "pass",
                Action::Absorb => "absorb",
                Action::Timeout => "timeout",
            }
        }

        fn due(&self) -> Option<Instant> {
            self.poll_timeout()
        }
    }
}
