//! INVITE client transaction (RFC 3261 §17.1.1, with the Accepted state of RFC 6026 §7.2), and its CANCEL (§9.1).

use std::time::Instant;

use super::timers::{Resend, SILENCE, TIMEOUT, linger};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Sent, nothing heard. `cancel`: the CANCEL waits for a provisional response.
    Calling { timer_a: Option<Resend>, timer_b: Instant, cancel: bool },
    /// A provisional response came.
    Proceeding { given_up_at: Instant },
    /// The CANCEL was sent; the final response is awaited no longer than this.
    Cancelling { until: Instant },
    /// Refused and acknowledged.
    Completed { timer_d: Instant },
    /// Answered 2xx; the user acknowledges each of them.
    Accepted { timer_m: Instant },
    /// To be thrown away.
    Terminated,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Input {
    /// A response with this status came.
    Response(u16),
    /// The user gives up.
    Cancel,
    /// Time passed.
    Timer,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Nothing,
    /// The INVITE is sent again.
    SendAgain,
    /// The CANCEL is sent.
    Cancel,
    /// The response is the user's.
    Pass,
    /// The same, and it is a 2xx that came before.
    PassAgain,
    /// The same, and the CANCEL that waited is sent.
    PassAndCancel,
    /// The same, and it is acknowledged.
    PassAndAck,
    /// A response that came before is acknowledged again.
    AckAgain,
    /// The user hears that no answer came.
    Timeout,
}

impl State {
    /// Whether a final response is still awaited.
    pub(super) fn waits(&self) -> bool {
        matches!(self, Self::Calling { .. } | Self::Proceeding { .. } | Self::Cancelling { .. })
    }

    pub(super) fn new(reliable: bool, now: Instant) -> State {
        State::Calling { timer_a: Resend::unless(reliable, now), timer_b: now + TIMEOUT, cancel: false }
    }

    pub(super) fn handle(&mut self, input: Input, reliable: bool, now: Instant) -> Action {
        match (&mut *self, input) {
            (State::Calling { cancel, .. }, Input::Response(..200)) => {
                if *cancel {
                    *self = State::Cancelling { until: now + TIMEOUT };
                    return Action::PassAndCancel;
                }
                *self = State::Proceeding { given_up_at: now + SILENCE };
                Action::Pass
            }
            (State::Proceeding { given_up_at }, Input::Response(..200)) => {
                *given_up_at = now + SILENCE;
                Action::Pass
            }
            (State::Cancelling { .. }, Input::Response(..200)) => Action::Pass,
            (
                State::Calling { .. } | State::Proceeding { .. } | State::Cancelling { .. },
                Input::Response(200..300),
            ) => {
                *self = State::Accepted { timer_m: now + TIMEOUT };
                Action::Pass
            }
            (
                State::Calling { .. } | State::Proceeding { .. } | State::Cancelling { .. },
                Input::Response(_),
            ) => {
                *self = match linger(reliable, TIMEOUT, now) {
                    Some(timer_d) => State::Completed { timer_d },
                    None => State::Terminated,
                };
                Action::PassAndAck
            }

            (State::Calling { cancel, .. }, Input::Cancel) => {
                *cancel = true;
                Action::Nothing
            }
            (State::Proceeding { .. }, Input::Cancel) => {
                *self = State::Cancelling { until: now + TIMEOUT };
                Action::Cancel
            }
            (State::Cancelling { .. }, Input::Cancel) => Action::Nothing,

            (State::Calling { timer_b: end, .. }, Input::Timer)
            | (State::Proceeding { given_up_at: end }, Input::Timer)
            | (State::Cancelling { until: end }, Input::Timer)
                if *end <= now =>
            {
                *self = State::Terminated;
                Action::Timeout
            }
            // Timer A doubles without end (RFC 3261 §17.1.1.2).
            (State::Calling { timer_a: Some(timer_a), .. }, Input::Timer) => {
                if timer_a.is_due(now, TIMEOUT) {
                    Action::SendAgain
                } else {
                    Action::Nothing
                }
            }
            (
                State::Calling { timer_a: None, .. } | State::Proceeding { .. } | State::Cancelling { .. },
                Input::Timer,
            ) => Action::Nothing,

            (State::Completed { .. }, Input::Response(300..)) => Action::AckAgain,
            (State::Accepted { .. }, Input::Response(200..300)) => Action::PassAgain,
            (State::Completed { timer_d: end } | State::Accepted { timer_m: end }, Input::Timer) => {
                if *end <= now {
                    *self = State::Terminated;
                }
                Action::Nothing
            }
            (State::Completed { .. } | State::Accepted { .. }, Input::Response(_) | Input::Cancel) => {
                Action::Nothing
            }

            (State::Terminated, Input::Response(_) | Input::Cancel | Input::Timer) => Action::Nothing,
        }
    }

    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        match *self {
            State::Calling { timer_a, timer_b, .. } => Some(timer_a.map_or(timer_b, |a| a.at.min(timer_b))),
            State::Proceeding { given_up_at } => Some(given_up_at),
            State::Cancelling { until } => Some(until),
            State::Completed { timer_d } => Some(timer_d),
            State::Accepted { timer_m } => Some(timer_m),
            State::Terminated => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::script::{self, Machine};
    use super::*;

    #[test]
    fn an_invite_is_sent_seven_times_before_it_is_given_up() {
        check(
            "end",
            "500 again, 1500 again, 3500 again, 7500 again, 15500 again, 31500 again, 32000 timeout, 32000 terminated",
        );
        check_tcp("end", "32000 timeout, 32000 terminated");
    }

    #[test]
    fn a_provisional_response_ends_the_resending() {
        check(
            "600 response 100 | 700 response 180 | 60000 response 200 | 60500 response 200 | 61000 response 180 | end",
            "500 again, 600 pass, 600 proceeding, 700 pass, 60000 pass, 60000 accepted, 60500 pass again, 92000 terminated",
        );
    }

    #[test]
    fn a_refusal_is_acked_each_time_and_told_once() {
        check(
            "10 response 486 | 510 response 486 | 520 response 200 | 530 response 180 | 540 cancel | end",
            "10 pass and ack, 10 completed, 510 ack again, 32010 terminated",
        );
        check_tcp("10 response 486 | 510 response 486", "10 pass and ack, 10 terminated");
    }

    #[test]
    fn a_cancel_waits_for_a_provisional_response() {
        check(
            "100 cancel | 600 response 100 | 700 response 487 | end",
            "500 again, 600 pass and cancel, 600 cancelling, 700 pass and ack, 700 completed, 32700 terminated",
        );
        check(
            "100 response 180 | 200 cancel | 300 cancel | 400 response 180",
            "100 pass, 100 proceeding, 200 cancel, 200 cancelling, 400 pass",
        );
    }

    #[test]
    fn a_cancelled_invite_ends_without_a_final_response() {
        check(
            "0 response 180 | 1000 cancel | end",
            "0 pass, 0 proceeding, 1000 cancel, 1000 cancelling, 33000 timeout, 33000 terminated",
        );
        check_tcp("100 cancel | end", "32000 timeout, 32000 terminated");
    }

    #[test]
    fn an_answer_that_crosses_the_cancel_is_told() {
        check(
            "0 response 180 | 1000 cancel | 1001 response 200 | 1002 cancel | 1003 response 486",
            "0 pass, 0 proceeding, 1000 cancel, 1000 cancelling, 1001 pass, 1001 accepted",
        );
    }

    #[test]
    fn a_call_that_rings_in_silence_does_not_stay() {
        check(
            "0 response 180 | 300000 response 183 | end",
            "0 pass, 0 proceeding, 300000 pass, 900000 timeout, 900000 terminated",
        );
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
                ["cancel"] => Input::Cancel,
                ["timer"] => Input::Timer,
                other => panic!("{other:?}"),
            };
            match self.handle(input, reliable, now) {
                Action::Nothing => "",
                Action::SendAgain => "again",
                Action::Cancel => "cancel",
                Action::Pass => "pass",
                Action::PassAgain => "pass again",
                Action::PassAndCancel => "pass and cancel",
                Action::PassAndAck => "pass and ack",
                Action::AckAgain => "ack again",
                Action::Timeout => "timeout",
            }
        }

        fn due(&self) -> Option<Instant> {
            self.poll_timeout()
        }
    }
}
